"""Where LibreOffice is, the Python that speaks to it, and the user's folder: one answer for all who ask.

`live` starts what is found here, the buttons are written where it says, and `doctor` tells it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sheetnet.office.channel import OfficeError
from sheetnet.office.system import System

SCRIPT = "sheetnet_buttons.py"
_PATIENCE = 30.0  # seconds: the first start of LibreOffice's own Python takes its time
_INSTALLERS = {
    "apt-get": ("libreoffice-calc python3-uno libreoffice-script-provider-python", "python3-uno"),
    "dnf": ("libreoffice-calc libreoffice-pyuno", "libreoffice-pyuno"),
    "zypper": ("libreoffice-calc libreoffice-pyuno", "libreoffice-pyuno"),
    "pacman": ("libreoffice-fresh", "libreoffice-fresh"),
}


class UnoPython(NamedTuple):
    """A Python that can import LibreOffice's `uno`, and its version."""

    path: str
    version: str


def find_soffice(system: System) -> Path | None:
    """LibreOffice's program: the one that SHEETNET_SOFFICE names, on the PATH, or where its installers put it."""
    chosen = system.environ.get("SHEETNET_SOFFICE")
    if chosen and not Path(chosen).is_file():
        raise OfficeError(
            f"SHEETNET_SOFFICE names {chosen}, which is no file",
            kind="start",
            remedy=system.without("SHEETNET_SOFFICE"),
        )
    return Path(chosen) if chosen else next((one for one in _places(system) if one.is_file()), None)


def soffice(system: System) -> Path:
    """The same; raises OfficeError where there is none."""
    found = find_soffice(system)
    if found is None:
        remedy = f"install it ({install_command(system)}), or set SHEETNET_SOFFICE to its soffice"
        raise OfficeError("LibreOffice is not found", kind="start", remedy=remedy)
    return found


def _places(system: System) -> Iterator[Path]:
    for name in ("soffice", "libreoffice"):
        found = system.which(name)
        if found:
            yield found.with_name("soffice.exe") if system.windows else found
    if system.windows:
        for hive in ("HKCU", "HKLM"):
            folder = system.registry(rf"{hive}\SOFTWARE\LibreOffice\UNO\InstallPath")
            if folder:
                yield Path(str(folder), "soffice.exe")
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
            if system.environ.get(variable):
                yield Path(system.environ[variable], "LibreOffice", "program", "soffice.exe")
    elif system.mac:
        for root in (system.root, system.home):
            yield root / "Applications" / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    else:
        yield from sorted((system.root / "opt").glob("libreoffice*/program/soffice"), reverse=True)
        for library in ("lib", "lib64"):
            yield system.root / "usr" / library / "libreoffice" / "program" / "soffice"


def program_folder(soffice: Path) -> Path:
    """The folder with LibreOffice's programs, one of which may be reached by a link."""
    return soffice.resolve().parent


def uno_python(system: System) -> UnoPython:
    """Of SHEETNET_UNO_PYTHON, LibreOffice's own, this one and the system's the first that can import uno."""
    chosen = system.environ.get("SHEETNET_UNO_PYTHON")
    if chosen:
        found = _asked_for_uno(system, chosen)
        if found is None:
            raise OfficeError(
                f"SHEETNET_UNO_PYTHON names {chosen}, which cannot import uno",
                kind="start",
                remedy=system.without("SHEETNET_UNO_PYTHON"),
            )
        return found
    folder = program_folder(soffice(system))
    own = [folder / "python.exe", folder / "python", folder.parent / "Resources" / "python"]
    others = [system.executable, str(system.root / "usr" / "bin" / "python3")]
    for candidate in [*(str(path) for path in own if path.is_file()), *others]:
        found = _asked_for_uno(system, candidate)
        if found:
            return found
    remedy = f"install it ({install_command(system, only_uno=True)}), or set SHEETNET_UNO_PYTHON to a Python with uno"
    raise OfficeError("no Python here has LibreOffice's module uno", kind="start", remedy=remedy)


def _asked_for_uno(system: System, python: str) -> UnoPython | None:
    command = [python, "-c", "import sys, uno; print(sys.version.split()[0])"]
    code, text = system.run(command, environ=environment(system, python), seconds=_PATIENCE)
    return UnoPython(python, text) if code == 0 else None


def environment(system: System, python: str) -> dict[str, str]:
    """Our variables, without those that would lead another Python, or the one inside LibreOffice, to our libraries."""
    if python == system.executable:
        return dict(system.environ)
    others = {name: value for name, value in system.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    if not system.windows and "PATH" in others:
        # a LibreOffice of the system takes the first python3 on the PATH for its own, and fails with that of a venv
        own = Path(python).parent
        folders = others["PATH"].split(os.pathsep)
        kept = [folder for folder in folders if Path(folder) == own or not Path(folder, "python3").exists()]
        others["PATH"] = os.pathsep.join(kept)
    return others


def has_display(system: System) -> bool:
    """Whether a window can be shown."""
    return system.windows or system.mac or any(system.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def install_command(system: System, *, only_uno: bool = False) -> str:
    """The command that installs LibreOffice, or anew with its module for Python."""
    if system.windows:
        return "winget install --exact --id TheDocumentFoundation.LibreOffice" + (" --force" if only_uno else "")
    if system.mac:
        return f"brew {'reinstall' if only_uno else 'install'} --cask libreoffice"
    for installer, (everything, uno_alone) in _INSTALLERS.items():
        if system.which(installer):
            verb = "-S" if installer == "pacman" else "install"
            return f"sudo {installer} {verb} {uno_alone if only_uno else everything}"
    return "xdg-open https://www.libreoffice.org/download/"


def user_profile(system: System) -> Path:
    """The folder of the user's LibreOffice."""
    if system.windows:
        return Path(system.environ.get("APPDATA") or system.home / "AppData" / "Roaming", "LibreOffice", "4")
    if system.mac:
        return system.home / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(system.environ.get("XDG_CONFIG_HOME") or system.home / ".config", "libreoffice", "4")


def script_path(profile: Path) -> Path:
    """Where LibreOffice looks for the script that buttons call."""
    return profile / "user" / "Scripts" / "python" / SCRIPT


def script_text(interpreter: str) -> str:
    """The script, for buttons that are to be done by the sheetnet of that Python and by the bridge beside this file."""
    here = Path(__file__)
    text = here.with_name(SCRIPT).read_text(encoding="utf-8")
    starter = str(here.with_name("bridge") / "__main__.py")
    text = text.replace('INTERPRETER = ""', f"INTERPRETER = {interpreter!r}", 1)
    return text.replace('BRIDGE = ""', f"BRIDGE = {starter!r}", 1)
