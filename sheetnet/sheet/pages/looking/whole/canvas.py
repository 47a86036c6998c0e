"""The sheet of a small network while it is drawn: its squares, texts and formulas."""

from functools import cached_property
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.whole import SHEET, WholePlaces
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.references import References
from sheetnet.sheet.formulas.whole import WholeFormulas
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.style import NUMBER, font, write

LEFT = Alignment(vertical="center")
CENTRE = Alignment(horizontal="center", vertical="center")
RIGHT = Alignment(horizontal="right", vertical="center")


class Canvas:
    """The sheet, its places, and references as its formulas write them."""

    def __init__(self, design: Design, sheet: Worksheet, places: WholePlaces) -> None:
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

    def formula(self, area: Area, number: str = NUMBER, **look: Any) -> Any:
        """The formula of a cell, across an area; nothing where there is none yet."""
        cell: Any = self.sheet.cell(area.top, area.left)
        formula = self._formulas.get((area.top, area.left))
        cell.value, cell.font, cell.alignment, cell.number_format = (
            formula and f"={formula}", font(**{"size": 9, **look}), CENTRE, number,
        )  # fmt: skip
        self._merge(area)
        return cell

    @cached_property
    def _formulas(self) -> dict[tuple[int, int], str]:
        """(row, column) -> formula, of the whole sheet."""
        return {
            (area.top + row, area.left + column): text
            for area, formulas in WholeFormulas(self.design.layout).written()
            for row, line in enumerate(formulas)
            for column, text in enumerate(line)
            if text is not None
        }

    def _merge(self, area: Area) -> None:
        if area.width > 1:
            self.sheet.merge_cells(area.range)
