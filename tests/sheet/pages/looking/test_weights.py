"""The right half of BP: pictures of weights and gradients, and what each unit looks for, computed by LibreOffice."""

import re
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import find
from tests.readers.driven import driven

CLASSES = ("A", "P", "L", "E")


@pytest.mark.libreoffice
def test_pictures_and_sentences_say_what_the_weights_are(whole: Path, tmp_path: Path) -> None:
    result = sheetnet.train(whole, iterations=80)
    units = [result.after.parameters[start : start + 20].reshape(5, 4) for start in (0, 21, 42)]
    gradients = [result.after.gradient[start : start + 20].reshape(5, 4) for start in (0, 21, 42)]
    pictures = ("BP!K16:N20", "BP!P16:S20", "BP!U16:X20")
    below = ("BP!K24:N28", "BP!P24:S28", "BP!U24:X28")
    sentences = ("BP!K31", "BP!K32", "BP!K33")

    (seen,) = driven(whole, tmp_path, [({}, [*pictures, *below, *sentences, "BP!AD16:AF19"])])

    for places, blocks in ((pictures, units), (below, gradients)):
        for place, block in zip(places, blocks, strict=True):
            np.testing.assert_allclose(seen[place], block, rtol=1e-12)
    outputs = result.after.parameters[63:].reshape(4, 4)[:, :3]
    np.testing.assert_allclose(seen["BP!AD16:AF19"], outputs, rtol=1e-12)
    grid = sheetnet.open(whole)
    layout = find(grid)
    h, t = (np.array(grid.read(layout[name]), float) for name in ("outputs_1", "targets"))
    for number, (place, weights) in enumerate(zip(sentences, units, strict=True)):
        text = seen[place][0][0]
        order = weights.ravel().argsort()
        wanted = [f"row {n // 4 + 1}, column {n % 4 + 1}" for n in (order[-1], order[-2], order[0], order[1])]
        assert re.findall(r"row \d, column \d", text) == wanted
        on = [word for k, word in enumerate(CLASSES) if h[t[:, k] == 1, number].mean() > 0.5]
        assert text.partition("switched on by:")[2].split() == on


def test_nothing_of_it_is_printed_or_moves_the_blocks(whole: Path) -> None:
    sheet = load_workbook(whole)["BP"]

    assert sheet.print_area == "'BP'!$A$1:$I$110"
    assert sheet["C61"].value == "=C15-$C$8*C38"
    assert sheet["K16"].value == "=C15"


def test_a_cell_of_a_picture_is_a_square(whole: Path) -> None:
    sheet = load_workbook(whole)["BP"]

    assert round(sheet.column_dimensions["K"].width * 7) == round((sheet.row_dimensions[16].height or 15.0) * 96 / 72)
