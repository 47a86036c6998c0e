"""XML as bytes, against the parser of the standard library."""

import re
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheetnet.sheet.xlsx.markup import (
    attribute_place,
    attributes,
    cell_text,
    elements,
    escape,
    escape_cell_text,
    mask,
    plain,
    unescape,
)
from tests.conftest import ROOT

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
NAMES = st.from_regex(r"[a-zA-Z_][\w.-]{0,8}", fullmatch=True).filter(str.isascii)


def parsed(content: bytes) -> str:
    """Content of an element as an XML parser hands it on."""
    return ElementTree.fromstring(b"<t>" + content + b"</t>").text or ""


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


def test_elements_are_those_under_the_prefix_of_the_root_and_not_in_comments() -> None:
    inside = b'<x:a n="1"/><!-- <x:a n="2"/> --><x:a n=\'3\'>..</x:a><x:ab n="4"/><x:a n="5 &gt; 4"/><y:a n="7"/><x:a/>'
    xml = b"<?xml version='1.0'?><!-- <y:r> --><x:r xmlns:x='u' xmlns:y='v'>" + inside + b"</x:r>"

    assert list(elements(xml, "a")) == [{"n": "1"}, {"n": "3"}, {"n": "5 > 4"}, {}]


ODD = b"<?xml version='1.0'?><a><!-- <b> --><c/>1<![CDATA[<d>&]]><?e <f> ?></a><!-- -->"


def test_the_mask_has_blanks_over_comments_cdata_and_instructions_and_all_else_in_its_place() -> None:
    seen = mask(ODD)

    assert len(seen) == len(ODD)
    assert seen.split() == [b"<a>", b"<c/>1", b"</a>"]
    assert all(seen.index(tag) == ODD.index(tag) for tag in (b"<a>", b"<c/>", b"</a>"))


@pytest.mark.parametrize(
    "xml", [b"", b"<a>1!?</a>", b"<?xml version='1.0'?>\n<a b='?'>A!B?</a>", b"\xef\xbb\xbf<?xml?><a/>"]
)
def test_what_has_no_comments_is_its_own_mask(xml: bytes) -> None:
    assert mask(xml) is xml


@pytest.mark.parametrize(
    "xml", [b"<a><?b?></a>", b"<?xml?><a/><?b?>", b"?<?b?>", b"<?xml?>?<?b?>", b"<a>!<!--b--></a>"]
)
def test_an_instruction_or_comment_anywhere_is_masked(xml: bytes) -> None:
    seen = mask(xml)

    assert b"b?" not in seen
    assert b"--" not in seen
    assert len(seen) == len(xml)


def test_a_parser_reads_the_plain_form_as_it_reads_the_odd_one() -> None:
    theirs = ElementTree.fromstring(ODD)

    ours = ElementTree.fromstring(plain(ODD))

    assert b"<!" not in plain(ODD)
    assert ElementTree.tostring(ours) == ElementTree.tostring(theirs)
    assert plain(b"<a><c/></a>") == b"<a><c/></a>"


@pytest.mark.parametrize("name", [b"r", b"s", b"x:r"])
def test_the_place_of_an_attribute_is_that_of_its_value(name: bytes) -> None:
    raw = b""" r="A1" s = 'x r="2"' x:r="" """

    start, end = attribute_place(raw, name)

    assert raw[start:end].decode() == attributes(raw)[name.decode()]
    assert attribute_place(raw, b"t") == (-1, -1)


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.4, such as that of Debian 12, loses its place in them (CPython issue 101955)."""
    files = [*(ROOT / "sheetnet").rglob("*.py"), *(ROOT / "tests" / "readers").rglob("*.py")]

    found = [path.name for path in files if re.search(r"[^\\][)][?*+][+]", path.read_text(encoding="utf-8"))]

    assert found == []
