"""The add-in of xlwings: of another version, for everybody, missing, damaged; and its script on macOS."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from sheetnet.doctor.addin_version import addin_version, decompressed
from sheetnet.office.system import System
from tests.doctor.machines import (
    XLWINGS,
    mac,
    make_addin,
    remove,
    windows,
)

ADDIN = "AppData/Roaming/Microsoft/Excel/XLSTART/xlwings.xlam"


def test_an_add_in_of_another_version_is_a_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    make_addin(machine.home / ADDIN, "0.30.1")

    found = machine.examine()["xlwings add-in"]

    assert found.status == "problem"
    assert found.found.startswith("0.30.1, and the package is 0.37.8")
    assert found.fix == "python -m xlwings.cli addin install"


def test_an_add_in_for_everybody_is_found_beside_excel(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(machine.home / ADDIN)
    make_addin(tmp_path / "Program Files" / "Microsoft Office" / "XLSTART" / "xlwings.xlam", XLWINGS)

    assert machine.examine()["xlwings add-in"].status == "ok"


def test_a_missing_add_in_is_no_problem_for_the_buttons_of_a_workbook(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(machine.home / ADDIN)

    found = machine.examine()["xlwings add-in"]

    assert found.status == "note"
    assert found.found.endswith("python -m xlwings.cli addin install")


def test_a_damaged_add_in_does_not_stop_the_page(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    (machine.home / ADDIN).write_bytes(b"PK, but no package")

    found = machine.examine()

    assert found["excel addin"].found.startswith("could not be looked at: BadZipFile")
    assert list(found)[-1] == "state folder"


def test_on_macos_the_script_of_run_python_has_to_be_that_of_the_version(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    scripts = machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    (scripts / f"xlwings-{XLWINGS}.applescript").rename(scripts / "xlwings-0.30.1.applescript")

    found = machine.examine()["RunPython script"]

    assert found.status == "problem"
    assert "only xlwings-0.30.1.applescript" in found.found
    assert found.fix.endswith("-m xlwings.cli runpython install")


def test_the_version_of_an_add_in_is_read_from_its_text(tmp_path: Path) -> None:
    make_addin(tmp_path / "xlwings.xlam", "0.30.1")

    assert addin_version(tmp_path / "xlwings.xlam") == "0.30.1"


def test_the_example_of_the_specification_is_decompressed() -> None:
    compressed = (  # [MS-OVBA] 3.2.2
        "2FB00023616161626364658266007061676869 6A013808616B6C00306D6E6F70067102700410727374757610777879 7A003C"
    )

    text = decompressed(bytes.fromhex(compressed), 0)

    assert text == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


@pytest.mark.skipif(find_spec("xlwings") is None, reason="xlwings is not installed")
def test_the_version_of_the_add_in_that_xlwings_brings_is_its_own() -> None:
    machine = System()
    package = machine.package("xlwings")
    assert package is not None

    assert addin_version(package / "addin" / "xlwings.xlam") == machine.version("xlwings")
