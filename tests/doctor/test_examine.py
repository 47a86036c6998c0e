"""This very machine, really looked at."""

import subprocess
import sys
from pathlib import Path

import pytest

from sheetnet import doctor
from sheetnet.doctor import Finding
from tests.conftest import soffice
from tests.doctor.machines import (
    APP_PATHS,
    Make,
    linux,
    mac,
    remove,
    windows,
)


def test_this_machine_is_examined_without_an_unexpected_error() -> None:
    findings = doctor.examine(Path())

    assert not [one for one in findings if one.found.startswith("could not be looked at")]
    assert {"Python", "sheetnet", "this folder", "state folder"} <= {one.name for one in findings}
    assert all(one.fix for one in findings if one.status == "problem")


def test_libreoffice_of_this_machine_is_found_in_its_version() -> None:
    told = subprocess.run([soffice(), "--version"], capture_output=True, text=True).stdout

    found = {one.name: one for one in doctor.examine(Path())}

    assert found["LibreOffice"].found.split()[0] == told.split()[1]
    assert found["LibreOffice's Python"].status == "ok"


def test_looking_imports_neither_xlwings_nor_numpy() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom sheetnet import doctor\ndoctor.examine(Path())\n"
        "sys.exit(int('xlwings' in sys.modules or 'numpy' in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


@pytest.mark.parametrize("make", [windows, mac])
def test_a_machine_with_everything_has_no_problem(make: Make, tmp_path: Path) -> None:
    found = make(tmp_path).examine()

    assert {one.name: one for one in found.values() if one.status != "ok"} == {}
    assert doctor.works(list(found.values()))
    assert doctor.as_json(list(found.values()))["usable"] == ["Excel", "LibreOffice"]


def test_linux_has_no_excel_and_works_with_libreoffice(tmp_path: Path) -> None:
    found = linux(tmp_path).examine()

    assert [one.name for one in found.values() if one.status != "ok"] == ["Excel"]
    assert found["Excel"].status == "note"
    assert doctor.as_json(list(found.values()))["usable"] == ["LibreOffice"]


def test_the_versions_are_told(tmp_path: Path) -> None:
    on_windows, on_mac = windows(tmp_path / "w").examine(), mac(tmp_path / "m").examine()

    assert on_windows["Excel"].found.startswith("16.0  ")
    assert on_windows["LibreOffice"].found.startswith("25.2.3.2  ")
    assert on_windows["LibreOffice's Python"].found.startswith("3.10.17  ")
    assert on_windows["xlwings add-in"].found.startswith("0.37.8  ")
    assert on_mac["Excel"].found.startswith("16.90  ")


def test_with_libreoffice_a_missing_excel_is_no_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    del machine.values[APP_PATHS, ""]

    found = machine.examine()

    assert found["Excel"] == Finding("Excel", "note", "not found", stops=("Excel",))
    assert not {"xlwings add-in", "RunPython's Python", "macros in Excel"} & set(found)
    assert doctor.as_json(list(found.values()))["usable"] == ["LibreOffice"]


def test_with_excel_a_missing_libreoffice_is_no_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(tmp_path / "Program Files" / "LibreOffice")

    found = machine.examine()

    assert found["LibreOffice"] == Finding("LibreOffice", "note", "not found", stops=("LibreOffice",))
    assert doctor.as_json(list(found.values()))["usable"] == ["Excel"]


@pytest.mark.parametrize(
    ("make", "excel", "office", "fix"),
    [
        (windows, "Program Files/Microsoft Office", "Program Files/LibreOffice", "winget install"),
        (mac, "Applications/Microsoft Excel.app", "Applications/LibreOffice.app", "brew install"),
        (linux, "", "usr/lib/libreoffice", "sudo apt-get install libreoffice-calc python3-uno"),
    ],
)
def test_with_neither_program_the_live_path_cannot_work(
    make: Make, excel: str, office: str, fix: str, tmp_path: Path
) -> None:
    machine = make(tmp_path)
    for folder in filter(None, (excel, office)):
        remove(tmp_path / folder)
    machine.programs.pop("soffice", None)

    found = machine.examine()

    assert found["LibreOffice"].status == "problem"
    assert found["LibreOffice"].fix.startswith(fix)
    assert not doctor.works(list(found.values()))
