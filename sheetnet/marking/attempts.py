"""When a submission was handed in, which of its student's files it is, and what that costs.

A student is known by the number in the workbook, whatever the file is called. The time is the one that the spreadsheet
program saved in the workbook, else that of the file: both can be forged, so that they are evidence.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

BEST, LAST, FIRST = "best", "last", "first"
COUNTED = (BEST, LAST, FIRST)
"""Which file of a student counts; where none of these is said, each counts by itself."""

_DAY = timedelta(days=1)
_EPOCH = datetime(1899, 12, 30)
_SAVED = re.compile(
    rb"<(?:[^\s<>/:]++:)?modified(?:\s[^<>]*+)?>\s*+([0-9T:.+Z-]{10,40})\s*+</(?:[^\s<>/:]++:)?modified\s*+>"
)
_YEARS = range(1900, 9000)  # others are no time at which anybody saved a workbook, and not all have a local time
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Rules(NamedTuple):
    """Which file of a student counts, how many are allowed, what each further one and each day late costs.

    The costs are shares of all points, 0 to 1. `due` without a zone is in that of the machine that marks.
    """

    counts: str = ""
    allowed: float = math.inf
    further: float = 0.0
    due: datetime | None = None
    late: float = 0.0


NO_RULES = Rules()


class Handed(NamedTuple):
    """A submission before it is marked: whose it is, when it was handed in, by what (`workbook` or `file`), until when.

    It is the `attempt`-th of so many `attempts` of its student.
    """

    student: str = ""
    at: datetime | None = None
    by: str = ""
    due: datetime | None = None
    attempt: int = 1
    attempts: int = 1

    @property
    def days_late(self) -> int:
        """Days that were begun after it was due."""
        return math.ceil((self.at - self.due) / _DAY) if self.at and self.due and self.at > self.due else 0

    def cost(self, rules: Rules) -> float:
        """The share of all points that is taken off."""
        return min(1.0, rules.late * self.days_late + rules.further * (self.attempt - 1))


ALONE = Handed()


def moment(value: str | float) -> datetime | None:
    """A date and a time, as text or as a spreadsheet's number; a date alone is its end. None where it is neither."""
    try:
        found = (
            datetime.fromisoformat(value.strip())
            if isinstance(value, str)
            else _EPOCH + timedelta(seconds=round(value * 86_400))
        )
    except (ValueError, OverflowError):
        return None
    alone = ":" not in value if isinstance(value, str) else value == int(value)
    return None if found.year not in _YEARS else found + _DAY if alone else found


def saved_at(core: bytes) -> datetime | None:
    """When a spreadsheet program saved a workbook, by the part ``docProps/core.xml``."""
    match = _SAVED.search(core)
    try:
        found = datetime.fromisoformat(match[1].decode()) if match else None
    except ValueError:
        return None
    if found is None or found.year not in _YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def in_turn(handed: Mapping[str, Handed]) -> dict[str, Handed]:
    """By their files, with the attempts of each student counted in the order of time."""
    turns: dict[str, list[str]] = defaultdict(list)
    for name, one in sorted(handed.items(), key=lambda item: (item[1].at or _LONG_AGO, item[0])):
        turns[one.student].append(name)
    found = dict(handed)
    for student, names in turns.items():
        for number, name in enumerate(names if student else (), 1):
            found[name] = handed[name]._replace(attempt=number, attempts=len(names))
    return found


def settled(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The records of marked submissions, each told whether it counts: shape as given, with `counts`."""
    marked: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(records):
        if one.get("share") is not None:
            marked[str(one["student"]) or f"\0{number}"].append(number)
    chosen = {number for several in marked.values() for number in _chosen(records, several)}
    return [
        {**one, "counts": number in chosen} if one.get("share") is not None else dict(one)
        for number, one in enumerate(records)
    ]


def _chosen(records: Sequence[Mapping[str, Any]], several: Sequence[int]) -> Iterable[int]:
    rules = records[several[0]].get("rules", {})
    counts, most = rules.get("counts", ""), rules.get("allowed")
    allowed = [one for one in several if most is None or records[one]["attempt"] <= most]
    if not counts or not allowed:
        return allowed
    if counts == BEST:
        return [max(allowed, key=lambda one: (records[one]["share"], -records[one]["attempt"]))]
    choose = max if counts == LAST else min
    return [choose(allowed, key=lambda one: int(records[one]["attempt"]))]


class Turns:
    """Records as they come, those of a student with several files held until all of these are there."""

    def __init__(self, handed: Mapping[str, Handed]) -> None:
        self._handed = handed
        self._held: dict[str, list[dict[str, Any]]] = {}

    def complete(self, record: dict[str, Any]) -> list[dict[str, Any]]:
        """The records that can be told now that this one has come, each with whether it counts."""
        mine = self._handed.get(record["workbook"], ALONE)
        record.setdefault("student", mine.student)
        held = self._held.setdefault(mine.student, []) if mine.attempts > 1 else []
        held.append(record)
        if len(held) < mine.attempts:
            return []
        self._held.pop(mine.student, None)
        return settled(held)

    def rest(self) -> list[dict[str, Any]]:
        """What is still held when no more will come."""
        return [one for held in self._held.values() for one in settled(held)]
