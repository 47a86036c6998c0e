"""The sheet of a small network while it is drawn: its squares, texts, formulas and the pieces of its method."""

from typing import Any

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.settings import HEADS as HEAD_NAMES
from sheetnet.sheet.blocks.settings import HIDDEN as HIDDEN_NAMES
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.looking_back import METHOD_CELLS, method_number
from sheetnet.sheet.formulas.pieces import (
    ACTIVATIONS,
    HEADS,
    ActivationFormulas,
    HeadFormulas,
    any_activation,
    any_head,
)
from sheetnet.sheet.formulas.references import References
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking.whole.places import SCREEN, SHEET, Places
from sheetnet.sheet.pages.style import NUMBER, font, write

LEFT = Alignment(vertical="center")
CENTRE = Alignment(horizontal="center", vertical="center")
RIGHT = Alignment(horizontal="right", vertical="center")


class Canvas:
    """The sheet, its places, and references as its formulas write them."""

    def __init__(self, design: Design, sheet: Worksheet, places: Places) -> None:
        self.design, self.sheet, self.places = design, sheet, places
        self.ref = References(SHEET)

    @property
    def geometry(self) -> Geometry:
        return self.design.geometry

    def text(self, area: Area, text: str | float, placed: Alignment = LEFT, **look: Any) -> Any:
        """A text across the cells of an area."""
        cell = write(self.sheet, area.top, area.left, text, **{"size": 9, **look})
        cell.alignment = placed
        self._merge(area)
        return cell

    def formula(self, area: Area, formula: str, number: str = NUMBER, **look: Any) -> Any:
        """A formula across the cells of an area."""
        for name in METHOD_CELLS:
            formula = formula.replace(name, self.ref(helper(name), fixed=True))
        cell: Any = self.sheet.cell(area.top, area.left)
        cell.value, cell.font, cell.alignment, cell.number_format = (
            f"={formula}", font(**{"size": 9, **look}), CENTRE, number,
        )  # fmt: skip
        self._merge(area)
        return cell

    def of_case(self, column: Area) -> str:
        """The number of a column over all cases that is the chosen case's."""
        if self.places.cases == 1:
            return self.ref(column)
        return f"INDEX({self.ref(column, fixed=True)},{self.ref(self.places.case, fixed=True)})"

    def _merge(self, area: Area) -> None:
        if area.width > 1:
            self.sheet.merge_cells(area.range)


def helper(name: str) -> Area:
    """The cell that says which method the formulas follow."""
    column = SCREEN + 4 + list(METHOD_CELLS).index(name)
    return Area(SHEET, 2, column, 2, column)


def write_helpers(canvas: Canvas) -> None:
    """Those of a workbook whose settings choose."""
    if canvas.design.has_settings:
        for name in METHOD_CELLS:
            cell = canvas.sheet.cell(helper(name).top, helper(name).left)
            cell.value = f"={method_number(canvas.design.layout, name, SHEET)}"


def method_of(canvas: Canvas) -> tuple[ActivationFormulas, HeadFormulas]:
    """The pieces of the workbook's method: with settings those of every method, chosen by the helpers."""
    if not canvas.design.has_settings:
        return ACTIVATIONS["sigmoid"], HEADS["sigmoid+squared"]
    return any_activation(HIDDEN_NAMES), any_head(HEAD_NAMES)
