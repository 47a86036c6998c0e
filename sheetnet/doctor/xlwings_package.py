"""The library xlwings, which drives Excel and LibreOffice alike."""

from collections.abc import Iterator
from pathlib import Path

from sheetnet.doctor import excel, libreoffice
from sheetnet.doctor.finding import PROGRAMS, Finding
from sheetnet.office.system import System

REQUIREMENT = "xlwings>=0.37,<1"  # as pyproject.toml has it


def package(system: System, folder: Path) -> Iterator[Finding]:
    """Whether it is installed, in a version that is known to work."""
    version = system.version("xlwings")
    install = system.python("-m", "pip", "install", REQUIREMENT)
    if version and _fits(version):
        yield Finding("xlwings", "ok", f"{version}  {system.package('xlwings')}")
    elif version:
        told = f"{version}; sheetnet works with 0.37 and later, before 1"
        yield Finding("xlwings", "problem", told, install, PROGRAMS)
    elif excel.found_program(system) or libreoffice.is_here(system):
        told = "not installed; it is what drives Excel and LibreOffice"
        yield Finding("xlwings", "problem", told, install, PROGRAMS)
    else:
        yield Finding("xlwings", "note", "not installed; it is what drives Excel and LibreOffice", stops=PROGRAMS)


def _fits(version: str) -> bool:
    major, minor = [*version.split("."), "0"][:2]
    return major == "0" and minor.isdigit() and int(minor) >= 37
