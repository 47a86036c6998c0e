"""Cells of parameters: each number has a cell, red for more than 0 and blue for less, deeper for larger amounts."""

from pathlib import Path

import numpy as np
from openpyxl import load_workbook

from sheetnet.pictures.drawings.blocks import blocks, largest
from sheetnet.pictures.shapes import Rect
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths

SAY = words("en")


def channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def test_the_colours_are_those_of_the_workbooks_numbers(shown: Paths, trained_file: Path) -> None:
    path = shown("letters")
    sheet = load_workbook(trained_file, data_only=True)["BP"]
    units = [
        [sheet.cell(15 + 5 * unit + row, 3 + column).value for row in range(5) for column in range(4)]
        for unit in range(3)
    ]

    drawn = blocks(path, path.model.parameters, largest(path.network, path.model.parameters), SAY, wide=400, key="w")

    cells = {shape.key: shape for shape in drawn.shapes if isinstance(shape, Rect)}
    assert set(cells) == {f"w{place}" for place in range(79)}
    most = max(abs(value) for unit in units for value in unit)
    for unit, values in enumerate(units):
        for place, value in enumerate(values):
            red, _, blue = channels(cells[f"w{21 * unit + place}"].fill)
            assert (red >= blue) == (value >= 0) or abs(value) < most / 50
            assert abs((255 - min(red, blue)) / 255 - abs(value) / most) < 0.35
    left = [cells[f"w{place}"].x for place in range(20)]
    top = [cells[f"w{place}"].y for place in range(20)]
    assert [len(set(left)), len(set(top))] == [4, 5]
    assert left[:4] == sorted(left[:4])
    assert top[::4] == sorted(top[::4])


def test_the_largest_of_a_layer_is_deepest(shown: Paths) -> None:
    path = shown("letters")
    values = path.model.parameters
    first = int(np.abs(values[:63]).argmax())

    cells = [
        s
        for s in blocks(path, values, largest(path.network, values), SAY, wide=400, key="w").shapes
        if isinstance(s, Rect)
    ]

    deepest = min(cells[:63], key=lambda cell: min(channels(cell.fill)))
    assert deepest.key == f"w{first}"
    assert deepest.fill in ("#d73027", "#4575b4")


def test_the_tip_says_unit_input_and_number(shown: Paths) -> None:
    path = shown("xor")

    drawn = blocks(path, path.model.parameters, [1.0, 1.0], SAY, wide=400)

    tips = [shape.tip for shape in drawn.shapes if isinstance(shape, Rect)]
    assert [tip.partition(":")[0] for tip in tips] == [
        *("H1 ← x1", "H1 ← x2", "H1 ← θ", "H2 ← x1", "H2 ← x2", "H2 ← θ"),
        *("t ← H1", "t ← H2", "t ← θ"),
    ]


def test_no_cell_lies_on_another(shown: Paths) -> None:
    for name in ("letters", "xor", "regression"):
        path = shown(name)
        cells = [s for s in blocks(path, path.gradient, [1.0, 1.0], SAY, wide=400).shapes if isinstance(s, Rect)]
        for number, one in enumerate(cells):
            for other in cells[:number]:
                apart = one.x >= other.x + other.width or other.x >= one.x + one.width
                assert apart or one.y >= other.y + other.height or other.y >= one.y + one.height
