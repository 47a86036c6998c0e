"""The marks of a submission, and of a class."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from sheetnet.cli.printing.terminal import coloured, fail, quiet
from sheetnet.saying import said

_SHOWN = 8  # mistakes of a submission that are told one by one


def print_marks(record: Mapping[str, Any]) -> None:
    """The share, then each mistake once with its first cell and how many more have it."""
    name = "".join(one if one.isprintable() else "?" for one in Path(record["workbook"]).name)
    if record["status"] == "failed":
        print(f"{name}  {coloured('31', said('failed'), sys.stdout)}", flush=True)
        return
    counts = ", ".join(
        said("{} {}", count, said(word.replace("_", " "))) for word, count in record["verdicts"].items() if count
    )
    student = "  " + said("student {}", record["student"]) if record["student"] else ""
    points = said("{} of {} points", f"{record['points']:.4g}", f"{record['of']:.4g}")
    print(f"{name}  {record['share']:7.1%}  {points}{student}  {counts}")
    alike: dict[tuple[str, str], list[str]] = {}
    for cell in record["cells"]:
        if cell["verdict"] not in ("right", "right_given"):
            alike.setdefault((cell["block"], cell.get("message") or said(cell["verdict"])), []).append(cell["cell"])
    for (_, message), cells in list(alike.items())[:_SHOWN]:
        more = said(" and {} more", len(cells) - 1) if len(cells) > 1 else ""
        print(f"    {cells[0]}{more}: {message}")
    if len(alike) > _SHOWN:
        print("    " + said("and {} more mistakes", len(alike) - _SHOWN))
    sys.stdout.flush()


def print_marks_of_all(records: Sequence[Mapping[str, Any]], seconds: float, stream: TextIO) -> None:
    """How many were marked, the mean share, and what could not be read."""
    shares = [record["share"] for record in records if record["status"] == "done"]
    failed = len(records) - len(shares)
    if not quiet():
        mean = said(", {} of the points on average", f"{sum(shares) / len(shares):.1%}") if shares else ""
        could_not = said(", {} could not be read", failed) if failed else ""
        counts = len(records), len(shares), mean, could_not
        print(said("{} workbooks: {} marked{}{}, in {} s", *counts, f"{seconds:.1f}"), file=stream)
    sys.stdout.flush()
    for record in records:
        if record["status"] == "failed":
            fail(record["message"])
