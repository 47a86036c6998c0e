"""Shapes as SVG: a file of its own, or a part of a page whose style sheet sets the colours."""

from collections.abc import Callable
from html import escape

from sheetnet.pictures.colours import PALETTE, resolved
from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Shape, Text

FONTS = (
    "Calibri, Carlito, 'Segoe UI', 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans CJK JP', 'Noto Sans JP', "
    "'DejaVu Sans', sans-serif"
)


def of_the_page(colour: str) -> str:
    """A colour's name as the variable of a style sheet."""
    return f"var(--{colour})" if colour in PALETTE else colour


def document(picture: Picture) -> str:
    """A file that stands alone, on white paper."""
    body = _body(picture, resolved)
    size = f'width="{_n(picture.width)}" height="{_n(picture.height)}"'
    paper = f'<rect width="100%" height="100%" fill="{PALETTE["paper"]}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {_box(picture)} role="img" font-family="{FONTS}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{_heard(picture)}{paper}\n{body}\n</svg>\n'


def inline(picture: Picture, name: str, paint: Callable[[str], str] = of_the_page, style: str = "") -> str:
    """A part of a page, `name` its id there."""
    body = _body(picture, paint)
    label = escape(picture.description or picture.title)
    look = f' style="{style}"' if style else ""
    return f'<svg id="{name}" {_box(picture)}{look} role="img" aria-label="{label}">\n{body}\n</svg>'


def _box(picture: Picture) -> str:
    return f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}"'


def _heard(picture: Picture) -> str:
    title = f"<title>{escape(picture.title)}</title>\n" if picture.title else ""
    return title + (f"<desc>{escape(picture.description)}</desc>\n" if picture.description else "")


def _body(picture: Picture, paint: Callable[[str], str]) -> str:
    return "\n".join(_element(shape, paint) for shape in picture.shapes)


def _n(number: float) -> str:
    """A length to a hundredth: finer than any printer."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _element(shape: Shape, paint: Callable[[str], str]) -> str:
    key = f' data-key="{escape(shape.key)}"' if shape.key else ""
    match shape:
        case Rect():
            corners = f' rx="{_n(shape.radius)}"' if shape.radius else ""
            place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            return _closed("rect", f"{place}{corners}{_looks(shape, paint)}{key}", shape.tip)
        case Circle():
            place = f'cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}"'
            return _closed("circle", f"{place}{_looks(shape, paint)}{key}", shape.tip)
        case Line():
            dash = f' stroke-dasharray="{" ".join(map(_n, shape.dash))}"' if shape.dash else ""
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            look = f'fill="none" stroke="{paint(shape.stroke)}" stroke-width="{_n(shape.thickness)}"{dash}'
            return _closed("polyline", f'points="{points}" {look} stroke-linejoin="round"{key}', shape.tip)
        case Text():
            return _text(shape, paint, key)


def _looks(shape: Rect | Circle, paint: Callable[[str], str]) -> str:
    fill = f' fill="{paint(shape.fill)}"'
    if shape.stroke == "none":
        return fill
    return f'{fill} stroke="{paint(shape.stroke)}" stroke-width="{_n(shape.thickness)}"'


def _closed(tag: str, attributes: str, tip: str) -> str:
    return f"<{tag} {attributes}><title>{escape(tip)}</title></{tag}>" if tip else f"<{tag} {attributes}/>"


def _text(shape: Text, paint: Callable[[str], str], key: str) -> str:
    place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" fill="{paint(shape.fill)}"'
    anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
    bold = ' font-weight="600"' if shape.bold else ""
    turned = f' transform="rotate(-90 {_n(shape.x)} {_n(shape.y)})"' if shape.turned else ""
    return f"<text {place}{anchor}{bold}{turned}{key}>{escape(shape.text)}</text>"
