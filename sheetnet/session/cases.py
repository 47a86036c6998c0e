"""The cases that a workbook learns from: in its cells, or in a file that it names."""

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
from sheetnet.sheet.formulas.references import same
from sheetnet.sheet.formulas.scaled import scaled_formulas
from sheetnet.sheet.grid import Grid

if TYPE_CHECKING:
    from sheetnet.sheet.tables.scaling import Scaling

KINDS = {"images": "input", "targets": "target"}  # what the scaling of a block is called


class Cases(NamedTuple):
    """`x` has shape (cases, inputs), `t` (cases, outputs), `training` (cases,): True for a training case."""

    x: Array
    t: Array
    training: NDArray[np.bool_]


def cases_in(grid: Grid, layout: Layout, method: Method, network: Network) -> Cases:
    """Read the cases; raises SheetnetError naming the cell that is wrong."""
    if layout.outside:
        return _outside(grid, layout, method, network)
    x, t = (seen_in(grid, layout, name) for name in ("images", "targets"))
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


def scaling_in(grid: Grid, layout: Layout, kind: str) -> "Scaling | None":
    """How inputs ("input") or targets ("target") are scaled; None where they are as they were measured."""
    if f"{kind}_scaling" not in layout:
        return None
    from sheetnet.sheet.tables.scaling import Scaling

    area = layout[f"{kind}_scaling"]
    rows = np.array(transfer.numbers(grid, area))
    if not rows[:, 1].all():
        row = int(np.argmin(rows[:, 1] != 0.0))
        raise CellError("expected a scale other than 0, found 0", place=area.address(row, 1))
    return Scaling(rows[:, 0], rows[:, 1])


def seen_in(grid: Grid, layout: Layout, name: str) -> Array:
    """What the network sees of "images" or "targets", shape (cases, columns).

    In a file, the formulas that make it of what was measured are computed here: their saved results may be missing, or
    older than the numbers that they are made of. A cell that holds something else counts as what it holds.
    """
    area = layout[name]
    scaling = scaling_in(grid, layout, KINDS[name]) if layout.is_scaled(name) else None
    if scaling is None or grid.calculates:
        return np.array(transfer.numbers(grid, area))
    with np.errstate(over="ignore"):
        seen = scaling.apply(np.array(transfer.numbers(grid, layout.entered(name))))
    for row, column in _others(grid, layout, name):
        cell = area.part(row, column)
        seen[row, column] = transfer.number(grid.read(cell)[0][0], cell)
    if not np.isfinite(seen).all():
        row, column = map(int, np.argwhere(~np.isfinite(seen))[0])
        raise CellError("the scaled number is too large", place=area.address(row, column))
    return seen


def _others(grid: Grid, layout: Layout, name: str) -> list[tuple[int, int]]:
    """The cells of a scaled block that do not hold the formula that sheetnet gives them, as (row, column)."""
    there, wanted = grid.formulas(layout[name]), scaled_formulas(layout)[name]
    return [
        (row, column)
        for row, (line, texts) in enumerate(zip(there, wanted, strict=True))
        if line != texts
        for column, (text, ours) in enumerate(zip(line, texts, strict=True))
        if text is None or not same(text, str(ours))
    ]


def scaled_anew(
    grid: Grid, layout: Layout, seen: dict[str, Array], before: NDArray[np.bool_], training: NDArray[np.bool_] | None
) -> dict[str, "Scaling"]:
    """The scaling of "images" and of "targets" that other cases ask for than those that it was taken from.

    `seen` is what the network sees now, `before` which cases were for training, `training` which are to be; None where
    a column says so, which somebody may have changed by hand. A scaling that fits none of them, nor what there was
    before cases were added, is a user's own, and stays. Raises CellError where it has seen cases that are for the test
    now, and what was measured is not there to take it anew; a column of the user's own is followed all the same.
    """
    found = {}
    now = before if training is None else training
    for name, numbers in seen.items():
        if scaling_in(grid, layout, KINDS[name]) is None or _fits(numbers[now]):
            continue
        kind = "" if training is None else _fits(numbers) or _fits(numbers[before])
        kind = kind or _seen_before(numbers, ~now) or _seen_before(numbers[before], ~now[before])
        if kind and layout.is_scaled(name) and not _others(grid, layout, name):
            from sheetnet.sheet.tables.scaling import scaling

            raw = np.array(transfer.numbers(grid, layout.entered(name)))
            found[name] = scaling(kind, raw, now.tolist())
        elif kind and training is not None:
            raise CellError(
                "the scaling was taken from other cases than the training cases of this split; "
                "it would have seen the test cases",
                place=layout[f"{KINDS[name]}_scaling"].address(),
                remedy="make it anew with `sheetnet new`, --scaling and this --split, --test-share and --seed",
            )
    return found


def _seen_before(scaled: Array, test: NDArray[np.bool_]) -> str:
    """The scaling that fits the first cases, up to some number, if test cases are among them; "" where none does.

    Cases are added below the others, and the scaling stays as it is.
    """
    counts = np.arange(1, len(scaled) + 1)[:, None]
    means, squares = (np.cumsum(power, axis=0) / counts for power in (scaled, scaled * scaled))
    lowest, highest = np.minimum.accumulate(scaled), np.maximum.accumulate(scaled)
    same_all = _near(highest - lowest, 0.0)
    with_test = np.logical_or.accumulate(test) & (counts[:, 0] > 1)
    standard = _near(means, 0.0) & (_near(squares - means * means, 1.0) | same_all)
    minmax = _near(lowest, 0.0) & (_near(highest, 1.0) | same_all)
    for kind, fits in (("standard", standard), ("minmax", minmax)):
        if (fits.all(axis=1) & with_test).any():
            return kind
    return ""


def put_scalings(grid: Grid, layout: Layout, scalings: dict[str, "Scaling"]) -> dict[str, Area]:
    """Write shifts and scales into their cells, which the formulas on Data follow; returns the cells."""
    written = {f"{KINDS[name]}_scaling": layout[f"{KINDS[name]}_scaling"] for name in scalings}
    for area, one in zip(written.values(), scalings.values(), strict=True):
        grid.write(area, [list(pair) for pair in zip(one.shift.tolist(), one.scale.tolist(), strict=True)])
    return written


def seen_by(grid: Grid, layout: Layout, name: str, scaling: "Scaling") -> Array:
    """What the network sees of "images" or "targets" by another scaling than that of the cells."""
    return scaling.apply(np.array(transfer.numbers(grid, layout.entered(name))))


def _near(numbers: Array, wanted: float) -> NDArray[np.bool_]:
    return np.isclose(numbers, wanted, rtol=0.0, atol=1e-6)


def _fits(scaled: Array) -> str:
    """The scaling by which every column has mean 0 and standard deviation 1, or goes from 0 to 1; "" where by none."""
    same_all = _near(np.ptp(scaled, axis=0), 0.0)
    standard = _near(scaled.mean(axis=0), 0.0) & (_near(scaled.std(axis=0), 1.0) | same_all)
    minmax = _near(scaled.min(axis=0), 0.0) & (_near(scaled.max(axis=0), 1.0) | same_all)
    return "standard" if standard.all() else "minmax" if minmax.all() else ""
