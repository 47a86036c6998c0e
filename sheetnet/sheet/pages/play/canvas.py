"""How a sheet of square cells is drawn: texts over several cells, formulas of its blocks, pictures, colours about 0."""

from collections.abc import Iterable
from typing import Any

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.play import FIRST, PlaySheet, bounds
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.style import (
    BLUE,
    HAIR,
    THIN,
    WHITE,
    Edges,
    Looks,
    drawn,
    font,
    frame,
    put_text,
    styled,
)

PAPER, LIT, GLOW = "FFFDF3", "E08214", "FDB863"
HIDDEN = ";;;"  # no number is seen; it stands in the cell, and the programs tell it below the sheet
_POINTS = 0.75  # of a pixel


class Canvas:
    """A sheet while it is drawn."""

    def __init__(self, design: Design, sheet: Worksheet) -> None:
        self.design, self.sheet, self.layout = design, sheet, design.layout
        self.looks: Looks = {}

    @property
    def plan(self) -> PlaySheet:
        return self.design.play

    @property
    def say(self) -> dict[str, str]:
        return self.design.words

    def heighten(self, row: int, pixels: float) -> None:
        self.sheet.row_dimensions[row].height = pixels * _POINTS

    def text(self, row: int, column: int, text: str | float, wide: int = 1, **look: Any) -> Any:
        """A text over so many cells."""
        align = look.pop("align", "left")
        cell: Any = self.sheet.cell(row, column)
        put_text(cell, text)
        cell.font = font(**look)
        cell.alignment = Alignment(horizontal=align, vertical="center")
        if wide > 1:
            self.sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=column + wide - 1)
        return cell

    def formula(self, area: Area, row: int, column: int, number: str, wide: int = 1, **look: Any) -> Any:
        """A cell of a block with its formula, over so many cells."""
        text = self.design.formulas[self.name(area)][row][column]
        cell: Any = self.sheet.cell(area.top + row, area.left + column, None if text is None else f"={text}")
        align = look.pop("align", "center")
        drawn(self.looks, cell, _as_number, number, align, tuple(look.items()))
        if wide > 1:
            at = area.part(row, column, 1, wide)
            self.sheet.merge_cells(at.range)
        return cell

    def name(self, area: Area) -> str:
        return next(name for name, one in self.layout.areas.items() if one == area)

    def input(self, name: str, wide: int, value: str | float) -> None:
        area = self.layout[name]
        for column in range(wide):
            styled(self.sheet.cell(area.top, area.left + column), "Input", "General")
        cell: Any = self.sheet.cell(area.top, area.left)
        put_text(cell, value)
        cell.font, cell.alignment = font(size=12, bold=True), Alignment(horizontal="center", vertical="center")
        self.sheet.merge_cells(area.part(0, 0, 1, wide).range)

    def heading(self, column: int, text: str) -> None:
        self.text(FIRST - 1, column, text, size=11, bold=True, color=BLUE).alignment = Alignment(vertical="bottom")

    def grid(self, area: Area, places: Iterable[tuple[int, int]], colour: str = WHITE) -> None:
        places = list(places)
        top, left, high, wide = bounds(places)
        for row, column in places:
            cell: Any = self.sheet.cell(area.top + row, area.left + column)
            edges = (row == top, row == top + high - 1, column == left, column == left + wide - 1)
            drawn(self.looks, cell, _as_square, edges, colour)

    def picture(self, area: Area, colour: str) -> None:
        """Square cells with thin lines, and a frame around them."""
        self.grid(area, [(row, column) for row in range(area.height) for column in range(area.width)], colour)

    def scaling(self) -> Any:
        """(shift, scale) of the inputs, None where they are as they were measured."""
        one = self.design.scalings.get("input")
        return None if one is None else (one.shift, one.scale)

    def ink(self) -> float:
        """The number of a black pixel, as it was measured."""
        most = round(float(self.design.table.features.max()), 6) or 1.0
        return int(most) if most == int(most) else most


def scale(low_type: str, low: Any, low_colour: str, high_type: str, high: Any, high_colour: str) -> Any:
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type=low_type,
        start_value=low,
        start_color=low_colour,
        end_type=high_type,
        end_value=high,
        end_color=high_colour,
    )


def symmetric(most: str, low_colour: str, high_colour: str) -> Any:
    """White at 0, saturated at the number in a cell on both sides."""
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="formula",
        start_value=f"-{most}",
        start_color=low_colour,
        mid_type="num",
        mid_value=0,
        mid_color=WHITE,
        end_type="formula",
        end_value=most,
        end_color=high_colour,
    )


def diverging(low: float, high: float) -> Any:
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num",
        start_value=low,
        start_color="92C5DE",
        mid_type="num",
        mid_value=0,
        mid_color=WHITE,
        end_type="num",
        end_value=high,
        end_color="F4A582",
    )


def _as_number(cell: Any, number: str, align: str, look: tuple[tuple[str, Any], ...]) -> None:
    cell.font, cell.number_format = font(**dict(look)), number
    cell.alignment = Alignment(horizontal=align, vertical="center")


def _as_square(cell: Any, edges: Edges, colour: str) -> None:
    cell.fill = PatternFill("solid", fgColor=colour)
    frame(cell, edges, THIN, HAIR)
