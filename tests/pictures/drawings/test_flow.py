"""A line for each layer."""

from sheetnet.pictures.drawings.flow import flow
from sheetnet.pictures.shapes import Line, Text
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths


def test_each_layer_has_a_line_with_its_name(shown: Paths) -> None:
    picture = flow(shown("letters"), words("en"))

    lines = [shape for shape in picture.shapes if isinstance(shape, Line) and shape.thickness > 2]
    names = {shape.text for shape in picture.shapes if isinstance(shape, Text) and shape.bold}
    assert len({line.stroke for line in lines}) == len({line.dash for line in lines}) == len(lines) == 2
    assert {"H1, H2, H3", "A, P, L, E"} <= names


def test_where_more_gradient_arrives_the_line_is_higher(shown: Paths) -> None:
    path = shown("letters")
    hidden, outputs = path.points[-1].flow

    lines = [s for s in flow(path, words("en")).shapes if isinstance(s, Line) and s.thickness > 2]

    assert outputs > hidden
    assert lines[1].points[-1][1] < lines[0].points[-1][1]
