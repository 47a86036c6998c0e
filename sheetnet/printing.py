"""What the command line prints: results to stdout as text or JSON, messages to stderr."""

import os
import shlex
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from sheetnet.session import Comparison, TrainResult

_FORMULAS = " (formulas kept)"


def coloured(code: str, text: str, stream: TextIO) -> str:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else f"\033[{code}m{text}\033[0m"


def bold(text: str) -> str:
    return coloured("1", text, sys.stdout)


def say(message: str) -> None:
    print(f"sheetnet: {message}", file=sys.stderr)


def fail(message: str) -> None:
    print(coloured("31", f"sheetnet: {message}", sys.stderr), file=sys.stderr)


def warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        print(coloured("33", f"sheetnet: warning: {warning}", sys.stderr), file=sys.stderr)


def print_json(value: Mapping[str, Any], *, line: bool = False) -> None:
    """One object: over several lines for one workbook, on one `line` where others follow."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=None if line else 2, allow_nan=False, default=str), flush=line)


def steps_bar(steps: Iterable[Any], updates: int) -> Iterable[Any]:
    """A progress bar, on a terminal and only where the work takes longer than a moment."""
    if not sys.stderr.isatty() or updates < 2_000:
        return steps
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(steps, total=updates + 1, unit="it", delay=0.5, leave=False, file=sys.stderr)
    return bar


def print_new(path: str, seen: Mapping[str, Any], loss: float) -> None:
    print(f"{bold(path)}: network {seen['network']}, {seen['arithmetic']} parameters, {_counted_cases(seen['cases'])}")
    print(f"E = {loss:.6g} at the initial values; train it with: sheetnet train {shlex.quote(path)}")


def _counted_cases(cases: int) -> str:
    return f"{cases} case{'s' * (cases != 1)}"


def print_examples(found: Mapping[str, str]) -> None:
    for name, summary in found.items():
        print(f"{bold(name)}{' ' * (12 - len(name))}{summary}")
    print("make one with: sheetnet new BOOK.xlsx --example NAME")


def print_example(path: str, name: str) -> None:
    print(f"{bold(path)}: the example {name}, to be opened in a spreadsheet program; its sheet Guide says what to try")


def print_result(saved: str, command: str, result: "TrainResult", seconds: float) -> None:
    before, after = result.before, result.after
    print(bold(saved))
    print(f"  {'':12}{'before':>14}{'after':>14}")
    print(f"  {'iteration':12}{before.iteration:>14}{after.iteration:>14}")
    for name, was, now, form in (
        ("E", before.loss, after.loss, _loss),
        ("accuracy", before.accuracy, after.accuracy, "{:.1%}".format),
        ("test E", before.test_loss, after.test_loss, _loss),
        ("test accuracy", before.test_accuracy, after.test_accuracy, "{:.1%}".format),
    ):
        if now == now:  # not nan: there is such a number
            print(f"  {name:14}{form(was):>12}{form(now):>14}")
    if command == "import":
        print(f"  the model's parameters are the current values, in {seconds:.2f} s")
    elif command == "reset":
        print(f"  initial values put back in {seconds:.2f} s")
    else:
        how = "" if result.optimiser == "sgd" else f" by {result.optimiser}"
        rate = "" if result.optimiser == "lbfgs" else f" at eta {result.eta:g}"
        print(f"  {result.updates} update{'s' * (result.updates != 1)}{how}{rate} in {seconds:.2f} s")
        if result.stopped:
            print(f"  stopped: {result.stopped}")
    for kind, places in _groups(result.written).items():
        most = 4 if kind == "formula results" else 6
        more = len(places) - most
        tail = [f"{more} more block{'s' * (more > 1)}"] if more > 0 else []
        print(f"  {kind}: {', '.join(places[:most] + tail)}")


def _loss(value: float) -> str:
    """With six decimals; with an exponent where these would hide it."""
    return f"{value:.6f}" if not 0 < abs(value) < 1e-4 else f"{value:.4e}"


def _groups(written: Mapping[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, place in written.items():
        kind = "formula results" if place.endswith(_FORMULAS) else "written"
        groups.setdefault(kind, []).append(f"{name} {place.removesuffix(_FORMULAS)}")
    return groups


def result_as_json(saved: str, command: str, result: "TrainResult", seconds: float) -> dict[str, Any]:
    return {"workbook": saved, "command": command, **result.summary(), "seconds": round(seconds, 6)}


def print_comparisons(comparisons: "list[Comparison]") -> None:
    from tabulate import tabulate

    rows = [
        (one.name, one.place, one.against, one.cells, _largest(one), one.worst, len(one.failures) or "")
        for one in comparisons
    ]
    headers = ("block", "cells at", "against", "cells", "largest difference", "at", "beyond")
    alignment = ("left",) * 3 + ("right",) * 2 + ("left", "right")
    print(tabulate(rows, headers, tablefmt="simple", disable_numparse=True, colalign=alignment))
    cells, unsaved = sum(one.cells for one in comparisons), sum(one.unsaved for one in comparisons)
    failures = sum(len(one.failures) for one in comparisons) - unsaved
    if failures:
        verdict = f"{failures} of {cells} comparisons differ"
    elif unsaved:
        verdict = f"{unsaved} of {cells} comparisons cannot be made: formulas without a saved value"
    else:
        verdict = f"sheet and engine agree in all {cells} comparisons"
    print(bold(verdict))


def _largest(one: "Comparison") -> str:
    return f"{one.largest:.1e}" if one.largest >= 0 else "no saved values"


def comparison_as_json(one: "Comparison") -> dict[str, Any]:
    return {
        "block": one.name,
        "place": one.place,
        "against": one.against,
        "cells": one.cells,
        "largest": one.largest if 0 <= one.largest < float("inf") else None,
        "at": one.worst,
        "own_formulas": one.own,
        "without_saved_value": one.unsaved,
        "failures": list(one.failures),
    }


def print_seen(seen: Mapping[str, Any]) -> None:
    from tabulate import tabulate

    print(bold(seen["workbook"]))
    print(f"  network     {seen['network']}, {seen['arithmetic']} parameters")
    training = "" if seen["training_cases"] is None else f", {seen['training_cases']} of them for training"
    print(f"  data        {_counted_cases(seen['cases'])}{training}")
    print(f"  iterations  {seen['iterations']}, {seen['counter']} updates done")
    print(f"  eta         {seen['eta']}")
    if seen["settings"] and any(block["name"] == "optimiser" for block in seen["blocks"]):
        print(f"  settings    {_settings(seen['settings'])}")
    if seen["E"] is None:
        print(f"  E           unknown: {seen['problem']}")
    else:
        read = "" if seen["accuracy"] is None else f", {seen['accuracy']:.1%} read correctly"
        print(f"  E           {_loss(seen['E'])} at the current values{read}")
    rows = [(block["name"], block["place"], block["cells"], block["found_by"]) for block in seen["blocks"]]
    print()
    print(tabulate(rows, ("block", "cells at", "cells", "found by"), tablefmt="simple"))


def _settings(chosen: Mapping[str, Any]) -> str:
    """The choices of sheet Settings in a line."""
    size = chosen["batch_size"]
    batches = "all cases an update" if size == "all" else f"{size:g} case{'s' * (size != 1)} an update"
    split = {"column": "test cases as sheet Data says"}.get(chosen["split"], f"test cases by {chosen['split']}")
    return f"{chosen['optimiser']}, {batches}, {chosen['hidden']}, {chosen['head']}, {chosen['reduction']}; {split}"


# many workbooks


@contextmanager
def books_bar(books: int) -> Iterator[Any]:
    """A bar with counts and the time left, on a terminal; its `update` is told each record."""
    if not sys.stderr.isatty() or books < 2:
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=books, unit="book", leave=False, file=sys.stderr) as bar:
        yield bar


def print_record(record: Mapping[str, Any], width: int) -> None:
    """One line for one workbook; for a dry run the ranges that would change follow."""
    name = "".join(one if one.isprintable() else "?" for one in record["workbook"])
    if columns(name) > width:
        while columns(name) > width - 1:
            name = name[1:]
        name = f"…{name}"
    print(f"{name}{' ' * (width - columns(name))}  {_told(record)}", flush=True)
    if record["status"] == "planned":
        for kind, places in _groups(_counted(record)).items():
            print(f"    {'would be written' if kind == 'written' else 'formula results'}: {', '.join(places)}")


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for each wide (Japanese, Chinese, Korean) character."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _counted(record: Mapping[str, Any]) -> dict[str, str]:
    """The written places with their counts of cells."""
    counted = {}
    for name, place in record["written"].items():
        tail = _FORMULAS if place.endswith(_FORMULAS) else ""
        counted[name] = f"{place.removesuffix(_FORMULAS)} ({record['cells'][name]}){tail}"
    return counted


def _told(record: Mapping[str, Any]) -> str:
    status = record["status"]
    if status == "failed":
        return coloured("31", "failed", sys.stdout)
    if record["command"] == "show":
        loss = "unknown" if record["E"] is None else f"{record['E']:.6g}"
        return f"{record['network']:10}  {record['counter']!s:>6} updates  E {loss}"
    if record["command"] == "check":
        verdict = "agrees" if record["agree"] else coloured("31", "differs", sys.stdout)
        return f"{verdict}  {record['cells']} comparisons, largest difference {record['largest']:.1e}"
    before, after = record["before"], record["after"]
    told = f"E {before['E']:>11.6g} -> {after['E']:<11.6g}"
    if after["accuracy"] is not None:
        told += f" read {before['accuracy']:>6.1%} -> {after['accuracy']:>6.1%}"
    if status == "planned":
        told += f"  {sum(record['cells'].values())} cells"
    if status == "skipped":
        told += "  done before"
    return told + (f"  {coloured('33', 'warning', sys.stdout)}" if record["warnings"] else "")


def print_summary(records: list[dict[str, Any]], books: int, seconds: float, stream: TextIO) -> None:
    """Counts, then warnings and failures in words on stderr."""
    counts = {status: sum(one["status"] == status for one in records) for status in _WORDS}
    parts = [f"{count} {_WORDS[status]}" for status, count in counts.items() if count]
    if books > len(records):
        parts.append(f"{books - len(records)} not begun")
    noun = "workbook" if books == 1 else "workbooks"
    print(f"{books} {noun}: {', '.join(parts) or 'nothing done'}, in {seconds:.1f} s", file=stream)
    sys.stdout.flush()
    for record in records:
        warn(f"{Path(record['workbook']).name}: {warning}" for warning in record.get("warnings", ()))
    for record in records:
        if record["status"] in ("failed", "differs"):
            fail(record["message"])


_WORDS = {
    "done": "done",
    "planned": "would be written",
    "skipped": "done before",
    "differs": "differ",
    "failed": "failed",
}


def print_event(book: str, event: Any) -> None:
    """One line for what happened to a watched workbook."""
    told = event_as_json(book, event)
    warn(told.get("warnings", ()))
    clock = time.strftime("%H:%M:%S")
    match told["event"]:
        case "trained":
            before, after = told["before"], told["after"]
            read = ""
            if after["accuracy"] is not None:
                read = f"  read {before['accuracy']:.1%} -> {after['accuracy']:.1%}"
            print(
                f"{clock}  {bold(book)}  {told['iterations']} updates at eta {told['eta']:g}  "
                f"E {before['E']:.6g} -> {after['E']:.6g}{read}"
            )
        case "unchanged":
            print(f"{clock}  {bold(book)}  is trained with the inputs that it has")
        case "waiting":
            print(f"{clock}  {bold(book)}  waits: {told['reason']}")
        case _:
            print(f"{clock}  {coloured('31', 'refused', sys.stdout)}: {told['error']}")
    sys.stdout.flush()


def event_as_json(book: str, event: Any) -> dict[str, Any]:
    """What happened to a watched workbook, as plain values."""
    told: dict[str, Any] = {"workbook": book, "event": type(event).__name__.lower()}
    fields = event._asdict()
    result = fields.pop("result", None)
    if result is not None:
        told |= result.summary()
    return told | {name: str(value) if name == "error" else value for name, value in fields.items()}
