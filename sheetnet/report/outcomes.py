"""What became of each workbook, as the columns, the order and the headline of a report."""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from sheetnet.report.wording import Kind, Value, clean, shortened

Outcome = Mapping[str, Any]

_ORDER = ("failed", "skipped", "planned", "done")  # what asks for a reader's attention first
_PLOTTED = 1e300  # what is larger has no place on an axis
MARKS = {"done": "✓", "failed": "✗", "skipped": "–", "planned": "…"}
NAMED_BARS = 40  # as many workbooks have room for their names in a chart; more are dots in a row


class Column(NamedTuple):
    """One column of a report: its key in a CSV file, its title for readers, and what it shows of a workbook."""

    key: str
    title: str
    kind: Kind
    value: Callable[[Outcome], Value]


class Ranked(NamedTuple):
    """A trained workbook in the chart: a short name, E before (where known) and after."""

    name: str
    before: float | None
    after: float


def _number(*path: str) -> Callable[[Outcome], float | None]:
    def value(outcome: Outcome) -> float | None:
        found: Any = outcome
        for key in path:
            found = found.get(key) if isinstance(found, Mapping) else None
        usual = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) <= sys.float_info.max
        return found if usual else None

    return value


def _beside_a_test(key: str) -> Callable[[Outcome], float | None]:
    """A number that is of use where E of test cases, a sum over another number of cases, stands beside it."""
    test, value = _number("after", "test_E"), _number("after", key)
    return lambda outcome: None if test(outcome) is None else value(outcome)


def _searched(outcome: Outcome) -> float | None:
    """How many times E was worked out, by an optimiser that may do so several times an iteration."""
    return _number("evaluations")(outcome) if outcome.get("optimiser") == "lbfgs" else None


def _text(key: str) -> Callable[[Outcome], Value]:
    return lambda outcome: clean(str(outcome[key])) if outcome.get(key) not in (None, "") else None


def _warnings(outcome: Outcome) -> Value:
    return "\n".join(clean(str(each)) for each in outcome.get("warnings") or ()) or None


def _notes(outcome: Outcome) -> Value:
    """The message and the warnings, for a reader: one column of words is easier on the eye than two half empty ones."""
    warnings = [f"warning: {clean(str(each))}" for each in outcome.get("warnings") or ()]
    message, book = clean(str(outcome.get("message") or "")), clean(str(outcome["workbook"]))
    for name in (book, PurePath(book).name):  # it stands in the same row
        message = message.removeprefix(f"{name}: ")
    return "\n".join(filter(None, [message, *warnings])) or None


def _written(outcome: Outcome) -> Value:
    return clean(", ".join(f"{block} {place}" for block, place in (outcome.get("written") or {}).items())) or None


RESULTS = (
    Column("status", "Status", "status", _text("status")),
    Column("workbook", "Workbook", "link", _text("workbook")),
    Column("E_before", "E before", "loss", _number("before", "E")),
    Column("E_after", "E after", "loss", _number("after", "E")),
    Column("accuracy_before", "Accuracy before", "share", _number("before", "accuracy")),
    Column("accuracy_after", "Accuracy after", "share", _number("after", "accuracy")),
    Column("iterations", "Iterations", "count", _number("iterations")),
    Column("eta", "eta", "rate", _number("eta")),
    Column("seconds", "Seconds", "seconds", _number("seconds")),
)
DETAILS = (
    Column("output", "Saved as", "link", _text("output")),
    Column("iteration_before", "Iteration before", "count", _number("before", "iteration")),
    Column("iteration_after", "Iteration after", "count", _number("after", "iteration")),
    Column("command", "Command", "text", _text("command")),
    Column("test_E_after", "Test E after", "loss", _number("after", "test_E")),
    Column("test_accuracy_after", "Test accuracy after", "share", _number("after", "test_accuracy")),
    Column("E_per_case_after", "E per case after", "loss", _beside_a_test("E_per_case")),
    Column("test_E_per_case_after", "Test E per case after", "loss", _beside_a_test("test_E_per_case")),
    Column("evaluations", "E worked out", "count", _searched),
    Column("written", "Written", "text", _written),
)
READ = (*RESULTS, Column("notes", "Message", "note", _notes), *DETAILS)  # on screen; on paper without the details
DATA = (*RESULTS, Column("message", "", "note", _text("message")), Column("warnings", "", "note", _warnings), *DETAILS)


def worth_showing(outcomes: Sequence[Outcome]) -> list[Column]:
    """The columns for readers, without those that are empty and a command that is the same in every row."""
    found = {column.key: {column.value(outcome) for outcome in outcomes} - {None} for column in READ}
    shown = {key for key, values in found.items() if len(values) > (key == "command")} | {"status", "workbook"}
    return [column for column in READ if column.key in shown]


def in_order(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Failures first, then what was skipped or only planned; otherwise as the user named the workbooks."""
    places = {status: place for place, status in enumerate(_ORDER)}
    return sorted(outcomes, key=lambda outcome: places.get(str(outcome.get("status")), 0))


def headline(outcomes: Sequence[Outcome]) -> str:
    """``40 workbooks: 2 failed, 38 done, 1 of them with warnings``"""
    counts = {status: sum(outcome.get("status") == status for outcome in outcomes) for status in _ORDER}
    parts = [f"{count} {status}" for status, count in counts.items() if count]
    if warned := sum(bool(outcome.get("warnings")) for outcome in outcomes):
        parts.append(f"{warned} with warnings")
    books = "1 workbook" if len(outcomes) == 1 else f"{len(outcomes)} workbooks"
    return f"{books}: {', '.join(parts)}" if parts else books


def when_and_how_long(seconds: float) -> str:
    """``2026-07-07 14:03 · 12.3 s``"""
    hours, rest = divmod(round(seconds), 3600)
    took = f"{seconds:.1f} s" if seconds < 60 else f"{hours}:{rest // 60:02}:{rest % 60:02} h"
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z} · {took}"


def ranked(outcomes: Sequence[Outcome]) -> list[Ranked]:
    """The workbooks with a finite E after training, the largest first."""
    e_before, e_after = _number("before", "E"), _number("after", "E")
    stems = Counter(_stem(outcome) for outcome in outcomes)
    found = []
    for outcome in outcomes:
        before, after, stem = e_before(outcome), e_after(outcome), _stem(outcome)
        if after is not None and abs(after) < _PLOTTED:
            name = stem if stems[stem] == 1 else clean(str(outcome["workbook"]))
            before = before if before is not None and abs(before) < _PLOTTED else None
            found.append(Ranked(shortened(name), before, after))
    return sorted(found, key=lambda one: -one.after)


def spread(books: Sequence[Ranked]) -> bool:
    """Whether E spans so many powers of ten that only a logarithmic axis shows all workbooks."""
    values = [value for book in books for value in (book.before, book.after) if value is not None]
    return min(values) > 0 and max(values) / min(values) > 1000


def _stem(outcome: Outcome) -> str:
    text = clean(str(outcome["workbook"]))
    return unquote(PurePosixPath(text.partition("?")[0]).stem) if "://" in text else Path(text).stem
