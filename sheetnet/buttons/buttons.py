"""The buttons of a workbook: below each other beside the settings, each for one of our macros."""

from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.buttons import vml
from sheetnet.buttons.placing import Ground, drawn, merged
from sheetnet.buttons.ruler import columns, rows
from sheetnet.buttons.sheetpart import legacy_drawing, relation_types, with_legacy_drawing
from sheetnet.buttons.vba import ALONE, FIT, TASKS, procedure
from sheetnet.errors import FileError, LayoutError
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.xlsx.content_types import set_default_type
from sheetnet.sheet.xlsx.encoding import as_utf8
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import relate, related
from sheetnet.sheet.xlsx.wellformed import check_xml

_CAPTIONS = {
    "en": {
        "train": "Train",
        "fast": "Fast",
        "step": "Step",
        "reset": "Reset",
        "check": "Check",
        "fit": "Fit",
        "learn alone": "Learn (no Python)",
        "step alone": "Step",
        "reset alone": "Reset",
    },
    "ja": {
        "train": "学習",
        "fast": "すぐに学習",
        "step": "1 回更新",
        "reset": "初期値に戻す",
        "check": "照合",
        "fit": "当てはめる",
        "learn alone": "マクロで学習",
        "step alone": "1 回更新",
        "reset alone": "初期値に戻す",
    },
}
_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


class Wanted(NamedTuple):
    """Buttons for some tasks in a language, below and right of a cell of a sheet."""

    tasks: Sequence[str]
    language: str
    sheet: str
    top: int
    left: int


def of_network(grid: Grid, layout: Layout, *, python: bool = True) -> Wanted:
    """Those of a network, beside its settings on the sheet with the current values.

    Without Python they are those that need none; beside the others one of these stands for whoever has none.
    """
    sheet = layout["current"].sheet
    tasks = [*TASKS, ALONE[0]] if python else ALONE
    return Wanted(tasks, language_of(grid, layout["current"]), sheet, *_beside_the_settings(layout, sheet))


def of_fit(grid: Grid) -> Wanted | None:
    """That of any workbook whose names loss and parameters say what is to be fitted, beside the loss."""
    names = {name.casefold(): text for name, text in grid.names().items()}
    loss, parameters = (parse_area(names.get(name, "").partition(",")[0]) for name in ("loss", "parameters"))
    if loss is None or parameters is None or loss.sheet not in grid.sheets():
        return None
    right = max(area.right for area in (loss, parameters) if area.sheet == loss.sheet)
    return Wanted([FIT], language_of(grid, loss), loss.sheet, loss.top, right)


def put_buttons(package: Package, grid: Grid, wanted: Wanted, part: str) -> None:
    """Put buttons on a sheet, whose part is `part`.

    A button that is there already stays as it is: somebody may have moved it.
    """
    xml = check_xml(part, package.read(part))
    drawing = _drawing(package, part, legacy_drawing(xml))
    old = as_utf8(drawing, package.read(drawing)) if drawing else b""
    missing = [task for task in wanted.tasks if procedure(task) not in vml.macros(old)]
    if not missing:
        return
    boxes = _ground(package, part, xml, wanted.sheet, old).boxes(grid, wanted.top, wanted.left, len(missing))
    if not boxes:
        raise LayoutError("there is no room for the buttons right of the settings", place=wanted.sheet)
    captions = _CAPTIONS[wanted.language]
    buttons = [vml.Button(captions[task], procedure(task), box) for task, box in zip(missing, boxes, strict=True)]
    new = vml.with_buttons(old, buttons, _free_block(package))
    if not drawing:
        names = (f"xl/drawings/vmlDrawing{number}.vml" for number in range(1, 100_000))
        drawing = next(name for name in names if name not in package)
        identifier = relate(package, part, f"{relation_types(xml)}/vmlDrawing", drawing)
        package.write(part, with_legacy_drawing(xml, identifier))
        set_default_type(package, "vml", _TYPE)
    package.write(drawing, new)


def _drawing(package: Package, part: str, identifier: str) -> str:
    """The drawing with the notes and controls of a sheet; nothing where it has none."""
    if not identifier:
        return ""
    drawing = dict(related(package, part)).get(identifier, "")
    if drawing not in package:
        raise FileError(f"the drawing with the notes of {part} is missing: the file is damaged")
    return drawing


def _ground(package: Package, part: str, xml: bytes, sheet: str, controls: bytes) -> Ground:
    across, down = columns(xml), rows(xml)
    covered = merged(xml, sheet) + [Area(sheet, *box) for box in vml.boxes(controls)]
    for _, drawing in related(package, part, "drawing"):
        covered += drawn(check_xml(drawing, package.read(drawing)), sheet, across, down)
    return Ground(sheet, across, down, covered)


def _beside_the_settings(layout: Layout, sheet: str) -> tuple[int, int]:
    """(row, column) that the buttons lie below and right of: the label of the settings, and the last block's edge."""
    settings = [layout[name] for name in ("iterations", "eta") if layout[name].sheet == sheet]
    top = min(area.top for area in settings) - 1 if settings else layout["current"].top
    return max(top, 1), max(area.right for area in (*settings, layout["current"]))


def _free_block(package: Package) -> int:
    """A block of shape numbers that no drawing of the workbook uses."""
    sheets = [part for _, book in related(package, "", "officeDocument") for _, part in related(package, book)]
    drawings = {part for sheet in sheets for _, part in related(package, sheet, "vmlDrawing") if part in package}
    taken = set[int]().union(*(vml.blocks(as_utf8(part, package.read(part))) for part in drawings))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
