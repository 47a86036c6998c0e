"""What is asked of the machine itself."""

import sys
import time
from pathlib import Path

import pytest

from sheetnet.office.system import System


def test_a_command_that_hangs_is_given_up() -> None:
    started = time.monotonic()

    answer = System().run([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.5)

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
