"""Answers of several submissions that are equal where each should have its own, with the evidence and no verdict."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.marking.commonest import Record, name

_LEAST = 3  # pasted numbers, or wrong formulas, that two submissions have to share


class Equal(NamedTuple):
    """Submissions that have something in common which is each student's own, with the evidence and no verdict."""

    what: str
    workbooks: tuple[str, ...]
    students: tuple[str, ...]
    evidence: str


def equal_answers(records: Sequence[Record]) -> list[Equal]:
    """The same student's number twice, another student's own values, the same pasted numbers or wrong formulas."""
    found: list[Equal] = []
    for what, sign in (("number", _number), ("own", _own), ("pasted", _pasted), ("wrong", _wrong)):
        alike: dict[object, list[tuple[Record, str]]] = defaultdict(list)
        for one in records:
            evidence = sign(one)
            if evidence:
                alike[evidence].append((one, evidence[-1]))
        for several in alike.values():
            students = {one["student"] or name(one) for one, _ in several}
            if len(several) > 1 and (what == "number" or len(students) > 1):
                names, numbers = (
                    tuple(one) for one in zip(*((name(one), one["student"]) for one, _ in several), strict=True)
                )
                found.append(Equal(what, names, numbers, several[0][1]))
    each_its_own = len({one["own"] for one in records if one["own"]}) > 1
    return [one for one in found if one.what != "own" or each_its_own]


Sign = tuple[str, ...] | None


def _number(record: Record) -> Sign:
    return (record["student"],) if record["student"] else None


def _own(record: Record) -> Sign:
    """The numbers that differ from student to student, by their fingerprint; the first of them are shown."""
    shown = ", ".join(f"{cell} {value:g}" for cell, value in record["own_cells"].items())
    return (record["own"], shown) if record["student"] and record["own"] else None


def _pasted(record: Record) -> Sign:
    cells = [cell for cell in record["cells"] if cell["verdict"] == "constant" and len(cell["formula"]) > 4]
    if len(cells) < _LEAST:
        return None
    shown = ", ".join(f"{cell['cell']} {cell['formula']}" for cell in cells[:_LEAST])
    return (*(f"{cell['cell']}={cell['formula']}" for cell in cells), shown)


def _wrong(record: Record) -> Sign:
    """Of those with several mistakes, the wrong formulas letter by letter."""
    cells = [cell for cell in record["cells"] if cell["verdict"] == "wrong"]
    if len(cells) < _LEAST or len({cell.get("mistake") for cell in cells}) < 2:
        return None
    shown = ", ".join(f"{cell['cell']} ={cell['formula']}" for cell in cells[:_LEAST])
    return (*(f"{cell['cell']}={cell['formula']}" for cell in cells), shown)
