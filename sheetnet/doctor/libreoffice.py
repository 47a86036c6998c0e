"""LibreOffice, the Python that can drive it, and the script of the buttons."""

import os
from collections.abc import Iterator
from pathlib import Path

from sheetnet.doctor import excel
from sheetnet.doctor.finding import Finding
from sheetnet.doctor.system import System

SCRIPT = "sheetnet_buttons.py"
_INSTALLERS = {
    "apt-get": ("libreoffice-calc python3-uno", "python3-uno"),
    "dnf": ("libreoffice-calc libreoffice-pyuno", "libreoffice-pyuno"),
    "zypper": ("libreoffice-calc libreoffice-pyuno", "libreoffice-pyuno"),
    "pacman": ("libreoffice-fresh", "libreoffice-fresh"),
}


def program_folder(system: System) -> Path | None:
    """The folder with LibreOffice's programs."""
    name = "soffice.exe" if system.windows else "soffice"
    return next((folder for folder in _candidates(system) if (folder / name).is_file()), None)


def _candidates(system: System) -> Iterator[Path]:
    chosen = system.environ.get("SHEETNET_SOFFICE")
    if chosen:
        yield Path(chosen).parent
        return
    if system.windows:
        for hive in ("HKCU", "HKLM"):
            place = system.registry(rf"{hive}\SOFTWARE\LibreOffice\UNO\InstallPath")
            if place:
                yield Path(str(place))
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            if system.environ.get(variable):
                yield Path(system.environ[variable]) / "LibreOffice" / "program"
    elif system.mac:
        for root in (system.root, system.home):
            yield root / "Applications" / "LibreOffice.app" / "Contents" / "MacOS"
    else:
        for name in ("soffice", "libreoffice"):
            found = system.which(name)
            if found:
                yield Path(os.path.realpath(found)).parent
        yield from sorted((system.root / "opt").glob("libreoffice*/program"), reverse=True)


def program(system: System, folder: Path) -> Iterator[Finding]:
    """Whether LibreOffice is here, and which."""
    place = program_folder(system)
    if place:
        starter = place / ("soffice.com" if system.windows else "soffice")  # the one of them that prints
        code, text = system.run([str(starter), "--version"])
        version = " ".join(text.split()[1:2]) if code == 0 else f"(its version is not known: {text})"
        yield Finding("LibreOffice", "ok", f"{version}  {place}")
    elif excel.found_program(system):
        yield Finding("LibreOffice", "note", "not found", stops=("LibreOffice",))
    else:
        yield Finding("LibreOffice", "problem", "not found, and no Excel either", _install(system), ("LibreOffice",))


def uno(system: System, folder: Path) -> Iterator[Finding]:
    """Whether a Python can speak to LibreOffice: its own, or the system's with the package for it."""
    place = program_folder(system)
    if not place:
        return
    for python in _pythons(system, place):
        code, text = system.run([str(python), "-c", "import sys, uno; print(sys.version.split()[0])"])
        if code == 0:
            yield Finding("LibreOffice's Python", "ok", f"{text}  {python}")
            return
    told = "no Python here has LibreOffice's module 'uno'"
    yield Finding("LibreOffice's Python", "problem", told, _install(system, only_uno=True), ("LibreOffice",))


def _pythons(system: System, place: Path) -> list[Path]:
    """The Pythons that may have the module, LibreOffice's own first."""
    own = [place / "python.exe", place.parent / "Resources" / "python", place / "python"]
    others = [system.root / "usr" / "bin" / "python3", Path(system.executable)]
    return [one for one in (*own, *others) if one.is_file()]


def _install(system: System, *, only_uno: bool = False) -> str:
    """The command that installs LibreOffice, or its module for Python."""
    if system.windows:
        return "winget install --exact --id TheDocumentFoundation.LibreOffice"
    if system.mac:
        return "brew install --cask libreoffice"
    for installer, (everything, uno_alone) in _INSTALLERS.items():
        if system.which(installer):
            verb = "-S" if installer == "pacman" else "install"
            return f"sudo {installer} {verb} {uno_alone if only_uno else everything}"
    return "xdg-open https://www.libreoffice.org/download/"


def profile(system: System) -> Path:
    """The user's folder of LibreOffice."""
    if system.windows:
        base = Path(system.environ.get("APPDATA") or system.home / "AppData" / "Roaming") / "LibreOffice"
    elif system.mac:
        base = system.home / "Library" / "Application Support" / "LibreOffice"
    else:
        base = Path(system.environ.get("XDG_CONFIG_HOME") or system.home / ".config") / "libreoffice"
    return base / "4" / "user"


def buttons(system: System, folder: Path) -> Iterator[Finding]:
    """Whether the script that a workbook's buttons call in LibreOffice is installed."""
    if program_folder(system):
        script = profile(system) / "Scripts" / "python" / SCRIPT
        if script.is_file():
            yield Finding("buttons in LibreOffice", "ok", str(script))
        else:
            yield Finding("buttons in LibreOffice", "note", "they do nothing until: sheetnet button --libreoffice")
