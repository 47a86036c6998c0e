"""The Trace sheet: what each iteration did, one row each, under two header rows (unit and input).

Columns A:D always hold iteration, E, accuracy and the length of the gradient. Right of the chart follow, as asked,
every parameter, every gradient, and every unit error delta of one picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, Value
from sheetnet.sheet.errors import LayoutError, SettingError
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.layout import Geometry, Layout

SHEET = "Trace"
BASIC = ("iteration", "E", "accuracy", "gradient")
DETAILS = ("parameters", "gradients", "deltas")
DETAIL_COLUMN = 18  # R: right of the chart
_MARK = {"parameters": "", "gradients": "dE/d ", "deltas": "δ "}


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

    def recorded(self, first: int, last: int) -> list[int]:
        """The iterations that get a row: every k-th, and always the last."""
        numbers = [number for number in range(first, last + 1) if number % self.every == 0]
        return numbers if numbers and numbers[-1] == last else [*numbers, last]


def headers(geometry: Geometry, details: Sequence[str]) -> tuple[list[str], list[str]]:
    """The two header rows of the detail columns: the unit, and what the number belongs to."""
    upper, lower = [], []
    for detail in details:
        for unit in geometry.units:
            columns = ["δ"] if detail == "deltas" else [*geometry.input_names(unit.layer), "θ"]
            upper += [_MARK[detail] + unit.name] * len(columns)
            lower += columns
    return upper, lower


def check_fits(geometry: Geometry, detail: Detail, rows: int, top: int) -> None:
    """Raise LayoutError before work starts when the trace would not fit on a sheet."""
    columns = DETAIL_COLUMN - 1 + len(headers(geometry, detail.details)[0])
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
            remedy="keep fewer iterations with --every",
        )


class TraceSheet:
    """The trace of a workbook: read where it ends, replaced, or continued."""

    def __init__(self, grid: Grid, layout: Layout) -> None:
        self._grid = grid
        self._layout = layout
        if "trace" not in layout:
            grid.add_sheet(SHEET)
            self._header = Area(SHEET, 5, 1, 5, len(BASIC))
            grid.write(self._header, [list(BASIC)])
        else:
            self._header = layout["trace"]
        self._top = self._header.bottom + 1
        self._last_row, self._last_column = grid.used(self._header.sheet)

    @property
    def sheet(self) -> str:
        return self._header.sheet

    @property
    def top(self) -> int:
        """The row of the first step."""
        return self._top

    def last(self) -> tuple[int, int] | None:
        """(row, iteration) of the last step, or None."""
        column = self._rows(self._top, max(self._last_row, self._top), self._header.left, 1)
        filled = [n for n, (value,) in enumerate(self._grid.read(column)) if value is not None]
        if not filled:
            return None
        row = self._top + filled[-1]
        value = self._grid.read(self._rows(row, row, self._header.left, 1))[0][0]
        return (row, int(value)) if isinstance(value, float | int) and value == int(value) else None

    def detail(self) -> Detail:
        """What the sheet's columns hold now."""
        upper = self._header_rows()[0]
        found = tuple(
            detail for detail in DETAILS if any(isinstance(text, str) and self._belongs(text, detail) for text in upper)
        )
        picture = 1
        if "trace_picture" in self._layout:
            value = self._grid.read(self._layout["trace_picture"])[0][0]
            picture = int(value) if isinstance(value, float | int) and not isinstance(value, bool) else 1
        return Detail(found, 1, picture)

    @staticmethod
    def _belongs(text: str, detail: str) -> bool:
        marked = [name for name, mark in _MARK.items() if mark and text.startswith(mark)]
        return detail == (marked[0] if marked else "parameters")

    def _header_rows(self) -> list[list[Value]]:
        if self._last_column < DETAIL_COLUMN or self._header.bottom < 2:
            return [[], []]
        width = self._last_column - DETAIL_COLUMN + 1
        return self._grid.read(self._rows(self._header.bottom - 1, self._header.bottom, DETAIL_COLUMN, width))

    def _rows(self, top: int, bottom: int, left: int, width: int) -> Area:
        return Area(self.sheet, top, left, bottom, left + width - 1)

    def replace(self, detail: Detail, basic: list[list[Value]], more: list[list[Value]]) -> None:
        """Write a new trace: `basic` are the rows of columns A:D, `more` those of the details, of equal length."""
        upper, lower = headers(self._layout.geometry, detail.details)
        width = len(upper)
        old_width = self._detail_width()
        wide = max(width, old_width)
        if wide:
            rows: list[list[Value]] = [[*upper, *[None] * (wide - width)], [*lower, *[None] * (wide - width)]]
            self._grid.write(self._rows(self._header.bottom - 1, self._header.bottom, DETAIL_COLUMN, wide), rows)
        if "trace_picture" in self._layout:
            picture = detail.picture if "deltas" in detail.details else None
            self._grid.write(self._layout["trace_picture"], [[picture]])
        below = max(0, self._last_row - (self._top + len(basic)) + 1)
        self._put(self._top, basic + [[None] * len(BASIC)] * below, self._header.left, len(BASIC))
        if wide:
            padded = [[*row, *[None] * (wide - width)] for row in more] + [[None] * wide] * below
            self._put(self._top, padded, DETAIL_COLUMN, wide)
        self._grid.stretch_charts(self.sheet, self._top, self._top + max(len(basic), 2) - 1)

    def _detail_width(self) -> int:
        filled = [n for n, text in enumerate(self._header_rows()[0]) if text is not None]
        return filled[-1] + 1 if filled else 0

    def append(self, after: int, basic: list[list[Value]], more: list[list[Value]]) -> None:
        """Write more steps below row `after`."""
        self._put(after + 1, basic, self._header.left, len(BASIC))
        if more and more[0]:
            self._put(after + 1, more, DETAIL_COLUMN, len(more[0]))
        self._grid.stretch_charts(self.sheet, self._top, max(after + len(basic), self._top + 1))

    def _put(self, top: int, rows: list[list[Value]], left: int, width: int) -> None:
        if rows:
            self._grid.write(self._rows(top, top + len(rows) - 1, left, width), rows)
