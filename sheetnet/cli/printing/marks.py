"""The marks of a submission, and of a class."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from sheetnet.cli.printing.terminal import coloured, fail, quiet
from sheetnet.marking.grading import called
from sheetnet.saying import said, spoken
from sheetnet.width import padded, width_of

_WIDEST = 40  # a longer name moves its own line alone
_SHOWN = 8  # mistakes of a submission that are told one by one


def room_for(books: Iterable[str]) -> int:
    """How wide the column of the names is, so that the shares of a class stand below each other."""
    return min(max((width_of(_name(book)) for book in books), default=0), _WIDEST)


def _name(book: str) -> str:
    return _plain(Path(book).name)


def print_marks(record: Mapping[str, Any], room: int = 0) -> None:
    """The share, then each mistake once with its first cell and how many more have it; `room` is that of the name."""
    name = padded(_name(record["workbook"]), room)
    if record["status"] == "failed":
        print(f"{name}  {coloured('31', said('failed'), sys.stdout)}", flush=True)
        return
    counts = ", ".join(_counted(verdict, count) for verdict, count in record["verdicts"].items() if count)
    student = "  " + said("student {}", _plain(_who(record))) if record["student"] else ""
    points = said("{} of {} points", f"{record['points']:.4g}", f"{record['of']:.4g}")
    print(f"{name}  {record['share']:7.1%}  {points}{student}  {counts}{_of_time(record)}")
    if record.get("changed"):
        first, *others = record["changed"]
        also = said(" and {} more", len(others)) if others else ""
        print("    " + said("given cells were changed and counted as they were handed out: {}{}", _plain(first), also))
    alike: dict[tuple[str, str], list[str]] = {}
    for cell in record["cells"]:
        if cell["verdict"] not in ("right", "right_given") or cell.get("by_saved_number"):
            alike.setdefault((cell["block"], cell.get("message") or called(cell["verdict"], spoken())), []).append(
                cell["cell"]
            )
    for (_, message), cells in list(alike.items())[:_SHOWN]:
        more = said(" and {} more", len(cells) - 1) if len(cells) > 1 else ""
        print(f"    {_plain(cells[0])}{more}: {_plain(message)}")
    if len(alike) > _SHOWN:
        left = len(alike) - _SHOWN
        print("    " + (said("and 1 more mistake") if left == 1 else said("and {} more mistakes", left)))
    sys.stdout.flush()


def _who(record: Mapping[str, Any]) -> str:
    """A student's number, and the name of a roster."""
    if "name" not in record:
        return str(record["student"])
    return (
        f"{record['student']} {record['name']}" if record["name"] else said("{} (not in the roster)", record["student"])
    )


def _counted(verdict: str, count: int) -> str:
    if verdict == "constant":  # the only one whose words have a number in them
        return said("1 number instead of a formula") if count == 1 else said("{} numbers instead of formulas", count)
    return said("{} {}", count, called(verdict, spoken()))


def _plain(text: str) -> str:
    """What a student wrote, in one line; what a terminal would obey, or turn round, is a question mark."""
    return "".join(one if one.isprintable() else "?" for one in text)


def _of_time(record: Mapping[str, Any]) -> str:
    """Attempts and lateness, as far as there is anything to tell."""
    told = []
    if record["attempts"] > 1:
        told.append(said("file {} of {}", record["attempt"], record["attempts"]))
    if record["days_late"]:
        told.append(said("days late: {}", record["days_late"]))
    if record["deducted"]:
        told.append(said("{} points taken off", f"{record['deducted']:.4g}"))
    if not record["counts"]:
        told.append(said("does not count"))
    return "".join(f"; {one}" for one in told)


def print_marks_of_all(records: Sequence[Mapping[str, Any]], seconds: float, stream: TextIO) -> None:
    """How many were marked, the mean share of those that count, and what could not be read."""
    done = [record for record in records if record["status"] != "failed"]
    before = sum(record["status"] == "skipped" for record in done)
    shares = [record["share"] for record in done if record["counts"]]
    failed = len(records) - len(done)
    if not quiet():
        mean = said(", {} of the points on average", f"{sum(shares) / len(shares):.1%}") if shares else ""
        could_not = said(", {} could not be read", failed) if failed else ""
        earlier = said(", {} of them before", before) if before else ""
        counts = len(done), earlier + mean, could_not
        what = said("1 workbook") if len(records) == 1 else said("{} workbooks", len(records))
        print(said("{}: {} marked{}{}, in {} s", what, *counts, f"{seconds:.1f}"), file=stream)
    sys.stdout.flush()
    for record in records:
        if record["status"] == "failed":
            fail(record["message"])


def print_missing(students: Sequence[str], stream: TextIO) -> None:
    """The students of a roster of whom there is no file."""
    for student in students:
        print(said("nothing was handed in by {}", _plain(student)), file=stream)
