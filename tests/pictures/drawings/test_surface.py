"""The plane of two inputs: each case lies in the colour of its class, and the boundary between the classes."""

from sheetnet.pictures.drawings.surface import surface
from sheetnet.pictures.shapes import Circle, Line, Rect
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths


def test_each_case_lies_in_the_colour_of_its_class(shown: Paths) -> None:
    picture = surface(shown("xor"), words("en"))

    tiles = [shape for shape in picture.shapes if isinstance(shape, Rect) and shape.stroke == "none"]
    circles = [shape for shape in picture.shapes if isinstance(shape, Circle)][:4]
    for circle, target in zip(circles, (0, 1, 1, 0), strict=True):
        under = next(t for t in tiles if t.x <= circle.x < t.x + t.width and t.y <= circle.y < t.y + t.height)
        red, blue = int(under.fill[1:3], 16), int(under.fill[5:7], 16)
        assert (red > blue) == bool(target)
        assert circle.fill == ("positive" if target else "negative")


def test_the_boundary_crosses_the_way_from_class_to_class(shown: Paths) -> None:
    picture = surface(shown("xor"), words("en"))

    strokes = [shape for shape in picture.shapes if isinstance(shape, Line) and shape.stroke == "ink"]
    circles = [shape for shape in picture.shapes if isinstance(shape, Circle)][:4]
    low, high = circles[0], circles[1]  # (0, 0) and (0, 1)
    crossing = [s for s in strokes if min(x for x, _ in s.points) <= low.x <= max(x for x, _ in s.points)]
    assert any(high.y < y < low.y for stroke in crossing for _, y in stroke.points)
