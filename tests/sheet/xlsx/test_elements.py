"""Where the elements below the root of a part stand."""

import pytest

from sheetnet.sheet.xlsx.elements import top_elements

NAMES = ["worksheet", "cols", "sheetData", "pageMargins", "{b}ext"]


def worksheet(rows: str, before: str = "") -> bytes:
    """A part with an element before its rows, an empty one and one of another namespace behind them."""
    return (
        f'<worksheet xmlns="a" xmlns:x="b"><cols>{before}<col min="1"/></cols>{rows}<pageMargins left="1"/>'
        '<x:ext uri="あ"><x:in/></x:ext></worksheet>'
    ).encode()


@pytest.mark.parametrize(
    "rows",
    [
        "<sheetData></sheetData>",
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"/><!-- </sheetData> --></sheetData>',
        '<sheetData x:n="1"><row r="1"/></sheetData>',
        "<sheetData/>",
    ],
)
@pytest.mark.parametrize("before", ["", "<!-- <sheetData> -->"])
def test_elements_stand_where_their_tags_do_whatever_rows_are_between(rows: str, before: str) -> None:
    xml = worksheet(rows, before)

    found = top_elements(xml)

    assert [one.name for one in found] == NAMES
    assert [xml[one.start : one.end].decode() for one in found[2:]] == [
        rows, '<pageMargins left="1"/>', '<x:ext uri="あ"><x:in/></x:ext>',
    ]  # fmt: skip
    assert xml[found[0].start : found[0].end] == xml
    assert xml[found[2].inner : found[2].inner_end].decode() == rows.partition(">")[2].removesuffix("</sheetData>")
    assert xml[found[4].inner : found[4].inner_end] == b"<x:in/>"
