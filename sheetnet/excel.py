"""What the buttons of an open workbook call: train, fast, step, reset, check, fit, stop.

Each takes the workbook as an `xlwings.Book`; without one it is the workbook whose button was pressed. Nothing is
saved: the numbers are in the open workbook's cells, and it is for the user to save it or not.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from sheetnet import session
from sheetnet.errors import CellError, LayoutError, SheetnetError
from sheetnet.live.language import language_in
from sheetnet.live.monitor import Monitor, named_cell, seconds_limit
from sheetnet.live.pace import SECONDS, Pace
from sheetnet.live.press import TOLERANCE, agreement, calling_book, in_words, one_undo_step, press, tell
from sheetnet.saying import told_in
from sheetnet.session import Comparison, Step, TrainResult
from sheetnet.sheet.blocks.details import Detail
from sheetnet.sheet.grids.live import LiveGrid

if TYPE_CHECKING:
    from sheetnet.session.fitting.result import FitResult

__all__ = ["check", "fast", "fit", "reset", "step", "stop", "train"]

_Result = TypeVar("_Result")
Progress = Callable[[Iterable[Step], int], Iterator[Step]]


def train(
    book: Any = None,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    trace: str | None = None,
    every: int = 1,
    picture: int = 1,
    max_seconds: float | None = None,
    seconds: float | None = None,
) -> TrainResult:
    """Train from the initial values, as `sheetnet train` does, in an open workbook.

    The cells follow the run over so many `seconds`, in about 40 frames of which most show the first updates; without a
    number over five seconds behind a button, and not at all where a workbook is given (as with 0, or by `fast`).
    Afterwards the cell `agreement` says how far the sheet's own formulas are from the engine. A run can be ended by
    any mark in the cell `stop`, or by `max_seconds` (else by the cell of that name); it is then what it came to.
    """
    detail = Detail.of(trace, every, picture)

    def use(grid: LiveGrid, monitor: Progress) -> TrainResult:
        return session.train(grid, iterations=iterations, eta=eta, max_seconds=inf, trace=detail, progress=monitor)

    shown = (SECONDS if book is None else 0.0) if seconds is None else seconds
    return _caught(book, lambda found: _run(found, use, max_seconds, shown))


def fast(book: Any = None) -> TrainResult:
    """Train as `train` does, and show only where the run ends."""
    return train(book, seconds=0.0)


def step(book: Any = None, k: int = 1, *, eta: float | None = None, max_seconds: float | None = None) -> TrainResult:
    """Go on from the current values with k more updates."""

    def use(grid: LiveGrid, monitor: Progress) -> TrainResult:
        return session.step(grid, k, eta=eta, progress=monitor)

    return _caught(book, lambda found: _run(found, use, max_seconds))


def reset(book: Any = None) -> TrainResult:
    """Put the initial values back and the counter to 0."""
    return _caught(book, lambda found: _run(found, lambda grid, monitor: session.reset(grid), None))


def check(book: Any = None) -> list[Comparison]:
    """Compare every formula of the open workbook with the engine, and the gradients with a complex-step derivative.

    Raises CellError that names the worst cell when they differ; the cell `agreement` says it too.
    """

    def use(found: Any) -> list[Comparison]:
        grid = LiveGrid(found)
        comparisons = press(grid, lambda grid: session.check(grid, TOLERANCE))
        text = in_words(comparisons)
        tell(grid, text)
        if any(one.failures for one in comparisons):
            raise CellError(text, book=grid.label)
        return comparisons

    return _caught(book, use)


def fit(
    book: Any = None, *, loss: str | None = None, parameters: Sequence[str] = (), max_seconds: float | None = None
) -> "FitResult":
    """Minimise a cell of any open workbook by the numbers in others: those with the names `loss` and `parameters`.

    As `sheetnet fit` does, by the exact gradient of the workbook's own formulas; these numbers are all that is written.
    The cell of the name `max_seconds`, where there is one, is a limit.
    """
    from sheetnet.session.fitting.fit import fit as search

    def use(found: Any) -> "FitResult":
        def run(grid: LiveGrid) -> "FitResult":
            limit = seconds_limit(grid) if max_seconds is None else max_seconds
            return search(grid, loss=loss, parameters=parameters, max_seconds=limit)

        return press(LiveGrid(found), run)

    return _caught(book, use)


def stop(book: Any = None) -> None:
    """Let the run that is going on in the workbook end with what it has reached."""

    def use(found: Any) -> None:
        grid = LiveGrid(found)
        cell = named_cell(grid, "stop")
        if cell is None:
            raise LayoutError("no name 'stop'", book=grid.label, remedy="define it for an empty cell")
        # a mark that was there when the run began does not count: this one has to be another
        grid.put_now(cell, [["stop!" if grid.value_now(cell) == "stop" else "stop"]])

    _caught(book, use)


def _run(
    book: Any, use: Callable[[LiveGrid, Progress], TrainResult], max_seconds: float | None, seconds: float = 0.0
) -> TrainResult:
    def watched(grid: LiveGrid) -> tuple[TrainResult, Monitor]:
        monitor = Monitor(grid, max_seconds)
        if not seconds:
            return use(grid, monitor), monitor
        pace = Pace(grid, seconds)
        try:
            return use(grid, lambda steps, total: pace(monitor(steps, total), total)), monitor
        except BaseException:
            pace.put_back()
            raise

    grid = LiveGrid(book)
    result, monitor = press(grid, watched)
    monitor.tidy()
    stopped = [f"{monitor.stopped} after {result.updates:,} updates"] if monitor.stopped else []
    tell(grid, *stopped, *result.warnings, agreement(grid, result.after))
    return result


def _caught(book: Any, use: Callable[[Any], _Result]) -> _Result:
    """In Python errors are raised; behind a button they end the program with the one line that its popup shows."""
    if book is not None:
        return _once(book, use)
    pressed = None
    try:
        pressed = calling_book()
        return _once(pressed, use)
    except SheetnetError as error:
        sys.exit(f"sheetnet: {_in_its_language(pressed, str(error))}")
    except Exception as error:
        words = " ".join(str(error).split())
        text = f"an error of sheetnet itself, {type(error).__name__}: {words}; please report it"
        sys.exit(f"sheetnet: {_in_its_language(pressed, text)}")


def _in_its_language(pressed: Any, text: str) -> str:
    """A message in the language of the workbook whose button was pressed, if it can still be asked."""
    with suppress(Exception):
        return told_in(language_in(LiveGrid(pressed)), text)
    return text


def _once(book: Any, use: Callable[[Any], _Result]) -> _Result:
    """A press of a button is one step back for the user, whatever it writes and when."""
    with one_undo_step(book):
        return use(book)
