"""A button in LibreOffice: the installed script, called as a workbook's macro calls it, runs sheetnet on it."""

import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sheetnet.errors import SettingError
from sheetnet.office import sheetnet_buttons
from sheetnet.office.button import install, script_url, uninstall
from sheetnet.office.installation import SCRIPT, script_path
from sheetnet.office.process import Office, start
from tests.conftest import ROOT, soffice

STAND_IN = """
import sys, types

def train(book, seconds):
    print("this goes to the log, not into the channel")
    sheet = book.sheets["BP"]
    sheet["C15:G34"].value = [[row * 5 + column + 0.1 for column in range(5)] for row in range(20)]
    book.app.status_bar = "training"
    sheet["D5"].value = sheet["D5"].value + 500

def check(book):
    sys.exit('sheetnet: BP!C17: expected a number, found text "abc"')

def reset(book):
    raise RuntimeError("not foreseen")

def step(book):
    # what pressing another button does while the status bar is painted
    press = book.app.macro("vnd.sun.star.script:sheetnet_buttons.py$train?language=Python&location=user")
    book.sheets["BP"]["D5"].value = press()

def stop(book):
    book.sheets["BP"]["D5"].value = -1

excel = types.ModuleType("sheetnet.excel")
vars(excel).update(train=train, step=step, reset=reset, check=check, stop=stop)
sys.modules["sheetnet.excel"] = excel
"""

BRIDGES: dict[str, str | None] = {
    "removed": None,
    "other_start": "def start(): pass",
    "other_press": "import os\ndef load(): return os",
    "half_removed": "import sheetnet_bridge.nothing",
}


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that finds sheetnet, and a stand-in for what the buttons do, without our variables."""
    if sys.platform == "win32":
        pytest.skip("the stand-in interpreter is a shell script")
    folder = tmp_path_factory.mktemp("interpreter")
    (folder / "sitecustomize.py").write_text(STAND_IN, encoding="utf-8")
    path = folder / "python"
    paths = os.pathsep.join([str(folder), str(ROOT)])
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{paths}" exec "{sys.executable}" "$@"\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture(scope="module")
def office(interpreter: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    soffice()
    profile = tmp_path_factory.mktemp("profile")
    install(interpreter, profile=profile)
    for name, bridge in BRIDGES.items():
        starter = profile / "bridges" / name / "__main__.py"
        if bridge is not None:
            starter.parent.mkdir(parents=True)
            starter.write_text(bridge, encoding="utf-8")
        text = re.sub(
            "^BRIDGE = .*$", f"BRIDGE = {str(starter)!r}", script_path(profile).read_text("utf-8"), flags=re.M
        )
        script_path(profile).with_name(f"{name}.py").write_text(text, encoding="utf-8")
    office = start(visible=False, profile=profile)
    yield office
    office.end()


@pytest.fixture
def book(office: Office, letters: Path) -> Iterator[str]:
    opened: str = office.channel.ask("open", path=str(letters), visible=True, macros=False)
    yield opened
    office.channel.ask("close", book=opened)


def press(office: Office, book: str, action: str) -> Any:
    return office.channel.ask("run", book=book, macro=script_url(action), arguments=[])


def cells(office: Office, book: str, *area: int) -> Any:
    return office.channel.ask("read", book=book, sheet="BP", area=area)


@pytest.mark.libreoffice
def test_a_button_changes_the_workbook_whose_button_it_is(office: Office, book: str) -> None:
    other = office.channel.ask("new", visible=True)
    office.channel.ask("activate", book=book)
    before = cells(office, book, 5, 4, 5, 4)[0][0]

    said = press(office, book, "train")

    assert said == ""
    assert cells(office, book, 15, 3, 15, 7) == [[0.1, 1.1, 2.1, 3.1, 4.1]]
    assert cells(office, book, 5, 4, 5, 4) == [[before + 500]]
    assert office.channel.ask("sheets", book=other) == ["Sheet1"]
    office.channel.ask("close", book=other)


@pytest.mark.libreoffice
def test_an_expected_error_is_the_one_line_that_is_shown(office: Office, book: str) -> None:
    assert press(office, book, "check") == 'sheetnet: BP!C17: expected a number, found text "abc"'


@pytest.mark.libreoffice
def test_while_one_button_works_another_is_refused(office: Office, book: str) -> None:
    assert press(office, book, "step") == ""

    assert cells(office, book, 5, 4, 5, 4) == [
        ["sheetnet: step is still going on; any mark in the cell named stop ends it"]
    ]


@pytest.mark.libreoffice
def test_of_an_unforeseen_error_the_last_line_is_shown(office: Office, book: str) -> None:
    assert press(office, book, "reset") == "RuntimeError: not foreseen"


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", BRIDGES)
def test_a_script_that_does_not_fit_the_sheetnet_that_is_here_says_how_to_install_it_again(
    office: Office, book: str, name: str
) -> None:
    url = script_url("train").replace(SCRIPT, f"{name}.py")

    said = office.channel.ask("run", book=book, macro=url, arguments=[])

    assert said == sheetnet_buttons.OUTDATED
    assert said.endswith("install them again: sheetnet button --libreoffice")
    assert "\n" not in said


@pytest.mark.libreoffice
def test_the_script_is_where_libreoffice_looks_for_it_until_it_is_removed(tmp_path: Path, interpreter: str) -> None:
    path = install(interpreter, profile=tmp_path)

    assert path == script_path(tmp_path) == tmp_path / "user" / "Scripts" / "python" / SCRIPT
    assert path.is_file()
    assert uninstall(profile=tmp_path)
    assert not path.exists()
    assert not uninstall(profile=tmp_path)


def test_a_python_without_sheetnet_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    bare = tmp_path / "python"
    bare.write_text('#!/bin/sh\necho "ModuleNotFoundError: No module named sheetnet" >&2; exit 1\n')
    bare.chmod(0o755)

    with pytest.raises(SettingError, match="cannot run the buttons: ModuleNotFoundError: No module named sheetnet"):
        install(str(bare), profile=tmp_path / "profile")

    assert not script_path(tmp_path / "profile").exists()
