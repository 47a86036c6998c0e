"""Sheet Predictions: measured and predicted as they were measured, whatever Data holds of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.making.examples.regression import demand
from sheetnet.sheet.formulas.predictions import SHEET
from tests.readers.ironcalc import Oracle


def column(oracle: Oracle, number: int, cases: int) -> list[Any]:
    return [oracle.cell(SHEET, 6 + case, number) for case in range(cases)]


def test_measured_is_what_was_measured_and_predicted_is_in_the_same_unit(examples: Mapping[str, Path]) -> None:
    raw = demand().targets[:, 0]
    oracle = Oracle(examples["regression"])

    measured, says = (column(oracle, number, len(raw)) for number in (3, 4))

    assert measured == pytest.approx(raw, rel=1e-12)
    training = np.array(demand().training) == 1
    mean, deviation = raw[training].mean(), raw[training].std()
    assert says == pytest.approx([z * deviation + mean for (z,) in oracle.block("outputs_2")], rel=1e-10)
    misses = np.array(says) - raw
    for row, chosen in ((6, training), (7, ~training)):
        assert oracle.cell(SHEET, row, 10) == pytest.approx(np.sqrt((misses[chosen] ** 2).mean()), rel=1e-9)


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_regression_has_a_chart_of_predicted_against_measured(language: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,price,weight\n1,10,3\n2,25,4\n3,31,6\n4,38,9\n")
    path = tmp_path / "t.xlsx"
    sheetnet.new(path, data=tmp_path / "t.csv", network="1-2-2", lang=language, settings={"head": "identity+squared"})

    sheet = load_workbook(path)[SHEET]

    assert len(sheet._charts) == 2
    printed = sheet[sheet.print_area.rpartition("!")[2].replace("$", "")]
    texts = [str(cell.value) for row in printed for cell in row]
    assert len([text for text in texts if text.startswith("=Data!")]) >= 2 * 4
    assert not [text for text in texts if "NA()" in text], "what the chart needs is not printed"
    assert [sheet.cell(5, number).value.split()[0] for number in (3, 5)] == ["price", "weight"]
    oracle = Oracle(path)
    assert [column(oracle, number, 4) for number in (3, 5)] == [[10, 25, 31, 38], [3, 4, 6, 9]]


def test_what_reads_classes_has_no_such_sheet(whole_file: Path) -> None:
    assert SHEET not in load_workbook(whole_file).sheetnames
