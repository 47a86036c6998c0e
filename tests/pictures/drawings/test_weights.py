"""Weights and gradients under their headings."""

import pytest

from sheetnet.net.complex_step import complex_step_gradient
from sheetnet.pictures.drawings.weights import gradients, weights
from sheetnet.pictures.shapes import Text
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths


def said(picture: object) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Text)]  # type: ignore[attr-defined]


def test_the_heading_says_what_and_when(shown: Paths) -> None:
    assert said(weights(shown("letters"), words("en")))[:2] == ["Weights w and thresholds θ", "iteration 500"]
    assert said(gradients(shown("letters"), words("ja")))[:2] == ["勾配 ∂E/∂w と ∂E/∂θ", "反復 500 回"]


def test_a_network_without_thresholds_has_none_in_its_heading(shown: Paths) -> None:
    assert said(weights(shown("walkthrough"), words("en")))[0] == "Weights w"
    assert "θ" not in said(weights(shown("walkthrough"), words("en")))


def test_the_gradient_is_the_derivative_of_e(shown: Paths) -> None:
    path = shown("letters")

    wanted = complex_step_gradient(path.network, path.model.parameters, path.x, path.t)

    assert path.gradient == pytest.approx(wanted.gradient, rel=1e-9, abs=1e-12)
