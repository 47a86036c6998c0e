"""LibreOffice, the Python that can drive it, a screen to show it on, and the script of the buttons."""

import re
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path

from sheetnet.doctor import excel
from sheetnet.doctor.finding import Finding, Program
from sheetnet.errors import SheetnetError
from sheetnet.office.installation import (
    find_soffice,
    has_display,
    install_command,
    program_folder,
    script_path,
    script_text,
    uno_python,
    user_profile,
)
from sheetnet.office.system import System

_STOPS: tuple[Program, ...] = ("LibreOffice",)


def is_here(system: System) -> bool:
    """Whether there is a LibreOffice to say more of."""
    try:
        return find_soffice(system) is not None
    except SheetnetError:
        return False


def program(system: System, folder: Path) -> Iterator[Finding]:
    """Whether LibreOffice is here, and which."""
    try:
        place = find_soffice(system)
    except SheetnetError as error:
        yield Finding("LibreOffice", "problem", error.problem, error.remedy, _STOPS)
        return
    if place:
        starter = place.with_name("soffice.com") if system.windows else place  # the one of them that prints
        code, text = system.run([str(starter), "--version"])
        version = " ".join(text.split()[1:2]) if code == 0 else f"(its version is not known: {text})"
        yield Finding("LibreOffice", "ok", f"{version}  {program_folder(place)}")
    elif excel.found_program(system):
        yield Finding("LibreOffice", "note", "not found", stops=_STOPS)
    else:
        yield Finding("LibreOffice", "problem", "not found, and no Excel either", install_command(system), _STOPS)


def uno(system: System, folder: Path) -> Iterator[Finding]:
    """Whether a Python can speak to LibreOffice: its own, or the system's with the package for it."""
    if not is_here(system):
        return
    try:
        python = uno_python(system)
    except SheetnetError as error:
        chosen = system.environ.get("SHEETNET_UNO_PYTHON")
        fix = error.remedy if chosen else install_command(system, only_uno=True)
        yield Finding("LibreOffice's Python", "problem", error.problem, fix, _STOPS)
    else:
        yield Finding("LibreOffice's Python", "ok", f"{python.version}  {python.path}")


def screen(system: System, folder: Path) -> Iterator[Finding]:
    """Whether there is a screen on which a workbook can be open."""
    if is_here(system) and not has_display(system):
        told = "there is none to show LibreOffice on; sheetnet train needs none"
        yield Finding("screen", "note", told, stops=_STOPS)


def buttons(system: System, folder: Path) -> Iterator[Finding]:
    """Whether the script that a workbook's buttons call in LibreOffice is installed, and is that of this sheetnet."""
    if not is_here(system):
        return
    script = script_path(user_profile(system))
    provider = "libreoffice-script-provider-python"
    if not script.is_file():
        yield Finding("buttons in LibreOffice", "note", "they do nothing until: sheetnet button --libreoffice")
        return
    interpreter, code = _parts(script.read_text(encoding="utf-8"))
    if code != _parts(script_text(""))[1]:
        told = f"installed by another sheetnet than this  {script}"
        yield Finding("buttons in LibreOffice", "problem", told, "sheetnet button --libreoffice")
    elif not Path(interpreter).is_file():
        told = f"there is no {interpreter}, named in {script}"
        yield Finding("buttons in LibreOffice", "problem", told, "sheetnet button --libreoffice")
    elif system.which("apt-get") and not _runs_scripts(system):
        told = f"they do nothing, for LibreOffice runs no Python script without {provider}"
        yield Finding("buttons in LibreOffice", "problem", told, f"sudo apt-get install {provider}")
    else:
        yield Finding("buttons in LibreOffice", "ok", str(script))


def _parts(script: str) -> tuple[str, str]:
    """The interpreter that a script names, which may be any that has sheetnet, and the rest of its text."""
    named = re.search(r"^INTERPRETER = (.*)\n", script, re.MULTILINE)
    if named is None:
        return "", script
    return str(literal_eval(named[1])), script[: named.start()] + script[named.end() :]


def _runs_scripts(system: System) -> bool:
    """Whether the part of LibreOffice that runs Python scripts is there, a package of its own on Debian and Ubuntu."""
    place = find_soffice(system)
    return place is not None and (program_folder(place) / "pythonscript.py").is_file()
