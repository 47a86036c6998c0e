"""What pictures are made of: a few shapes as plain values. They know no file format, no network and no workbook.

Coordinates count from the upper left corner; a unit is 1/96 inch. A colour is a name of `colours.PALETTE` or #rrggbb.
`tip` is what a reader is told who points at a shape, `key` a mark by which a script finds it.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Dash = tuple[float, ...]
Anchor = Literal["start", "middle", "end"]
Points = tuple[tuple[float, float], ...]


class Rect(NamedTuple):
    """A rectangle, its corners rounded by `radius`."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = "none"
    thickness: float = 1.0
    radius: float = 0.0
    tip: str = ""
    key: str = ""


class Circle(NamedTuple):
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    fill: str = "none"
    stroke: str = "none"
    thickness: float = 1.0
    tip: str = ""
    key: str = ""


class Line(NamedTuple):
    """A line through points, as often as it turns; `dash` are the lengths of its strokes and gaps."""

    points: Points
    stroke: str = "ink"
    thickness: float = 1.0
    dash: Dash = ()
    tip: str = ""
    key: str = ""


class Text(NamedTuple):
    """A line of text whose base line begins, has its middle or ends at (x, y); `turned` reads upwards."""

    x: float
    y: float
    text: str
    size: float = 12.0
    anchor: Anchor = "start"
    fill: str = "ink"
    bold: bool = False
    turned: bool = False
    key: str = ""


Shape = Rect | Circle | Line | Text


class Picture(NamedTuple):
    """Shapes in the order in which they are drawn; `title` and `description` are what somebody hears who sees none."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str = ""
    description: str = ""


def straight(x1: float, y1: float, x2: float, y2: float, stroke: str = "line", thickness: float = 1.0) -> Line:
    """A line between two points."""
    return Line(((x1, y1), (x2, y2)), stroke, thickness)


def moved(shape: Shape, right: float, down: float) -> Shape:
    """The shape elsewhere."""
    if isinstance(shape, Line):
        return shape._replace(points=tuple((x + right, y + down) for x, y in shape.points))
    return shape._replace(x=shape.x + right, y=shape.y + down)


def side_by_side(pictures: Sequence[Picture], widest: float, gap: float = 28.0) -> Picture:
    """Some pictures as one: in rows, from left to right, a new row where `widest` is reached."""
    if len(pictures) == 1:
        return pictures[0]
    shapes: list[Shape] = []
    left = top = high = width = 0.0
    for picture in pictures:
        if left and left + picture.width > widest:
            left, top, high = 0.0, top + high + gap, 0.0
        shapes += (moved(shape, left, top) for shape in picture.shapes)
        width, high = max(width, left + picture.width), max(high, picture.height)
        left += picture.width + gap
    titles, descriptions = (_joined(part) for part in zip(*(one[3:] for one in pictures), strict=True))
    return Picture(width, top + high, tuple(shapes), titles, descriptions)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in texts if text)


def with_margin(picture: Picture, margin: float) -> Picture:
    """The picture with paper around it."""
    shapes = tuple(moved(shape, margin, margin) for shape in picture.shapes)
    return picture._replace(width=picture.width + 2 * margin, height=picture.height + 2 * margin, shapes=shapes)
