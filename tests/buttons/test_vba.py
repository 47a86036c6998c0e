from pathlib import Path

import pytest

from sheetnet.buttons.vba import ALONE, FIT, TASKS, is_ours, procedure, source, write_module
from sheetnet.errors import FileError

# [MS-VBAL] 3.3.5.2: names that no procedure can have, as far as they are near to ours
KEYWORDS = {"stop", "step", "reset", "call", "do", "end", "exit", "get", "let", "loop", "next", "on", "open", "resume"}


def test_each_button_has_a_procedure_that_is_no_keyword() -> None:
    names = [procedure(task) for task in (*TASKS, FIT, *ALONE)]

    assert len(set(names)) == len(names) == 9
    assert not KEYWORDS & {name.lower() for name in names}
    assert [line for line in source().splitlines() if line.startswith("Public Sub")] == [
        f"Public Sub {name}()" for name in names
    ]


def test_the_source_is_ascii_and_known_as_ours() -> None:
    assert source().isascii()
    assert is_ours(source())
    assert is_ours(source(python=False))
    assert not is_ours('Attribute VB_Name = "Module1"\nSub SampleCall()\nEnd Sub\n')


def test_the_module_is_written_as_the_editor_of_excel_exports_one(tmp_path: Path) -> None:
    path = write_module(tmp_path / "sheetnet.bas")

    text = path.read_bytes()
    assert text.startswith(b'Attribute VB_Name = "Sheetnet"\r\n')
    assert text.count(b"\r\n") == text.count(b"\n")
    assert b'    RunPython "import sheetnet.excel; sheetnet.excel.train()"\r\n' in text
    assert is_ours(text.decode("ascii"))


def test_a_module_written_before_is_replaced_and_another_file_is_not(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "sheetnet.bas", tmp_path / "other.bas"
    first = write_module(ours).read_bytes()
    theirs.write_text("Sub Main()\n")

    assert write_module(ours).read_bytes() == first
    with pytest.raises(FileError) as error:
        write_module(theirs)
    assert str(error.value) == "other.bas: the file exists already, and is not from sheetnet; choose another name"
    assert theirs.read_text() == "Sub Main()\n"


@pytest.mark.parametrize("name", ["sheetnet.txt", "sheetnet"])
def test_the_module_has_the_ending_that_the_editor_looks_for(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"expected a name that ends in \.bas"):
        write_module(tmp_path / name)


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^sheetnet\.bas: cannot write the file: "):
        write_module(tmp_path / "nowhere" / "sheetnet.bas")
