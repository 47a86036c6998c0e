"""The commands for open workbooks, as they are typed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import sheetnet
from sheetnet.cli import main
from sheetnet.cli.printing.events import event_as_json, print_event
from sheetnet.errors import CellError
from sheetnet.watching import Refused, Trained, Unchanged, Waiting


def test_doctor_prints_a_page_and_its_exit_code_is_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor"])
    page = capsys.readouterr().out

    assert f"{sys.version_info.major}.{sys.version_info.minor}" in page
    assert sheetnet.__version__ in page
    assert code == (1 if "cannot work on this machine" in page else 0)


def test_doctor_as_json_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert told["works"] == (code == 0)
    assert {finding["status"] for finding in told["findings"]} <= {"ok", "note", "problem"}


def test_run_main_writes_one_line_beside_the_workbook(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["button", str(letters), "--run-main"]) == 0

    assert letters.with_suffix(".py").read_text() == "from sheetnet.excel import train as main\n"
    assert capsys.readouterr().out.startswith(f"{letters.with_suffix('.py')}: ")


def test_button_makes_a_workbook_with_macros(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["button", str(letters), "--json"]) == 0

    made = Path(json.loads(capsys.readouterr().out)["workbook"])
    assert made == letters.with_suffix(".xlsm")
    assert main(["train", str(made), "--iterations", "3"]) == 0
    assert "current BP!C15:G34" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["button"], ["button", "--run-main"]])
def test_button_without_a_workbook_says_what_is_missing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2

    assert capsys.readouterr().err.startswith("sheetnet: expected a workbook")


def test_live_without_a_workbook_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["live", str(tmp_path / "no.xlsx")]) == 2

    assert capsys.readouterr().err == "sheetnet: no.xlsx: there is no such file\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl-C there without its whole group")
def test_watch_trains_and_ends_with_ctrl_c(letters: Path) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "sheetnet", "watch", str(letters), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout is not None
        first = json.loads(run.stdout.readline())
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)

    assert (first["event"], first["iterations"]) == ("trained", 500)
    assert (run.returncode, errors) == (0, "sheetnet: stopped; the workbook is whole\n")


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
