"""One press of a button: a use case on an open workbook, whose program is left as it was found."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from types import MappingProxyType
from typing import Any, TypeVar

from sheetnet import session
from sheetnet.errors import LiveError, SettingError, SheetnetError
from sheetnet.live.language import language_in
from sheetnet.live.monitor import named_cell
from sheetnet.saying import told_in
from sheetnet.session import Comparison, Snapshot
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.live import LiveGrid

_Result = TypeVar("_Result")
TOLERANCE = 1e-9
_TRIES, _PAUSE = 5, 0.1
_CHART_HELPERS = ("trace_levels",)  # the ends of the dashed lines: `check` compares them, a run need not
QUIET: dict[str, Any] = {"screen_updating": False, "calculation": "manual"}  # while a run writes: once, and at once


def calling_book() -> Any:
    """The workbook whose button was pressed, an `xlwings.Book`."""
    try:
        import xlwings
    except ImportError:
        raise SettingError(
            "the button needs xlwings", remedy='python -m pip install "sheetnet[excel]" in this Python'
        ) from None
    try:
        return xlwings.Book.caller()
    except Exception as error:
        if "--from_xl=1" not in sys.argv:
            raise LiveError(
                "no button was pressed", remedy='in Python, give the workbook: train(xlwings.Book("letters.xlsx"))'
            ) from None
        if isinstance(error, AttributeError):  # what xlwings says where there is no Excel
            raise LiveError(
                "xlwings reaches no spreadsheet program here", remedy="sheetnet doctor tells what is missing"
            ) from None
        raise LiveError(f"the workbook of the button was not found: {error}") from None


def press(
    grid: LiveGrid, use: Callable[[LiveGrid], _Result], settings: Mapping[str, Any] = MappingProxyType(QUIET)
) -> _Result:
    """Run a use case on an open workbook and write what it decided; if it fails, every cell is what it was.

    `settings` of the program hold while it is written; not before, for LibreOffice computes a formula that nobody has
    looked at when it is read, and in manual mode not even then.
    """
    app = grid.book.app
    try:
        with naming(grid):
            result = use(grid)
            with _set(app, settings):
                grid.commit()
    finally:
        with suppress(Exception):
            app.status_bar = False
    with suppress(Exception):
        if app.calculation == "manual":  # the user's own choice, and yet the formulas have to follow
            app.calculate()
    return result


def one_undo_step(book: Any) -> AbstractContextManager[None]:
    """All that is written is one step back for who sits there, where the program can be told so: in LibreOffice."""
    step = getattr(getattr(book, "impl", None), "one_undo_step", None)
    return step("sheetnet") if step else nullcontext()


@contextmanager
def naming(grid: LiveGrid) -> Iterator[None]:
    """Errors say which workbook they are about."""
    try:
        yield
    except SheetnetError as error:
        raise error.in_book(grid.label) from None


def tell(grid: LiveGrid, *texts: str) -> None:
    """Write sentences into the workbook's cell `agreement`, if it has one, in the workbook's language."""
    cell = named_cell(grid, "agreement")
    if cell:
        with suppress(SheetnetError):  # the run has been written; that nothing can be said of it there undoes nothing
            language = language_in(grid)
            told = ("。" if language == "ja" else "; ").join(told_in(language, text) for text in texts)
            grid.put_now(cell, [[told]])


def agreement(grid: LiveGrid, after: Snapshot) -> str:
    """What the cells, read back once, say: they hold what was written, and how sheet and engine agree."""
    if getattr(grid.book.app.engine, "type", "desktop") == "remote":
        return "written; here the formulas compute when the script has ended"
    try:
        return _agreement(grid, after)
    except SheetnetError as error:
        return f"written, but it cannot be read back: {error}"


def _agreement(grid: LiveGrid, after: Snapshot) -> str:
    layout = find(grid)
    held = transfer.parameters(grid.read(layout["current"]), layout["current"], layout.geometry)
    counter = grid.read(layout["counter"])[0][0]
    if held != after.parameters.tolist() or counter != after.iteration:
        return f"{layout['current']}: the cells do not hold what was written; somebody changes them"
    return in_words(session.compare(grid, TOLERANCE, leave_out=_CHART_HELPERS))


def in_words(comparisons: list[Comparison]) -> str:
    """One sentence on all comparisons: the largest difference, or the worst cell."""
    failures = sum(len(one.failures) for one in comparisons)
    if failures:
        worst = max((one for one in comparisons if one.failures), key=lambda one: one.largest)
        first = next((text for text in worst.failures if text.startswith(f"{worst.worst}:")), worst.failures[0])
        if failures > 1:
            return f"sheet and engine differ most at {first} (and {failures - 1} more)"
        return f"sheet and engine differ most at {first}"
    cells = sum(one.cells for one in comparisons if one.against == "engine")
    largest = max((one.largest for one in comparisons if one.against == "engine"), default=0.0)
    text = f"sheet and engine agree: largest difference {max(largest, 0.0):.1e} in {cells:,} cells"
    others = [one for one in comparisons if one.against != "engine"]
    parts = [text, *(f"{one.name} and {one.against}s differ by {one.largest:.1e}" for one in others)]
    kinks = sum(one.kinks for one in comparisons)
    if kinks:
        parts.append(f"{kinks} gradients lie at a kink of relu, where there is no derivative")
    parts.append(session.overwritten_in_words(one.overwritten for one in comparisons))
    return "; ".join(filter(None, [*parts, *(one.not_counted for one in comparisons)]))


@contextmanager
def _set(app: Any, settings: Mapping[str, Any]) -> Iterator[None]:
    """Each setting, where the program has it; put back whatever happens."""
    before: dict[str, Any] = {}
    try:
        for name, value in settings.items():
            with suppress(Exception):
                before[name] = getattr(app, name)
                setattr(app, name, value)
        yield
    finally:
        for name, value in before.items():
            _put_back(app, name, value)


def _put_back(app: Any, name: str, value: Any) -> None:
    """Set it again and again for a moment: a program that is busy refuses what it takes a little later."""
    for _ in range(_TRIES):
        try:
            setattr(app, name, value)
        except NotImplementedError:
            return
        except BaseException:  # Ctrl-C too: a program whose screen stands still is worse than one that ends late
            time.sleep(_PAUSE)
        else:
            return
