"""Shapes as a page of PDF, by fpdf2: lines stay lines, and text can be searched; the letters used are in the file."""

import logging

from fpdf import FPDF
from fpdf.enums import RenderStyle

from sheetnet.pictures.colours import resolved
from sheetnet.pictures.fonts import Font, font_for
from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Shape, Text

_POINTS = 72 / 96  # a unit of a picture in the points of a PDF


def pdf(picture: Picture) -> bytes:
    """The picture as a page of its own size."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every table that it leaves out
    font = font_for("".join(one.text for one in picture.shapes if isinstance(one, Text)))
    page = FPDF(unit="pt", format=(picture.width * _POINTS, picture.height * _POINTS))
    page.set_auto_page_break(False)
    page.set_title(picture.title)
    page.set_subject(picture.description)
    page.add_page()
    _add(page, font)
    for shape in picture.shapes:
        _draw(page, shape)
    return bytes(page.output() or b"")


def _add(page: FPDF, font: Font) -> None:
    page.add_font("own", "", font.regular)
    page.add_font("own", "B", font.bold)


def _draw(page: FPDF, shape: Shape) -> None:
    match shape:
        case Rect():
            x, y, width, height = (side * _POINTS for side in (shape.x, shape.y, shape.width, shape.height))
            style = _looks(page, shape)
            if style:
                page.rect(x, y, width, height, style, bool(shape.radius), shape.radius * _POINTS)
        case Circle():
            style = _looks(page, shape)
            if style:
                page.circle(shape.x * _POINTS, shape.y * _POINTS, shape.radius * _POINTS, style)
        case Line():
            page.set_draw_color(resolved(shape.stroke))
            page.set_line_width(shape.thickness * _POINTS)
            dash = [length * _POINTS for length in shape.dash] or [0.0, 0.0]
            page.set_dash_pattern(*dash)
            if len(shape.points) > 1:
                page.polyline([(x * _POINTS, y * _POINTS) for x, y in shape.points])
            page.set_dash_pattern()
        case Text():
            _text(page, shape)


def _looks(page: FPDF, shape: Rect | Circle) -> RenderStyle | None:
    """Set the colours of a shape; returns what of it is drawn."""
    filled, edged = shape.fill != "none", shape.stroke != "none"
    if filled:
        page.set_fill_color(resolved(shape.fill))
    if edged:
        page.set_draw_color(resolved(shape.stroke))
        page.set_line_width(shape.thickness * _POINTS)
    if filled and edged:
        return RenderStyle.DF
    return RenderStyle.F if filled else RenderStyle.D if edged else None


def _text(page: FPDF, shape: Text) -> None:
    if not shape.text:
        return
    page.set_font("own", "B" if shape.bold else "", shape.size * _POINTS)
    page.set_text_color(resolved(shape.fill))
    back = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * page.get_string_width(shape.text)
    x, y = shape.x * _POINTS, shape.y * _POINTS
    if shape.turned:
        with page.rotation(90, x, y):
            page.text(x - back, y, shape.text)
    else:
        page.text(x - back, y, shape.text)
