"""This very machine, really looked at."""

import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from sheetnet import doctor
from sheetnet.doctor import System, system
from sheetnet.doctor.addin_version import addin_version, decompressed
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


def test_a_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_SECONDS", 0.5)
    started = time.monotonic()

    answer = System().run([sys.executable, "-c", "import time; time.sleep(60)"])

    assert (answer.code, answer.text) == (-1, "no answer within 0.5 seconds")
    assert time.monotonic() - started < 30


def test_a_command_that_is_not_there_is_no_error() -> None:
    assert System().run(["there-is-no-such-program"]).code == -1


def test_what_is_not_installed_has_no_version() -> None:
    assert System().version("there-is-no-such-package") is None
    assert System().package("there_is_no_such_package") is None
    assert System().version("numpy") is not None


def test_a_file_is_no_folder_to_write_in(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert System().refusal(tmp_path) == ""
    assert System().refusal(tmp_path / "file") != ""
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is a registry")
def test_without_a_registry_there_are_no_values() -> None:
    assert System().registry(r"HKCU\Software") is None


def test_commands_are_quoted_for_the_shell_of_the_system() -> None:
    assert System(platform="win32").quote("cd", r"C:\Users\T K") == r'cd "C:\Users\T K"'
    assert System(platform="win32").quote("pip", "install", "xlwings<1") == 'pip install "xlwings<1"'
    assert System(platform="linux").quote("cd", "folder of T") == "cd 'folder of T'"
