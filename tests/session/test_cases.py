"""The cases that a workbook learns from, and the scaling that must not have seen the test cases."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import sheetnet
from sheetnet.errors import CellError, SettingError
from sheetnet.session import load, told
from sheetnet.sheet.blocks.finding import find
from tests.conftest import write_cells


def days(tmp_path: Path, scaling: str, **settings: object) -> Path:
    """A quantity that grows day by day, so that the last days are unlike the others."""
    (tmp_path / "t.csv").write_text("day,y\n" + "".join(f"{day},{day * 2}\n" for day in range(40)))
    sheetnet.new(
        tmp_path / "days.xlsx",
        network="1-3-1",
        data=tmp_path / "t.csv",
        scaling=scaling,
        settings={"head": "identity+squared", "reduction": "mean", **settings},
        plain=True,
    )
    return tmp_path / "days.xlsx"


def of_before(path: Path) -> Path:
    """As an earlier version made it: scaled numbers on Data, and nothing of what was measured."""
    with sheetnet.open(path) as grid:
        layout = find(grid)
        for name in ("images", "targets"):
            rows = grid.read(layout[name])
            grid.enter(layout[name], [[None] * layout[name].width] * len(rows))
            grid.write(layout[name], rows)
        for name in ("input_measured", "target_measured"):
            grid.write(layout[name], [[None]] * layout.cases)
            grid.define(name, None)
        grid.save()
    return path


SCALERS: dict[str, Any] = {"standard": StandardScaler, "minmax": MinMaxScaler}


def seen(path: Path, name: str) -> np.ndarray:
    with sheetnet.open(path) as grid:
        return np.array(grid.read(find(grid)[name]), float)


@pytest.mark.few(1)
@pytest.mark.parametrize(("scaling", "split"), [("standard", "time"), ("standard", "share"), ("minmax", "time")])
def test_another_split_scales_anew_by_its_own_training_cases(scaling: str, split: str, tmp_path: Path) -> None:
    path = days(tmp_path, scaling)
    measured = seen(path, "input_measured")

    result = sheetnet.train(path, settings={"split": split, "seed": 3}, iterations=1)

    training = seen(path, "training")[:, 0] == 1.0
    assert 0 < training.sum() < 40
    scaler = SCALERS[scaling]().fit(measured[training])
    assert seen(path, "images") == pytest.approx(scaler.transform(measured), rel=1e-12, abs=1e-12)
    assert seen(path, "input_measured").tolist() == measured.tolist() == [[day] for day in range(40)]
    assert {"input_scaling", "target_scaling", "training"} <= set(result.written)
    assert not told(sheetnet.check(path))


def test_a_sweep_scales_as_train_would_and_leaves_the_cells(tmp_path: Path) -> None:
    path = days(tmp_path, "standard")
    before = seen(path, "input_scaling").tolist()

    swept = sheetnet.sweep(path, settings={"split": "time"}, iterations=3)

    assert seen(path, "input_scaling").tolist() == before
    trained = sheetnet.train(path, settings={"split": "time"}, iterations=3)
    assert swept.rows[0].best == pytest.approx(trained.after.loss, rel=1e-12)


@pytest.mark.few(1)
@pytest.mark.parametrize(("scaling", "split"), [("standard", "time"), ("standard", "share"), ("minmax", "time")])
def test_without_what_was_measured_a_split_that_the_scaling_was_not_made_for_is_refused(
    scaling: str, split: str, tmp_path: Path
) -> None:
    path = of_before(days(tmp_path, scaling))
    before = path.read_bytes()

    refusal = r"^days\.xlsx: Scaling!C6: the scaling was taken from other cases than the training cases of this split"
    with pytest.raises(CellError, match=refusal):
        sheetnet.train(path, settings={"split": split, "seed": 3}, iterations=1)
    with pytest.raises(CellError, match=re.escape("--scaling and this --split")):
        sheetnet.sweep(path, settings={"split": split, "seed": 3}, iterations=1)

    assert path.read_bytes() == before


def test_a_workbook_of_before_learns_what_it_learned(tmp_path: Path) -> None:
    new, old = days(tmp_path, "standard"), tmp_path / "old.xlsx"
    old.write_bytes(new.read_bytes())

    ones = [sheetnet.train(path, iterations=20) for path in (new, of_before(old))]

    assert (ones[0].parameters == ones[1].parameters).all()
    assert not told(sheetnet.check(old))


def test_a_split_whose_training_cases_scale_alike_is_none_to_refuse(tmp_path: Path) -> None:
    """With seed 3 the first and the last day are training cases: 0 and 1 are theirs."""
    path = days(tmp_path, "minmax")

    assert sheetnet.train(path, settings={"split": "share", "seed": 3}, iterations=1).updates == 1


def test_another_share_scales_anew_too(tmp_path: Path) -> None:
    path = days(tmp_path, "standard", split="time")

    sheetnet.train(path, settings={"test_share": 0.5}, iterations=1)

    assert seen(path, "images")[:20].mean() == pytest.approx(0.0, abs=1e-12)
    assert seen(path, "images")[:20].std() == pytest.approx(1.0)


def test_a_scaling_of_ones_own_stays(tmp_path: Path) -> None:
    path = days(tmp_path, "standard")
    write_cells(path, {"Scaling!C6": 10.0, "Scaling!D6": 2.0})

    sheetnet.train(path, settings={"split": "time"}, iterations=1)

    assert seen(path, "images").ravel().tolist() == [(day - 10.0) / 2.0 for day in range(40)]


@pytest.mark.few(1)
@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_test_cases_chosen_by_hand_are_taken_out_of_the_scaling(scaling: str, tmp_path: Path) -> None:
    path = days(tmp_path, scaling)
    write_cells(path, {f"Data!C{row}": 0 for row in range(36, 46)})

    result = sheetnet.train(path, iterations=1)

    wanted = SCALERS[scaling]().fit_transform(np.arange(30.0)[:, None])
    assert np.allclose(seen(path, "images")[:30], wanted, rtol=0.0, atol=1e-12)
    assert {"input_scaling", "target_scaling"} <= set(result.written)
    assert not {"input_scaling", "training"} & set(sheetnet.train(path, iterations=1).written)


@pytest.mark.few(1)
@pytest.mark.parametrize(("scaling", "split"), [("standard", "share"), ("minmax", "time"), ("standard", "column")])
def test_a_scaling_of_before_cases_were_added_is_taken_anew_where_it_saw_test_cases(
    scaling: str, split: str, tmp_path: Path
) -> None:
    path = days(tmp_path, scaling, split=split)
    (tmp_path / "late.csv").write_text("day,y\n400,800\n500,1000\n")
    sheetnet.add(path, data=tmp_path / "late.csv")
    if split == "column":
        write_cells(path, {f"Data!C{row}": 0 for row in range(36, 46)})

    sheetnet.train(path, settings={"test_share": 0.5, "seed": 4} if split != "column" else {}, iterations=1)

    training = seen(path, "training").ravel() == 1
    measured = np.array([*range(40), 400.0, 500.0])[:, None]
    wanted = SCALERS[scaling]().fit(measured[training]).transform(measured)
    assert np.allclose(seen(path, "images"), wanted, rtol=0.0, atol=1e-9)


# what stands in the cells


@pytest.fixture
def plain_days(tmp_path: Path) -> Path:
    (tmp_path / "t.csv").write_text("day,y\n" + "".join(f"{day},{day * 2}\n" for day in range(9)))
    settings = {"head": "identity+squared"}
    path = tmp_path / "days.xlsx"
    sheetnet.new(path, network="1-2-1", data=tmp_path / "t.csv", scaling="standard", settings=settings, plain=True)
    return path


def test_a_number_put_in_by_a_program_that_does_not_compute_is_what_is_learned(plain_days: Path) -> None:
    """openpyxl leaves every formula without its saved result; another writer may leave the old one."""
    shift, scale = seen(plain_days, "input_scaling")[0].tolist()
    book = load_workbook(plain_days)
    book["Data"]["D6"] = 100
    book.save(plain_days)

    problem = load(sheetnet.open(plain_days))

    assert problem.x[:2, 0].tolist() == [(100.0 - shift) / scale, (1.0 - shift) / scale]


def test_an_old_saved_result_is_never_learned_and_check_tells_of_it(plain_days: Path) -> None:
    shift, scale = seen(plain_days, "input_scaling")[0].tolist()
    write_cells(plain_days, {"Data!D6": 100.0})

    failures = told(sheetnet.check(plain_days))
    problem = load(sheetnet.open(plain_days))

    assert any("Data!F6" in one for one in failures)
    assert problem.x[0, 0] == (100.0 - shift) / scale
    sheetnet.train(plain_days, iterations=2)
    assert seen(plain_days, "images")[0, 0] == (100.0 - shift) / scale
    assert not told(sheetnet.check(plain_days))


def test_a_formula_or_a_value_of_ones_own_counts_as_what_it_says(plain_days: Path) -> None:
    with sheetnet.open(plain_days) as grid:
        area = find(grid)["images"]
        grid.enter(area.part(0, 0, 2, 1), [["LN(D6+1)"], [None]])
        grid.refresh(area.part(0, 0), [[0.25]])
        grid.write(area.part(1, 0), [[7.0]])
        grid.save()

    result = sheetnet.train(plain_days, iterations=1)

    assert load(sheetnet.open(plain_days)).x[:2, 0].tolist() == [0.25, 7.0]
    assert any(note.startswith("Data!F7: expected a formula, found none") for note in result.warnings)


def test_a_cell_that_is_neither_is_named(plain_days: Path) -> None:
    with sheetnet.open(plain_days) as grid:
        grid.enter(find(grid)["images"].part(0, 0), [[None]])
        grid.save()

    with pytest.raises(CellError, match=r"^days\.xlsx: Data!F6: expected a number, found an empty cell"):
        sheetnet.train(plain_days, iterations=1)


@pytest.mark.parametrize("value", [None, "n/a"])
def test_what_was_measured_has_to_be_a_number(value: str | None, plain_days: Path) -> None:
    write_cells(plain_days, {"Data!D7": value})

    with pytest.raises(CellError, match=r"^days\.xlsx: Data!D7: expected a number, found"):
        sheetnet.train(plain_days, iterations=1)


@pytest.mark.few(1)
@pytest.mark.parametrize("scaling", ["none", "standard", "minmax"])
def test_the_split_that_the_scaling_was_made_for_is_none_to_refuse(scaling: str, tmp_path: Path) -> None:
    path = days(tmp_path, scaling, split="time")

    sheetnet.train(path, iterations=2)

    assert sheetnet.train(path, iterations=2).updates == 2


def test_without_a_scaling_every_split_is_free(tmp_path: Path) -> None:
    path = days(tmp_path, "none")

    assert sheetnet.train(path, settings={"split": "time"}, iterations=2).updates == 2


def test_a_share_of_test_cases_without_a_split_is_told(letters: Path) -> None:
    before = letters.read_bytes()

    with pytest.raises(SettingError, match="add --split share"):
        sheetnet.train(letters, settings={"test_share": 0.5})

    assert letters.read_bytes() == before


def test_test_cases_teach_nothing(letters: Path, tmp_path: Path) -> None:
    """Their E is recorded, and what they hold changes no parameter."""
    sheetnet.train(letters, iterations=30, settings={"split": "time"})
    one = sheetnet.train(letters, iterations=30)
    grid = sheetnet.open(letters)
    images = find(grid)["images"]
    grid.write(images.part(96, 0, 32, 20), [[1] * 20] * 32)
    grid.save(letters)

    other = sheetnet.train(letters, iterations=30)

    assert (one.parameters == other.parameters).all()
    assert one.test_loss[-1] != other.test_loss[-1]
