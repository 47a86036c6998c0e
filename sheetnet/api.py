"""The use cases on files, for Python: open a workbook, run, save. Each takes a path or an open workbook."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict, Unpack

import numpy as np

from sheetnet import session
from sheetnet.net.initial import INITIALS, initial_parameters
from sheetnet.session import NOTHING, Comparison, Given, Progress, TrainResult
from sheetnet.session.method import DEFAULT
from sheetnet.sheet.errors import FileError, LayoutError, SettingError
from sheetnet.sheet.files import FileGrid
from sheetnet.sheet.geometry import SEED_PICTURE, SEED_SIZES, Geometry
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.layout import check_fits
from sheetnet.sheet.places import Place, place_of
from sheetnet.sheet.trace import Detail

EVERYTHING = ("parameters", "gradients")
Book = str | Path | Grid


class Saving(TypedDict, total=False):
    """How the result of a run is saved, for a workbook that is given as a path or a URL.

    `output` is another file to write, `backup` keeps the file that is replaced as name.bak.xlsx, `dry_run` writes
    nothing, and `before_saving` is told the new file's digest and the result just before the last step.
    """

    output: str | Path | None
    backup: bool
    dry_run: bool
    before_saving: Callable[[str, TrainResult], None]


def open(path: str | Path) -> FileGrid:
    """Open a workbook; its edits are kept in memory until `.save()`."""
    return FileGrid(path)


def train(
    book: Book,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    settings: Given = NOTHING,
    max_seconds: float | None = None,
    write_settings: bool = False,
    trace: str = "basic",
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
    with `every` = k one row for each k-th iteration and the last.
    """
    detail = Detail.of(trace, every, picture)

    def run(grid: Grid) -> TrainResult:
        own = {"iterations": iterations, "eta": eta, "max_seconds": max_seconds, "write_settings": write_settings}
        return session.train(grid, settings=settings, **own, trace=detail, keep=keep, progress=progress)  # type: ignore[arg-type]

    return _run(book, run, **saving)


def step(
    book: Book,
    k: int = 1,
    *,
    eta: float | None = None,
    settings: Given = NOTHING,
    write_settings: bool = False,
    keep: tuple[str, ...] = EVERYTHING,
    progress: Progress | None = None,
    **saving: Unpack[Saving],
) -> TrainResult:
    """Go on from the current values with k more updates."""

    def run(grid: Grid) -> TrainResult:
        own = {"settings": settings, "write_settings": write_settings}
        return session.step(grid, k, eta=eta, **own, keep=keep, progress=progress)  # type: ignore[arg-type]

    return _run(book, run, **saving)


def reset(book: Book, **saving: Unpack[Saving]) -> TrainResult:
    """Put the initial values back and the counter to 0."""
    return _run(book, session.reset, **saving)


def undo(book: str | Path) -> None:
    """Bring a workbook back to what it was before sheetnet last wrote it; undo again to undo that.

    Raises FileError when it has been changed since, and when no earlier state is kept.
    """
    place_of(book).undo()


def check(book: Book, tolerance: float = 1e-9, *, recalculate: bool = False) -> list[Comparison]:
    """Compare the saved values of all live cells with the engine and with central differences.

    With `recalculate` (a path only) the formulas are computed anew by IronCalc, and the saved values play no part.
    """
    if recalculate and isinstance(book, str | Path):
        from sheetnet.sheet.recalculate import RecalculatedGrid

        with RecalculatedGrid(book) as grid:
            return session.check(grid, tolerance)
    comparisons: list[Comparison] = _look(book, lambda grid: session.check(grid, tolerance))
    return comparisons


def show(book: Book) -> dict[str, Any]:
    """What the program sees in a workbook."""
    seen: dict[str, Any] = _look(book, session.show)
    return seen


def _grid(book: Any) -> Grid:
    if not hasattr(book, "all_formulas"):
        raise TypeError(f"expected a path, a URL or an open workbook, found {book!r}")
    return book  # type: ignore[no-any-return]


def _look(book: Book, use: Any) -> Any:
    if not isinstance(book, str | Path):
        return use(_grid(book))
    with FileGrid(book) as grid:
        return use(grid)


def _run(book: Book, use: Callable[[Grid], TrainResult], **saving: Unpack[Saving]) -> TrainResult:
    unknown = set(saving) - set(Saving.__annotations__)
    if unknown:
        raise TypeError(f"no such argument: {', '.join(sorted(unknown))}")
    if not isinstance(book, str | Path):
        return use(_grid(book))
    source = place_of(book)
    output = saving.get("output")
    target: Place = source if output is None else place_of(output)
    if target.suffix != source.suffix:
        kind = f"a name that ends in {source.suffix}" if source.suffix else "a name without an ending"
        raise FileError(f"expected {kind} for the output, found '{target.name}'", book=source.name)
    dry = saving.get("dry_run", False)
    before_saving = saving.get("before_saving")
    source.open()[0].close()  # what is wrong with the source is said before what is wrong with the target
    with nullcontext() if dry else target.lock(), FileGrid(source) as grid:
        result = use(grid)

        def about_to(digest: str) -> None:
            if before_saving:
                before_saving(digest, result)

        if not dry:
            grid.save(target, backup=saving.get("backup", False), about_to=about_to)
    return result


def new(
    path: str | Path,
    *,
    network: str | None = None,
    data: str | Path | None = None,
    seed: int = 0,
    init: str = "uniform",
    scale: float = 0.5,
    iterations: int = 500,
    eta: float = 0.05,
    formulas: str = "auto",
    lang: str = "en",
    thresholds: bool = True,
    settings: Given | None = None,
    force: bool = False,
) -> tuple[TrainResult, tuple[str, ...]]:
    """Make a workbook: the letters A, P, L, E, or any table of numbers; returns its state and warnings.

    With `settings`, by name and if only {}, it has sheet Settings, where optimiser, batches, loss, split and rules to
    stop can be chosen; without, it is the article's sheet. Without `thresholds` its units have weights alone.

    Raises FileError when `path` exists and `force` is not set.
    """
    from sheetnet.sheet.build import EPOCH, Design, build
    from sheetnet.sheet.formulas import live_limit
    from sheetnet.sheet.tables import letters, read_table

    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise FileError("expected a name that ends in .xlsx", book=path.name)
    if path.exists() and not force:
        raise FileError(
            "the file exists already",
            book=path.name,
            remedy="choose another name, or use --force",
        )
    if not path.parent.is_dir():
        raise FileError(f"there is no folder '{path.parent}'", book=path.name, remedy="make it first")
    for value, right, wanted in (
        (seed, seed >= 0, "a whole number of 0 or more for the seed"),
        (scale, 0 <= scale <= 1e6, "a number from 0 to 1,000,000 for the scale of the initial values"),
        (iterations, 0 <= iterations <= 10**9, "a whole number of iterations, 0 to 1,000,000,000"),
        (eta, abs(eta) <= 1e9, "a number for the learning rate eta, -1e9 to 1e9"),
    ):
        if not right:
            raise SettingError(f"expected {wanted}, found {value}")
    if init not in INITIALS:
        raise SettingError(f"expected one of {', '.join(INITIALS)} for the initial values, found '{init}'")
    sizes = _sizes(network)
    if data is None:
        if sizes is None:
            sizes = SEED_SIZES
        if (sizes[0], sizes[-1]) != (SEED_SIZES[0], SEED_SIZES[-1]):
            raise SettingError(
                f"the letters have 20 inputs and 4 outputs, the network {network}", remedy="add --data FILE.csv"
            )
        geometry, table = Geometry(sizes, SEED_PICTURE, thresholds), letters()
    else:
        if sizes is None:
            raise SettingError("expected the sizes of the network with the data", remedy="add --network such as 2-2-1")
        geometry = Geometry(sizes, (1, sizes[0]), thresholds)
        table = read_table(Path(data), sizes[0], sizes[-1])
    method = None if settings is None else DEFAULT.but(settings)
    check_fits(geometry, len(table.features), methods=method is not None)
    learner = (method or DEFAULT).network(geometry)
    initial = initial_parameters(learner, np.random.default_rng(seed), init, scale)
    chosen = None if method is None else method.values
    design = Design(geometry, table, tuple(initial.tolist()), iterations, eta, lang, file=path.name, settings=chosen)
    warnings: tuple[str, ...] = ()
    limit = live_limit(design.layout) if formulas != "live" else ""
    if formulas == "values" or limit:
        design = replace(design, live=False)
        if formulas == "auto":
            warnings += (f"the workbook holds values instead of live formulas: {limit}",)
    with FileGrid(path, build(design)) as grid:
        result = session.fill(grid, table.features.tolist(), table.targets.tolist(), design.initial)
        grid.save(path, EPOCH)
    return result, (*warnings, *result.warnings)


def _sizes(network: str | None) -> tuple[int, ...] | None:
    if network is None:
        return None
    parts = network.split("-")
    if len(parts) < 2 or not all(part.isascii() and part.isdecimal() and 0 < int(part) < 100_000 for part in parts):
        raise LayoutError(f"expected the sizes of a network such as 20-3-4, found '{network}'")
    return tuple(map(int, parts))
