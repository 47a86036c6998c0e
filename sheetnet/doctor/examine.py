"""All checks, one after the other; none can stop the others."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sheetnet.doctor import excel, here, interpreter, libreoffice, macros, xlwings_package
from sheetnet.doctor.finding import Check, Finding, usable
from sheetnet.office.system import System

CHECKS: tuple[Check, ...] = (
    here.python,
    here.sheetnet,
    here.watchfiles,
    excel.program,
    xlwings_package.package,
    excel.addin,
    excel.applescript,
    interpreter.interpreter,
    macros.of_excel,
    libreoffice.program,
    libreoffice.uno,
    libreoffice.screen,
    libreoffice.buttons,
    macros.of_libreoffice,
    here.folder,
    here.state,
    here.shadows,
)


def examine(folder: Path, system: System | None = None, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """Everything that the checks find, about work in `folder`. It never raises."""
    system = system or System()
    return [finding for check in checks for finding in _guarded(check, system, folder)]


def works(findings: Sequence[Finding]) -> bool:
    """Whether there is a program, Excel or LibreOffice, in which training can run live as far as is known."""
    return bool(usable(findings))


def _guarded(check: Check, system: System, folder: Path) -> Iterator[Finding]:
    try:
        yield from check(system, folder)
    except Exception as error:  # whatever it is, the page goes on
        name = f"{check.__module__.rpartition('.')[2]} {check.__name__}"
        told = " ".join(f"{type(error).__name__}: {error}".split())
        yield Finding(name, "note", f"could not be looked at: {told}")
