"""The cases that a workbook learns from: in its cells, or in a file that it names."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import CellError, SettingError
from sheetnet.net.activations import Array
from sheetnet.net.batches import split_by_share, split_in_time, split_stratified
from sheetnet.net.network import Network, read
from sheetnet.session.method import Method
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, describe
from sheetnet.sheet.grid import Grid

if TYPE_CHECKING:
    from sheetnet.sheet.tables.scaling import Scaling


class Cases(NamedTuple):
    """`x` has shape (cases, inputs), `t` (cases, outputs), `training` (cases,): True for a training case."""

    x: Array
    t: Array
    training: NDArray[np.bool_]


def cases_in(grid: Grid, layout: Layout, method: Method, network: Network) -> Cases:
    """Read the cases; raises SheetnetError naming the cell that is wrong."""
    if layout.outside:
        return _outside(grid, layout, method, network)
    x = np.array(transfer.numbers(grid, layout["images"]))
    t = np.array(transfer.numbers(grid, layout["targets"]))
    training = np.ones(len(x), np.bool_)
    if "training" in layout:
        area = layout["training"]
        for row, (value,) in enumerate(grid.read(area)):
            if transfer.number(value, area, row, 0, "1 for a training case or 0 for a test case") not in (0.0, 1.0):
                raise CellError(
                    f"expected 1 for a training case or 0 for a test case, found {describe(value)}",
                    place=area.address(row),
                )
            training[row] = bool(value)
        if not training.any():
            raise CellError("expected at least one training case, found none", place=area.address())
    return Cases(x, t, training)


def _outside(grid: Grid, layout: Layout, method: Method, network: Network) -> Cases:
    """The cases of the file that the workbook names, scaled as its cells say."""
    from sheetnet.sheet.tables import read_table  # only such a workbook needs them
    from sheetnet.sheet.tables.outside import read_outside

    name, digest = (_text(grid, layout[cell]) for cell in ("data_file", "data_digest"))
    head = network.head

    def table(source: str) -> Cases:
        found = read_table(
            source, network.sizes[0], network.sizes[-1], lowest=head.lowest, highest=head.highest, split_column=""
        )
        training = np.array(found.training, np.bool_) if found.training else np.ones(len(found.features), np.bool_)
        return Cases(found.features, found.targets, training)

    place = layout["data_file"].address()
    if grid.folder is None and not Path(name).is_absolute():
        raise CellError(f"the data in '{name}' lie beside the workbook, which is in no folder", place=place)
    cases: Cases = read_outside(name, digest, grid.folder or Path(), place, table)  # type: ignore[arg-type, assignment]
    inputs, targets = scaling_in(grid, layout, "input"), scaling_in(grid, layout, "target")
    x = inputs.apply(cases.x) if inputs else cases.x
    t = targets.apply(cases.t) if targets else cases.t
    divided = divide(method, network, t)
    return Cases(x, t, cases.training if divided is None else divided)


def _text(grid: Grid, area: Area) -> str:
    value = grid.read(area)[0][0]
    if not isinstance(value, str) or not value.strip():
        raise CellError(f"expected text, found {describe(value)}", place=area.address())
    return value


def scaling_in(grid: Grid, layout: Layout, kind: str) -> "Scaling | None":
    """How inputs ("input") or targets ("target") were scaled; None where they are as they were measured."""
    if f"{kind}_scaling" not in layout:
        return None
    from sheetnet.sheet.tables.scaling import Scaling

    area = layout[f"{kind}_scaling"]
    rows = np.array(transfer.numbers(grid, area))
    if not rows[:, 1].all():
        row = int(np.argmin(rows[:, 1] != 0.0))
        raise CellError("expected a scale other than 0, found 0", place=area.address(row, 1))
    return Scaling(rows[:, 0], rows[:, 1])


def check_scaling(grid: Grid, layout: Layout, cases: Cases, training: NDArray[np.bool_]) -> None:
    """Raise CellError where the scaling was taken from other cases than those that are for training now.

    That is where it fits all cases, or those that were for training, and not these: it has seen the test cases.
    """
    for kind, numbers in (("input", cases.x), ("target", cases.t)):
        if scaling_in(grid, layout, kind) is None or _fits(numbers[training]):
            continue
        if _fits(numbers) or _fits(numbers[cases.training]):
            raise CellError(
                "the scaling was taken from other cases than the training cases of this split; "
                "it would have seen the test cases",
                place=layout[f"{kind}_scaling"].address(),
                remedy="make it anew with `sheetnet new`, --scaling and this --split, --test-share and --seed",
            )


def _fits(scaled: Array) -> bool:
    """Whether every column has mean 0 and standard deviation 1, or every one goes from 0 to 1, or stays the same."""
    near = partial(np.isclose, rtol=0.0, atol=1e-6)
    same = near(np.ptp(scaled, axis=0), 0.0)
    standard = near(scaled.mean(axis=0), 0.0) & (near(scaled.std(axis=0), 1.0) | same)
    minmax = near(scaled.min(axis=0), 0.0) & (near(scaled.max(axis=0), 1.0) | same)
    return bool(standard.all() or minmax.all())


def divide(method: Method, network: Network, t: Array) -> NDArray[np.bool_] | None:
    """Which cases are for training, as the method's split says; None where a column says it."""
    kind, share, seed = method["split"], float(method["test_share"]), int(method["seed"])
    if kind == "column":
        return None
    if len(t) < 2:
        raise SettingError(f"expected at least 2 cases to split, found {len(t)}")
    if kind == "time":
        return split_in_time(len(t), share)
    if kind == "share":
        return split_by_share(len(t), share, seed)
    if not network.head.classifies:
        raise SettingError(f"{network.head.name} has no classes to stratify by", remedy="split by share or in time")
    return split_stratified(read(t, network.head.middle), share, seed)
