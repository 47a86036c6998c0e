"""Messages: where, then what, then the remedy, in one line."""

import pytest

from sheetnet.errors import CellError, FileError, LayoutError, SettingError, SheetnetError, did_you_mean


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "it is wrong"),
        ({"place": "BP!C5"}, "BP!C5: it is wrong"),
        ({"book": "a.xlsx"}, "a.xlsx: it is wrong"),
        ({"book": "a.xlsx", "place": "BP!C5"}, "a.xlsx: BP!C5: it is wrong"),
        ({"book": "a.xlsx", "place": "BP!C5", "remedy": "mend it"}, "a.xlsx: BP!C5: it is wrong; mend it"),
        ({"remedy": "mend it"}, "it is wrong; mend it"),
    ],
)
def test_a_message_says_where_what_and_the_remedy(fields: dict[str, str], text: str) -> None:
    assert str(SheetnetError("it is wrong", **fields)) == text


def test_a_message_is_one_line_whatever_a_cell_held() -> None:
    assert str(CellError('found text "a\nb\r\n\tc"')) == 'found text "a b c"'


def test_the_workbook_is_added_where_none_was_known() -> None:
    assert str(SheetnetError("wrong", place="S!A1").in_book("a.xlsx")) == "a.xlsx: S!A1: wrong"
    assert str(SheetnetError("wrong", book="b.csv").in_book("a.xlsx")) == "b.csv: wrong"


@pytest.mark.parametrize("kind", [CellError, FileError, LayoutError, SettingError])
def test_every_error_has_one_root_and_carries_its_fields(kind: type[SheetnetError]) -> None:
    error = kind("wrong", book="a.xlsx", place="S!A1", remedy="mend it")

    assert isinstance(error, SheetnetError)
    assert (error.problem, error.book, error.place, error.remedy) == ("wrong", "a.xlsx", "S!A1", "mend it")


@pytest.mark.parametrize(
    ("wanted", "names", "hint"),
    [
        ("BQ", ["BP", "Data"], " - did you mean 'BP'?"),
        ("bp", ["Data", "BP"], " - did you mean 'BP'?"),
        ("initial", ["inital", "iterations"], " - did you mean 'inital'?"),
        ("Trace", ["BP", "Data"], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_name_is_offered(wanted: str, names: list[str], hint: str) -> None:
    assert did_you_mean(wanted, names) == hint
