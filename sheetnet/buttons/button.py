"""Give a workbook buttons: the use case on files."""

from pathlib import Path

from sheetnet.buttons.buttons import Wanted, of_fit, of_network, put_buttons
from sheetnet.buttons.macros import put_macros
from sheetnet.buttons.placing import merged
from sheetnet.errors import FileError, LayoutError
from sheetnet.sheet.blocks.finding import find, is_own
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.location import Location
from sheetnet.sheet.disk.writing import exists_already
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.xlsx.package import EPOCH, Package

_SUFFIX = ".xlsm"


def add_buttons(
    book: str | Path, output: str | Path | None = None, *, force: bool = False, python: bool = True
) -> Location:
    """Make a workbook with buttons and macros, `output` (the same name with the ending .xlsm), and say where it is.

    A workbook that sheetnet did not make, and whose names `loss` and `parameters` say what is to be fitted, gets *Fit*.
    All parts of the workbook but those that macros and buttons are told of in keep their bytes. Raises FileError when
    the workbook has macros of its own, and when `output` exists and holds anything else, unless `force` is set; without
    Python also when it has no formulas that could compute the next state.
    """
    source = location_of(book)
    target = location_of(output if output is not None else _with_suffix(book))
    if target.suffix != _SUFFIX:
        raise FileError(
            f"expected a name that ends in {_SUFFIX} for the output, found '{target.name}'", book=source.name
        )
    source.open()[0].close()  # what is wrong with the source is said before what is wrong with the target
    with target.lock(), FileGrid(source) as grid:
        package, workbook = grid.package, grid.workbook
        wanted = _wanted(grid, python=python)
        sheet = workbook.worksheet(wanted.sheet)
        merged(sheet.xml, sheet.name)  # too many are refused before the work begins
        put_macros(package, workbook, wanted.sheet, python=python)
        put_buttons(package, grid, wanted, sheet.part)
        if target != source and not force:
            _refuse_another(target, package)
        if target != source or package.unsaved:
            package.save(target, EPOCH)
    return target


def _with_suffix(book: str | Path) -> str:
    text = str(book)
    suffix = location_of(book).suffix
    return text[: len(text) - len(suffix)] + _SUFFIX


def _wanted(grid: Grid, *, python: bool) -> Wanted:
    """The buttons for a workbook: of a network; else, where its names say what is to be fitted, the one that fits."""
    fit = None if is_own(grid) or not python else of_fit(grid)
    if fit:
        return fit
    layout = find(grid)
    if not python:
        _require_formulas(grid, layout)
    return of_network(grid, layout, python=python)


def _require_formulas(grid: Grid, layout: Layout) -> None:
    """Raise LayoutError where no formula computes the next values: without Python nothing else can."""
    area = layout["gradients"]
    if not any(text for row in grid.formulas(area) for text in row):
        raise LayoutError(
            "the workbook holds values and no formulas, so that it cannot learn without Python",
            book=grid.label,
            place=str(area),
            remedy="leave --no-python out",
        )


def _refuse_another(target: Location, package: Package) -> None:
    """Raise FileError when there is a file that is not what would be written: it may have been trained."""
    try:
        file, _ = target.open()
    except FileError:
        return  # there is none, or one that saving will refuse
    with file:
        if file.read() != package.bytes(EPOCH):
            raise exists_already(target.name)
