"""The terminal: colours where there is one, messages to stderr, JSON, progress bars."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, redirect_stdout, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TextIO

from sheetnet.saying import in_words, language_of, said

BROKEN_PIPE = 141
"""The exit code where who reads the output has gone: what a shell says of a program that the signal PIPE ended."""

_quiet = ContextVar("quiet", default=False)
_verbose = ContextVar("verbose", default=False)

FORMAT = 1
"""The version of what --json prints: a key that goes or means something else makes a new one, a key more does not."""


def coloured(code: str, text: str, stream: TextIO) -> str:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else f"\033[{code}m{text}\033[0m"


def bold(text: str) -> str:
    return coloured("1", text, sys.stdout)


def program() -> str:
    """What a person types to run sheetnet: its name, or what `run.py` says that stands for it."""
    return os.environ.get("SHEETNET_PROGRAM", "sheetnet")


def language_here(asked: str | None) -> str:
    """The language that is spoken; one that the terminal cannot write is not, unless somebody asked for it."""
    language = language_of(os.environ, asked)
    if not asked and language == "ja":
        try:
            "学習".encode(sys.stderr.encoding or "utf-8")
            "学習".encode(sys.stdout.encoding or "utf-8")
        except (LookupError, UnicodeEncodeError):
            return "en"
    return language


def quiet() -> bool:
    """Whether nothing is to be said but errors."""
    return _quiet.get()


def verbose() -> bool:
    """Whether all is to be said."""
    return _verbose.get()


@contextmanager
def verbosely() -> Iterator[None]:
    """Say more: with which versions, every block, how long it took, where in the program an error arose."""
    from time import perf_counter

    from sheetnet import __version__

    token, started = _verbose.set(True), perf_counter()
    python = ".".join(map(str, sys.version_info[:3]))
    say(f"sheetnet {__version__} in {Path(__file__).parents[2]}, Python {python} on {sys.platform}")
    try:
        yield
    finally:
        say(f"done in {perf_counter() - started:.2f} s")
        _verbose.reset(token)


@contextmanager
def quietly(*, json: bool) -> Iterator[None]:
    """Say nothing but errors: no results but those in `json`, no warnings, no progress."""
    token = _quiet.set(True)
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            nullcontext() if json else redirect_stdout(nowhere),
        ):
            yield
    finally:
        _quiet.reset(token)


def say(message: str) -> None:
    if not quiet():
        print(f"sheetnet: {in_words(message)}", file=sys.stderr)


def fail(message: str) -> None:
    print(coloured("31", f"sheetnet: {in_words(message)}", sys.stderr), file=sys.stderr)


def warn(warnings: Iterable[str]) -> None:
    for warning in () if quiet() else warnings:
        told = said("warning: {}", in_words(warning))
        print(coloured("33", f"sheetnet: {told}", sys.stderr), file=sys.stderr)


def print_json(command: str, value: Mapping[str, Any]) -> None:
    """One object on one line, which begins with the version of its shape and the command; see docs/json.md.

    What the output's encoding cannot hold, such as a name in another one, is escaped, so that it is read back as it is.
    """
    import json

    whole = {"format": FORMAT, "command": command, "status": "done", **value}
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(whole, allow_nan=False, default=str)
    print(text, flush=True)


def leave_stdout() -> None:
    """Let what is printed from now on go nowhere: nobody can read it."""
    with suppress(OSError, ValueError):  # a stream that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def steps_bar(steps: Iterable[Any], updates: int) -> Iterable[Any]:
    """A progress bar, on a terminal and only where the work takes longer than a moment."""
    if quiet() or not sys.stderr.isatty() or updates < 2_000:
        return steps
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(steps, total=updates + 1, unit="it", delay=0.5, leave=False, file=sys.stderr)
    return bar


def runs_bar(done: Iterable[Any], tasks: list[Any]) -> Iterable[Any]:
    """A progress bar over the runs of a sweep's tasks, on a terminal."""
    if quiet() or not sys.stderr.isatty() or len(tasks) < 2:
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
    if quiet() or not sys.stderr.isatty() or books < 2:
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=books, unit="book", leave=False, file=sys.stderr) as bar:
        yield bar
