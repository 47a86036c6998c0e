"""The terminal: colours where there is one, messages to stderr, JSON, progress bars."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TextIO

BROKEN_PIPE = 141
"""The exit code where who reads the output has gone: what a shell says of a program that the signal PIPE ended."""


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
    """One object: over several lines for one workbook, on one `line` where others follow.

    What the output's encoding cannot hold, such as a name in another one, is escaped, so that it is read back as it is.
    """
    import json

    text = json.dumps(value, ensure_ascii=False, indent=None if line else 2, allow_nan=False, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=None if line else 2, allow_nan=False, default=str)
    print(text, flush=line)


def leave_stdout() -> None:
    """Let what is printed from now on go nowhere: nobody can read it."""
    with suppress(OSError, ValueError):  # a stream that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def steps_bar(steps: Iterable[Any], updates: int) -> Iterable[Any]:
    """A progress bar, on a terminal and only where the work takes longer than a moment."""
    if not sys.stderr.isatty() or updates < 2_000:
        return steps
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(steps, total=updates + 1, unit="it", delay=0.5, leave=False, file=sys.stderr)
    return bar


def runs_bar(done: Iterable[Any], tasks: list[Any]) -> Iterable[Any]:
    """A progress bar over the runs of a sweep's tasks, on a terminal."""
    if not sys.stderr.isatty() or len(tasks) < 2:
        yield from done
        return
    from tqdm import tqdm

    total = sum(len(task.runs) for task in tasks)
    with tqdm(total=total, unit="run", delay=0.5, leave=False, file=sys.stderr) as bar:
        for task, one in zip(tasks, done, strict=True):
            bar.update(len(task.runs))
            yield one


@contextmanager
def books_bar(books: int) -> Iterator[Any]:
    """A bar with counts and the time left, on a terminal; its `update` is told each record."""
    if not sys.stderr.isatty() or books < 2:
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=books, unit="book", leave=False, file=sys.stderr) as bar:
        yield bar
