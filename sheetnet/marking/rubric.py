"""Points: how many each block is worth, what a verdict earns of them, how close a number has to be, and until when.

They stand in the table of sheet Exercise, where a teacher changes them before the exercise goes out.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sheetnet.errors import CellError
from sheetnet.marking.attempts import COUNTED, NO_RULES, Rules, moment
from sheetnet.marking.exercise import Asked
from sheetnet.marking.verdicts import CONSTANT, GIVEN, MISSING, RIGHT, TOLERANCE, WRONG, Verdict
from sheetnet.sheet.cells import Area, Date, Value, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.pages.exercise import COLUMNS, NAME, STUDENT
from sheetnet.sheet.words.marking import EXERCISE

POINTS = 10.0  # of a block
_MOST_POINTS = 1e6
EARNS = {RIGHT: 1.0, GIVEN: 1.0, WRONG: 0.0, CONSTANT: 0.0, MISSING: 0.0}


class Rubric(NamedTuple):
    """Points by block, what each verdict earns of a cell's share of them (0 to 1), the tolerance, the cost of time."""

    points: Mapping[str, float]
    earns: Mapping[str, float]
    tolerance: float
    rules: Rules = NO_RULES

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

    def placed(name: str) -> Area | None:
        area = parse_area(names.get(name, ""))
        if area is None or area.sheet.casefold() not in sheets:
            return None
        return area._replace(sheet=sheets[area.sheet.casefold()])

    def named(name: str) -> list[list[Value]]:
        area = placed(name)
        return grid.read(area) if area else []

    asked: list[Asked] = []
    points: dict[str, float] = {}
    earns, tolerance, rules = dict(EARNS), TOLERANCE, NO_RULES
    table = placed(NAME)
    for down, row in enumerate(grid.read(table) if table else ()):
        if len(row) < COLUMNS:
            continue
        key, cells, value = str(row[COLUMNS - 1] or ""), row[1], row[3]
        area = parse_area(cells) if isinstance(cells, str) else None
        if area is not None and key:
            asked.append(Asked(key, area))
            points |= {} if value is None else {key: _number(value, table, down, _MOST_POINTS)}
        elif key == "tolerance" and value is not None:
            tolerance = _number(value, table, down, 1.0) or tolerance
        elif key in earns and value is not None:
            earns[key] = _number(value, table, down, 1.0)
        elif key in Rules._fields and value is not None and table is not None:
            rules = rules._replace(**{key: _rule(key, value, table.part(down, 3))})
    student = [value for row in named(STUDENT) for value in row]
    return Recorded(tuple(asked), Rubric(points, earns, tolerance, rules), _word(student[0] if student else None))


def _number(value: Value, table: Area | None, down: int, most: float) -> float:
    """A number of the rubric. Raises CellError where it is none, or less than 0, or too large."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        place, what = str(table.part(down, 3)) if table is not None else "", f"0 to {most:.0f}"
        raise CellError(f"expected a number of {what}, found '{value}'", place=place)
    return float(value)


def _rule(key: str, value: Value, place: Area) -> Any:
    """What a cell of the rubric says of time and attempts. Raises CellError where that is not understood."""
    if key == "counts":
        found = next((one for one in COUNTED if value in (one, *EXERCISE[one])), None)
        if found is None:
            raise CellError(f"expected one of {', '.join(COUNTED)}, found '{value}'", place=str(place))
        return found
    if key == "due":
        serial = value.serial if isinstance(value, Date) else value
        due = moment(serial) if isinstance(serial, str | float | int) else None
        if due is None:
            raise CellError(f"expected a date and a time such as 2026-12-01T18:00, found '{serial}'", place=str(place))
        return due
    least, most, what = (1.0, math.inf, "1 or more") if key == "allowed" else (0.0, 1.0, "0 to 1")
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise CellError(f"expected a number of {what}, found '{value}'", place=str(place))
    return float(value)


def _word(value: Value) -> str:
    """A student's number as it was given: programs make numbers of what looks like one."""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value if isinstance(value, str) else "" if value is None else str(value)
