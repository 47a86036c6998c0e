"""Straight lines over the cells of a sheet, as DrawingML knows them; openpyxl draws none."""

from collections.abc import Iterable, Iterator

from sheetnet.sheet.blocks.whole import Line
from sheetnet.sheet.xlsx.content_types import set_type
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import relate

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CELL = 16 * 9525  # a cell's side as drawings count
_COLOUR = "9AA5B1"


def draw_lines(package: Package, part: str, lines: Iterable[Line]) -> None:
    """Give a worksheet part, which has no drawing yet, a drawing of lines."""
    name = "xl/drawings/lines.xml"
    anchors = "".join(_anchor(number, one) for number, one in enumerate(lines, 2))
    spaces = f'xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    package.write(name, f"{head}<xdr:wsDr {spaces}>{anchors}</xdr:wsDr>".encode())
    set_type(package, name, _TYPE)
    identifier = relate(package, part, f"{_RELATIONS}/drawing", name)
    before, end, _ = package.read(part).rpartition(b"</worksheet>")
    element = f'<drawing xmlns:r="{_RELATIONS}" r:id="{identifier}"/>'.encode()
    package.write(part, before + element + end)


def _anchor(number: int, line: Line) -> str:
    """A line from cell to cell, so that it follows the widths of other programs."""
    top, bottom = sorted((line.y1, line.y2))
    flip = ' flipV="1"' if line.y2 < line.y1 else ""
    places = "".join(_places(line.x1, top, "from")) + "".join(_places(line.x2, bottom, "to"))
    return (
        f'<xdr:twoCellAnchor>{places}<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="{number}" name="Line {number}"/>'
        f'<xdr:cNvCxnSpPr/></xdr:nvCxnSpPr><xdr:spPr><a:xfrm{flip}><a:off x="0" y="0"/>'
        f'<a:ext cx="{_CELL}" cy="{_CELL}"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="12700"><a:solidFill><a:srgbClr val="{_COLOUR}"/></a:solidFill></a:ln></xdr:spPr></xdr:cxnSp>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _places(x: float, y: float, kind: str) -> Iterator[str]:
    yield f"<xdr:{kind}>"
    for name, value in (("col", x), ("row", y)):
        yield f"<xdr:{name}>{int(value)}</xdr:{name}><xdr:{name}Off>{round(value % 1 * _CELL)}</xdr:{name}Off>"
    yield f"</xdr:{kind}>"
