"""A line for each weight: red above 0, blue below, the thicker the larger."""

from sheetnet.pictures.drawings.network import network
from sheetnet.pictures.shapes import Circle, Line, Text
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths


def test_every_weight_has_a_line(shown: Paths) -> None:
    path = shown("letters")
    first, second = path.network.unpack(path.model.parameters)
    weights = [w for matrix, inputs in ((first, 20), (second, 3)) for row in matrix[:, :inputs].tolist() for w in row]

    picture = network(path, words("en"))

    lines = [shape for shape in picture.shapes if isinstance(shape, Line)]
    assert len(lines) == len(weights) == 72
    for line in lines:
        red, blue = int(line.stroke[1:3], 16), int(line.stroke[5:7], 16)
        negative = "−" in line.tip.partition(":")[2].partition("e")[0]
        assert (blue > red) == negative or line.thickness < 0.5
    for layer in (lines[:60], lines[60:]):
        amounts = [abs(float(line.tip.partition(": ")[2].replace("−", "-"))) for line in layer]
        assert amounts == sorted(amounts)
        assert [line.thickness for line in layer] == sorted(line.thickness for line in layer)
    assert sum(isinstance(shape, Circle) for shape in picture.shapes) == 27


def test_numbers_are_those_of_the_workbook(shown: Paths) -> None:
    path = shown("xor")

    said = [s.text for s in network(path, words("en"), numbers=True).shapes if isinstance(s, Text)]

    wanted = [f"{value:.2f}".replace("-", "−") for value in path.model.parameters.tolist()]
    weights = [wanted[place] for place in (0, 1, 3, 4, 6, 7)]
    thresholds = [f"θ {wanted[place]}" for place in (2, 5, 8)]
    assert set(weights + thresholds) <= set(said)
