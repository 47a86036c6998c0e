"""LibreOffice as a process: found, started or attached to, and ended."""

import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from functools import lru_cache
from pathlib import Path
from typing import TextIO, cast
from uuid import uuid4

from sheetnet.office.channel import Channel, OfficeError

PATIENCE = 90.0
INSTALL = {
    "linux": "apt install libreoffice-calc python3-uno, dnf install libreoffice-calc libreoffice-pyuno, "
    "or what your system has for it",
    "darwin": "brew install --cask libreoffice, or https://www.libreoffice.org",
    "win32": "winget install TheDocumentFoundation.LibreOffice, or https://www.libreoffice.org",
}


class Office:
    """A connection to one LibreOffice; `channel` takes requests until `end()`.

    What was started for it without a window ends with it, also when this process dies; a LibreOffice that shows a
    window, or that ran before, stays open.
    """

    def __init__(self, bridge: "subprocess.Popen[str]", channel: Channel, pid: int) -> None:
        self.channel = channel
        self.pid = pid
        self.end = weakref.finalize(self, _end, bridge, channel)


def start(*, visible: bool, profile: Path | None = None) -> Office:
    """The user's own LibreOffice, running or not, or one without windows that has nothing to do with it.

    Without a display there is only the second. `profile` is the folder of settings, instead of the user's own or of a
    new one that is removed afterwards.
    """
    soffice = find_soffice()
    shown = visible and has_display()
    accept = f"pipe,name=sheetnet{uuid4().hex}"
    command = [str(soffice), "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", f"--accept={accept};urp"]
    scratch = None
    if not shown:
        command.append("--headless")
        if profile is None:
            scratch = Path(tempfile.mkdtemp(prefix="sheetnet-office-"))
            profile = scratch
    if profile is not None:
        command.append(f"-env:UserInstallation={profile.absolute().as_uri()}")
    return _connect(accept, command=command, stays=shown, folder=scratch)


def attach(accept: str) -> Office:
    """The LibreOffice that runs with ``--accept=ACCEPT;urp``, such as ``pipe,name=letters``; it stays open."""
    return _connect(accept, command=[], stays=True, folder=None)


def _connect(accept: str, *, command: list[str], stays: bool, folder: Path | None) -> Office:
    python = find_uno_python()
    bridge = subprocess.Popen(
        [python, str(Path(__file__).with_name("bridge"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(python),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    channel = Channel(cast(TextIO, bridge.stdout), cast(TextIO, bridge.stdin))
    place = None if folder is None else str(folder)
    try:
        first = {"accept": accept, "command": command, "seconds": PATIENCE, "stays": stays, "folder": place}
        return Office(bridge, channel, channel.tell(first))
    except BaseException:
        _end(bridge, channel)
        raise


def _end(bridge: "subprocess.Popen[str]", channel: Channel) -> None:
    channel.close()
    bridge.wait()
    if bridge.stdout:
        bridge.stdout.close()


def has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def find_soffice() -> Path:
    """LibreOffice's program: SHEETNET_SOFFICE, on the PATH, or where its installers put it."""
    chosen = os.environ.get("SHEETNET_SOFFICE")
    if chosen:
        if not Path(chosen).is_file():
            raise OfficeError(f"SHEETNET_SOFFICE names {chosen}, which is no file", kind="start")
        return Path(chosen)
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in _usual_places():
        if place.is_file():
            return place
    remedy = f"install it ({INSTALL.get(sys.platform, INSTALL['linux'])}), or set SHEETNET_SOFFICE to its soffice"
    raise OfficeError("LibreOffice is not found", kind="start", remedy=remedy)


def _usual_places() -> list[Path]:
    if sys.platform == "win32":
        folders = [os.environ.get(name) for name in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")]
        return [Path(folder, "LibreOffice", "program", "soffice.exe") for folder in folders if folder]
    if sys.platform == "darwin":
        inside = Path("Applications", "LibreOffice.app", "Contents", "MacOS", "soffice")
        return [Path("/") / inside, Path.home() / inside]
    unpacked = sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    return [*unpacked, Path("/usr/lib/libreoffice/program/soffice"), Path("/usr/lib64/libreoffice/program/soffice")]


@lru_cache
def find_uno_python() -> str:
    """A Python that can import LibreOffice's uno: SHEETNET_UNO_PYTHON, LibreOffice's own, this one, the system's."""
    chosen = os.environ.get("SHEETNET_UNO_PYTHON")
    if chosen:
        if not _imports_uno(chosen):
            raise OfficeError(f"SHEETNET_UNO_PYTHON names {chosen}, which cannot import uno", kind="start")
        return chosen
    program = find_soffice().resolve().parent
    own = [program / "python.exe", program / "python", program.parent / "Resources" / "python"]
    candidates = [*(str(path) for path in own if path.is_file()), sys.executable, "/usr/bin/python3"]
    for candidate in candidates:
        if _imports_uno(candidate):
            return candidate
    remedy = "install it (apt install python3-uno), or set SHEETNET_UNO_PYTHON to a Python that can import uno"
    raise OfficeError("no Python with LibreOffice's module uno is found", kind="start", remedy=remedy)


def _imports_uno(python: str) -> bool:
    try:
        command = [python, "-c", "import uno"]
        return subprocess.run(command, capture_output=True, env=environment(python), timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def environment(python: str) -> dict[str, str]:
    """Our variables, without those that would lead another Python, or the one inside LibreOffice, to our libraries."""
    if python == sys.executable:
        return dict(os.environ)
    others = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    if os.name == "posix" and "PATH" in others:
        # a LibreOffice of the system takes the first python3 on the PATH for its own, and fails with that of a venv
        own = Path(python).parent
        folders = others["PATH"].split(os.pathsep)
        kept = [folder for folder in folders if Path(folder) == own or not Path(folder, "python3").exists()]
        others["PATH"] = os.pathsep.join(kept)
    return others
