"""The mistakes of a class, counted by submissions, each with an example."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

Record = Mapping[str, Any]


def name(record: Record) -> str:
    """The name of a submission's file."""
    return PurePath(str(record["workbook"])).name


class Mistake(NamedTuple):
    """A mistake of a class: how many submissions have it, and a cell of one of them with what is said of it."""

    kind: str
    submissions: int
    cell: str
    workbook: str
    formula: str
    message: str
    remedy: str


def mistakes(records: Sequence[Record]) -> list[Mistake]:
    """The mistakes of a class, the commonest first, then those in the most cells; what is missing is none.

    The example is the first for which it is known what to write instead, if there is one.
    """
    found: dict[str, dict[int, tuple[Record, Mapping[str, Any]]]] = defaultdict(dict)
    cells: Counter[str] = Counter()
    for number, one in enumerate(records):
        for cell in one["cells"]:
            kind = cell.get("mistake")
            if not kind:
                continue
            cells[kind] += 1
            known = found[kind].get(number)
            if known is None or (cell["remedy"] and not known[1]["remedy"]):
                found[kind][number] = one, cell
    ranked = sorted(found.items(), key=lambda one: (-len(one[1]), -cells[one[0]], one[0]))
    return [_example(kind, list(several.values())) for kind, several in ranked]


def _example(kind: str, several: Sequence[tuple[Record, Mapping[str, Any]]]) -> Mistake:
    record, cell = next((one for one in several if one[1]["remedy"]), several[0])
    told = cell["cell"], name(record), cell["formula"], cell["message"], cell["remedy"]
    return Mistake(kind, len(several), *told)
