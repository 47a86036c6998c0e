"""The example `walkthrough`: the figures of the article."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.cli import main
from tests.making.examples.reading import marks
from tests.readers.ironcalc import Oracle


def test_step_by_step_the_marks_follow(examples: Mapping[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "walkthrough.xlsx"
    path.write_bytes(examples["walkthrough"].read_bytes())

    sheetnet.step(path)
    after_one = marks(path)
    sheetnet.step(path, 99)

    assert after_one == ["✓", "✓", "–", "–", "–"]
    assert set(marks(path)) == {"✓"}


def test_the_walk_through_has_the_article_s_figures(examples: Mapping[str, Path], results: Any) -> None:
    sheet = Oracle(examples["walkthrough"])

    assert sheet.block("outputs_2")[0] == pytest.approx([0.688761254736, 0.375683928693], abs=1e-12)
    assert sheet.block("E")[0][0] == pytest.approx(0.11900398541572102, abs=1e-15)
    assert results["walkthrough"].loss[:2] == pytest.approx([0.11900398541572102, 0.11811076291602501], abs=1e-16)
    assert "θ" not in {cell for row in sheet.block("current") for cell in row}


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "then", [("reset",), ("step", "-k", "3"), ("train", "--trace", "deltas"), ("train", "--trace", "basic")]
)
def test_a_trace_of_it_has_each_weight_under_its_own_name(
    then: tuple[str, ...], examples: Mapping[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "walkthrough.xlsx"
    path.write_bytes(examples["walkthrough"].read_bytes())

    sheetnet.train(path, iterations=2, trace="all")
    book = load_workbook(path, data_only=True)
    headed = {
        f"{upper.value} {lower.value}": number.value
        for upper, lower, number in zip(*book["Trace"]["R4:AQ6"], strict=True)
        if number.value is not None or lower.value is not None
    }

    weights = {"H1 x1": 0.1, "H1 x2": 0.3, "H1 x3": -0.5, "H2 x1": 0.2, "H2 x2": -0.4, "H2 x3": 0.6}
    weights |= {"O1 h1": 0.7, "O1 h2": 0.9, "O2 h1": -0.8, "O2 h2": 0.1}  # as the article gives them
    assert {name: number for name, number in headed.items() if name in weights} == pytest.approx(weights)
    assert len(headed) == 10 + 10 + 4
    assert None not in headed.values()
    assert main([then[0], str(path), *then[1:]]) == 0


@pytest.mark.few(1)
@pytest.mark.parametrize("network", ["4-3-2-2", "1-5-1", "6-2"])
def test_so_has_a_trace_of_any_network_without_thresholds(network: str, tmp_path: Path) -> None:
    inputs, *_, outputs = sizes = [int(size) for size in network.split("-")]
    table = tmp_path / "t.csv"
    table.write_text("\n".join(",".join(["0.5"] * (inputs + outputs)) for _ in range(3)) + "\n")
    path = tmp_path / "t.xlsx"
    sheetnet.new(path, network=network, data=table, thresholds=False)

    result = sheetnet.train(path, iterations=1, trace="all")
    sheet = load_workbook(path, data_only=True)["Trace"]

    columns = [[cell.value for cell in column] for column in sheet.iter_cols(18, sheet.max_column, 4, 7)]
    columns = [column for column in columns if any(value is not None for value in column)]
    weights = sum(above * below for below, above in pairwise(sizes))
    assert len(columns) == 2 * weights + sum(sizes[1:])
    assert all(None not in column for column in columns)
    assert [column[3] for column in columns[:weights]] == pytest.approx(result.after.parameters.tolist())
    assert sum(str(column[0]).startswith("∂E/∂ ") for column in columns) == weights
    sheetnet.step(path)
    sheetnet.reset(path)
