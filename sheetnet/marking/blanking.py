"""An exercise from a workbook: formulas emptied and marked, all else locked, and a sheet that says what to do."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.graph.cells import Indices
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.refreshing import Saved, indices_of, refresh
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import NUMBER
from sheetnet.graph.workbook import Contents, contents
from sheetnet.marking.attempts import BEST
from sheetnet.marking.exercise import Asked, asked_for
from sheetnet.marking.rubric import EARNS, POINTS
from sheetnet.marking.students import Student, own_numbers
from sheetnet.marking.verdicts import CONSTANT, GIVEN, TOLERANCE
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.exercise import FIRST, LAMP, NAME, STUDENT, STUDENT_AT, TO_FILL_IN, Blank, Line, draw, lit

_LINES = (
    Line("tolerance", TOLERANCE),
    Line(GIVEN, EARNS[GIVEN]),
    Line(CONSTANT, EARNS[CONSTANT]),
    Line("counts", BEST),
    Line("allowed", None),
    Line("further", 0.0),
    Line("due", None),
    Line("late", 0.0),
)
NOBODY = Student("", "")


class Made(NamedTuple):
    """An exercise that was made: its blocks, how many cells are to be filled in, and for whom."""

    blocks: tuple[Asked, ...]
    cells: int
    student: Student


def make(
    grid: FileGrid,
    hide: Sequence[str],
    *,
    lang: str = "en",
    student: Student = NOBODY,
    own_data: bool = False,
    due: datetime | None = None,
) -> Made:
    """Make an open workbook an exercise. Raises SheetnetError where there is nothing to empty."""
    if any(name.casefold() == NAME for name in grid.names()):
        raise LayoutError("this workbook is an exercise already", remedy="make one from the key")
    asked = asked_for(grid, hide)
    try:
        read = contents(grid)
        saved = Saved(read)
        Evaluation(read)
        places = np.array([read.cells.index(one.sheet, one.row, one.column) for one in read.formulas], np.int64)
        doubtful = saved.differing(read, places)
        changed = own_numbers(grid, student, own_data=own_data) if student.number else []
        if changed:
            read = contents(grid)
            Evaluation(read)
        blanks = [_blank(grid, one, read) for one in asked]
        emptied = [area for blank in blanks for area in rectangles(blank)]
        for area in emptied:
            grid.enter(area, [[None] * area.width] * area.height)
        _bring_up_to_date(grid, [*changed, *emptied], doubtful)
    except NotUnderstood as reason:
        raise LayoutError(str(reason)) from None
    lines = [one._replace(value=due) if one.key == "due" else one for one in _LINES]
    sheet = grid.graft(NAME, draw(blanks, lines, student.number, student.name, lang))
    grid.define(STUDENT, Area(sheet, *STUDENT_AT, *STUDENT_AT))
    for number, blank in enumerate(blanks, FIRST):
        grid.refresh(Area(sheet, number, LAMP, number, LAMP), [[lit(0, blank.asked, lang)]])
    grid.lock(emptied, TO_FILL_IN)
    return Made(tuple(asked), sum(blank.asked for blank in blanks), student)


def _blank(grid: FileGrid, asked: Asked, read: Contents) -> Blank:
    """A block with the right numbers of its formulas."""
    area, cells = asked.area, read.cells
    texts = grid.formulas(area)
    places: Indices = cells.all_of(area)[0]
    numbers = [
        [
            (float(cells.x[place]) if cells.kinds[place] == NUMBER else 0.0) if text else None
            for place, text in zip(line, formulas, strict=True)
        ]
        for line, formulas in zip(places.tolist(), texts, strict=True)
    ]
    return Blank(asked.block, area, POINTS, numbers)


def rectangles(blank: Blank) -> Iterator[Area]:
    """The cells of a block that are to be filled in, in as few rectangles as rows that are alike make."""
    begun: dict[tuple[int, int], int] = {}
    for row, line in enumerate([*blank.numbers, ()]):
        runs = set(_runs([number is not None for number in line]))
        for run in [one for one in begun if one not in runs]:
            top = begun.pop(run)
            yield blank.area.part(top, run[0], row - top, run[1] - run[0])
        for run in runs:
            begun.setdefault(run, row)


def _runs(line: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """(first, behind the last) of each run of places that are true."""
    first = None
    for place, true in enumerate([*line, False]):
        if true and first is None:
            first = place
        elif not true and first is not None:
            yield first, place
            first = None


def _bring_up_to_date(grid: FileGrid, changed: Sequence[Area], doubtful: Indices) -> None:
    """No saved result gives an answer away: what depends on an emptied cell shows what it comes to now."""
    read = contents(grid)
    refresh(grid, read, Saved(read), doubtful, indices_of(read, changed))
