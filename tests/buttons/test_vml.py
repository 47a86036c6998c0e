import re
from collections.abc import Callable

import pytest

from sheetnet.buttons import vml
from sheetnet.buttons.vml import Box, Button
from sheetnet.errors import FileError

BUTTON = Button("Tr<ai>n & 学習", "SheetnetTrain", Box((10, 0, 3, 0), (11, 51, 4, 6), 1, 2, 3, 4))
# as Excel writes it: the text of a button with a line break that XML would have closed
EXCELS = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\r\n'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n <o:shapelayout v:ext="edit">\r\n'
    b'  <o:idmap v:ext="edit" data="1,3"/>\r\n </o:shapelayout><v:shape id="Button_x0020_1" o:spid="_x0000_s3073">'
    b"<v:textbox><font>one<br>two</font></v:textbox>"
    b'<x:ClientData ObjectType="Button"><x:Anchor>\r\n    2, 1, 3, 4, 5, 6, 7, 8</x:Anchor>'
    b"<x:FmlaMacro>[0]!Theirs</x:FmlaMacro></x:ClientData></v:shape>"
    b'<v:shape id="_x0000_s1025"><x:ClientData ObjectType="Note"><x:Anchor>1, 1, 1, 1, 9, 1, 9, 1</x:Anchor>'
    b"</x:ClientData></v:shape></xml>"
)


def test_a_new_drawing_has_the_button_and_its_text_escaped() -> None:
    made = vml.with_buttons(b"", [BUTTON], 4)

    assert vml.macros(made) == {"SheetnetTrain"}
    assert vml.blocks(made) == {4}
    assert vml.boxes(made) == [(4, 11, 5, 12)]
    assert "Tr&lt;ai&gt;n &amp; 学習</font>".encode() in made
    assert b'id="_x0000_s4097"' in made


def test_a_drawing_of_excel_is_added_to_though_it_is_no_xml() -> None:
    made = vml.with_buttons(EXCELS, [BUTTON], 2)

    shapes = made[made.index(b'<v:shapetype id="_x0000_t201"') : made.index(b"</xml>")]
    assert made.replace(shapes, b"").replace(b'data="1,3,2"', b'data="1,3"') == EXCELS
    assert vml.macros(made) == {"Theirs", "SheetnetTrain"}
    assert vml.blocks(made) == {1, 2, 3}


def test_notes_take_no_room_and_buttons_do() -> None:
    assert vml.boxes(EXCELS) == [(4, 3, 8, 6)]


@pytest.mark.parametrize("drawing", [b"no drawing", b"<xml>", b"</xml><xml>"])
def test_a_drawing_without_beginning_or_end_is_refused(drawing: bytes) -> None:
    with pytest.raises(FileError, match="is damaged"):
        vml.with_buttons(drawing, [BUTTON], 1)


@pytest.mark.parametrize("prefix", ["v", "o", "x"])
def test_a_drawing_in_which_a_prefix_means_something_else_is_refused(prefix: str) -> None:
    with pytest.raises(FileError, match="means something else by v, o or x"):
        vml.with_buttons(b'<xml xmlns:%s="urn:another"></xml>' % prefix.encode(), [BUTTON], 1)


@pytest.mark.parametrize(
    "spelled", [b'id="_x0000_t201"', b"id='_x0000_t201'", b'id = "_x0000_t201"', b'id="&#95;x0000_t201"']
)
def test_the_type_of_buttons_is_not_put_in_twice_however_it_is_spelled(spelled: bytes) -> None:
    drawing = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shapetype %s/></xml>' % spelled

    assert vml.with_buttons(drawing, [BUTTON], 1).count(b"<v:shapetype") == 1


OTHERWISE = {
    "another prefix": lambda vml: vml.replace(b"x:", b"xl:").replace(b"<o:", b"<of:"),
    "no prefix": lambda vml: vml.replace(b"<x:", b"<").replace(b"</x:", b"</"),
    "apostrophes": lambda vml: vml.replace(b'"', b"'"),
    "white space": lambda vml: vml.replace(b">", b"\n >").replace(b"=", b" = "),
    "references": lambda vml: vml.replace(b"_x0000_s", b"&#95;x0000_s").replace(b"[0]!", b"&#x5B;0]!"),
    "sections": lambda vml: re.sub(rb"(Macro>|Anchor>)([^<]+)", rb"\1<![CDATA[\2]]>", vml),
    "comments": lambda vml: (
        b"<!-- <xml><o:idmap data='9'/> -->"
        + vml
        + b'<!--<x:ClientData ObjectType="Drop"><x:Anchor>1,1,1,1,9,9,9,9</x:Anchor>'
        b"<x:FmlaMacro>[0]!None</x:FmlaMacro></xml>-->"
    ),
}


@pytest.mark.parametrize("spelled", OTHERWISE.values(), ids=OTHERWISE)
def test_a_drawing_means_the_same_however_it_is_spelled(spelled: Callable[[bytes], bytes]) -> None:
    drawing = spelled(EXCELS)

    assert (vml.macros(drawing), vml.boxes(drawing)) == ({"Theirs"}, [(4, 3, 8, 6)])
    assert vml.blocks(drawing) - {9} == {1, 3}
    assert vml.blocks(vml.with_buttons(drawing, [BUTTON], 2)) - {9} == {1, 2, 3}
    assert vml.macros(vml.with_buttons(drawing, [BUTTON], 2)) == {"Theirs", "SheetnetTrain"}
