"""What is said of each workbook of many, and of all together."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from sheetnet.cli.printing.results import FORMULAS, grouped
from sheetnet.cli.printing.terminal import coloured, fail, quiet, warn
from sheetnet.saying import said
from sheetnet.width import width_of

_WORDS = {
    "done": "done",
    "planned": "would be written",
    "skipped": "done before",
    "differs": "differ",
    "failed": "failed",
}


def print_record(record: Mapping[str, Any], width: int) -> None:
    """One line for one workbook; for a dry run the ranges that would change follow."""
    name = "".join(one if one.isprintable() else "?" for one in record["workbook"])
    if width_of(name) > width:
        while width_of(name) > width - 1:
            name = name[1:]
        name = f"…{name}"
    print(f"{name}{' ' * (width - width_of(name))}  {_told(record)}", flush=True)
    if record["status"] == "planned":
        for kind, places in grouped(_counted(record)).items():
            print(f"    {said('would be written' if kind == 'written' else kind)}: {', '.join(places)}")


def _counted(record: Mapping[str, Any]) -> dict[str, str]:
    """The written places with their counts of cells."""
    counted = {}
    for name, place in record["written"].items():
        tail = FORMULAS if place.endswith(FORMULAS) else ""
        counted[name] = f"{place.removesuffix(FORMULAS)} ({record['cells'][name]}){tail}"
    return counted


def _told(record: Mapping[str, Any]) -> str:
    status = record["status"]
    if status == "failed":
        return coloured("31", said("failed"), sys.stdout)
    if record["command"] == "show":
        loss = said("unknown") if record["E"] is None else f"{record['E']:.6g}"
        return said("{}  {} updates  E {}", f"{record['network']:10}", f"{record['counter']!s:>6}", loss)
    if record["command"] == "check":
        verdict = said("agrees") if record["agree"] else coloured("31", said("differs"), sys.stdout)
        told = said("{} comparisons, largest difference {}", record["cells"], f"{record['largest']:.1e}")
        return f"{verdict}  {told}"
    before, after = record["before"], record["after"]
    told = f"E {before['E']:>11.6g} -> {after['E']:<11.6g}"
    if after["accuracy"] is not None:
        told += " " + said("read {} -> {}", f"{before['accuracy']:>6.1%}", f"{after['accuracy']:>6.1%}")
    if status == "planned":
        told += "  " + said("{} cells", sum(record["cells"].values()))
    if status == "skipped":
        told += "  " + said("done before")
    return told + (f"  {coloured('33', said('warning'), sys.stdout)}" if record["warnings"] else "")


def print_summary(records: list[dict[str, Any]], books: int, seconds: float, stream: TextIO) -> None:
    """Counts, then warnings and failures in words on stderr."""
    counts = {status: sum(one["status"] == status for one in records) for status in _WORDS}
    parts = [said("{} {}", count, said(_WORDS[status])) for status, count in counts.items() if count]
    if books > len(records):
        parts.append(said("{} not begun", books - len(records)))
    if not quiet():
        counted = ", ".join(parts) or said("nothing done")
        print(said("{} workbook{}: {}, in {} s", books, "s" * (books != 1), counted, f"{seconds:.1f}"), file=stream)
    sys.stdout.flush()
    for record in records:
        warn(f"{Path(record['workbook']).name}: {warning}" for warning in record.get("warnings", ()))
    for record in records:
        if record["status"] in ("failed", "differs"):
            fail(record["message"])
