"""Weights and gradients as coloured cells."""

from collections.abc import Mapping

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.pictures.drawings.blocks import blocks, largest
from sheetnet.pictures.drawings.naming import layers
from sheetnet.pictures.shapes import Picture, Rect, Shape, Text, moved
from sheetnet.session.trajectory import Trajectory
from sheetnet.width import width_of

WIDE = 420.0
_TOP = 34.0


def weights(path: Trajectory, say: Mapping[str, str]) -> Picture:
    """The weights and thresholds of the network as it is now."""
    values = path.model.parameters
    return of_vector(path, values, largest(path.network, values), say, "weights")


def gradients(path: Trajectory, say: Mapping[str, str]) -> Picture:
    """The gradient over all training cases at these weights."""
    return of_vector(path, path.gradient, largest(path.network, path.gradient), say, "gradients")


def of_vector(
    path: Trajectory, values: Array, scales: list[float], say: Mapping[str, str], what: str, iteration: int = -1
) -> Picture:
    """Cells under a heading that says which iteration they are of."""
    drawn = blocks(path, values, scales, say, wide=WIDE)
    title = say[what if path.network.thresholds else f"{what}_only"]
    at = say["at"].format(iteration=path.iteration if iteration < 0 else iteration)
    shapes: list[Shape] = [Text(0, 16, title, 15, bold=True)]
    room = (width_of(title) + _wide_signs(title)) * 7.6 + 8
    shapes.append(Text(room, 16, at, 12, fill="muted"))
    shapes += (moved(shape, 0, _TOP) for shape in drawn.shapes)
    bottom = _TOP + drawn.height + 2
    shapes += _legend(say, bottom)
    width = max(drawn.width, room + width_of(at) * 6.6 + 20)
    first = np.abs(path.network.unpack(values)[0]).max(axis=1).argmax()
    heard = say["blocks_heard"].format(unit=layers(path)[1][int(first)])
    return Picture(width, bottom + 16, tuple(shapes), f"{title}, {at}", heard)


def _wide_signs(title: str) -> int:
    """Japanese fonts draw ∂, which Unicode leaves undecided, as wide as their own letters."""
    return title.count("∂") if width_of(title) > len(title) else 0


def _legend(say: Mapping[str, str], top: float) -> list[Shape]:
    after = 22 + width_of(say["for"]) * 7.0
    return [
        Rect(0, top, 12, 12, "positive"),
        Text(17, top + 10.5, say["for"], fill="muted"),
        Rect(after, top, 12, 12, "negative"),
        Text(after + 17, top + 10.5, say["against"], fill="muted"),
    ]
