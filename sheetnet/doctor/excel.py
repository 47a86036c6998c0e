"""Excel, and what xlwings has put into it."""

import plistlib
from collections.abc import Iterator
from pathlib import Path

from sheetnet.doctor.addin_version import addin_version
from sheetnet.doctor.finding import Finding
from sheetnet.office.system import System


def found_program(system: System) -> Path | None:
    """Where Excel is."""
    if system.windows:
        for hive in ("HKCU", "HKLM"):
            place = system.registry(rf"{hive}\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe")
            if place and Path(str(place).strip('"')).is_file():
                return Path(str(place).strip('"'))
    if system.mac:
        for folder in (system.root / "Applications", system.home / "Applications"):
            if (folder / "Microsoft Excel.app").is_dir():
                return folder / "Microsoft Excel.app"
    return None


def program(system: System, folder: Path) -> Iterator[Finding]:
    """Whether there is an Excel that a program can drive."""
    place = found_program(system)
    if place:
        yield Finding("Excel", "ok", f"{_version(system, place)}  {place}".strip())
    elif system.windows or system.mac:
        yield Finding("Excel", "note", "not found", stops=("Excel",))
    else:
        yield Finding("Excel", "note", "there is none for this system", stops=("Excel",))


def number(system: System) -> str:
    """Excel's number in the Windows registry; 16.0 since 2016."""
    current = str(system.registry(r"HKCR\Excel.Application\CurVer") or "")
    return f"{current.rpartition('.')[2] or 16}.0"


def _version(system: System, place: Path) -> str:
    if system.windows:
        return number(system)
    information = place / "Contents" / "Info.plist"
    if not information.is_file():
        return ""
    return str(plistlib.loads(information.read_bytes()).get("CFBundleShortVersionString", ""))


def addin(system: System, folder: Path) -> Iterator[Finding]:
    """Whether the add-in that Excel loads is the one that belongs to the installed package."""
    place, version = found_program(system), system.version("xlwings")
    if not place or not version:
        return
    install = system.python("-m", "xlwings.cli", "addin", "install")
    installed = [one / "xlwings.xlam" for one in _start_folders(system, place) if (one / "xlwings.xlam").is_file()]
    if not installed:
        told = f"not installed; only its button Run main needs it: {install}"
        yield Finding("xlwings add-in", "note", told)
    for one in installed:
        theirs = addin_version(one) or "of unknown version"
        if theirs == version:
            yield Finding("xlwings add-in", "ok", f"{theirs}  {one}")
        else:
            yield Finding("xlwings add-in", "problem", f"{theirs}, and the package is {version}  {one}", install)


def _start_folders(system: System, place: Path) -> list[Path]:
    """The folders from which Excel loads add-ins: the user's, then everybody's."""
    if system.windows:
        roaming = Path(system.environ.get("APPDATA") or system.home / "AppData" / "Roaming")
        return [roaming / "Microsoft" / "Excel" / "XLSTART", place.parent / "XLSTART"]
    office = system.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
    names = (("User Content.localized", "Startup.localized"), ("User Content", "Startup"))
    return [office / content / start / "Excel" for content, start in names]


def applescript(system: System, folder: Path) -> Iterator[Finding]:
    """On macOS RunPython goes through a script whose name carries the version of xlwings."""
    version = system.version("xlwings")
    if not system.mac or not found_program(system) or not version:
        return
    scripts = system.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    wanted = scripts / f"xlwings-{version}.applescript"
    if wanted.is_file():
        yield Finding("RunPython script", "ok", str(wanted))
        return
    others = ", ".join(sorted(one.name for one in scripts.glob("xlwings-*.applescript")))
    told = f"{wanted.name} is not installed" + (f", only {others}" if others else "")
    fix = system.python("-m", "xlwings.cli", "runpython", "install")
    yield Finding("RunPython script", "problem", f"{told}: no button can start Python", fix)
