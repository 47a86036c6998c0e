"""The marks of a submission, and of a class."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from sheetnet.cli.printing.terminal import coloured, fail, quiet

_SHOWN = 8  # mistakes of a submission that are told one by one


def print_marks(record: Mapping[str, Any]) -> None:
    """The share, then each mistake once with its first cell and how many more have it."""
    name = "".join(one if one.isprintable() else "?" for one in Path(record["workbook"]).name)
    if record["status"] == "failed":
        print(f"{name}  {coloured('31', 'failed', sys.stdout)}", flush=True)
        return
    counts = ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in record["verdicts"].items() if count)
    student = f"  student {record['student']}" if record["student"] else ""
    print(f"{name}  {record['share']:7.1%}  {record['points']:.4g} of {record['of']:.4g} points{student}  {counts}")
    alike: dict[tuple[str, str], list[str]] = {}
    for cell in record["cells"]:
        if cell["verdict"] not in ("right", "right_given"):
            alike.setdefault((cell["block"], cell.get("message", cell["verdict"])), []).append(cell["cell"])
    for (_, message), cells in list(alike.items())[:_SHOWN]:
        more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
        print(f"    {cells[0]}{more}: {message}")
    if len(alike) > _SHOWN:
        print(f"    and {len(alike) - _SHOWN} more mistakes")
    sys.stdout.flush()


def print_marks_of_all(records: Sequence[Mapping[str, Any]], seconds: float, stream: TextIO) -> None:
    """How many were marked, the mean share, and what could not be read."""
    shares = [record["share"] for record in records if record["status"] == "done"]
    failed = len(records) - len(shares)
    if not quiet():
        mean = f", {sum(shares) / len(shares):.1%} of the points on average" if shares else ""
        could_not = f", {failed} could not be read" if failed else ""
        print(f"{len(records)} workbooks: {len(shares)} marked{mean}{could_not}, in {seconds:.1f} s", file=stream)
    sys.stdout.flush()
    for record in records:
        if record["status"] == "failed":
            fail(record["message"])
