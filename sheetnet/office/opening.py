"""A file opened in the program that the system has for it; a workbook, where there is none, in LibreOffice."""

from collections.abc import Iterator
from pathlib import Path

from sheetnet.errors import FileError
from sheetnet.office.channel import OfficeError
from sheetnet.office.installation import environment, find_soffice, has_display, install_command
from sheetnet.office.system import System

_WORKBOOKS = (".xlsx", ".xlsm")


def open_file(path: Path, system: System | None = None) -> str:
    """Open it and return at once; the answer is the name of the program that was asked to.

    Raises FileError where there is no such file, and where no program opens it.
    """
    system = system or System()
    if not path.is_file():
        raise FileError("no such file" if not path.exists() else "expected a file, found a folder", book=path.name)
    whole = path.resolve()
    refusals = []
    for command in _commands(whole, system):
        refusal = system.start(command, environ=environment(system, command[0]))
        if not refusal:
            return Path(command[0]).name
        refusals.append(f"{Path(command[0]).name}: {refusal}")
    if not has_display(system):
        if not refusals:
            raise FileError(
                "no program opens it here (there is no screen)", book=path.name, remedy=_remedy(path, system)
            )
        refusals.append("there is no screen")
    told = f" ({'; '.join(refusals)})" if refusals else ""
    raise FileError(f"no program opens it here{told}", book=path.name, remedy=_remedy(path, system))


def _commands(path: Path, system: System) -> Iterator[list[str]]:
    """What to try, the system's own choice first."""
    if system.windows:
        yield ["startfile", str(path)]
    else:
        opener = system.which("open" if system.mac else "xdg-open")
        if opener:
            yield [str(opener), str(path)]
    if path.suffix.casefold() in _WORKBOOKS and has_display(system):
        soffice = _office(system)
        if soffice:
            yield [str(soffice), "--calc", str(path)]


def _office(system: System) -> Path | None:
    try:
        return find_soffice(system)
    except OfficeError:  # SHEETNET_SOFFICE names something else: it is no program to open a file with
        return None


def _remedy(path: Path, system: System) -> str:
    if path.suffix.casefold() not in _WORKBOOKS:
        return "open it in a browser by hand"
    if not has_display(system):
        return "copy it to a machine that has one"
    page = system.quote("sheetnet", "plot", path.name, "-o", path.with_suffix(".html").name)
    return f"install LibreOffice ({install_command(system)}), or make a page for a browser: {page}"
