"""XML as bytes, against the parser of the standard library."""

from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheetnet.sheet.markup import (
    attributes,
    cell_text,
    check_xml,
    elements,
    escape,
    escape_cell_text,
    unescape,
    mask,
    plain,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
NAMES = st.from_regex(r"[a-zA-Z_][\w.-]{0,8}", fullmatch=True).filter(str.isascii)


def parsed(content: bytes) -> str:
    """Content of an element as an XML parser hands it on."""
    return ElementTree.fromstring(b"<t>" + content + b"</t>").text or ""


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
    check_xml("part.xml", xml)


@pytest.mark.parametrize("xml", [b"", b"<a>", b"<a></b>", b"<a b=1/>", b"<a/><b/>", b"<a>&nbsp;</a>", b"<a>\xff</a>"])
def test_damaged_xml_is_refused_and_the_part_named(xml: bytes) -> None:
    with pytest.raises(FileError, match=r"^xl/part\.xml is not well-formed XML \(.*\): the file is damaged$"):
        check_xml("xl/part.xml", xml)


@pytest.mark.parametrize("declaration", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "x">'])
def test_a_doctype_is_refused(declaration: str) -> None:
    with pytest.raises(FileError) as error:
        check_xml("part.xml", f"<?xml version='1.0'?>{declaration}<a/>".encode())

    assert str(error.value) == ("part.xml declares a DOCTYPE, which no spreadsheet program writes; the file is refused")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "latin-1", "shift_jis"])
def test_another_encoding_is_refused_as_such_or_as_damage(encoding: str) -> None:
    letter = "あ" if encoding == "shift_jis" else "é"
    xml = f'<?xml version="1.0" encoding="{encoding}"?><a>{letter}</a>'

    with pytest.raises(FileError, match=r"not encoded as UTF-8|not well-formed"):
        check_xml("part.xml", xml.encode(encoding))


# text


@given(TEXT)
def test_a_parser_reads_escaped_text_as_it_was(text: str) -> None:
    assert parsed(escape(text)) == text
    assert ElementTree.fromstring(b'<t a="' + escape(text) + b'"/>').get("a") == text


@given(ANY_TEXT.filter(lambda text: "\r" not in text))
def test_escaped_text_is_unescaped_to_what_it_was(text: str) -> None:
    assert unescape(escape(text).decode()) == text


@pytest.mark.parametrize(
    "text", ["&lt;&gt;&amp;&quot;&apos;", "&#65;&#x42;&#x1F600;", "&amp;lt;", "&amp;#65;", "a&#10;b"]
)
def test_references_are_the_characters_that_a_parser_makes_of_them(text: str) -> None:
    assert unescape(text) == parsed(text.encode())


@given(ANY_TEXT.filter(lambda text: "\r" not in text))
def test_every_text_can_stand_in_a_cell_and_is_read_back_through_a_parser(text: str) -> None:
    assert cell_text(parsed(escape_cell_text(text))) == text


@example("_x0000\x01")
@given(st.text("_x0D1aAF5\x01\n", max_size=30))
def test_text_that_looks_like_an_escape_is_read_back(text: str) -> None:
    assert cell_text(parsed(escape_cell_text(text))) == text


def test_a_carriage_return_is_read_back_through_a_parser() -> None:
    """A parser turns a bare carriage return into a line feed (XML 1.0, 2.11), so it has to stand as _x000D_."""
    assert cell_text(parsed(escape_cell_text("a\r\nb\rc"))) == "a\r\nb\rc"


@pytest.mark.parametrize(
    ("stored", "text"),
    [("_x0041_", "A"), ("a_x000D_b", "a\rb"), ("_x005F_x0041_", "_x0041_"), ("_x41_", "_x41_"), ("_X0041_", "_X0041_")],
)
def test_escapes_of_the_standard_are_characters(stored: str, text: str) -> None:
    assert cell_text(stored) == text


# tags


@given(st.dictionaries(NAMES, TEXT, max_size=5), st.data())
def test_attributes_are_those_that_a_parser_finds(given_: dict[str, str], data: st.DataObject) -> None:
    spaces = st.sampled_from([" ", "  ", "\n", " \t"])
    equals = st.sampled_from(["=", " = ", "= "])
    raw = "".join(
        f"{data.draw(spaces)}{name}{data.draw(equals)}{quoteattr(value)}" for name, value in given_.items()
    ).encode()

    assert attributes(raw) == ElementTree.fromstring(b"<a" + raw + b"/>").attrib


def test_elements_are_found_under_any_prefix_and_not_in_comments() -> None:
    xml = b'<x:a n="1"/><!-- <a n="2"/> --><a n=\'3\'>..</a><ab n="4"/><y:a n="5 &gt; 4"/><![CDATA[<a n="6"/>]]><a/>'

    assert list(elements(xml, "a")) == [{"n": "1"}, {"n": "3"}, {"n": "5 > 4"}, {}]


def test_comments_cdata_and_instructions_are_left_out() -> None:
    xml = b"<?xml version='1.0'?><a><!-- b --><c/><![CDATA[d]]><?e f?></a>"

    assert without_comments(xml) == b"<a><c/></a>"
    assert without_comments(b"<a><c/></a>") == b"<a><c/></a>"
