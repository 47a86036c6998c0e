"""sheetnet from a fresh checkout, in one line that every shell reads alike: python run.py train workbooks/aple.xlsx

It makes a virtual environment in the folder .venv (where one is active already it makes none), installs sheetnet there
once, and runs `sheetnet` with the words that follow; `python run.py test` runs the tests. Nothing outside of this
folder changes. It needs Python alone, and is written so that an old one can read it as far as the refusal.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TESTS = ["-m", "pytest", "-n", "auto", "--dist", "worksteal"]

JAPANESE = {
    "Python 3.11 or later is needed, this is {}": "Python 3.11 以降が必要ですが、これは {} です",
    "making a virtual environment in {}": "仮想環境を {} に作っています",
    "no virtual environment can be made; on Debian and Ubuntu: sudo apt-get install python3-venv": (
        "仮想環境を作れません。Debian と Ubuntu では: sudo apt-get install python3-venv"
    ),
    "installing sheetnet (once)": "sheetnet をインストールしています(初回だけ)",
    "installing sheetnet and what its tests need (once)": "sheetnet とテストの道具をインストールしています(初回だけ)",
    "pip could not install it; see above. Is the network there?": (
        "pip でインストールできませんでした。上の表示と、ネットワークを確かめてください"
    ),
}
"""What is said before sheetnet is there to say it."""


def main(words):
    if sys.version_info < (3, 11):
        return refuse("Python 3.11 or later is needed, this is {}", sys.version.split()[0])
    if not words:
        words = ["--help"]
    testing = words[0] == "test"
    python = environment()
    if python is None or not install(python, ".[test]" if testing else "."):
        return 2
    if testing:
        return run(python, *TESTS, *words[1:], cwd=ROOT)
    program = "python" if os.name == "nt" else Path(sys.executable).name
    os.environ.setdefault("SHEETNET_PROGRAM", f"{program} {'run.py' if Path.cwd() == ROOT else __file__}")
    return run(python, "-m", "sheetnet", *words)


def environment():
    """The Python of the active virtual environment, or of the one in .venv, which is made where it is missing."""
    if sys.prefix != sys.base_prefix:
        return Path(sys.executable)
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if python.exists() and run(python, "-c", "import pip", heard=False) == 0:
        return python
    tell("making a virtual environment in {}", folder)
    if run(Path(sys.executable), "-m", "venv", "--clear", folder) == 0:
        return python
    refuse("no virtual environment can be made; on Debian and Ubuntu: sudo apt-get install python3-venv")
    return None


def install(python, what):
    """Whether sheetnet is installed, as an editable package: it is done anew where pyproject.toml has changed."""
    note = python.parent.parent / (f"sheetnet-{'test' if 'test' in what else 'run'}.txt")
    made_of = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    if note.exists() and note.read_text() == made_of:
        return True
    tell("installing sheetnet and what its tests need (once)" if "test" in what else "installing sheetnet (once)")
    if run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", what, cwd=ROOT):
        refuse("pip could not install it; see above. Is the network there?")
        return False
    note.write_text(made_of)
    return True


def run(python, *words, cwd=None, heard=True):
    """The exit code of a Python; what it prints is seen."""
    nowhere = None if heard else subprocess.DEVNULL
    child = subprocess.Popen([str(python), *map(str, words)], cwd=cwd, stdout=nowhere, stderr=nowhere)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child hears of it too, and ends in its own way
            continue


def tell(message, *values):
    told = JAPANESE.get(message, message) if speaks_japanese() else message
    print("run.py: " + told.format(*values), file=sys.stderr)


def refuse(message, *values):
    tell(message, *values)
    return 2


def speaks_japanese():
    """As sheetnet says it, which is not installed yet: by the first of these variables that is there."""
    names = ("SHEETNET_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "").startswith("ja")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
