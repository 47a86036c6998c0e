"""Training before one's eyes: a workbook in LibreOffice whose cells follow the run."""

import time
from collections.abc import Callable, Iterable, Iterator
from math import inf
from pathlib import Path
from threading import Event as Signal

from sheetnet import session
from sheetnet.errors import FileError, SettingError
from sheetnet.live.monitor import Monitor
from sheetnet.live.pace import SECONDS, Pace
from sheetnet.live.press import agreement, naming, one_undo_step, press, tell
from sheetnet.session import Step, TrainResult
from sheetnet.sheet.grids.live import LiveGrid


def train_visibly(
    book: str | Path,
    *,
    seconds: float = SECONDS,
    iterations: int | None = None,
    eta: float | None = None,
    stop: Signal | None = None,
    opening: Callable[[], object] = lambda: None,
) -> tuple[TrainResult, str, float]:
    """Open the workbook in LibreOffice, or take the open one, and train it there over about so many seconds.

    Returns the result, the sentence on how sheet and engine agree, and the seconds that it took. The workbook stays
    open, and is not saved; if the run is interrupted, or `stop` is set, its cells are what they were. `opening` is told
    that LibreOffice is about to open it.
    """
    if not 0 <= seconds <= 3600:
        raise SettingError(f"expected 0 to 3600 seconds, found {seconds:g}")
    path = Path(book)
    if not path.is_file():
        raise FileError("there is no such file", book=path.name)
    try:
        import xlwings
    except ImportError:
        raise SettingError(
            "training in LibreOffice needs xlwings", remedy='python -m pip install "sheetnet[libreoffice]"'
        ) from None
    from sheetnet.office.engine import register
    from sheetnet.office.installation import has_display
    from sheetnet.office.system import System

    if not has_display(System()):
        raise SettingError("there is no screen here to show LibreOffice on", remedy="sheetnet train needs none")
    opening()
    register()
    grid = LiveGrid(xlwings.Book(path.resolve()))
    started = time.perf_counter()
    with one_undo_step(grid.book):
        result = _train(grid, seconds, iterations, eta, stop or Signal())
        took = time.perf_counter() - started
        text = agreement(grid, result.after)
        tell(grid, text)
    return result, text, took


def _train(grid: LiveGrid, seconds: float, iterations: int | None, eta: float | None, stop: Signal) -> TrainResult:
    with naming(grid):
        pace, monitor = Pace(grid, seconds, stop), Monitor(grid)

    def watched(steps: Iterable[Step], total: int) -> Iterator[Step]:
        return pace(monitor(steps, total), total)

    def use(grid: LiveGrid) -> TrainResult:
        return session.train(grid, iterations=iterations, eta=eta, max_seconds=inf, progress=watched)

    try:
        result = press(grid, use, {})
    except BaseException:
        pace.put_back()
        raise
    monitor.tidy()
    return result
