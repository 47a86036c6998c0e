"""Drawings put together, moving ones, and files that say what they lack."""

import re
import sys
from xml.etree import ElementTree

import pytest

from sheetnet.errors import SettingError
from sheetnet.pictures.shapes import Rect, Text
from sheetnet.pictures.words import words
from sheetnet.pictures.writing import Wishes, content, moving, still
from tests.pictures.conftest import Paths


def texts(svg: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("letters", ["Weights w and thresholds θ", "Error E while learning", "What is read as what"]),
        ("regression", ["Weights w and thresholds θ", "Error E while learning", "Predicted against measured"]),
        (
            "xor",
            [
                *("Weights w and thresholds θ", "Error E while learning"),
                *("What is read as what", "What the network says everywhere"),
            ],
        ),
    ],
)
def test_without_a_choice_the_drawings_fit_the_network(shown: Paths, name: str, titles: list[str]) -> None:
    said = texts(content(shown(name), "svg", Wishes()))

    assert [text for text in said if text in titles] == titles


def test_the_language_is_the_workbooks_or_the_one_wished(shown: Paths) -> None:
    assert "学習中の誤差 E" in texts(content(shown("letters_ja"), "svg", Wishes(("curve",))))
    assert "Error E while learning" in texts(content(shown("letters_ja"), "svg", Wishes(("curve",), "en")))
    assert "学習中の誤差 E" in texts(content(shown("letters"), "svg", Wishes(("curve",), "ja")))


def test_an_svg_asks_for_nothing_from_elsewhere(shown: Paths) -> None:
    svg = content(shown("letters"), "svg", Wishes()).decode()

    assert re.findall(r"(?:href|src|url\()[^>]*", svg) == []


def test_the_pictures_of_an_animation_have_one_size_and_one_scale(shown: Paths) -> None:
    pictures = moving(shown("letters", 20), words("en"), ("weights", "curve"))

    assert len({(one.width, one.height) for one in pictures}) == 1
    deepest = [next(s.text for s in one.shapes if isinstance(s, Text) and "deepest" in s.text) for one in pictures]
    assert len(set(deepest)) == 1
    fills = [[shape.fill for shape in one.shapes if isinstance(shape, Rect)] for one in pictures]
    assert fills[0] != fills[-1]


def test_only_what_moves_is_moved(shown: Paths) -> None:
    with pytest.raises(SettingError, match=r"^expected weights, gradients or curve to be moved, found 'confusion'$"):
        moving(shown("letters", 20), words("en"), ("weights", "confusion"))


@pytest.mark.parametrize(
    ("kind", "module", "needed"), [("png", "PIL", "Pillow"), ("gif", "PIL", "Pillow"), ("pdf", "fpdf", "fpdf2")]
)
def test_what_is_not_installed_is_named(
    shown: Paths, monkeypatch: pytest.MonkeyPatch, kind: str, module: str, needed: str
) -> None:
    for name in [name for name in sys.modules if name in ("sheetnet.pictures.raster", "sheetnet.pictures.pdf")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SettingError) as error:
        content(shown("letters", 20), kind, Wishes(("curve",)))

    assert str(error.value) == f'.{kind} needs {needed}; python -m pip install "sheetnet[plot]", or write .svg'


def test_numbers_stand_in_the_network(shown: Paths) -> None:
    say = words("en")
    without = still(shown("xor"), say, Wishes(("network",)))
    with_numbers = still(shown("xor"), say, Wishes(("network",), numbers=True))

    assert sum(isinstance(s, Text) for s in with_numbers.shapes) - sum(isinstance(s, Text) for s in without.shapes) == 9
