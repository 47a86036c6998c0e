"""What sheet Trace keeps of each iteration right of its chart: which numbers, in which columns, under which headings.

A heading has two rows, the unit and the input. Of a long run the details of some iterations only are kept.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.errors import LayoutError, SettingError
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, Value
from sheetnet.sheet.grid import Grid

SHEET = "Trace"
BASIC = ("iteration", "E", "accuracy", "gradient")
DETAILS = ("parameters", "gradients", "deltas")
DETAIL_OFFSET = 17  # column R, right of the chart, in a trace of four columns that begins in column A
TIME_MACHINE = ("parameters", "gradients")  # what sheets Play and Why look up
MOST_NUMBERS = 100_000  # of the time machine's details; a run with more is thinned evenly
FIRST_KEPT = 20  # the first so many updates, in which most happens, are always kept
_MARK = {"parameters": "", "gradients": "∂E/∂ ", "deltas": "δ "}
_EARLIER = "dE/d "  # the mark of gradients in older workbooks
ANY = ""  # a heading of an input, whatever its name is or was


class Detail(NamedTuple):
    """What a trace holds beside the basic columns: some of `DETAILS`, every k-th iteration, deltas of one picture.

    With `most` the details are thinned to so many numbers, while every row keeps its basic columns. One that is `open`
    holds what the sheets of the workbook need that look back.
    """

    details: tuple[str, ...] = ()
    every: int = 1
    picture: int = 1
    most: int | None = None
    open: bool = False

    @classmethod
    def of(cls, word: str | None, every: int = 1, picture: int = 1) -> "Detail":
        """From the words of the command line: basic, parameters, gradients, deltas, all; several with commas."""
        words = ["basic"] if word is None else [part.strip() for part in word.split(",")]
        unknown = [part for part in words if part not in (*DETAILS, "basic", "all")]
        if unknown:
            raise SettingError(f"expected basic, {', '.join(DETAILS)} or all for the trace, found '{unknown[0]}'")
        if every < 1:
            raise SettingError(f"expected every k-th iteration with k = 1 or more, found {every}")
        chosen = DETAILS if "all" in words else tuple(detail for detail in DETAILS if detail in words)
        return cls(chosen, every, picture, open=word is None)

    def decided(self, layout: Layout) -> "Detail":
        """The same; where it was open, with all details if that workbook has a time machine."""
        if not self.open or "trace_kept" not in layout:
            return self
        return self._replace(details=DETAILS, most=MOST_NUMBERS)

    def recorded(self, last: int) -> list[int]:
        """The iterations of 0..last that get a row: every k-th, and always the last."""
        return [*range(0, last, self.every), last]

    def rows(self, last: int) -> int:
        """How many these are."""
        return -(-last // self.every) + 1

    def kept(self, recorded: Sequence[int], columns: int) -> list[int]:
        """Which of the recorded iterations have details, of so many columns.

        All of them, or evenly as many as `most` allows, always the first and the last, and besides the first 20.
        """
        if self.most is None or len(recorded) * columns <= self.most:
            return list(recorded)
        steps = max(self.most // columns, 2) - 1
        last = len(recorded) - 1
        chosen = {round(last * step / steps) for step in range(steps + 1)} | set(range(min(FIRST_KEPT, last) + 1))
        return [recorded[place] for place in sorted(chosen)]


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


def details_left(header: Area) -> int:
    """The first column of the details, right of the chart."""
    return header.left + DETAIL_OFFSET + header.width - len(BASIC)


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


def today(heading: Value) -> Value:
    """A heading as it is written now."""
    if isinstance(heading, str) and heading.startswith(_EARLIER):
        return _MARK["gradients"] + heading.removeprefix(_EARLIER)
    return heading


def headings_of_inputs(grid: Grid, layout: Layout) -> list[str]:
    """What stands above their weights on Trace: a pixel's row and column in the picture, r2c3, or else its name."""
    high, wide = layout.geometry.picture
    if high > 1:
        return [f"r{row}c{column}" for row in range(1, high + 1) for column in range(1, wide + 1)]
    return input_names(grid, layout)


def input_names(grid: Grid, layout: Layout) -> list[str]:
    """The names of the inputs: what stands above them on the Data sheet, or else x1, x2 ..."""
    names = layout.geometry.input_names(0)
    if "images" not in layout:
        return names
    images = layout.entered("images")
    if images.top < 2 or images.sheet not in grid.sheets():
        return names
    above = grid.read(images.part(-1, 0, 1, images.width))[0]
    return [str(word) if isinstance(word, str) and word else name for word, name in zip(above, names, strict=True)]
