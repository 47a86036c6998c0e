"""Points: how many each block is worth, what a verdict earns of them, and how close a number has to be.

They stand in the table of sheet Exercise, where a teacher changes them before the exercise goes out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sheetnet.marking.exercise import Asked
from sheetnet.marking.verdicts import CONSTANT, GIVEN, MISSING, RIGHT, TOLERANCE, WRONG, Verdict
from sheetnet.sheet.cells import Value, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.pages.exercise import COLUMNS, NAME, STUDENT

POINTS = 10.0  # of a block
EARNS = {RIGHT: 1.0, GIVEN: 1.0, WRONG: 0.0, CONSTANT: 0.0, MISSING: 0.0}


class Rubric(NamedTuple):
    """Points by block, what each verdict earns of a cell's share of them (0 to 1), and the tolerance."""

    points: Mapping[str, float]
    earns: Mapping[str, float]
    tolerance: float

    def of(self, verdicts: Sequence[Verdict]) -> list[float]:
        """The points of each cell: all cells of a block are worth the same."""
        cells: dict[str, int] = {}
        for one in verdicts:
            cells[one.block] = cells.get(one.block, 0) + 1
        return [self.points.get(one.block, POINTS) * self.earns[one.verdict] / cells[one.block] for one in verdicts]

    def total(self, blocks: Iterable[str]) -> float:
        """The points of some blocks."""
        return sum(self.points.get(block, POINTS) for block in blocks)


class Recorded(NamedTuple):
    """What a workbook says of its exercise: what is asked, the rubric, and the student's number."""

    asked: tuple[Asked, ...]
    rubric: Rubric
    student: str


NO_RUBRIC = Rubric({}, EARNS, TOLERANCE)


def recorded(grid: Grid) -> Recorded:
    """Read the table of sheet Exercise, wherever it is now; nothing asked where there is none."""
    names = {name.casefold(): text for name, text in grid.names().items()}
    sheets = {sheet.casefold(): sheet for sheet in grid.sheets()}

    def named(name: str) -> list[list[Value]]:
        area = parse_area(names.get(name, ""))
        if area is None or area.sheet.casefold() not in sheets:
            return []
        return grid.read(area._replace(sheet=sheets[area.sheet.casefold()]))

    asked: list[Asked] = []
    points: dict[str, float] = {}
    earns, tolerance = dict(EARNS), TOLERANCE
    for row in named(NAME):
        if len(row) < COLUMNS:
            continue
        key, cells, value = str(row[COLUMNS - 1] or ""), row[1], row[3]
        worth = float(value) if isinstance(value, int | float) and 0 <= value < 1e9 else None
        area = parse_area(cells) if isinstance(cells, str) else None
        if area is not None and key:
            asked.append(Asked(key, area))
            points |= {key: worth} if worth is not None else {}
        elif key == "tolerance" and worth:
            tolerance = worth
        elif key in earns and worth is not None:
            earns[key] = min(worth, 1.0)
    student = [value for row in named(STUDENT) for value in row]
    return Recorded(tuple(asked), Rubric(points, earns, tolerance), _word(student[0] if student else None))


def _word(value: Value) -> str:
    """A student's number as it was given: programs make numbers of what looks like one."""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value if isinstance(value, str) else "" if value is None else str(value)
