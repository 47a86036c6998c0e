"""Form buttons as VML, the drawing in which Excel keeps a sheet's notes and form controls.

Excel writes VML that is no XML (a bare ``<br>`` in a button's text), so it is searched and added to as it stands.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.markup import (
    ATTRIBUTES,
    PREFIX,
    attribute_place,
    attributes,
    escape,
    mask,
    plain,
    spliced,
    unescape,
)

_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_EMPTY = "<xml {}></xml>".format(" ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items()))
_LAYOUT = '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
_BUTTON_TYPE = (
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/>'
    '<v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>'
    '<o:lock v:ext="edit" shapetype="t"/></v:shapetype>'
)
_BUTTON = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t201" style="position:absolute;margin-left:{left:g}pt;'
    'margin-top:{top:g}pt;width:{width:g}pt;height:{height:g}pt;z-index:{order};mso-wrap-style:tight" '
    'o:button="t" fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
    '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
    '<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">'
    '<font face="Calibri" size="220" color="#000000">{caption}</font></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>{anchor}</x:Anchor><x:PrintObject>False</x:PrintObject>'
    "<x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!{macro}</x:FmlaMacro>"
    "<x:TextHAlign>Center</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
)
_IDMAP = re.compile(rb"<" + PREFIX + rb"idmap(?=\s)" + ATTRIBUTES)
_ROOT = re.compile(rb"<xml(?=[\s>])" + ATTRIBUTES + rb">")
_BLOCK = 1024  # numbers of shapes belong to blocks of that many, each to one drawing of the workbook
_CONTROL = re.compile(rb"<" + PREFIX + rb"ClientData(?=\s)" + ATTRIBUTES)
_ANCHOR = re.compile(rb"[<:]Anchor\s*+>([^<]*+)<")
_MACRO = re.compile(rb"[<:]FmlaMacro\s*+>([^<]*+)<")


class Box(NamedTuple):
    """Where a shape lies: its corners as (column, pixels in it, row, pixels in it) from 0, and in points."""

    first: tuple[int, int, int, int]
    last: tuple[int, int, int, int]
    left: float
    top: float
    width: float
    height: float


class Button(NamedTuple):
    """A button that runs a procedure of the workbook's macros."""

    caption: str
    macro: str
    box: Box


def macros(vml: bytes) -> set[str]:
    """The procedures of this workbook that the controls of a drawing run."""
    texts = (_text(match[1]).strip() for match in _MACRO.finditer(plain(vml)))
    return {text.removeprefix("[0]!") for text in texts if text.startswith("[0]!")}


def blocks(vml: bytes) -> set[int]:
    """The blocks of shape numbers that a drawing claims or uses."""
    claimed = (attributes(match[2]).get("data", "") for match in _IDMAP.finditer(mask(vml)))
    used = {int(number) // _BLOCK for number in re.findall(r"_x0000_s([0-9]{1,9})", _text(vml))}
    return used | {int(number) for data in claimed for number in data.split(",") if number.strip().isdigit()}


def boxes(vml: bytes) -> list[tuple[int, int, int, int]]:
    """(top, left, bottom, right), in rows and columns from 1, of the controls in a drawing; notes are hidden."""
    found = []
    vml = plain(vml)
    starts = list(_CONTROL.finditer(vml))
    ends = [*(one.start() for one in starts), len(vml)][1:]
    for control, end in zip(starts, ends, strict=True):
        kind, anchor = attributes(control[2]).get("ObjectType", ""), _ANCHOR.search(vml, control.end(), end)
        numbers = [number.strip() for number in _text(anchor[1]).split(",")] if anchor else []
        if kind not in ("", "Note") and len(numbers) == 8 and all(re.fullmatch(r"[0-9]{1,7}", n) for n in numbers):
            left, _, top, _, right, _, bottom, _ = (int(number) + 1 for number in numbers)
            found.append((top, left, bottom, right))
    return found


def with_buttons(vml: bytes, buttons: Sequence[Button], block: int) -> bytes:
    """A drawing (empty: a new one) with more buttons in it, numbered in a block that no drawing uses."""
    vml = _with_block(_with_namespaces(vml or _EMPTY.encode()), block)
    shapes = "" if re.search(r"""\bid\s*=\s*["']_x0000_t201["']""", _text(vml)) else _BUTTON_TYPE
    for order, button in enumerate(buttons, 1):
        box = button.box
        shapes += _BUTTON.format(
            number=block * _BLOCK + order, order=order, caption=escape(button.caption).decode(), macro=button.macro,
            left=box.left, top=box.top, width=box.width, height=box.height,
            anchor=", ".join(map(str, (*box.first, *box.last))),
        )  # fmt: skip
    end = mask(vml).rfind(b"</xml")
    return spliced(vml, [(end, end, shapes.encode())])


def _text(vml: bytes) -> str:
    return unescape(vml.decode("utf-8", "replace"))


def _with_namespaces(vml: bytes) -> bytes:
    root = _ROOT.search(mask(vml))
    if not root or mask(vml).rfind(b"</xml") < root.end():
        raise FileError("the drawing with the notes of the sheet is damaged")
    given = attributes(root[1])
    if any(given.get(f"xmlns:{prefix}", uri) != uri for prefix, uri in _NAMESPACES.items()):
        raise FileError("the drawing with the notes of the sheet means something else by v, o or x than Excel does")
    missing = {f"xmlns:{prefix}": uri for prefix, uri in _NAMESPACES.items() if f"xmlns:{prefix}" not in given}
    added = "".join(f' {name}="{uri}"' for name, uri in missing.items())
    return spliced(vml, [(root.end() - 1, root.end() - 1, added.encode())])


def _with_block(vml: bytes, block: int) -> bytes:
    idmap = _IDMAP.search(mask(vml))
    begins, end = attribute_place(idmap[2], b"data") if idmap else (-1, -1)
    if idmap and end > begins >= 0:
        place = idmap.start(2) + end
        return spliced(vml, [(place, place, b",%d" % block)])
    root = _ROOT.search(mask(vml))
    assert root  # noqa: S101 - it has one, to which the namespaces went
    place = root.end()
    return spliced(vml, [(place, place, _LAYOUT.format(block=block).encode())])
