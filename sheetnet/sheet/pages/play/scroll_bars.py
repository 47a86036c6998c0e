"""The scroll bars of sheet Play: form controls, which need no macro, linked to the cells of the iteration and the case.

Excel and LibreOffice show them. A program without form controls shows what stands in the cells below: the cell that a
bar is linked to is the control, the bar a comfort.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.sheet.blocks.play import MOST_SCROLLED
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.xlsx.content_types import set_default_type, set_type
from sheetnet.sheet.xlsx.markup import escape
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import relate

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_MIXED = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VML_PART = "xl/drawings/vmlDrawingPlay.vml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_TYPE = "application/vnd.ms-excel.controlproperties+xml"
_BLOCK, _SHAPES = 1, 1024  # numbers of shapes belong to blocks, each to one drawing of the workbook
_PIXEL = 9525  # as drawings count
_INSET = 2  # pixels above and below a bar
_PAGES = 20  # clicks beside the thumb from one end to the other


class _Bar(NamedTuple):
    """A bar over cells of a row that is so many pixels high; it goes from `least` to `most` in the cell `linked`."""

    linked: Area
    over: Area
    high: int
    least: int
    most: int
    at: int

    @property
    def link(self) -> str:
        """LibreOffice takes a link without a sheet for one to the first sheet."""
        return self.linked.absolute()

    @property
    def page(self) -> int:
        return max(round((self.most - self.least) / _PAGES), 1)


def put_scroll_bars(design: Design, package: Package, part: str) -> None:
    """Put the bars on sheet Play, whose worksheet part has no form controls yet."""
    bars = _bars(design)
    package.write(_VML_PART, _vml(bars).encode())
    set_default_type(package, "vml", _VML_TYPE)
    vml = relate(package, part, f"{_RELATIONS}/vmlDrawing", _VML_PART)
    controls = ""
    for number, bar in enumerate(bars, 1):
        name = f"xl/ctrlProps/ctrlProp{number}.xml"
        package.write(name, f"{_HEAD}{_properties(bar)}".encode())
        set_type(package, name, _TYPE)
        controls += _control(number, bar, relate(package, part, f"{_RELATIONS}/ctrlProp", name))
    before, end, _ = package.read(part).rpartition(b"</worksheet>")
    elements = f'<legacyDrawing xmlns:r="{_RELATIONS}" r:id="{vml}"/>{_known(f"<controls>{controls}</controls>")}'
    package.write(part, before + elements.encode() + end)


def _bars(design: Design) -> list[_Bar]:
    layout, places = design.layout, design.play.scroll_bars()
    ends = {"play_iteration": (0, max(design.iterations, 1), 0), "play_case": (1, layout.cases, 1)}
    return [
        _Bar(layout[name], over, high, least, min(most, MOST_SCROLLED), at)
        for (name, (over, high)), (least, most, at) in zip(places.items(), ends.values(), strict=True)
    ]


def _properties(bar: _Bar) -> str:
    return (
        f'<formControlPr xmlns="{_MAIN}" objectType="Scroll" dx="22" fmlaLink="{escape(bar.link).decode()}" horiz="1" '
        f'inc="1" max="{bar.most}" min="{bar.least}" page="{bar.page}" val="{bar.at}"/>'
    )


def _known(element: str) -> str:
    """What is only for programs that know the form controls of Excel 2010."""
    space = f'xmlns:mc="{_MIXED}"'
    choice = f'<mc:Choice xmlns:x14="{_MAIN}" Requires="x14">{element}</mc:Choice>'
    return f"<mc:AlternateContent {space}>{choice}</mc:AlternateContent>"


def _control(number: int, bar: _Bar, identifier: str) -> str:
    first, last = _corners(bar)
    places = "".join(_place(kind, *corner) for kind, corner in (("from", first), ("to", last)))
    return _known(
        f'<control xmlns:r="{_RELATIONS}" shapeId="{_shape(number)}" r:id="{identifier}" name="Scroll Bar {number}">'
        f'<controlPr defaultSize="0" print="0" autoPict="0"><anchor moveWithCells="1" xmlns:xdr="{_DRAWING}">{places}'
        "</anchor></controlPr></control>"
    )


def _place(kind: str, column: int, across: int, row: int, down: int) -> str:
    pairs = (("col", column), ("colOff", across * _PIXEL), ("row", row), ("rowOff", down * _PIXEL))
    return f"<{kind}>{''.join(f'<xdr:{name}>{value}</xdr:{name}>' for name, value in pairs)}</{kind}>"


def _corners(bar: _Bar) -> Iterator[tuple[int, int, int, int]]:
    """Column, pixels in it, row, pixels in it, all from 0, of the first and the last corner."""
    over = bar.over
    yield over.left - 1, 0, over.top - 1, _INSET
    yield over.right, 0, over.bottom - 1, bar.high - _INSET


def _shape(number: int) -> int:
    return _BLOCK * _SHAPES + number


def _vml(bars: list[_Bar]) -> str:
    spaces = (
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"'
    )
    return (
        f'<xml {spaces}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{_BLOCK}"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
        '<v:stroke joinstyle="miter"/>'
        '<v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>'
        '<o:lock v:ext="edit" shapetype="t"/></v:shapetype>'
        f"{''.join(_vml_shape(number, bar) for number, bar in enumerate(bars, 1))}</xml>"
    )


def _vml_shape(number: int, bar: _Bar) -> str:
    anchor = ", ".join(str(one) for corner in _corners(bar) for one in corner)
    return (
        f'<v:shape id="_x0000_s{_shape(number)}" type="#_x0000_t201" style="position:absolute;z-index:{number}" '
        'stroked="f" strokecolor="windowText [64]" o:insetmode="auto"><x:ClientData ObjectType="Scroll">'
        f"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:PrintObject>False</x:PrintObject><x:Val>{bar.at}</x:Val>"
        f"<x:Min>{bar.least}</x:Min><x:Max>{bar.most}</x:Max><x:Inc>1</x:Inc><x:Page>{bar.page}</x:Page><x:Horiz/>"
        f"<x:Dx>22</x:Dx><x:FmlaLink>{escape(bar.link).decode()}</x:FmlaLink></x:ClientData></v:shape>"
    )
