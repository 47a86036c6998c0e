"""A sweep, as it is asked for and as it is told."""

import json
from pathlib import Path

import pytest

import sheetnet
from sheetnet.cli import main


class TestTheCommand:
    def test_it_prints_one_row_for_each_setting_and_marks_the_best(
        self, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = main(["sweep", str(letters), "--eta", "0.01:0.1:log3", "--optimiser", "sgd,momentum", "-n", "30"])

        printed = capsys.readouterr().out
        assert code == 0
        assert [line.split()[-4] for line in printed.splitlines() if "momentum" in line or " sgd" in line]
        assert sum(line.startswith("*") for line in printed.splitlines()) == 2  # the row and its legend
        assert "0.0316" in printed  # the middle of 0.01 and 0.1 by ratio

    def test_json_has_the_same_numbers(self, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["sweep", str(letters), "--eta", "0.1,0.2", "-n", "10", "--json"])

        told = json.loads(capsys.readouterr().out)
        swept = sheetnet.sweep(letters, etas=(0.1, 0.2), iterations=10)
        assert [row["best"] for row in told["settings"]] == [one.best for one in swept.rows]
        assert [row["is_best"] for row in told["settings"]].count(True) == 1

    @pytest.mark.parametrize("text", ["", "a", "0.1:1", "0.1:1:log1", "0:1:log3", "0.1:1:exp3", "-1:1:log4"])
    def test_a_range_that_is_none_is_refused_in_one_line(
        self, text: str, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["sweep", str(letters), f"--eta={text}"])

        assert ended.value.code == 2
        assert "0.001:2:log12" in capsys.readouterr().err
