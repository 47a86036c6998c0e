"""The xlwings that is asked for, one that is missing, and one of a version that sheetnet does not allow."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from sheetnet import doctor
from sheetnet.doctor.xlwings_package import REQUIREMENT
from tests.conftest import ROOT
from tests.doctor.machines import (
    Make,
    mac,
    windows,
)


@pytest.mark.parametrize("make", [windows, mac])
def test_without_xlwings_excel_cannot_be_driven(make: Make, tmp_path: Path) -> None:
    machine = make(tmp_path)

    findings = replace(machine, packages={}).examine()

    found = findings["xlwings"]
    assert (found.status, found.stops) == ("problem", ("Excel", "LibreOffice"))
    assert found.fix.replace("'", '"').endswith('-m pip install "xlwings>=0.37,<1"')
    assert not doctor.works(list(findings.values()))


@pytest.mark.parametrize("version", ["1.0.2", "0.36.9", "0.9", "2"])
def test_an_xlwings_that_sheetnet_does_not_allow_is_not_taken_for_a_known_one(version: str, tmp_path: Path) -> None:
    found = replace(windows(tmp_path), packages={"xlwings": version}).examine()["xlwings"]

    assert (found.status, found.stops) == ("problem", ("Excel", "LibreOffice"))
    assert found.found.startswith(f"{version};")


def test_the_xlwings_that_is_asked_for_is_the_one_of_the_extras() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    assert REQUIREMENT in extras["excel"]
    assert REQUIREMENT in extras["libreoffice"]
