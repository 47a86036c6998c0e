"""Which XML is accepted: well-formed, without a DOCTYPE, and of no monstrous shape; hostile parts cost little."""

import time
from collections.abc import Callable

import pytest

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.wellformed import DEEPEST, check_xml

MB = 2**20


# what is accepted


@pytest.mark.parametrize(
    "xml",
    [
        b"<a/>",
        b'<?xml version="1.0"?><a/>',
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<a/>',
        b"<?xml version='1.0' encoding='utf-8'?><a/>",
        b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><a/>",
        "<a>日本語</a>".encode(),
        b"<!-- a comment --><a><![CDATA[<]]></a>",
    ],
)
def test_well_formed_utf_8_is_accepted(xml: bytes) -> None:
    assert check_xml("part.xml", xml) is xml


@pytest.mark.parametrize("xml", [b"", b"<a>", b"<a></b>", b"<a b=1/>", b"<a/><b/>", b"<a>&nbsp;</a>", b"<a>\xff</a>"])
def test_damaged_xml_is_refused_and_the_part_named(xml: bytes) -> None:
    with pytest.raises(FileError, match=r"^xl/part\.xml is not well-formed XML \(.*\): the file is damaged$"):
        check_xml("xl/part.xml", xml)


@pytest.mark.parametrize("declaration", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "x">'])
def test_a_doctype_is_refused(declaration: str) -> None:
    with pytest.raises(FileError) as error:
        check_xml("part.xml", f"<?xml version='1.0'?>{declaration}<a/>".encode())

    assert str(error.value) == ("part.xml declares a DOCTYPE, which no spreadsheet program writes; the file is refused")


# monsters


def deep(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


@pytest.mark.parametrize(
    "xml",
    [
        deep(DEEPEST - 1),
        b"<a>" + b"<b/>" * 200_000 + b"</a>",
        b"<a>" + b"<b c='/>' d=\"x>\"/>/>" * 50_000 + b"</a>",
        b"<a>" + b"<b>/></b>" * 100_000 + b"</a>",
        b"<a><!--" + b"<b>" * 200_000 + b"--><![CDATA[" + b"<b>" * 200_000 + b"]]></a>",
        b"<a>" + (deep(5_000) + b"<b/>" * 20_000) * 3 + b"</a>",
    ],
    ids=["nearly too deep", "empty elements", "odd attributes", "text like a tag", "comments", "deep again and again"],
)
def test_what_is_only_long_is_accepted(xml: bytes) -> None:
    assert check_xml("part.xml", xml) is xml


@pytest.mark.parametrize(
    "made",
    [
        lambda: deep(2 * DEEPEST),
        lambda: deep(3_000_000),
        lambda: b"<a>" * 10_000_000,
        lambda: b"<a>/>" * 1_000_000 + b"</a>" * 1_000_000,
        lambda: b"<a b='/>'>" * 1_000_000 + b"</a>" * 1_000_000,
        lambda: b"<a><b/>" * 1_000_000 + b"</a>" * 1_000_000,
        lambda: b"<a><!-- </a> --><![CDATA[</a>]]><?c </a>?>" * 500_000,
    ],
    ids=["deep", "very deep", "without end", "text like a tag", "values like a tag", "empty ones between", "comments"],
)
def test_what_is_too_deep_is_refused_before_a_parser_fills_the_memory(made: Callable[[], bytes]) -> None:
    xml = made()
    start = time.process_time()

    with pytest.raises(FileError) as error:
        check_xml("part.xml", xml)

    assert str(error.value) == f"part.xml nests its elements deeper than {DEEPEST}; the file is refused"
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "made",
    [
        lambda: b'<a b="' + b"x" * (100 * MB) + b'"/>',
        lambda: b"<a>" + b"x" * (10 * MB) + b"</a>",
        lambda: b"<a><!--" + b"<x>" * (4 * MB) + b"--></a>",
        lambda: b"<a><![CDATA[" + b"<x>" * (4 * MB) + b"]]></a>",
        lambda: b"<" + b"a" * (10 * MB) + b"/>",
    ],
    ids=["attribute", "text", "comment", "CDATA", "name"],
)
def test_one_piece_of_many_megabytes_is_refused(made: Callable[[], bytes]) -> None:
    """The parser reads a tag from its start for every megabyte that it is handed."""
    with pytest.raises(FileError, match=r"^part\.xml has 8 MB without a tag, or in one tag; the file is refused$"):
        check_xml("part.xml", made())


@pytest.mark.parametrize(
    "unclosed", [b"<!--", b"<![CDATA[", b"<?a ", b"<a b='", b'<a "" ', b"<a", b"</", b"&", b"<a>&lt"]
)
def test_damaged_parts_of_ten_megabytes_are_refused_at_once(unclosed: bytes) -> None:
    start = time.process_time()

    with pytest.raises(FileError, match=r"^part\.xml "):
        check_xml("part.xml", b"<a>" + unclosed * (10 * MB // len(unclosed)))

    assert time.process_time() - start < 3
