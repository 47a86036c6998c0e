"""The exact command lines that Excel starts: of RunPython behind a button, and of the add-in's "Run main"."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlwings.utils

import sheetnet
from sheetnet.errors import FileError
from sheetnet.live.run_main import LINE, write_run_main
from sheetnet.sheet.cells import Area
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="on Windows xlwings asks Excel itself for the workbook")
TRAIN = "import sheetnet.excel; sheetnet.excel.train()"
RUN_MAIN = "import letters;letters.main()"


class Ended(NamedTuple):
    code: int
    log: str  # what RunPython shows in a popup if the code is not 0
    cells: dict[str, Any]


def run_python(book: Path, command: str, *, add_folder: str = "true", full_name: str = "", onedrive: str = "") -> Ended:
    """What the VBA function RunPython of xlwings runs, as it stands in xlwings.bas (ExecuteWindows)."""
    full_name = full_name or str(book)
    paths = f"{add_folder};{full_name};{full_name};{onedrive};;;"
    code = f'import xlwings.utils;xlwings.utils.prepare_sys_path("{paths}"); {command}'
    told = book.with_suffix(".json")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "tests" / "live" / "hook"),
        "SHEETNET_TEST_BOOK": str(book),
        "SHEETNET_TEST_TOLD": str(told),
        "SHEETNET_TEST_ROOT": str(ROOT),
    }
    arguments = [f"--wb={book.name}", "--from_xl=1", "--app=EXCEL.EXE", "--hwnd=42"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, *arguments], capture_output=True, text=True, env=environment, cwd="/"
    )
    return Ended(done.returncode, done.stderr, json.loads(told.read_text()))


@pytest.fixture
def first_weight(letters_file: Path, tmp_path: Path) -> float:
    """What 500 iterations make of the first weight, on the file."""
    sheetnet.train(letters_file, output=tmp_path / "elsewhere.xlsx")
    found = sheetnet.open(tmp_path / "elsewhere.xlsx").read(Area("BP", 15, 3, 15, 3))[0][0]
    assert isinstance(found, float)
    return found


def test_the_button_trains_the_workbook_that_called(letters: Path, first_weight: float) -> None:
    ended = run_python(letters, TRAIN)

    assert (ended.code, ended.log) == (0, "")
    assert (ended.cells["C15"], ended.cells["D5"]) == (first_weight, 500)
    assert ended.cells["C9"].startswith("sheet and engine agree")


def test_run_main_trains_the_workbook_that_called(letters: Path, first_weight: float) -> None:
    script = write_run_main(letters)
    ended = run_python(letters, RUN_MAIN)

    assert script.read_text() == LINE
    assert (ended.code, ended.log) == (0, "")
    assert ended.cells["C15"] == first_weight


def test_an_error_leaves_one_line_for_the_popup(letters: Path) -> None:
    ended = run_python(letters, "import sheetnet.excel; sheetnet.excel.step(k=-1)")

    assert ended.code == 1
    assert ended.log == "sheetnet: letters.xlsx: expected a whole number of iterations, found -1; 0 or more\n"
    assert ended.cells["D5"] == 0


@pytest.mark.parametrize(
    "folder",
    ["山田 O'Neil & Söhne", *(pytest.param(one, marks=pytest.mark.full) for one in ("山田 太郎", "O'Neil", "a b"))],
)
@pytest.mark.parametrize("command", [pytest.param(TRAIN, marks=pytest.mark.full), "import 文字;文字.main()"])
def test_the_workbook_may_lie_in_a_folder_of_any_name(
    letters_file: Path, tmp_path: Path, folder: str, command: str
) -> None:
    (tmp_path / folder).mkdir()
    book = Path(shutil.copy(letters_file, tmp_path / folder / "文字.xlsx"))
    write_run_main(book)

    assert run_python(book, command).cells["D5"] == 500


@pytest.mark.few(1)
@pytest.mark.parametrize("command", [TRAIN, RUN_MAIN])
def test_a_workbook_at_onedrive_is_trained_where_xlwings_is_told_its_folder(letters: Path, command: str) -> None:
    """By ONEDRIVE_CONSUMER_WIN, as docs/excel.md tells; buttons and Run main alike."""
    write_run_main(letters)
    url = "https://d.docs.live.net/0123456789abcdef/letters.xlsx"

    ended = run_python(letters, command, full_name=url, onedrive=str(letters.parent))

    assert (ended.code, ended.cells["D5"]) == (0, 500), ended.log


def test_without_the_folder_of_the_workbook_run_main_finds_nothing(letters: Path) -> None:
    """Why docs/excel.md does not advise ADD_WORKBOOK_TO_PYTHONPATH false."""
    write_run_main(letters)

    ended = run_python(letters, RUN_MAIN, add_folder="false")

    assert ended.code == 1
    assert ended.log.splitlines()[-1] == "ModuleNotFoundError: No module named 'letters'"


@pytest.mark.parametrize("document", ["excel.md"])
def test_what_is_quoted_of_xlwings_about_onedrive_are_its_own_words(document: str) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "OneDrive folder" in line)
    source = Path(xlwings.utils.__file__).read_text(encoding="utf-8")
    quoted = [words for words in re.findall(r"\*([^*]+)\*", row.split("|")[1]) if " " in words]

    assert len(quoted) >= 4
    for words in quoted:
        for part in words.split("..."):
            assert part.strip() in source, words
    assert set(re.findall(r"(?:ONEDRIVE|SHAREPOINT)_\w+", row)) <= set(re.findall(r"\w+", source))


def test_a_workbook_at_onedrive_that_is_not_found_is_told_by_xlwings(letters: Path) -> None:
    """Before sheetnet is even imported; docs/excel.md gives the remedy for this message."""
    url = "https://school.sharepoint.com/sites/x/letters.xlsx"
    ended = run_python(letters, TRAIN, full_name=url)

    assert ended.code == 1
    assert "SharePoint" in ended.log.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("my book.xlsx", "\"Run main\" imports the workbook's name, and 'my book' is no Python name"),
        ("numpy.xlsx", "a file numpy.py would take the place of the Python module 'numpy'"),
        ("class.xlsx", "\"Run main\" imports the workbook's name, and 'class' is no Python name"),
        ("ﾃﾞｰﾀ.xlsx", "\"Run main\" imports the workbook's name, and 'ﾃﾞｰﾀ' is no Python name"),
        ("openpyxl.xlsx", "a file openpyxl.py would take the place of the Python module 'openpyxl'"),
        ("json.xlsx", "a file json.py would take the place of the Python module 'json'"),
    ],
)
def test_a_name_that_cannot_be_imported_is_refused(letters: Path, name: str, problem: str) -> None:
    book = letters.rename(letters.with_name(name))

    with pytest.raises(FileError) as refused:
        write_run_main(book)

    assert str(refused.value) == f"{problem}; give the workbook another name, such as letters.xlsx"
    assert not book.with_suffix(".py").exists()


def test_somebody_elses_file_is_not_replaced(letters: Path) -> None:
    letters.with_suffix(".py").write_text("print('mine')\n")

    with pytest.raises(FileError, match=r"^letters.py: the file exists already and holds something else"):
        write_run_main(letters)

    assert letters.with_suffix(".py").read_text() == "print('mine')\n"
