"""The Trace sheet: what each iteration did, one row each, under two header rows (unit and input).

Columns A:D always hold iteration, E, accuracy and the length of the gradient; in a workbook with settings E and
accuracy of the test cases follow. Right of the chart come, as asked, every parameter, every gradient, and every unit
error delta of one picture; of a long run not in every row. Where the workbook has a time machine, the column before
these, `trace_kept`, says in every row which iteration has the last values that were kept.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import isfinite
from typing import NamedTuple

from sheetnet.errors import CellError, LayoutError
from sheetnet.sheet.blocks.details import (
    ANY,
    BASIC,
    DETAILS,
    MOST_NUMBERS,
    SHEET,
    TIME_MACHINE,
    Detail,
    details_left,
    headers,
    headings_of_inputs,
    today,
)
from sheetnet.sheet.blocks.layout import HEADER, Layout
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, Value, describe, parse_area
from sheetnet.sheet.grid import Grid


class Kept(NamedTuple):
    """An iteration that the trace has whole: its row, counted from 1, and its numbers."""

    place: int
    iteration: int
    basic: Sequence[Value]
    parameters: Sequence[float]
    gradients: Sequence[float]


class TraceSheet:
    """The trace of a workbook: read where it ends, replaced, or continued.

    Its rows end at the first empty iteration; what stands elsewhere on the sheet is the user's and is never touched.
    """

    def __init__(self, grid: Grid, layout: Layout) -> None:
        self._grid = grid
        self._layout = layout
        if "trace" not in layout:
            grid.add_sheet(SHEET)
            self._header = Area(SHEET, HEADER, 1, HEADER, len(BASIC))
            grid.write(self._header, [list(BASIC)])
        else:
            self._header = layout["trace"]
            if self._header.top < 2:
                raise LayoutError("the header of the trace needs a row above it", place=f"trace ({self._header})")
        self._top = self._header.bottom + 1
        self._left = details_left(self._header)
        self._numbers = self._read_numbers()
        self._found: tuple[tuple[str, ...], int] | None = None  # of `_headed`, until other headings are written

    @property
    def sheet(self) -> str:
        return self._header.sheet

    @property
    def columns(self) -> int:
        """How many columns stand left of the chart: four, or six with those of the test cases."""
        return self._header.width

    @property
    def top(self) -> int:
        """The row of the first step."""
        return self._top

    def _read_numbers(self) -> list[int]:
        """The iterations that the sheet holds, one a row, up to the first cell that is none."""
        bottom, _ = self._grid.used(self.sheet)
        if bottom < self._top:
            return []
        numbers: list[int] = []
        for (value,) in self._grid.read(self._area(self._top, bottom - self._top + 1, self._header.left, 1)):
            if not isinstance(value, float | int) or isinstance(value, bool) or not isfinite(value):
                break
            if value != int(value) or (numbers and value <= numbers[-1]):
                break
            numbers.append(int(value))
        return numbers

    def last(self) -> tuple[int, int] | None:
        """(row, iteration) of the last step, or None."""
        return (self._top + len(self._numbers) - 1, self._numbers[-1]) if self._numbers else None

    def recorded(self) -> list[Area]:
        """The cells of all steps, without their headings."""
        if not self._numbers:
            return []
        rows = (self._top, len(self._numbers))
        width = self._headed()[1]
        return [
            self._area(*rows, self._header.left, self.columns),
            *([self._area(*rows, self._left, width)] if width else []),
            *([self._area(*rows, self._kept, 1)] if "trace_kept" in self._layout else []),
        ]

    def row_of(self, iteration: int, reach: int) -> list[Value] | None:
        """The basic columns of an iteration, or None if it has none of the first `reach` rows."""
        place = bisect_left(self._numbers, iteration)
        if place >= min(len(self._numbers), reach) or self._numbers[place] != iteration:
            return None
        row = self._top + place
        return self._grid.read(self._area(row, 1, self._header.left, self.columns))[0]

    def basic(self, reach: int) -> list[list[Value]]:
        """The basic columns of the first `reach` rows."""
        rows = min(len(self._numbers), reach)
        return self._grid.read(self._area(self._top, rows, self._header.left, self.columns)) if rows else []

    def place_of(self, asked: Value, reach: int) -> int:
        """The row, counted from 1, of the last values that were kept up to an iteration; 0 where there are none.

        As a formula finds it, which looks through the first `reach` rows and takes a text for 0.
        """
        number = asked if isinstance(asked, float | int) else 0
        place = min(bisect_right(self._numbers, number), reach)
        if not place or "trace_kept" not in self._layout:
            return 0
        kept = self._grid.read(self._area(self._top + place - 1, 1, self._kept, 1))[0][0]
        return self._numbers.index(kept) + 1 if kept in self._numbers else 0  # type: ignore[arg-type]

    def looked_up(self, asked: Value, reach: int) -> "Kept | None":
        """What was kept at an iteration, or last before it; None where parameters and gradients were not."""
        place = self.place_of(asked, reach) - 1
        if place < 0 or self._details()[: len(TIME_MACHINE)] != TIME_MACHINE:
            return None
        count = len(headers(self._layout.geometry, TIME_MACHINE)[0])
        basic = self._grid.read(self._area(self._top + place, 1, self._header.left, self.columns))[0]
        values = self._grid.read(self._area(self._top + place, 1, self._left, count))[0]
        numbers = [value for value in values if isinstance(value, float | int)]
        if len(numbers) < count:
            return None
        return Kept(place + 1, self._numbers[place], basic[1:], numbers[: count // 2], numbers[count // 2 :])

    def detail(self) -> Detail:
        """What the sheet's columns hold now."""
        picture: Value = 1
        if "trace_picture" in self._layout:
            picture = self._grid.read(self._layout["trace_picture"])[0][0]
        whole = isinstance(picture, float | int) and not isinstance(picture, bool) and isfinite(picture)
        most = MOST_NUMBERS if "trace_kept" in self._layout else None
        return Detail(self._details(), 1, int(picture) if whole else 1, most)  # type: ignore[arg-type]

    def _details(self) -> tuple[str, ...]:
        """The details whose headers stand in the sheet."""
        return self._headed()[0]

    def _headed(self) -> tuple[tuple[str, ...], int]:
        """The details whose headers stand in the sheet, and how many columns these have.

        Inputs may have had other names when they were written, and earlier versions named thresholds where units
        have none.
        """
        if self._found is None:
            self._found = self._look_for_headings()
        return self._found

    def _look_for_headings(self) -> tuple[tuple[str, ...], int]:
        geometry = self._layout.geometry
        shapes = [geometry] if geometry.thresholds else [geometry, replace(geometry, thresholds=True)]
        for count in range(len(DETAILS), 0, -1):
            for details in combinations(DETAILS, count):
                for shape in shapes:
                    width = self._width_under(*headers(shape, details, [ANY] * geometry.sizes[0]))
                    if width:
                        return details, width
        return (), 0

    def _width_under(self, units: list[str], belongings: list[str]) -> int:
        """How many columns these headings have, 0 where others stand in the sheet."""
        if self._left + len(units) - 1 > LAST_COLUMN:
            return 0
        upper, lower = self._grid.read(self._headings(len(units)))
        same = list(map(today, upper)) == units and all(
            wanted in (ANY, found) for wanted, found in zip(belongings, lower, strict=True)
        )
        return len(units) if same else 0

    def _area(self, top: int, height: int, left: int, width: int) -> Area:
        return Area(self.sheet, top, left, top + height - 1, left + width - 1)

    def _headings(self, width: int) -> Area:
        return self._area(self._header.bottom - 1, 2, self._left, width)

    def replace(self, detail: Detail, basic: list[list[Value]], more: list[list[Value]]) -> dict[str, Area]:
        """Write a new trace: `basic` are the rows of columns A:D, `more` those of the details, of equal length.

        A row of the details is empty where nothing was kept. Returns what was written where, as `append` does.
        """
        upper, lower = headers(self._layout.geometry, detail.details, headings_of_inputs(self._grid, self._layout))
        old, new = len(self._numbers), len(basic)
        old_width, width = self._headed()[1], len(upper)
        wide, high = max(width, old_width), max(new, old)
        self._refuse_filled(self._area(self._top + old, new - old, self._header.left, self.columns))
        self._refuse_filled(self._area(self._header.bottom - 1, 2 + new, self._left + old_width, width - old_width))
        self._refuse_filled(self._area(self._top + old, new - old, self._left, min(width, old_width)))
        if "trace_kept" in self._layout:
            self._refuse_filled(self._area(self._top + old, new - old, self._kept, 1))
        if wide:
            blank: list[Value] = [None] * (wide - width)
            self._put_headings(upper, lower, wide)
            nothing: list[Value] = [None] * width
            rows = [[*(row or nothing), *blank] for row in more]
            self._put(self._top, rows + [[None] * wide] * (high - new), self._left)
            self._put_kept(self._top, basic, more, high - new)
        if "trace_picture" in self._layout:
            picture = detail.picture if "deltas" in detail.details else None
            self._grid.write(self._layout["trace_picture"], [[picture]])
        self._put(self._top, basic + [[None] * self.columns] * (high - new), self._header.left)
        self._stretch_charts(self._top + new - 1)
        return self._written(self._top, new, width)

    def _put_headings(self, upper: list[str], lower: list[str], width: int) -> None:
        """The two header rows, empty up to a width."""
        self._found = None
        blank: list[Value] = [None] * (width - len(upper))
        self._grid.write(self._headings(width), [[*upper, *blank], [*lower, *blank]])

    def append(self, basic: list[list[Value]], more: list[list[Value]]) -> dict[str, Area]:
        """Write more steps below the last one."""
        after = self._top + len(self._numbers)
        self._refuse_filled(self._area(after, len(basic), self._header.left, self.columns))
        width = max(map(len, more), default=0)
        self._refuse_filled(self._area(after, len(more), self._left, width))
        self._put(after, basic, self._header.left)
        if width:
            details, headed = self._headed()
            if headed > width:  # of an earlier version, see `_headed`
                names = headings_of_inputs(self._grid, self._layout)
                self._put_headings(*headers(self._layout.geometry, details, names), headed)
            nothing: list[Value] = [None] * width
            self._put(after, [row or nothing for row in more], self._left)
            self._put_kept(after, basic, more, 0)
        self._stretch_charts(after + len(basic) - 1)
        return self._written(after, len(basic), width)

    @property
    def _kept(self) -> int:
        """The column that says which iteration was kept."""
        return self._layout["trace_kept"].left

    def _put_kept(self, top: int, basic: list[list[Value]], more: list[list[Value]], blank: int) -> None:
        """Say in every row which iteration has the last values that were kept, and empty what is no longer used."""
        if "trace_kept" not in self._layout:
            return
        kept: list[list[Value]] = []
        for (iteration, *_), details in zip(basic, more, strict=True):
            kept.append([iteration] if details else kept[-1] if kept else [None])
        self._put(top, kept + [[None]] * blank, self._kept)

    def _stretch_charts(self, bottom: int) -> None:
        """At least over the workbook's own iterations: empty rows draw nothing, and an open workbook's charts stay."""
        iterations = self._grid.read(self._layout["iterations"])[0][0]
        whole = isinstance(iterations, float | int) and 1 <= iterations <= LAST_ROW - self._top
        reach = int(iterations) if whole else 1  # type: ignore[arg-type]
        end = max(bottom, self._top + reach)
        self._grid.stretch_charts(self.sheet, self._top, end)
        pictures = parse_area(self._grid.names().get("pictures", ""))  # beside them is the curve once more
        for area in filter(None, (self._layout.areas.get("play_E"), pictures)):
            self._grid.stretch_charts(self.sheet, self._top, end, on=area.sheet)

    def _written(self, top: int, height: int, width: int) -> dict[str, Area]:
        written = {"trace": self._area(top, height, self._header.left, self.columns)} if height else {}
        return written | ({"trace details": self._area(top, height, self._left, width)} if height and width else {})

    def _refuse_filled(self, area: Area) -> None:
        """Cells that the trace grows into have to be empty."""
        if area.height < 1 or area.width < 1:
            return
        bottom, right = self._grid.used(self.sheet)
        area = area._replace(bottom=min(area.bottom, bottom), right=min(area.right, right))
        if area.height < 1 or area.width < 1:
            return
        for row, line in enumerate(self._grid.read(area)):
            for column, value in enumerate(line):
                if value is not None:
                    raise CellError(
                        f"the trace needs this cell, and found {describe(value)} in it",
                        place=area.address(row, column),
                        remedy="move that elsewhere",
                    )

    def _put(self, top: int, rows: list[list[Value]], left: int) -> None:
        if rows:
            self._grid.write(self._area(top, len(rows), left, len(rows[0])), rows)
