"""What Excel and LibreOffice do with the macros of a workbook, as far as the system tells."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from sheetnet.doctor import excel, libreoffice
from sheetnet.doctor.finding import Finding
from sheetnet.office.installation import user_profile
from sheetnet.office.system import System

_ASKS = 2  # what Excel does where nothing else is set
_EXCEL = {
    1: "every macro runs",
    _ASKS: "Excel asks before it runs the macros of a workbook",
    3: "Excel runs signed macros only: the buttons of a workbook do nothing",
    4: "Excel runs no macro and does not say so: the buttons of a workbook do nothing",
}
_MAC = {"EnabledWithoutWarnings": 1, "DisabledWithWarnings": _ASKS, "DisabledWithoutWarnings": 4}
_WITHOUT = "; sheetnet watch BOOK.xlsx trains without macros"
_HIGH = 2  # what LibreOffice does where nothing else is set
_LIBREOFFICE = {
    0: "every macro runs",
    1: "LibreOffice asks before it runs macros that a workbook brings with it",
    _HIGH: "only signed ones and those from trusted places run; put workbooks with buttons into a trusted folder",
    3: "only those from trusted places run; put workbooks with buttons into a trusted folder",
}


def of_excel(system: System, folder: Path) -> Iterator[Finding]:
    """Whether the buttons of a workbook can start anything in Excel."""
    if not excel.found_program(system):
        return
    if system.windows:
        number = excel.number(system)
        off = rf"Software\Policies\Microsoft\Office\{number}\Common"
        if 1 in (system.registry(rf"HKCU\{off}", "VBAOff"), system.registry(rf"HKLM\{off}", "VBAOff")):
            yield Finding("macros in Excel", "problem", f"switched off by a policy{_WITHOUT}", _watch(system))
            return
    level, forced, fix = _of_windows(system) if system.windows else _of_mac(system)
    told = _EXCEL[level] + (f", by a policy{_WITHOUT}" if forced else "")
    if level in (1, _ASKS):
        yield Finding("macros in Excel", "ok", told)
    else:
        yield Finding("macros in Excel", "problem", told, _watch(system) if forced else fix)


def _watch(system: System) -> str:
    """The way where the office forbids macros, or what it lacks."""
    lacks = system.version("watchfiles") is None
    return system.python("-m", "pip", "install", "watchfiles") if lacks else "sheetnet watch BOOK.xlsx"


def _of_windows(system: System) -> tuple[int, bool, str]:
    """The level, whether a policy forces it, and the command that sets it."""
    number = excel.number(system)
    own = rf"HKCU\Software\Microsoft\Office\{number}\Excel\Security"
    forced = [rf"HKCU\Software\Policies\Microsoft\{cloud}Office\{number}\Excel\Security" for cloud in ("Cloud\\", "")]
    fix = system.quote("reg", "add", own, "/v", "VBAWarnings", "/t", "REG_DWORD", "/d", str(_ASKS), "/f")
    for key in (*forced, own):
        level = system.registry(key, "VBAWarnings")
        if isinstance(level, int) and level in _EXCEL:
            return level, key in forced, fix
    return _ASKS, False, fix


def _of_mac(system: System) -> tuple[int, bool, str]:
    """The same from the preferences of Office for Mac."""
    where = ("com.microsoft.office", "VisualBasicMacroExecutionState")
    answer = system.run(["defaults", "read", *where])
    managed = system.root / "Library" / "Managed Preferences" / f"{where[0]}.plist"
    fix = system.quote("defaults", "write", *where, "-string", "DisabledWithWarnings")
    return _MAC.get(answer.text, _ASKS), managed.exists(), fix


def of_libreoffice(system: System, folder: Path) -> Iterator[Finding]:
    """What LibreOffice does with macros inside a workbook; the installed script of the buttons is none of them."""
    settings = user_profile(system) / "user" / "registrymodifications.xcu"
    if libreoffice.is_here(system):
        level = _level(settings) if settings.is_file() else _HIGH
        yield Finding("macros in LibreOffice", "ok", _LIBREOFFICE[level])


def _level(settings: Path) -> int:
    """The level that is set in a LibreOffice profile, or the one that holds where none is."""
    for item in ElementTree.parse(settings).iter("item"):
        if any(path.endswith("Security/Scripting") for path in item.attrib.values()):
            for prop in item.iter("prop"):
                value = prop.findtext("value", "")
                if "MacroSecurityLevel" in prop.attrib.values() and value in map(str, _LIBREOFFICE):
                    return int(value)
    return _HIGH
