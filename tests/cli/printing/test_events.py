"""What is printed while a workbook is watched."""

import json
from pathlib import Path

import pytest

import sheetnet
from sheetnet.cli.printing.events import event_as_json, print_event
from sheetnet.errors import CellError
from sheetnet.watching import Refused, Trained, Unchanged, Waiting


def test_each_event_is_one_line(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = sheetnet.train(letters, iterations=2)
    error = CellError("expected a number, found an empty cell", book="a.xlsx", place="BP!C8")
    for event in (Trained(result, 0.1), Waiting("it is open in Excel"), Refused(error), Unchanged()):
        print_event("a.xlsx", event)
        told = event_as_json("a.xlsx", event)
        assert json.loads(json.dumps(told)) == told

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "2 updates at eta 0.05" in lines[0]
    assert lines[1].endswith("a.xlsx  waits: it is open in Excel")
    assert lines[2].endswith("refused: a.xlsx: BP!C8: expected a number, found an empty cell")
