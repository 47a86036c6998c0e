"""The Trace sheet: what each iteration did, one row each, under two header rows (unit and input).

Columns A:D always hold iteration, E, accuracy and the length of the gradient; in a workbook with settings E and
accuracy of the test cases follow. Right of the chart come, as asked, every parameter, every gradient, and every unit
error delta of one picture.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import isfinite

from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import HEADER, Layout
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, Value, describe
from sheetnet.sheet.grid import Grid

SHEET = "Trace"
BASIC = ("iteration", "E", "accuracy", "gradient")
DETAILS = ("parameters", "gradients", "deltas")
OF_TESTS = ("test E", "test accuracy")
DETAIL_OFFSET = 17  # column R, right of the chart, in a trace of four columns that begins in column A
_MARK = {"parameters": "", "gradients": "∂E/∂ ", "deltas": "δ "}
_EARLIER = "dE/d "  # the mark of gradients in older workbooks
_ANY = ""  # an input, whatever its name is or was


@dataclass(frozen=True)
class Detail:
    """What a trace holds beside the basic columns: some of `DETAILS`, every k-th iteration, deltas of one picture."""

    details: tuple[str, ...] = ()
    every: int = 1
    picture: int = 1

    @classmethod
    def of(cls, word: str, every: int = 1, picture: int = 1) -> "Detail":
        """From the words of the command line: basic, parameters, gradients, deltas, all; several with commas."""
        words = [part.strip() for part in word.split(",")]
        unknown = [part for part in words if part not in (*DETAILS, "basic", "all")]
        if unknown:
            raise SettingError(f"expected basic, {', '.join(DETAILS)} or all for the trace, found '{unknown[0]}'")
        if every < 1:
            raise SettingError(f"expected every k-th iteration with k = 1 or more, found {every}")
        chosen = DETAILS if "all" in words else tuple(detail for detail in DETAILS if detail in words)
        return cls(chosen, every, picture)

    def recorded(self, last: int) -> list[int]:
        """The iterations of 0..last that get a row: every k-th, and always the last."""
        return [*range(0, last, self.every), last]

    def rows(self, last: int) -> int:
        """How many these are."""
        return -(-last // self.every) + 1


def headers(
    geometry: Geometry, details: Sequence[str], inputs: Sequence[str] | None = None
) -> tuple[list[str], list[str]]:
    """The two header rows of the detail columns: the unit, and what the number belongs to.

    `inputs` are the names of the network's inputs, by default x1, x2 ...
    """
    upper, lower = [], []
    first = geometry.input_names(0) if inputs is None else inputs
    for detail in details:
        for unit in geometry.units:
            below = geometry.input_names(unit.layer) if unit.layer else first
            columns = ["δ"] if detail == "deltas" else [*below, *(["θ"] if unit.threshold else [])]
            upper += [_MARK[detail] + unit.name] * len(columns)
            lower += columns
    return upper, lower


def check_fits(geometry: Geometry, detail: Detail, rows: int, top: int) -> None:
    """Raise LayoutError before work starts when the trace would not fit on a sheet."""
    columns = DETAIL_OFFSET + len(headers(geometry, detail.details)[0])
    if detail.details and columns > LAST_COLUMN:
        raise LayoutError(
            f"the trace would need {columns:,} columns, a sheet has {LAST_COLUMN:,}",
            place=SHEET,
            remedy="ask for less with --trace",
        )
    if top + rows - 1 > LAST_ROW:
        raise LayoutError(
            f"the trace would need {top + rows - 1:,} rows, a sheet has {LAST_ROW:,}",
            place=SHEET,
            remedy="keep every k-th iteration (--every), or make fewer",
        )


def _today(heading: Value) -> Value:
    """A heading as it is written now."""
    if isinstance(heading, str) and heading.startswith(_EARLIER):
        return _MARK["gradients"] + heading.removeprefix(_EARLIER)
    return heading


def input_names(grid: Grid, layout: Layout) -> list[str]:
    """The names of the inputs: what stands above them on the Data sheet, or else x1, x2 ..."""
    names = layout.geometry.input_names(0)
    if "images" not in layout:
        return names
    images = layout["images"]
    if images.top < 2 or images.sheet not in grid.sheets():
        return names
    above = grid.read(images.part(-1, 0, 1, images.width))[0]
    return [str(word) if isinstance(word, str) and word else name for word, name in zip(above, names, strict=True)]


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
        self._left = self._header.left + DETAIL_OFFSET + self.columns - len(BASIC)
        self._numbers = self._read_numbers()

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

    def row_of(self, iteration: int, reach: int) -> list[Value] | None:
        """The basic columns of an iteration, or None if it has none of the first `reach` rows."""
        place = bisect_left(self._numbers, iteration)
        if place >= min(len(self._numbers), reach) or self._numbers[place] != iteration:
            return None
        row = self._top + place
        return self._grid.read(self._area(row, 1, self._header.left, self.columns))[0]

    def detail(self) -> Detail:
        """What the sheet's columns hold now."""
        picture: Value = 1
        if "trace_picture" in self._layout:
            picture = self._grid.read(self._layout["trace_picture"])[0][0]
        whole = isinstance(picture, float | int) and not isinstance(picture, bool) and isfinite(picture)
        return Detail(self._details(), 1, int(picture) if whole else 1)  # type: ignore[arg-type]

    def _details(self) -> tuple[str, ...]:
        """The details whose headers stand in the sheet."""
        return self._headed()[0]

    def _headed(self) -> tuple[tuple[str, ...], int]:
        """The details whose headers stand in the sheet, and how many columns these have.

        Inputs may have had other names when they were written, and earlier versions named thresholds where units
        have none.
        """
        geometry = self._layout.geometry
        shapes = [geometry] if geometry.thresholds else [geometry, replace(geometry, thresholds=True)]
        for count in range(len(DETAILS), 0, -1):
            for details in combinations(DETAILS, count):
                for shape in shapes:
                    width = self._width_under(*headers(shape, details, [_ANY] * geometry.sizes[0]))
                    if width:
                        return details, width
        return (), 0

    def _width_under(self, units: list[str], belongings: list[str]) -> int:
        """How many columns these headings have, 0 where others stand in the sheet."""
        if self._left + len(units) - 1 > LAST_COLUMN:
            return 0
        upper, lower = self._grid.read(self._headings(len(units)))
        same = list(map(_today, upper)) == units and all(
            wanted in (_ANY, found) for wanted, found in zip(belongings, lower, strict=True)
        )
        return len(units) if same else 0

    def _area(self, top: int, height: int, left: int, width: int) -> Area:
        return Area(self.sheet, top, left, top + height - 1, left + width - 1)

    def _headings(self, width: int) -> Area:
        return self._area(self._header.bottom - 1, 2, self._left, width)

    def replace(self, detail: Detail, basic: list[list[Value]], more: list[list[Value]]) -> dict[str, Area]:
        """Write a new trace: `basic` are the rows of columns A:D, `more` those of the details, of equal length.

        Returns what was written where, as `append` does.
        """
        upper, lower = headers(self._layout.geometry, detail.details, input_names(self._grid, self._layout))
        old, new = len(self._numbers), len(basic)
        old_width, width = self._headed()[1], len(upper)
        wide, high = max(width, old_width), max(new, old)
        self._refuse_filled(self._area(self._top + old, new - old, self._header.left, self.columns))
        self._refuse_filled(self._area(self._header.bottom - 1, 2 + new, self._left + old_width, width - old_width))
        self._refuse_filled(self._area(self._top + old, new - old, self._left, min(width, old_width)))
        if wide:
            blank: list[Value] = [None] * (wide - width)
            self._put_headings(upper, lower, wide)
            self._put(self._top, [[*row, *blank] for row in more] + [[None] * wide] * (high - new), self._left)
        if "trace_picture" in self._layout:
            picture = detail.picture if "deltas" in detail.details else None
            self._grid.write(self._layout["trace_picture"], [[picture]])
        self._put(self._top, basic + [[None] * self.columns] * (high - new), self._header.left)
        self._stretch_charts(self._top + new - 1)
        return self._written(self._top, new, width)

    def _put_headings(self, upper: list[str], lower: list[str], width: int) -> None:
        """The two header rows, empty up to a width."""
        blank: list[Value] = [None] * (width - len(upper))
        self._grid.write(self._headings(width), [[*upper, *blank], [*lower, *blank]])

    def append(self, basic: list[list[Value]], more: list[list[Value]]) -> dict[str, Area]:
        """Write more steps below the last one."""
        after = self._top + len(self._numbers)
        self._refuse_filled(self._area(after, len(basic), self._header.left, self.columns))
        self._refuse_filled(self._area(after, len(more), self._left, len(more[0]) if more else 0))
        self._put(after, basic, self._header.left)
        if more and more[0]:
            details, width = self._headed()
            if width > len(more[0]):  # of an earlier version, see `_headed`
                self._put_headings(
                    *headers(self._layout.geometry, details, input_names(self._grid, self._layout)), width
                )
            self._put(after, more, self._left)
        self._stretch_charts(after + len(basic) - 1)
        return self._written(after, len(basic), len(more[0]) if more else 0)

    def _stretch_charts(self, bottom: int) -> None:
        """At least over the workbook's own iterations: empty rows draw nothing, and an open workbook's charts stay."""
        iterations = self._grid.read(self._layout["iterations"])[0][0]
        whole = isinstance(iterations, float | int) and 1 <= iterations <= LAST_ROW - self._top
        reach = int(iterations) if whole else 1  # type: ignore[arg-type]
        self._grid.stretch_charts(self.sheet, self._top, max(bottom, self._top + reach))

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
