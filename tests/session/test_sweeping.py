"""Sweeps: every combination is trained as it would be alone, compared fairly, and put on a sheet of the workbook."""

from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.errors import LayoutError, SettingError
from sheetnet.session.sweeping import best_of
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.sweep import SweepRow


def test_each_setting_ends_where_a_run_of_its_own_ends(letters: Path) -> None:
    swept = sheetnet.sweep(letters, etas=(0.01, 0.1), optimisers=("sgd", "adam"), iterations=60)

    alone = [
        sheetnet.train(letters, eta=one.eta, settings={"optimiser": one.optimiser}, iterations=60, dry_run=True)
        for one in swept.rows
    ]
    assert [one.best for one in swept.rows] == pytest.approx([run.after.loss for run in alone], rel=1e-12)
    assert [one.accuracy for one in swept.rows] == [run.after.accuracy for run in alone]
    assert swept.rows[swept.best or 0].best == min(one.best or np.inf for one in swept.rows)


def test_seeds_are_the_starts_of_new_workbooks_with_these_seeds(letters: Path, tmp_path: Path) -> None:
    swept = sheetnet.sweep(letters, seeds=3, iterations=40)

    runs = []
    for seed in range(3):
        sheetnet.new(tmp_path / f"{seed}.xlsx", seed=seed, plain=True)
        runs.append(sheetnet.train(tmp_path / f"{seed}.xlsx", iterations=40).after.loss)
    (one,) = swept.rows
    assert one.seeds == 3
    assert one.best == pytest.approx(min(runs), rel=1e-12)
    assert one.median == pytest.approx(float(np.median(runs)), rel=1e-12)


def test_the_iteration_at_which_e_is_below_the_level_is_counted(letters: Path) -> None:
    run = sheetnet.train(letters, eta=0.1, iterations=300, dry_run=True)
    first = int(np.flatnonzero(run.loss < 1.0)[0])

    (one,) = sheetnet.sweep(letters, etas=(0.1,), iterations=300).rows
    (other,) = sheetnet.sweep(letters, etas=(0.1,), iterations=first - 1).rows

    assert one.reached == first
    assert other.reached is None


def test_runs_that_are_stuck_and_runs_that_diverge_are_counted_and_never_best(letters: Path, tmp_path: Path) -> None:
    line = tmp_path / "line.csv"
    line.write_text("x,y\n" + "".join(f"{n},{3 * n + 1}\n" for n in range(9)))
    book = tmp_path / "line.xlsx"
    sheetnet.new(book, network="1-1", data=line, settings={"head": "identity+squared"}, iterations=400, plain=True)

    stuck = sheetnet.sweep(letters, etas=(0.05, 5.0))
    wild = sheetnet.sweep(book, etas=(0.001, 10.0))

    assert [one.stuck for one in stuck.rows] == [0, 1]
    assert [one.diverged for one in wild.rows] == [0, 1]
    assert wild.rows[1].best is None
    assert stuck.best == wild.best == 0
    assert stuck.rows[0].accuracy == 1.0
    assert wild.rows[0].accuracy is None  # a regression reads no classes


def test_giving_up_changes_no_other_run(letters: Path) -> None:
    etas = (0.05, 1.0, 5.0)

    patient = sheetnet.sweep(letters, etas=etas, seeds=4, iterations=120)
    quick = sheetnet.sweep(letters, etas=etas, seeds=4, iterations=120, give_up=True)

    assert quick.rows[0] == patient.rows[0]
    assert [one.stuck for one in quick.rows] == [one.stuck for one in patient.rows]
    assert patient.rows[2].stuck == 4


def test_mini_batches_and_other_settings_hold_for_every_run(letters: Path) -> None:
    chosen = {"batch_size": 32, "reduction": "mean", "head": "softmax+cross entropy"}

    (swept,) = sheetnet.sweep(letters, etas=(0.5,), settings=chosen, iterations=21).rows

    run = sheetnet.train(letters, eta=0.5, settings=chosen, iterations=21, dry_run=True)
    assert swept.best == pytest.approx(run.after.loss, rel=1e-12)


class TestTheSheet:
    def test_it_is_added_and_nothing_else_changes(self, letters: Path) -> None:
        before = {name: ZipFile(letters).read(name) for name in ZipFile(letters).namelist()}

        sheetnet.sweep(letters, etas=(0.01, 0.1), optimisers=("sgd", "rmsprop"), iterations=20)

        after = ZipFile(letters)
        same = {name for name in before if after.read(name) == before[name]}
        assert {name for name in before if name.startswith("xl/worksheets/sheet")} <= same
        assert load_workbook(letters).sheetnames == ["BP", "Data", "Calc", "Trace", "Guide", "Sweep"]
        assert all(not one.failures for one in sheetnet.check(letters))

    def test_the_next_sweep_replaces_it(self, letters: Path) -> None:
        sheetnet.sweep(letters, etas=(0.01, 0.1), iterations=5)
        sheetnet.sweep(letters, etas=(0.5,), iterations=5)

        book = load_workbook(letters)
        assert book.sheetnames.count("Sweep") == 1
        shown = [cell.value for row in book["Sweep"].iter_rows() for cell in row]
        assert 0.5 in shown
        assert 0.01 not in shown

    def test_a_sheet_of_the_users_of_that_name_is_left_alone(self, letters: Path) -> None:
        book = load_workbook(letters)
        book.create_sheet("Sweep")["A1"] = "mine"
        book.save(letters)
        before = letters.read_bytes()

        with pytest.raises(LayoutError, match="Sweep"):
            sheetnet.sweep(letters, iterations=2)

        assert letters.read_bytes() == before


@pytest.mark.parametrize(
    "odd",
    [
        {"optimisers": ("lbfgs",)},
        {"optimisers": ("best",)},
        {"etas": (float("nan"),)},
        {"seeds": -1},
        {"level": 0},
        {"seeds": 2, "scale": float("nan")},
        {"seeds": 2, "scale": 1e308},
        {"iterations": 10**9},
        {"iterations": 10**6, "seeds": 1000},
    ],
)
def test_odd_settings_are_refused_and_nothing_is_written(odd: dict[str, object], letters: Path) -> None:
    before = letters.read_bytes()

    with pytest.raises(SettingError):
        sheetnet.sweep(letters, **odd)  # type: ignore[arg-type]

    assert letters.read_bytes() == before


def with_settings(path: Path, **cells: object) -> Path:
    """The same workbook with other settings in its cells."""
    grid = sheetnet.open(path)
    layout = find(grid)
    for name, value in cells.items():
        grid.write(layout[name], [[value]])  # type: ignore[list-item]
    grid.save()
    return path


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "cells",
    [
        {"split": "stratified"},
        {"split": "share", "seed": 7, "test_share": 0.5},
        {"split": "time", "batch_size": 10},
        {"stop_below": 30},
        {"stop_below": 35, "batch_size": 7},
        {"patience": 2, "least_gain": 0.5},
        {"split": "stratified", "stop_below": 20, "reduction": "sum"},
    ],
)
def test_a_split_and_a_rule_to_stop_are_those_of_a_run_alone(cells: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "settings.xlsx"
    sheetnet.new(path, settings={"optimiser": "sgd"}, iterations=60, plain=True)
    with_settings(path, **cells)

    swept = sheetnet.sweep(path, etas=(0.02, 0.05), optimisers=("sgd", "momentum"), dry_run=True)

    for one, curve in zip(swept.rows, swept.curves, strict=True):
        alone = sheetnet.train(path, eta=one.eta, settings={"optimiser": one.optimiser}, dry_run=True)
        exact = "stop_below" in cells or "patience" in cells
        assert one.best == (alone.after.loss if exact else pytest.approx(alone.after.loss, rel=1e-12))
        assert one.accuracy == alone.after.accuracy
        assert curve.iterations[-1] == alone.after.iteration


def test_a_run_that_overflows_before_a_rule_ends_it_has_diverged(tmp_path: Path) -> None:
    path = tmp_path / "settings.xlsx"
    sheetnet.new(path, settings={"head": "identity+squared", "hidden": "relu"}, iterations=60, plain=True)
    with_settings(path, stop_below=0.001)

    swept = sheetnet.sweep(path, etas=(0.0001, 1e200), dry_run=True)

    assert [one.diverged for one in swept.rows] == [0, 1]
    assert swept.best == 0


@pytest.mark.parametrize(
    ("found", "best"),
    [
        ([(0.5, 0.1), (0.4, 0.3), (0.4, 0.35)], 1),  # the median first, then the least E
        ([(None, 0.2), (3.0, 3.0)], 1),  # more than half of the runs diverged
        ([(None, None), (None, 0.2)], 1),
        ([(None, None), (None, None)], None),
    ],
)
def test_the_best_setting_has_the_least_median(
    found: list[tuple[float | None, float | None]], best: int | None
) -> None:
    assert best_of([SweepRow(0.1, "sgd", "", 3, best=least, median=median) for median, least in found]) == best
