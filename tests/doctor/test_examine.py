"""This very machine, really looked at."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sheetnet import doctor
from sheetnet.doctor.addin_version import addin_version, decompressed
from sheetnet.office.system import System
from tests.conftest import soffice
from tests.doctor.machines import make_addin


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
