"""What the network sees is made on sheet Data itself, of what was measured: by the programs that compute the sheet."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import sheetnet
from sheetnet.session import load, told
from sheetnet.sheet.blocks.finding import find
from tests.conftest import convert
from tests.readers.edited import edited
from tests.readers.ironcalc import Oracle

SCALERS: dict[str, Any] = {"standard": StandardScaler, "minmax": MinMaxScaler}
CASES = 40


def measured() -> tuple[np.ndarray, np.ndarray]:
    table = load_diabetes(scaled=False)
    return table.data[:CASES, :3], table.target[:CASES, None]


def made(folder: Path, scaling: str, **more: Any) -> Path:
    x, t = measured()
    text = "age,sex,bmi,progression\n" + "".join(
        ",".join(map(repr, (*row, *target))) + "\n" for row, target in zip(x.tolist(), t.tolist(), strict=True)
    )
    (folder / "table.csv").write_text(text)
    settings = {"head": "identity+squared", "split": "share", "seed": 2}
    path = folder / "table.xlsx"
    sheetnet.new(path, network="3-2-1", data=folder / "table.csv", scaling=scaling, settings=settings, **more)
    return path


def numbers(path: Path, name: str) -> np.ndarray:
    with sheetnet.open(path) as grid:
        return np.array(grid.read(find(grid)[name]), float)


@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_scaled_columns_are_formulas_of_measured_ones_as_scikit_learn_scales(scaling: str, tmp_path: Path) -> None:
    path = made(tmp_path, scaling, plain=True)
    training = numbers(path, "training")[:, 0] == 1.0

    for name, kind, raw in zip(("images", "targets"), ("input", "target"), measured(), strict=True):
        scaled = SCALERS[scaling]().fit(raw[training]).transform(raw)
        assert numbers(path, f"{kind}_measured").tolist() == raw.tolist()
        assert numbers(path, name) == pytest.approx(scaled, rel=1e-12, abs=1e-12)
        computed = np.array(Oracle(path).block(name), float)
        assert (computed == numbers(path, name)).all()  # to the last bit


def test_a_person_sees_their_own_numbers_first(tmp_path: Path) -> None:
    sheet = load_workbook(made(tmp_path, "standard", plain=True))["Data"]

    assert [cell.value for cell in sheet[5]][3:] == [
        *("age", "sex", "bmi", "progression"),
        *("age, scaled", "sex, scaled", "bmi, scaled", "progression, scaled"),
    ]
    assert [cell.value for cell in sheet[6]][3:9] == [
        *(59, 2, 32.1, 151),
        "=(D6-Scaling!$C$6)/Scaling!$D$6",
        "=(E6-Scaling!$C$7)/Scaling!$D$7",
    ]
    assert (sheet["D4"].value, sheet["H4"].value) == ("inputs, measured", "inputs x, scaled")


def test_headings_are_japanese_in_a_japanese_workbook(tmp_path: Path) -> None:
    sheet = load_workbook(made(tmp_path, "minmax", plain=True, lang="ja"))["Data"]

    assert (sheet["D4"].value, sheet["G4"].value) == ("入力の測定値", "目標の測定値")
    assert (sheet["D5"].value, sheet["H5"].value) == ("age", "age (スケーリング後)")


def test_a_workbook_of_values_has_them_as_formulas_too(tmp_path: Path) -> None:
    path = made(tmp_path, "standard", plain=True, formulas="values")

    book = load_workbook(path)
    assert book["Data"]["H6"].value == "=(D6-Scaling!$C$6)/Scaling!$D$6"
    assert not told(sheetnet.check(path))


def test_a_table_that_is_not_scaled_stands_there_once(tmp_path: Path) -> None:
    path = made(tmp_path, "none", plain=True)

    with sheetnet.open(path) as grid:
        layout = find(grid)
        assert "input_measured" not in layout
        assert layout["images"].address() == "Data!D6"
        assert layout["targets"].address() == "Data!G6"


@pytest.mark.full
@pytest.mark.libreoffice
def test_libreoffice_computes_the_same_and_follows_what_is_typed(tmp_path: Path) -> None:
    """It keeps 15 digits of a result in a file."""
    path = made(tmp_path, "standard")
    own = convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "converted")
    assert numbers(own, "images") == pytest.approx(numbers(path, "images"), rel=1e-14, abs=0.0)

    typed = edited(path, [("put", "Data", "D6", 80.0), ("put", "Scaling", "D7", 4.0)], tmp_path)

    shifts, scales = numbers(typed, "input_scaling").T
    wanted = (np.vstack([[80.0, *measured()[0][0, 1:]], measured()[0][1:]]) - shifts) / scales
    assert scales[1] == 4.0
    assert numbers(typed, "images") == pytest.approx(wanted, rel=1e-14, abs=0.0)
    assert load(sheetnet.open(typed)).x == pytest.approx(wanted, rel=1e-14, abs=0.0)
    sheetnet.train(typed, iterations=3)
    assert not told(sheetnet.check(typed))
