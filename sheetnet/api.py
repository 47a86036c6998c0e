"""The use cases on files, for Python: open a workbook, run, save. Each takes a path or an open workbook."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Unpack

from sheetnet import session
from sheetnet.handing import PathOrGrid, Saving, with_book, with_saved
from sheetnet.session import NO_SETTINGS, Given, Progress, TrainResult
from sheetnet.sheet.blocks.details import Detail
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid

if TYPE_CHECKING:
    from sheetnet.pictures.files import Drawn
    from sheetnet.session import Comparison
    from sheetnet.session.explaining import Explanation
    from sheetnet.session.fitting.result import FitResult
    from sheetnet.session.fitting.search import Progress as FitProgress
    from sheetnet.session.looking.misread import MisreadCases
    from sheetnet.session.modelling import Predictions
    from sheetnet.session.sweeping import Across
    from sheetnet.sheet.blocks.sweep import SweepResult

EVERYTHING = ("parameters", "gradients")


def open(path: str | Path) -> FileGrid:
    """Open a workbook; its edits are kept in memory until `.save()`."""
    return FileGrid(path)


def train(
    book: PathOrGrid,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    max_seconds: float | None = None,
    write_settings: bool = False,
    trace: str | None = None,
    every: int = 1,
    picture: int = 1,
    keep: tuple[str, ...] = EVERYTHING,
    progress: Progress | None = None,
    **saving: Unpack[Saving],
) -> TrainResult:
    """Train a workbook from its initial values; a path is saved in place, or to `output`.

    `iterations`, `eta`, `max_seconds` and `settings` (by name, such as optimiser="adam", see `sheetnet.SETTINGS`)
    override the cells for this run; with `write_settings` they are written into them too.
    The result has `.loss`, `.accuracy` of shape (N + 1,) and `.parameters`, `.gradients` of shape (N + 1, parameters);
    with `every` = k one row for each k-th iteration and the last. `trace` says what sheet Trace keeps besides; None is
    what the workbook's sheets that look back need.
    """
    detail = Detail.of(trace, every, picture)

    def run(grid: Grid) -> TrainResult:
        own = {"iterations": iterations, "eta": eta, "max_seconds": max_seconds, "write_settings": write_settings}
        return session.train(grid, settings=settings, **own, trace=detail, keep=keep, progress=progress)  # type: ignore[arg-type]

    return with_saved(book, run, **saving)


def step(
    book: PathOrGrid,
    k: int = 1,
    *,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    write_settings: bool = False,
    keep: tuple[str, ...] = EVERYTHING,
    progress: Progress | None = None,
    **saving: Unpack[Saving],
) -> TrainResult:
    """Go on from the current values with k more updates."""

    def run(grid: Grid) -> TrainResult:
        own = {"settings": settings, "write_settings": write_settings}
        return session.step(grid, k, eta=eta, **own, keep=keep, progress=progress)  # type: ignore[arg-type]

    return with_saved(book, run, **saving)


def choose(
    book: PathOrGrid,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    **saving: Unpack[Saving],
) -> TrainResult:
    """Write settings into a workbook's cells, and make its formulas for the method that they say; no update is made.

    `settings` are given by name, such as {"optimiser": "adam"} (see `sheetnet.SETTINGS`).
    """

    def run(grid: Grid) -> TrainResult:
        return session.choose(grid, iterations=iterations, eta=eta, **settings)

    return with_saved(book, run, **saving)


def reset(book: PathOrGrid, **saving: Unpack[Saving]) -> TrainResult:
    """Put the initial values back and the counter to 0."""
    return with_saved(book, session.reset, **saving)


def sweep(
    book: PathOrGrid,
    *,
    etas: Sequence[float] = (),
    optimisers: Sequence[str] = (),
    seeds: int = 0,
    scale: float = 0.5,
    iterations: int | None = None,
    settings: Given = NO_SETTINGS,
    level: float = 1.0,
    give_up: bool = False,
    lang: str = "en",
    across: "Across" = map,
    parts: int = 1,
    **saving: Unpack[Saving],
) -> "SweepResult":
    """Train every combination of learning rates, optimisers and starts; a path gets a sheet `Sweep` with the results.

    Without `etas` or `optimisers` those of the workbook's cells; with `seeds` = 0 from its initial values. Nothing else
    in the workbook changes. The result has one row for each setting; see `sheetnet.session.sweeping`.
    """

    from sheetnet.session.sweeping import sweep as compare

    def run(grid: Grid) -> "SweepResult":
        result = compare(
            grid,
            etas=etas,
            optimisers=optimisers,
            seeds=seeds,
            scale=scale,
            iterations=iterations,
            settings=settings,
            level=level,
            give_up=give_up,
            across=across,
            parts=parts,
        )
        if isinstance(grid, FileGrid):
            from sheetnet.sheet.pages.sweep import NAME, draw

            grid.graft(NAME, draw(result, lang))
        return result

    return with_saved(book, run, **saving)


def predict(book: PathOrGrid, source: str | Path, *, visible_only: bool = False) -> "Predictions":
    """What the network says of raw rows: of a CSV file, or of cells such as ``Sheet1!A1:T9`` or ``data.xlsx!Sheet1``.

    `.outputs` has shape (cases, outputs), `.read` is the class of each row. `visible_only` leaves hidden rows out.
    """
    from sheetnet.session.modelling import predict as say

    found: Predictions = with_book(book, lambda grid: say(grid, source, visible_only=visible_only))
    return found


def gradient(book: PathOrGrid, loss: str, wrt: str | Sequence[str]) -> Any:
    """The exact derivative of a cell of any workbook, such as ``Sheet1!F4``, by the numbers in others.

    It follows the workbook's own formulas back from `loss` (a cell, a name, or a formula such as ``=SUM(S!F1:F9)``) to
    `wrt`, one range or several. Returns an array in the range's shape, or a list of arrays.
    Raises CellError that names the cell of a formula in between that is not understood.
    """
    from sheetnet.session.differentiating import gradient as differentiate

    found: list[Any] = with_book(book, lambda grid: differentiate(grid, loss, _ranges(wrt)))
    return found[0] if isinstance(wrt, str) else found


def plot(
    book: PathOrGrid,
    path: str | Path,
    *,
    what: Sequence[str] = (),
    numbers: bool = False,
    lang: str = "",
    iterations: int | None = None,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    force: bool = False,
) -> "Drawn":
    """Draw what a workbook's network learned, as .svg, .png, .pdf or .gif, or as a page that plays it, .html.

    `what` names the drawings: curve, weights, gradients, flow, confusion, predicted, network (with `numbers` on its
    lines), surface. The run is made again from the initial values, with the settings of `train`.
    """
    from sheetnet.pictures.files import plot as draw
    from sheetnet.pictures.writing import Wishes

    wishes = Wishes(tuple(what), lang, numbers)

    def use(grid: Grid) -> "Drawn":
        return draw(grid, path, wishes, iterations=iterations, eta=eta, settings=settings, force=force)

    drawn: Drawn = with_book(book, use)
    return drawn


def fit(
    book: PathOrGrid,
    loss: str | None = None,
    parameters: str | Sequence[str] = (),
    *,
    optimiser: str | None = None,
    iterations: int = 1000,
    eta: float = 0.01,
    constants: Mapping[str, float] = MappingProxyType({}),
    bounds: str | Sequence[str] = (),
    between: tuple[float, float] | None = None,
    maximise: bool = False,
    target: float | None = None,
    seeds: int = 0,
    scale: float = 1.0,
    stop_below: float | None = None,
    patience: int | None = None,
    least_gain: float = 0.0,
    max_seconds: float | None = None,
    gradients_to: str | Sequence[str] = (),
    trace: str | None = None,
    progress: "FitProgress | None" = None,
    **saving: Unpack[Saving],
) -> "FitResult":
    """Minimise a cell of ANY workbook by the numbers in others, through the workbook's own formulas; a path is saved.

    `loss` is a cell, a name, or a formula that stands in no cell; `parameters` are ranges of numbers. Without them the
    names `loss` and `parameters` of the workbook. `maximise` makes it great instead, `target` brings it to a value.
    `optimiser` is "lm" (Levenberg and Marquardt, for sums of squares), "lbfgs", or one of plain descent with `eta` and
    its `constants`; by default "lm" where the formulas show a sum of squares, else "lbfgs". `bounds` are cells with the
    lower, then the upper bounds of each range, side by side or one above the other; `between` is one pair for all.
    `seeds` searches from as many random starts besides, `scale` says how far these lie. `gradients_to` takes the
    gradient at the end, `trace` is the name of a sheet for the iterations. Nothing else changes but saved results.
    """
    from sheetnet.session.fitting.fit import fit as search

    def run(grid: Grid) -> "FitResult":
        return search(
            grid,
            loss=loss,
            parameters=_ranges(parameters),
            optimiser=optimiser,
            iterations=iterations,
            eta=eta,
            constants=constants,
            bounds=_ranges(bounds),
            between=between,
            maximise=maximise,
            target=target,
            seeds=seeds,
            scale=scale,
            stop_below=stop_below,
            patience=patience,
            least_gain=least_gain,
            max_seconds=max_seconds,
            gradients_to=_ranges(gradients_to),
            trace=trace,
            progress=progress,
        )

    return with_saved(book, run, **saving)


def _ranges(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def export(book: PathOrGrid, to: str, path: str | Path | None = None, *, force: bool = False) -> tuple[Path, ...]:
    """Write the trained network as a file: npz, json, csv, onnx, or a Python script: python, torch, sklearn.

    Returns the files written, two where a script has its numbers beside it. Without `path` beside the workbook.
    """
    from sheetnet.exporting import write_model

    written: tuple[Path, ...] = with_book(book, lambda grid: write_model(grid, to, path, force=force))
    return written


def import_(book: PathOrGrid, path: str | Path, *, initial: bool = False, **saving: Unpack[Saving]) -> TrainResult:
    """Put the parameters of an exported model (npz, json, csv) into a workbook's current values.

    With `initial` they become the initial values too.
    """
    from sheetnet.exporting import read_model
    from sheetnet.session.modelling import bring_back

    model = read_model(path)
    return with_saved(book, lambda grid: bring_back(grid, model, initial=initial), **saving)


def undo(book: str | Path) -> None:
    """Bring a workbook back to what it was before sheetnet last wrote it; undo again to undo that.

    Raises FileError when it has been changed since, and when no earlier state is kept.
    """
    location_of(book).undo()


def check(book: PathOrGrid, tolerance: float = 1e-9, *, recalculate: bool = False) -> "list[Comparison]":
    """Compare the saved values of all live cells with the engine, and the gradients with a complex-step derivative.

    With `recalculate` (a path only) the formulas are computed anew by IronCalc, and the saved values play no part.
    """
    if recalculate and isinstance(book, str | Path):
        from sheetnet.sheet.grids.recalculated import RecalculatedGrid

        with RecalculatedGrid(book) as grid:
            return session.check(grid, tolerance)
    comparisons: list[Comparison] = with_book(book, lambda grid: session.check(grid, tolerance))
    return comparisons


def show(book: PathOrGrid) -> dict[str, Any]:
    """What the program sees in a workbook."""
    seen: dict[str, Any] = with_book(book, session.show)
    return seen


def misread(book: PathOrGrid, iteration: int | None = None) -> "MisreadCases":
    """The cases that a workbook misreads after so many updates, by default now, and what they are taken for."""
    from sheetnet.session.looking.misread import misread as found_in

    found: MisreadCases = with_book(book, lambda grid: found_in(grid, iteration))
    return found


def explain(book: PathOrGrid, place: str, *, iteration: int | None = None, case: int | None = None) -> "Explanation":
    """Why a number of the network is what it is: a cell such as ``BP!D45`` or ``Calc!E7``, or a unit such as ``H2``.

    `iteration` is by default the one that the workbook has come to, `case` (counted from 1) the one that counts most.
    """
    from sheetnet.session.explaining import explain as told

    found: Explanation = with_book(book, lambda grid: told(grid, place, iteration=iteration, case=case))
    return found
