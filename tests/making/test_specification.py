"""What `new` is asked for: one record, whose fields are the keywords of `new`."""

import subprocess
import sys
from dataclasses import fields
from typing import get_type_hints

import pytest

from sheetnet.errors import LayoutError, SettingError
from sheetnet.making.specification import FREE, Keywords, Specification
from tests.conftest import ROOT


def test_every_field_is_a_keyword_of_new_and_of_the_same_type() -> None:
    assert get_type_hints(Keywords) == get_type_hints(Specification)


def test_what_is_free_beside_an_example_are_fields() -> None:
    assert set(FREE) < {field.name for field in fields(Specification)}


def test_defaults_are_known_without_numpy_and_openpyxl() -> None:
    code = (
        "import sys\nfrom sheetnet.making.specification import Specification\nSpecification()\n"
        "sys.exit(int('numpy' in sys.modules or 'openpyxl' in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_sizes_and_picture_are_read_as_they_are_written() -> None:
    asked = Specification(network="64-30-10", pixels="8x8")

    assert (asked.sizes, asked.picture) == ((64, 30, 10), (8, 8))
    assert (Specification().sizes, Specification().picture) == (None, None)


@pytest.mark.parametrize("text", ["20", "20-", "-3-4", "20-0-4", "20-a-4", "20-3.5-4", "20x4", "2-100000", "２-3"])
def test_what_is_no_network_is_named(text: str) -> None:
    with pytest.raises(LayoutError, match=f"such as 20-3-4, found '{text}'"):
        _ = Specification(network=text).sizes


@pytest.mark.parametrize("text", ["28", "28x", "28x0", "28x28x3", "a x b", "28-28"])
def test_what_is_no_picture_is_named(text: str) -> None:
    with pytest.raises(LayoutError, match=f"such as 28x28, found '{text}'"):
        _ = Specification(pixels=text).picture


def test_a_zero_that_is_asked_for_beside_an_example_is_asked_for() -> None:
    Specification(example="xor", seed=0, iterations=500).refuse_beside_example()  # the defaults: nothing is lost

    with pytest.raises(SettingError, match="the example 'xor' comes with iterations of its own"):
        Specification(example="xor", iterations=0).refuse_beside_example()
