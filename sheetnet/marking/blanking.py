"""An exercise from a workbook: formulas emptied and marked, all else locked, and a sheet that says what to do."""

from collections.abc import Collection, Iterable, Iterator, Sequence
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
from sheetnet.marking.students import Student, history, own_numbers
from sheetnet.marking.verdicts import CONSTANT, GIVEN, TOLERANCE
from sheetnet.sheet.blocks.finding import looking_sheets
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.exercise import (
    FIRST,
    LAMP,
    NAME,
    STUDENT,
    STUDENT_AT,
    TO_FILL_IN,
    Blank,
    Line,
    draw,
    lit,
    told,
)

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
_WORKS_OUT = "why_sheet"  # each δ and gradient
_SHOW = ("network_sheet", "play_answer")  # all that comes before the updated values


class Made(NamedTuple):
    """An exercise that was made: its blocks, how many cells are to be filled in, and for whom."""

    blocks: tuple[Asked, ...]
    cells: int
    student: Student


class Master:
    """An exercise before it is anybody's: what is the same for a whole class is read and computed once.

    Workbooks of a class differ in a few numbers; reading the formulas of one takes seconds.
    """

    def __init__(self, grid: FileGrid, hide: Sequence[str]) -> None:
        """`grid` is the key's, to be thrown away. Raises SheetnetError where there is nothing to empty."""
        if any(name.casefold() == NAME for name in grid.names()):
            raise LayoutError("this workbook is an exercise already", remedy="make one from the key")
        self.asked = tuple(asked_for(grid, hide))
        try:
            key = _Computed(grid)
            doubtful = key.doubtful()
            looking = looking_sheets(grid)
            tell = (_WORKS_OUT, *_SHOW) if any(one.block != "updated" for one in self.asked) else (_WORKS_OUT,)
            self._telling = sorted(looking_sheets(grid, tell))
            self._answers = key if looking & {one.area.sheet for one in self.asked} else _Computed(grid, looking)
            self._texts = {one: grid.formulas(one.area) for one in self.asked}
            self.emptied = [area for blank in self._blanks(key.read) for area in rectangles(blank)]
            self._history = history(grid)
            _empty(grid, [*self.emptied, *self._history])
            self._exercise = _Computed(grid)
        except NotUnderstood as reason:
            raise LayoutError(str(reason)) from None
        self._doubtful = self._exercise.read.cells.places(doubtful)

    def make(
        self,
        grid: FileGrid,
        *,
        lang: str = "en",
        student: Student = NOBODY,
        own_data: bool = False,
        due: datetime | None = None,
    ) -> Made:
        """Make the key, opened anew, the exercise of a student."""
        changed = own_numbers(grid, student, own_data=own_data) if student.number else []
        blanks = self._blanks(self._answers.at(grid, changed)[0])
        _empty(grid, [*self.emptied, *self._history])
        read, evaluation = self._exercise.at(grid, changed)
        sources = indices_of(read, [*changed, *self.emptied, *self._history])
        # no saved result gives an answer away: what depends on an emptied cell shows what it comes to now
        refresh(grid, read, self._exercise.saved, self._doubtful, sources, evaluation)
        lines = [one._replace(value=due) if one.key == "due" else one for one in _LINES]
        sheet = grid.graft(NAME, draw(blanks, lines, student.number, student.name, lang))
        grid.define(STUDENT, Area(sheet, *STUDENT_AT, *STUDENT_AT))
        for number, blank in enumerate(blanks, FIRST):
            grid.refresh(Area(sheet, number, LAMP, number, LAMP), [[lit(0, blank.asked, lang)]])
        for one in told(len(blanks), lines, lang):
            grid.refresh(Area(sheet, *one.at, *one.at), [[one.saved]])
        grid.lock(self.emptied, TO_FILL_IN)
        grid.show(sheet, self._telling)
        return Made(self.asked, sum(blank.asked for blank in blanks), student)

    def _blanks(self, read: Contents) -> list[Blank]:
        """The blocks with the right numbers of their formulas."""
        return [_blank(one, self._texts[one], read) for one in self.asked]


class _Computed:
    """A workbook's formulas, computed in what its cells hold, and again with other numbers in some.

    Sheets that only look at the others can be left out of it.
    """

    def __init__(self, grid: FileGrid, without: Collection[str] = ()) -> None:
        self.read = contents(grid, without)
        self.saved = Saved(self.read)
        self._held = self.read.cells.copy()
        self._evaluation = Evaluation(self.read)

    def at(self, grid: FileGrid, changed: Sequence[Area]) -> tuple[Contents, Evaluation]:
        """The same with what `grid` holds in the areas that were changed."""
        if not changed:
            return self.read, self._evaluation
        cells = self._held.copy()
        for area in changed:
            values = (value for line in grid.read(area) for value in line)
            for place, value in zip(cells.all_of(area).reshape(-1).tolist(), values, strict=True):
                cells.put(place, value)
        return self.read._replace(cells=cells), self._evaluation.at(cells)

    def doubtful(self) -> list[tuple[str, int, int]]:
        """The formulas whose saved value is another than the computed one."""
        cells = self.read.cells
        places = [cells.index(one.sheet, one.row, one.column) for one in self.read.formulas]
        return [cells.address(one) for one in self.saved.differing(self.read, np.array(places, np.int64)).tolist()]


def _empty(grid: FileGrid, areas: Iterable[Area]) -> None:
    for area in areas:
        grid.enter(area, [[None] * area.width] * area.height)


def _blank(asked: Asked, texts: Formulas, read: Contents) -> Blank:
    """A block with the right numbers of its formulas."""
    area, cells = asked.area, read.cells
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
