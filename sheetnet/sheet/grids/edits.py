"""What is to be done to an open workbook when it is time: values and formulas, names, and the looks of cells."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sheetnet.sheet.cells import Area, Formulas, Rows, Unsaved


class Edit(NamedTuple):
    """What cells are to hold: values, or formulas, which are entered as they would be typed."""

    area: Area
    values: Rows
    formulas: Formulas | None = None

    def over(self, rows: list[list[Any]], area: Area, *, texts: bool) -> None:
        """Put what it says about an area over what was read there: values, or the texts of formulas."""
        if not self.area.overlaps(area):
            return
        said: Sequence[Sequence[Any]] = (self.formulas or _none(self.area)) if texts else self.values
        for row in range(max(area.top, self.area.top), min(area.bottom, self.area.bottom) + 1):
            for column in range(max(area.left, self.area.left), min(area.right, self.area.right) + 1):
                value = said[row - self.area.top][column - self.area.left]
                rows[row - area.top][column - area.left] = value


def entered(area: Area, formulas: Formulas) -> Edit:
    """Formulas, of whose values nothing is known."""
    return Edit(area, [[None if text is None else Unsaved(text) for text in line] for line in formulas], formulas)


def _none(area: Area) -> Formulas:
    return [[None] * area.width for _ in range(area.height)]


def joined(edits: Sequence[Edit]) -> list[Edit]:
    """Edits with those side by side, or one below the other, made into one rectangle."""
    joined: list[Edit] = []
    for edit in edits:
        last = joined[-1] if joined else edit
        one, two = last.area, edit.area
        if not joined or one.sheet != two.sheet or last.formulas or edit.formulas:
            joined.append(edit)
        elif (one.top, one.bottom, one.right + 1) == (two.top, two.bottom, two.left):
            rows = [[*left, *right] for left, right in zip(last.values, edit.values, strict=True)]
            joined[-1] = Edit(one._replace(right=two.right), rows)
        elif (one.left, one.right, one.bottom + 1) == (two.left, two.right, two.top):
            joined[-1] = Edit(one._replace(bottom=two.bottom), [*last.values, *edit.values])
        else:
            joined.append(edit)
    return joined


def cut(rows: Sequence[Sequence[Any]], area: Area) -> list[list[Any]]:
    """A part of a sheet that has been read from A1; empty beyond its used part."""
    lines = []
    for row in range(area.top - 1, area.bottom):
        line = list(rows[row][area.left - 1 : area.right]) if row < len(rows) else []
        lines.append(line + [None] * (area.width - len(line)))
    return lines
