"""The cases that a workbook learns from, and the scaling that must not have seen the test cases."""

import re
from pathlib import Path

import pytest

import sheetnet
from sheetnet.errors import CellError, SettingError
from sheetnet.sheet.blocks.finding import find


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


@pytest.mark.few(1)
@pytest.mark.parametrize(("scaling", "split"), [("standard", "time"), ("standard", "share"), ("minmax", "time")])
def test_a_split_that_the_scaling_has_not_been_made_for_is_refused(scaling: str, split: str, tmp_path: Path) -> None:
    path = days(tmp_path, scaling)
    before = path.read_bytes()

    told = r"^days\.xlsx: Scaling!C6: the scaling was taken from other cases than the training cases of this split"
    with pytest.raises(CellError, match=told):
        sheetnet.train(path, settings={"split": split, "seed": 3}, iterations=1)
    with pytest.raises(CellError, match=re.escape("--scaling and this --split")):
        sheetnet.sweep(path, settings={"split": split, "seed": 3}, iterations=1)

    assert path.read_bytes() == before


def test_a_split_whose_training_cases_scale_alike_is_none_to_refuse(tmp_path: Path) -> None:
    """With seed 3 the first and the last day are training cases: 0 and 1 are theirs."""
    path = days(tmp_path, "minmax")

    assert sheetnet.train(path, settings={"split": "share", "seed": 3}, iterations=1).updates == 1


def test_another_share_is_refused_too(tmp_path: Path) -> None:
    path = days(tmp_path, "standard", split="time")

    with pytest.raises(CellError, match="taken from other cases"):
        sheetnet.train(path, settings={"test_share": 0.5}, iterations=1)


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
