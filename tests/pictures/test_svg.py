"""SVG is well formed, says what the shapes say, and stands alone."""

from xml.etree import ElementTree

from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Text
from sheetnet.pictures.svg import document, inline

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = Picture(
    100,
    50,
    (
        Rect(1, 2, 30, 4.5, "positive", "ink", 2, 3, tip='a < b & "c"', key="w0"),
        Circle(10, 10, 5, "#123456"),
        Line(((0, 0), (1 / 3, 20)), "first", 2, (7, 4)),
        Text(5, 6, "学習 <η>", 12, "end", bold=True, turned=True),
    ),
    "weights & more",
    "what is seen",
)


def test_every_shape_is_written() -> None:
    root = ElementTree.fromstring(document(PICTURE))

    paper, rect, circle, line, text = (
        root.find(f"{SVG}{tag}") for tag in ("rect", "rect[2]", "circle", "polyline", "text")
    )
    assert paper is not None
    assert paper.get("fill") == "#ffffff"
    assert rect is not None
    assert {name: rect.get(name) for name in ("x", "width", "height", "rx", "fill", "data-key")} == {
        "x": "1",
        "width": "30",
        "height": "4.5",
        "rx": "3",
        "fill": "#d73027",
        "data-key": "w0",
    }
    assert rect.findtext(f"{SVG}title") == 'a < b & "c"'
    assert circle is not None
    assert circle.get("fill") == "#123456"
    assert line is not None
    assert (line.get("points"), line.get("stroke-dasharray")) == ("0,0 0.33,20", "7 4")
    assert text is not None
    assert (text.text, text.get("text-anchor"), text.get("transform")) == ("学習 <η>", "end", "rotate(-90 5 6)")


def test_somebody_who_sees_nothing_hears_what_is_there() -> None:
    root = ElementTree.fromstring(document(PICTURE))

    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "weights & more"
    assert root.findtext(f"{SVG}desc") == "what is seen"


def test_a_page_sets_the_colours_itself() -> None:
    text = inline(PICTURE, "cells")

    assert 'fill="var(--positive)"' in text
    assert 'fill="#123456"' in text
    assert 'id="cells"' in text
    assert 'aria-label="what is seen"' in text
