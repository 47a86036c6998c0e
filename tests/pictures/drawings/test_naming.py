"""Names as pictures show them."""

import pytest

from sheetnet.pictures.drawings.naming import classes, layers, plain, short, span
from tests.pictures.conftest import Paths


def test_layers_are_named_as_in_the_workbook(shown: Paths) -> None:
    assert layers(shown("letters"))[1:] == [["H1", "H2", "H3"], ["A", "P", "L", "E"]]
    assert layers(shown("xor")) == [["x1", "x2"], ["H1", "H2"], ["t"]]
    assert classes(shown("xor")) == ["0", "1"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["A", "P"], "A, P"),
        (["H1", "H2", "H3"], "H1, H2, H3"),
        ([f"p{n}" for n in range(1, 21)], "p1–p20"),
        (["d-7", "d-6", "d-5", "d-4", "d-3"], "d-7 … d-3"),
    ],
)
def test_a_layer_is_named_by_its_ends(names: list[str], told: str) -> None:
    assert span(names) == told


def test_long_names_lose_their_ends() -> None:
    assert short("sepal length in cm", 10) == "sepal len…"
    assert short("花弁の長さと幅", 8) == "花弁の…"
    assert plain(7.0) == "7"
