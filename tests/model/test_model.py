"""A model predicts in raw units, and one that contradicts itself is not made."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sheetnet.model import ModelError
from sheetnet.net.heads import HEADS
from tests.model.examples import cases, model


@pytest.mark.parametrize("head", HEADS)
def test_raw_inputs_become_raw_outputs(head: str) -> None:
    one = model(head=head)
    raw, _ = cases(one)

    z = one.network.outputs(one.parameters, (raw - one.input_shift) / one.input_scale)

    assert one.predict(raw).tolist() == (z * one.target_scale + one.target_shift).tolist()


def test_the_largest_output_names_the_class_whatever_the_scale_of_the_targets() -> None:
    one = model()
    raw, _ = cases(one)
    z = one.network.outputs(one.parameters, (raw - one.input_shift) / one.input_scale)

    assert one.classes_of(one.predict(raw)) == tuple("ab"[k] for k in z.argmax(axis=1))


@pytest.mark.parametrize(("head", "middle"), [("sigmoid+squared", 0.5), ("tanh+squared", 0.0)])
def test_a_single_output_is_one_from_the_middle_of_its_range_on(head: str, middle: float) -> None:
    one = model((3, 1), head=head, scaled=False)

    found = one.classes_of(np.array([[middle], [np.nextafter(middle, -9)], [1.0], [-1.0]]))

    assert found == (1.0, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parameters": np.zeros(25)}, "expected 26 parameters, found float64 of shape (25,)"),
        ({"parameters": np.full(26, np.nan)}, "expected finite numbers for the parameters, found nan"),
        ({"input_scale": np.zeros(3)}, "expected scales other than 0, found 0"),
        ({"target_shift": np.zeros(3)}, "expected 2 shifts of the targets, found float64 of shape (3,)"),
        ({"input_shift": np.zeros(3, np.float32)}, "expected 3 shifts of the inputs, found float32 of shape (3,)"),
        ({"classes": ("a",)}, "expected 2 names of outputs, found 1"),
        ({"feature_names": ("a",)}, "expected 3 names of inputs, found 1"),
    ],
)
def test_a_model_that_contradicts_itself_is_not_made(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError) as error:
        replace(model(), **change)

    assert str(error.value) == message


def test_cases_of_another_width_are_refused() -> None:
    with pytest.raises(ModelError, match=r"^expected cases of 3 inputs, found an array of shape \(2, 4\)$"):
        model().predict(np.zeros((2, 4)))
