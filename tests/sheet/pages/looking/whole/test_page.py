"""Sheet Network: what its formulas say is what the network says, and they follow its cells."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from sheetnet.cli import main
from sheetnet.sheet.blocks.whole import SHEET, WholePlaces
from tests.readers.ironcalc import Oracle

ACTIVE = {"sigmoid": lambda s: 1 / (1 + np.exp(-s)), "tanh": np.tanh}


def said(oracle: Oracle, hidden: str = "sigmoid") -> np.ndarray:
    """z of a 2-2-1 network at the middle of every cell of the surface, by numpy, from the block of current values."""
    w, v = np.array([row[:] for row in oracle.block("current")[:2]], float), oracle.block("current")[3]
    x1, x2 = np.meshgrid(np.linspace(-0.5, 1.5, 21), np.linspace(1.5, -0.5, 21))
    h = [ACTIVE[hidden](one * x1 + two * x2 - theta) for one, two, theta in w]
    return 1 / (1 + np.exp(-(v[0] * h[0] + v[1] * h[1] - v[2])))


def surface(oracle: Oracle) -> np.ndarray:
    area = WholePlaces(oracle.layout.geometry, 4).surface
    return np.array(
        [
            [oracle.cell(SHEET, row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]
    )


def test_the_surface_is_what_the_network_says_and_follows_a_weight(examples: Mapping[str, Path]) -> None:
    oracle = Oracle(examples["xor"])
    before = surface(oracle)
    assert before == pytest.approx(said(oracle), abs=1e-12)

    oracle._paste([[5.0]], oracle.layout["current"].part(0, 0))

    assert surface(oracle) == pytest.approx(said(oracle), abs=1e-12)
    assert abs(surface(oracle) - before).max() > 0.01


def test_the_surface_follows_the_activation_that_the_formulas_are_made_for(
    examples: Mapping[str, Path], tmp_path: Path
) -> None:
    assert main(["set", str(examples["xor"]), "--hidden", "tanh", "-o", str(tmp_path / "tanh.xlsx")]) == 0

    oracle = Oracle(tmp_path / "tanh.xlsx")
    assert surface(oracle) == pytest.approx(said(oracle, "tanh"), abs=1e-12)


@pytest.mark.few(1)
@pytest.mark.parametrize("case", [1, 3])
def test_the_boxes_hold_the_numbers_of_the_chosen_case(case: int, examples: Mapping[str, Path]) -> None:
    oracle = Oracle(examples["xor"])
    places = WholePlaces(oracle.layout.geometry, 4)

    oracle._paste([[case]], places.case)

    for layer in (1, 2):
        for name, what in (("sums", "s"), ("outputs", "h" if layer == 1 else "z"), ("deltas", "δ")):
            for unit, value in enumerate(oracle.block(f"{name}_{layer}")[case - 1]):
                cell = places.cell(layer, unit, what)
                assert oracle.cell(SHEET, cell.top, cell.left) == pytest.approx(value, abs=1e-14)


@pytest.mark.few(1)
@pytest.mark.parametrize("name", ["xor", "walkthrough", "neuron"])
def test_every_weight_and_its_gradient_stand_on_their_line(name: str, examples: Mapping[str, Path]) -> None:
    oracle = Oracle(examples[name])
    places = WholePlaces(oracle.layout.geometry, len(oracle.block("images")))
    current, gradients = oracle.block("current"), oracle.block("gradients")

    for layer in range(len(places.geometry.sizes) - 1):
        for target, unit in enumerate(places.geometry.layer(layer)):
            for source, (row, column) in zip(range(places.geometry.sizes[layer]), unit.cells(), strict=False):
                label = places.weight(layer, source, target)
                found = [oracle.cell(SHEET, label.top + line, label.left) for line in (0, 1)]
                assert found == pytest.approx([current[row][column], gradients[row][column]], abs=1e-14)


def test_the_page_has_a_line_in_two_parts_for_every_weight_and_prints_on_one_page(examples: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(examples["walkthrough"]) as book:
        assert book.read("xl/drawings/lines.xml").count(b"<xdr:cxnSp ") == 2 * (3 * 2 + 2 * 2)
    sheet = load_workbook(examples["walkthrough"])[SHEET]

    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        1,
    )


def test_larger_networks_and_plain_workbooks_have_no_such_sheet(whole_file: Path, letters_file: Path) -> None:
    assert [SHEET in load_workbook(path).sheetnames for path in (whole_file, letters_file)] == [False, False]
