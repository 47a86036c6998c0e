"""Making a workbook: the letters, any table of numbers, or one of the examples."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from sheetnet.errors import FileError, LayoutError, SettingError, did_you_mean
from sheetnet.making.blueprint import Blueprint, made_from, made_outside
from sheetnet.net.heads import head_named
from sheetnet.net.initial import INITIALS, initial_parameters
from sheetnet.session import Given, TrainResult
from sheetnet.session.method import DEFAULT, Method
from sheetnet.sheet.blocks.geometry import SEED_PICTURE, SEED_SIZES, Geometry
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables import Table, letters, read_table
from sheetnet.sheet.tables.scaling import SCALINGS
from sheetnet.sheet.xlsx.package import EPOCH

MOST_IN_A_WORKBOOK = 2_000_000  # numbers of a table; more stay in their file


def new(
    path: str | Path,
    *,
    example: str | None = None,
    network: str | None = None,
    data: str | Path | None = None,
    pixels: str | None = None,
    split_column: str = "",
    scaling: str = "none",
    outside: bool = False,
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
) -> tuple[TrainResult | None, tuple[str, ...]]:
    """Make a workbook: the letters A, P, L, E, or any table of numbers; returns its state and warnings.

    The state is None of an example that is a curve and has no network.

    With `settings`, by name and if only {}, it has sheet Settings, where optimiser, batches, loss, split and rules to
    stop can be chosen; without, it is the article's sheet. Without `thresholds` its units have weights alone.

    `data` is a CSV file, a sheet or range (``book.xlsx!Sheet1!A1:T9``), an .npz file or IDX pictures; `pixels` such as
    "28x28" shows the weights of a unit in the shape of the picture that it looks at. With `scaling` "standard" or
    "minmax" inputs are scaled, and so are the targets of a regression, by what the training cases say. With `outside`,
    and where they would be too many for a sheet, the cases stay in their file, which the workbook then
    names with its digest.

    An `example`, one of `examples()`, brings all of these with it but `lang` and `formulas`.

    Raises FileError when `path` exists and `force` is not set.
    """
    path = Path(path)
    _refuse_path(path, force=force)
    if example is not None:
        _refuse_beside(
            example,
            network=network is not None,
            data=data is not None,
            pixels=pixels is not None,
            split_column=bool(split_column),
            scaling=scaling != "none",
            outside=outside,
            seed=seed != 0,
            init=init != "uniform",
            scale=scale != 0.5,
            iterations=iterations != 500,
            eta=eta != 0.05,
            thresholds=not thresholds,
            settings=settings is not None,
        )
        return _example(path, example, formulas, lang)
    _refuse_odd(seed, scale, iterations, eta, init)
    if outside and data is None:
        raise SettingError("expected the file that the cases are to stay in", remedy="add --data FILE")
    if scaling not in SCALINGS:
        raise SettingError(f"expected one of {', '.join(SCALINGS)} for the scaling, found '{scaling}'")
    if settings is None and (scaling != "none" or split_column or outside):
        settings = {}
    method = None if settings is None else DEFAULT.but(settings)
    geometry, table = _geometry_and_table(network, data, pixels, split_column, method or DEFAULT, thresholds=thresholds)
    learner = (method or DEFAULT).network(geometry)
    initial = initial_parameters(learner, np.random.default_rng(seed), init, scale)
    made = Blueprint(geometry, table, tuple(initial.tolist()), iterations, eta, method, scaling, formulas, lang)
    if data is not None and (outside or table.features.size + table.targets.size > MOST_IN_A_WORKBOOK):
        return made_outside(path, made, data)
    return made_from(path, made)


def examples() -> dict[str, str]:
    """The examples by name, each with what it shows in a line."""
    from sheetnet.making.curves import CURVES
    from sheetnet.making.examples import EXAMPLES

    return {name: one.summary for name, one in EXAMPLES.items()} | {name: one.about for name, one in CURVES.items()}


def _example(path: Path, name: str, formulas: str, lang: str) -> tuple[TrainResult | None, tuple[str, ...]]:
    from sheetnet.making.curves import CURVES, draw, fill
    from sheetnet.making.examples import EXAMPLES, blueprint_of

    if name in EXAMPLES:
        return made_from(path, replace(blueprint_of(EXAMPLES[name], lang), formulas=formulas))
    if name not in CURVES:
        known = list(examples())
        raise SettingError(f"no example '{name}'{did_you_mean(name, known)}", remedy=f"there are {', '.join(known)}")
    with FileGrid(path, draw(CURVES[name], lang)) as grid:
        fill(grid, CURVES[name])
        grid.save(path, EPOCH)
    return None, ()


def _refuse_path(path: Path, *, force: bool) -> None:
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


def _refuse_beside(example: str, **given: bool) -> None:
    """An example brings all of its own; what was asked for besides would be lost."""
    for name, asked in given.items():
        if asked:
            raise SettingError(
                f"the example '{example}' comes with {name.replace('_', ' ')} of its own",
                remedy="leave that out, and change the cells of the new workbook",
            )


def _refuse_odd(seed: int, scale: float, iterations: int, eta: float, init: str) -> None:
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


def _geometry_and_table(
    network: str | None,
    data: str | Path | None,
    pixels: str | None,
    split_column: str,
    method: Method,
    *,
    thresholds: bool,
) -> tuple[Geometry, Table]:
    sizes = _sizes(network)
    if data is None:
        if sizes is None:
            sizes = SEED_SIZES
        if (sizes[0], sizes[-1]) != (SEED_SIZES[0], SEED_SIZES[-1]):
            raise SettingError(
                f"the letters have 20 inputs and 4 outputs, the network {network}", remedy="add --data FILE.csv"
            )
        return Geometry(sizes, SEED_PICTURE, thresholds), letters()
    if sizes is None:
        raise SettingError("expected the sizes of the network with the data", remedy="add --network such as 2-2-1")
    head = head_named(method["head"])
    low, high = head.lowest, head.highest
    table = read_table(data, sizes[0], sizes[-1], lowest=low, highest=high, split_column=split_column)
    return Geometry(sizes, _picture(pixels) or (1, sizes[0]), thresholds), table


def _picture(pixels: str | None) -> tuple[int, int] | None:
    if pixels is None:
        return None
    parts = pixels.split("x")
    if len(parts) != 2 or not all(part.isascii() and part.isdecimal() and 0 < int(part) < 100_000 for part in parts):
        raise LayoutError(f"expected rows x columns of a picture such as 28x28, found '{pixels}'")
    return int(parts[0]), int(parts[1])


def _sizes(network: str | None) -> tuple[int, ...] | None:
    if network is None:
        return None
    parts = network.split("-")
    if len(parts) < 2 or not all(part.isascii() and part.isdecimal() and 0 < int(part) < 100_000 for part in parts):
        raise LayoutError(f"expected the sizes of a network such as 20-3-4, found '{network}'")
    return tuple(map(int, parts))
