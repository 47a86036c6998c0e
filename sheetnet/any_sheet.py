"""The use cases on files for workbooks that sheetnet did not make: what learns in them, and is it right?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from sheetnet.handing import PathOrGrid, Saving, with_book, with_saved
from sheetnet.sheet.blocks.finding import is_own as own
from sheetnet.sheet.blocks.finding import looking_sheets
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid

if TYPE_CHECKING:
    from sheetnet.inspecting.checking import CheckResult
    from sheetnet.inspecting.places import Found


def check(
    book: PathOrGrid, loss: str = "", parameters: Sequence[str] = (), gradients: Sequence[str] = ()
) -> "CheckResult":
    """Compare the gradients in any workbook with the exact derivative of its own loss, at several inputs.

    What is not named is looked for. `.diagnoses` has one record a mistake: its kind, cells, and the edit that mends it.
    Raises LayoutError where no gradients are found.
    """
    from sheetnet.inspecting.checking import check as compare

    result: CheckResult = with_book(book, lambda grid: compare(grid, loss, parameters, gradients, looking_sheets(grid)))
    return result


def is_own(book: PathOrGrid) -> bool:
    """Whether a workbook is one that sheetnet made, by its names or its sheets."""
    found: bool = with_book(book, own)
    return found


def inspect(
    book: PathOrGrid,
    *,
    write_names: bool = False,
    sheet: bool = False,
    lang: str = "en",
    **saving: Unpack[Saving],
) -> "list[Found]":
    """What learns in a workbook that sheetnet did not make: loss, parameters, gradients, updates, learning rate.

    `write_names` defines a name for each, `sheet` adds sheet Inspect with the map (a path only); nothing else changes.
    """
    from sheetnet.inspecting.checking import inspect as look
    from sheetnet.inspecting.places import names_for

    def run(grid: Grid) -> "list[Found]":
        found = look(grid, looking_sheets(grid))
        if write_names:
            for name, area in names_for(found).items():
                grid.define(name, area)
        if sheet and isinstance(grid, FileGrid):
            _put_map(grid, found, lang)
        return found

    return with_saved(book, run, **saving) if write_names or sheet else with_book(book, run)


def _put_map(grid: FileGrid, found: "Sequence[Found]", lang: str) -> None:
    """The map as a sheet of the workbook."""
    from sheetnet.inspecting import wording
    from sheetnet.sheet.pages.inspect import NAME, MapRow, draw

    rows = [
        MapRow(
            one.role, wording.role(one, lang), ", ".join(one.places), wording.sure(one, lang), wording.why(one, lang)
        )
        for one in found
    ]
    grid.graft(NAME, draw(rows, lang))
