"""What a terminal shows of many workbooks."""

import pytest

from sheetnet import printing

RECORD = {
    "status": "done",
    "command": "train",
    "before": {"iteration": 0, "E": 60.0, "accuracy": 0.25},
    "after": {"iteration": 500, "E": 0.5, "accuracy": 1.0},
    "warnings": [],
}


@pytest.mark.parametrize(
    "name", ["a.xlsx", "太郎.xlsx", "Mu\u0308ller.xlsx", "x" * 30 + ".xlsx", "太" * 20 + ".xlsx", "new\nline.xlsx"]
)
def test_the_figures_stand_below_each_other_whatever_the_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_record({**RECORD, "workbook": name}, 20)

    line = capsys.readouterr().out.rstrip("\n")
    before, _, _ = line.partition("E   ")
    assert printing.columns(before) in (21, 22)  # a wide character may leave a column free
    assert printing.columns("太郎") == 4
    assert printing.columns("Mu\u0308") == 2
