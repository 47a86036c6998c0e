"""Weights and gradients under their headings."""

import pytest

from sheetnet.errors import SettingError
from sheetnet.net.complex_step import complex_step_gradient
from sheetnet.pictures.drawings.weights import gradients, weights
from sheetnet.pictures.fonts import font_for
from sheetnet.pictures.shapes import Text
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths


def said(picture: object) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Text)]  # type: ignore[attr-defined]


def test_the_heading_says_what_and_when(shown: Paths) -> None:
    assert said(weights(shown("letters"), words("en")))[:2] == ["Weights w and thresholds θ", "iteration 500"]
    assert said(gradients(shown("letters"), words("ja")))[:2] == ["勾配 ∂E/∂w と ∂E/∂θ", "反復 500 回"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_iteration_stands_behind_the_heading_as_the_font_draws_it(shown: Paths, language: str) -> None:
    fonts = pytest.importorskip("PIL.ImageFont", reason="Pillow is not installed: the extra plot")
    heading, when = [one for one in gradients(shown("letters"), words(language)).shapes if isinstance(one, Text)][:2]
    try:
        font = fonts.truetype(font_for(heading.text).bold, heading.size)
    except SettingError:
        pytest.skip("no font of that language here")

    assert when.x > heading.x + font.getlength(heading.text)


def test_a_network_without_thresholds_has_none_in_its_heading(shown: Paths) -> None:
    assert said(weights(shown("walkthrough"), words("en")))[0] == "Weights w"
    assert "θ" not in said(weights(shown("walkthrough"), words("en")))


def test_the_gradient_is_the_derivative_of_e(shown: Paths) -> None:
    path = shown("letters")

    wanted = complex_step_gradient(path.network, path.model.parameters, path.x, path.t)

    assert path.gradient == pytest.approx(wanted.gradient, rel=1e-9, abs=1e-12)
