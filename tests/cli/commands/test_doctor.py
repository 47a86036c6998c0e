"""The doctor's page, as it is asked for."""

import json
import sys

import pytest

import sheetnet
from sheetnet.cli import main


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
