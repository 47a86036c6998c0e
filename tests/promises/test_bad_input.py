"""Bad input: one line that says where, what was found and what to do; exit code 2; the file as it was."""

import datetime
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName

import sheetnet
from sheetnet.cli import main
from sheetnet.sheet.grids.file import FileGrid

Spoil = Callable[[dict[str, Any]], Path]
NUMBER = "expected a number, found"


def refused(path: Path, capsys: pytest.CaptureFixture[str], *arguments: str, command: str = "train") -> str:
    """The message of a run that must fail with exit code 2, one line and no change of the file."""
    before = path.read_bytes() if path.is_file() else None

    code = main([command, str(path), *arguments])

    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not list(path.parent.glob("*.tmp"))
    return err.removeprefix("sheetnet: ").rstrip("\n")


CELLS = {
    "a parameter": ("BP!C91", NUMBER),
    "a threshold": ("BP!G96", NUMBER),
    "a pixel": ("Data!F9", NUMBER),
    "a target": ("Data!X133", NUMBER),
}
VALUES: dict[str, tuple[Any, str]] = {
    "text": ("abc", 'text "abc"'),
    "a number as text": ("'0.5", 'text "\'0.5"'),
    "nothing": (None, "an empty cell"),
    "an error": ("#DIV/0!", "the error #DIV/0!"),
    "a logical value": (True, "the logical value TRUE"),
    "a date": (datetime.date(2024, 1, 1), "a date or time (serial number 45292)"),
}


@pytest.mark.few(4)
@pytest.mark.parametrize("what", VALUES)
@pytest.mark.parametrize("where", CELLS)
def test_a_cell_that_holds_no_number_is_named(
    where: str, what: str, spoiled: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    (cell, expected), (value, found) = CELLS[where], VALUES[what]

    message = refused(spoiled({cell: value}), capsys)

    assert message == f"letters.xlsx: {cell}: {expected} {found}"


@pytest.mark.parametrize(("stored", "found"), [("NaN", "nan"), ("INF", "inf")])
def test_a_number_that_is_not_finite_is_named(
    stored: str, found: str, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(letters) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    before, mark, after = parts[sheet].partition(b'<c r="C91"')
    start, end = after.index(b"<v>") + 3, after.index(b"</v>")
    parts[sheet] = before + mark + after[:start] + stored.encode() + after[end:]
    with zipfile.ZipFile(letters, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)

    message = refused(letters, capsys)

    assert message == f"letters.xlsx: BP!C91: {NUMBER} {found}, which is not a finite number"


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1, "expected a whole number of iterations, found -1; 0 or more"),
        (2.5, "expected a whole number of iterations, found 2.5; 0 or more"),
        ("many", 'expected a whole number of iterations, found text "many"'),
        (None, "expected a whole number of iterations, found an empty cell"),
    ],
)
def test_a_number_of_iterations_that_is_none(
    value: Any, message: str, spoiled: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(spoiled({"BP!C5": value}), capsys) == f"letters.xlsx: BP!C5: {message}"


@pytest.mark.parametrize(("value", "found"), [("fast", 'text "fast"'), (None, "an empty cell")])
def test_a_learning_rate_that_is_none(
    value: Any, found: str, spoiled: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    message = refused(spoiled({"BP!C8": value}), capsys)

    assert message == f"letters.xlsx: BP!C8: expected a number for the learning rate eta, found {found}"


def test_a_training_mark_that_is_neither_0_nor_1(spoiled: Spoil, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(spoiled({"Data!C7": 2}), capsys)

    assert message == "letters.xlsx: Data!C7: expected 1 for a training case or 0 for a test case, found 2"


def test_a_sheet_that_a_name_needs_is_missing(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = load_workbook(letters)
    book["Data"].title = "Dato"
    book.save(letters)

    message = refused(letters, capsys)

    assert message == (
        "letters.xlsx: the name 'images' refers to sheet 'Data', which is missing; "
        "the workbook has 'BP', 'Dato', 'Calc', 'Trace', 'Guide' - did you mean 'Dato'?; give the sheet its name back"
    )


def test_neither_names_nor_a_sheet_bp(tmp_path: Path, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = load_workbook(letters)
    for name in list(book.defined_names):
        del book.defined_names[name]
    book["BP"].title = "BQ"
    book.save(letters)

    message = refused(letters, capsys)

    assert message == (
        "letters.xlsx: no sheet 'BP'; the workbook has 'BQ', 'Data', 'Calc', 'Trace', 'Guide' - did you mean 'BQ'?"
    )


def test_a_missing_name_brings_the_nearest_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "xor.csv"
    data.write_text("0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    path = tmp_path / "xor.xlsx"
    assert main(["new", str(path), "--network", "2-2-1", "--data", str(data), "--plain"]) == 0
    capsys.readouterr()
    book = load_workbook(path)
    area = book.defined_names.pop("initial").attr_text
    book.defined_names["inital"] = DefinedName("inital", attr_text=area)
    book.save(path)

    message = refused(path, capsys)

    assert message == (
        "xor.xlsx: no name 'initial' - did you mean 'inital'?; "
        "define it for the block that a new workbook has at BP!C43:E46"
    )


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("area", "message"),
    [
        (
            "BP!$C$15:$G$33",
            "current (BP!C15:G33): the block has 19 rows x 5 columns, expected 20 x 5 for a network 20-3-4; "
            "let the name 'current' refer to a block of that size, or put the sizes in BP!$F$5 right",
        ),
        (
            "BP!$C$30:$G$49",
            "BP!C38: the blocks 'current' (BP!C30:G49) and 'gradients' (BP!C38:G57) share cells; move one of the names",
        ),
        ("#REF!", "the name 'current' refers to '#REF!', expected one rectangle of cells such as BP!$C$15:$G$34"),
    ],
)
def test_a_block_of_the_wrong_size_or_place(
    area: str, message: str, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = load_workbook(letters)
    book.defined_names["current"] = DefinedName("current", attr_text=area)
    book.save(letters)

    assert refused(letters, capsys) == f"letters.xlsx: {message}"


def test_a_network_cell_that_is_no_network(spoiled: Spoil, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(spoiled({"BP!F5": "20;3;4"}), capsys)

    assert message == 'letters.xlsx: BP!F5: expected sizes such as 20-3-4, found text "20;3;4"'


def ole(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "".join(streams).encode("utf-16-le")


def zipped(**members: bytes) -> bytes:
    import io

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for name, content in members.items():
            book.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "this is not a workbook; expected an .xlsx or .xlsm file"),
        (b"hello", "this is not a workbook; expected an .xlsx or .xlsm file"),
        (ole("Workbook"), "this is an old .xls workbook; save it as .xlsx in a spreadsheet program"),
        (ole("EncryptedPackage"), "the workbook is protected by a password; save a copy without one"),
        (zipped(a=b"b"), "this is a zip file, but not a workbook; expected an .xlsx or .xlsm file"),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content=b""),
            "this is an OpenDocument file (.ods); save it as .xlsx in a spreadsheet program",
        ),
    ],
)
def test_a_file_that_is_no_workbook(
    content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)

    assert refused(path, capsys) == f"book.xlsx: {message}"


def test_a_binary_workbook(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(letters) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/workbook.bin")
    with zipfile.ZipFile(letters, "w") as book:
        for name, content in parts.items():
            book.writestr(name.replace("xl/workbook.xml", "xl/workbook.bin"), content)

    message = refused(letters, capsys)

    assert message == "letters.xlsx: this is a binary workbook (.xlsb); save it as .xlsx in a spreadsheet program"


def test_a_truncated_zip(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letters.write_bytes(letters.read_bytes()[:-200])

    message = refused(letters, capsys)

    assert message == "letters.xlsx: the file is cut short or damaged: its zip directory is missing or broken"


def test_a_file_that_is_not_there(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(letters.with_name("leters.xlsx"), capsys)

    assert message == "leters.xlsx: no such file - did you mean 'letters.xlsx'?"


def test_a_folder_instead_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()

    assert refused(folder, capsys) == "folder.xlsx: this is a folder, expected a workbook"


def test_an_output_folder_that_is_not_there(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(letters, capsys, "-o", str(letters.parent / "nowhere" / "out.xlsx"))

    assert message == "out.xlsx: there is no folder 'nowhere' to save in; make it first"


def test_a_read_only_file(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letters.chmod(0o444)

    message = refused(letters, capsys)

    letters.chmod(0o644)
    assert message == "letters.xlsx: no permission to write the file: it is read-only; save elsewhere with -o"


def test_a_file_without_read_permission(
    letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def forbidden(self: Path, *arguments: Any, **keywords: Any) -> Any:
        if self == letters and arguments == ("rb",) and sys._getframe(1).f_code.co_name == "open":
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **keywords)

    monkeypatch.setattr(Path, "open", forbidden)

    assert refused_without_reading(letters, capsys) == (
        "letters.xlsx: no permission to read the file; ask its owner, or copy it"
    )


def refused_without_reading(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    code = main(["train", str(path)])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    return err.removeprefix("sheetnet: ").rstrip("\n")


def test_new_does_not_replace_a_file(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(letters, capsys, command="new")

    assert message == "letters.xlsx: the file exists already; choose another name, or use --force"


def test_new_in_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["new", str(tmp_path / "nowhere" / "a.xlsx")])

    assert code == 2
    assert capsys.readouterr().err == f"sheetnet: a.xlsx: there is no folder '{tmp_path / 'nowhere'}'; make it first\n"


def test_new_needs_an_xlsx_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(tmp_path / "a.csv", capsys, command="new")

    assert message == "a.csv: expected a name that ends in .xlsx; such as a.xlsx"


def test_a_negative_number_of_iterations_as_an_option(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(letters, capsys, "--iterations", "-3")

    assert message == "letters.xlsx: expected a whole number of iterations, found -3; 0 or more"


def test_a_trace_with_more_rows_than_a_sheet(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(letters, capsys, "--iterations", "1048571")

    assert message == (
        "letters.xlsx: Trace: the trace would need 1,048,577 rows, a sheet has 1,048,576; "
        "keep every k-th iteration (--every), or make fewer"
    )


def test_training_that_diverges_names_the_iteration_and_the_cause(
    letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = refused(letters, capsys, "--eta", "1e308")

    assert message == (
        "letters.xlsx: BP!C8: at iteration 1 the loss, its gradient or a parameter is no longer a finite number; "
        "the learning rate eta is probably too large, or the initial values or inputs are; "
        "nothing was written; eta is 1e+308, try 0.05"
    )


def test_ctrl_c_leaves_the_file_as_it_was(
    letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FileGrid, "save", interrupt)
    before = letters.read_bytes()

    code = main(["train", str(letters)])

    assert code == 130
    assert capsys.readouterr() == ("", "sheetnet: interrupted; nothing was written\n")
    assert letters.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train"], "sheetnet train: the following arguments are required: BOOK.xlsx; see sheetnet train --help"),
        (
            ["train", "a.xlsx", "--eta", "fast"],
            "sheetnet train: argument --eta: invalid float value: 'fast'; see sheetnet train --help",
        ),
        ([], "sheetnet: the following arguments are required: COMMAND; see sheetnet --help"),
    ],
)
def test_usage_errors_are_one_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)

    assert stop.value.code == 2
    assert capsys.readouterr().err == message + "\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seed", "-1"], "expected a whole number of 0 or more for the seed, found -1"),
        (["--scale", "nan"], "expected a number from 0 to 1,000,000 for the scale of the initial values, found nan"),
        (["--iterations", "-5"], "expected a whole number of iterations, 0 to 1,000,000,000, found -5"),
        (["--eta", "inf"], "expected a number for the learning rate eta, -1e9 to 1e9, found inf"),
        (["--network", "20"], "expected the sizes of a network such as 20-3-4, found '20'"),
        (["--network", "5-2-1"], "the letters have 20 inputs and 4 outputs, the network 5-2-1; add --data FILE.csv"),
    ],
)
def test_new_refuses_settings_out_of_range(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(tmp_path / "a.xlsx", capsys, *arguments, command="new") == f"a.xlsx: {message}"
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize("tolerance", ["nan", "-1"])
def test_a_tolerance_that_would_let_everything_pass(
    tolerance: str, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = refused(letters, capsys, "--tolerance", tolerance, command="check")

    assert message == f"letters.xlsx: expected a tolerance of 0 or more, found {float(tolerance)}"


def test_a_class_without_a_name(spoiled: Spoil, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(spoiled({"Data!X5": "#N/A"}), capsys)

    assert message == "letters.xlsx: Data!X5: expected the name of a class, found the error #N/A"


def test_an_output_of_another_kind(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refused(letters, capsys, "-o", str(letters.with_name("out.csv")))

    assert message == "letters.xlsx: expected a name that ends in .xlsx for the output, found 'out.csv'"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in the file system need POSIX")
def test_a_pipe_is_neither_read_nor_replaced(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = letters.with_name("pipe.xlsx")
    os.mkfifo(pipe)

    assert refused(letters, capsys, "-o", str(pipe)) == (
        "pipe.xlsx: this is a device or a pipe, expected the name of a workbook"
    )
    assert refused(pipe, capsys) == "pipe.xlsx: this is a device or a pipe, expected a workbook"
    assert pipe.is_fifo()


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "name", ["accuracy", "outputs_1", "training", "sums_2", "outputs_2", "deltas_1", "letters_read", "classes"]
)
def test_a_workbook_without_one_of_the_optional_names_still_works(name: str, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("x,y,kind\n0,0,low\n0,1,mid\n1,0,mid\n1,1,top\n")
    path = tmp_path / "small.xlsx"
    sheetnet.new(path, network="2-2-3", data=tmp_path / "table.csv", iterations=5, plain=True)
    book = load_workbook(path)
    del book.defined_names[name]
    book.save(path)

    codes = [main([command, str(path)]) for command in ("train", "show")]

    assert codes == [0, 0]
    assert main(["check", str(path)]) == 1  # openpyxl has saved no results, and nothing here vouches for the formulas


@pytest.mark.few(1)
@pytest.mark.parametrize("name", ["trace_levels", "formulas_optimiser", "choice_head", "outputs_2"])
def test_a_workbook_without_another_name_says_which_it_is(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "xor.xlsx"
    sheetnet.new(path, example="xor")
    book = load_workbook(path)
    del book.defined_names[name]
    book.save(path)
    before = path.read_bytes()

    remedy = "define it for the block that has this name in a new workbook of such a network"
    for command in ("train", "check"):
        assert refused(path, capsys, command=command) == f"xor.xlsx: no name '{name}'; {remedy}"
    assert path.read_bytes() == before


@pytest.mark.few(2)
@pytest.mark.parametrize("text", ["SUM('A", '"abc', "#FOO!", "SUM(1))"])
def test_a_formula_that_is_none_is_no_obstacle(text: str, spoiled: Spoil) -> None:
    path = spoiled({"Guide!A60": "=" + text})

    assert main(["train", str(path), "--iterations", "1"]) == 0


def test_text_in_a_csv_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("=1+1,b,kind\n0,1,=2+2\n1,0,#N/A\n")
    path = tmp_path / "table.xlsx"

    assert main(["new", str(path), "--network", "2-2-2", "--data", str(tmp_path / "table.csv"), "--plain"]) == 0

    sheet = load_workbook(path)["Data"]
    assert (sheet["D5"].value, sheet["D5"].data_type) == ("=1+1", "s")
    assert {sheet["B6"].value, sheet["B7"].value} == {"=2+2", "#N/A"}
    assert main(["train", str(path), "--iterations", "1"]) == 0
