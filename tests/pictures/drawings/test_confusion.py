"""The table counts what `predict` says."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import sheetnet
from sheetnet.errors import SettingError
from sheetnet.pictures.drawings.confusion import confusion
from sheetnet.pictures.shapes import Text
from sheetnet.pictures.words import words
from sheetnet.session.trajectory import trajectory
from sheetnet.sheet.grids.file import FileGrid
from tests.pictures.conftest import Paths


def numbers(picture: object) -> Counter[int]:
    texts = [shape.text for shape in picture.shapes if isinstance(shape, Text) and shape.size == 12.5]  # type: ignore[attr-defined]
    return Counter(int(text) for text in texts if text.isdigit())


def test_every_case_is_counted_where_predict_reads_it(letters: Path) -> None:
    sheetnet.train(letters, iterations=30)
    said = sheetnet.predict(letters, "Data!B5:W133")
    pairs = Counter(zip(said.labels, said.read, strict=True))
    assert any(label != read for label, read in pairs)

    with FileGrid(letters) as grid:
        picture = confusion(trajectory(grid), words("en"))

    assert numbers(picture) == Counter(pairs.values())
    right = sum(count for (label, read), count in pairs.items() if label == read)
    assert f"training: {right} of 128 right" in [shape.text for shape in picture.shapes if isinstance(shape, Text)]


def test_test_cases_have_a_table_of_their_own(letters: Path) -> None:
    sheetnet.train(letters, settings={"split": "share", "test_share": 0.25})

    with FileGrid(letters) as grid:
        picture = confusion(trajectory(grid), words("en"))

    told = [shape.text for shape in picture.shapes if isinstance(shape, Text) and shape.bold]
    assert [text.partition(":")[0] for text in told[1:]] == ["training", "test"]
    assert sum(count * times for count, times in numbers(picture).items()) == 128


def test_a_regression_confuses_nothing(shown: Paths) -> None:
    with pytest.raises(SettingError, match=r"^identity\+squared reads no classes, .*; choose --what predicted$"):
        confusion(shown("regression"), words("en"))


def test_a_single_output_has_two_classes(shown: Paths, book: Callable[[str], Path]) -> None:
    picture = confusion(shown("xor"), words("ja"))

    assert numbers(picture) == Counter({2: 2})
