"""Pictures as files: which drawings, put together, in the form that the end of the name says."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.pictures.drawings import DRAWINGS, fitting
from sheetnet.pictures.drawings.blocks import largest
from sheetnet.pictures.drawings.curve import curve
from sheetnet.pictures.drawings.network import network
from sheetnet.pictures.drawings.weights import of_vector
from sheetnet.pictures.shapes import Picture, side_by_side, with_margin
from sheetnet.pictures.svg import document
from sheetnet.pictures.words import words
from sheetnet.session.trajectory import Trajectory

PAGE, ANIMATION = "html", "gif"
KINDS = (PAGE, "svg", "png", ANIMATION, "pdf")
GIF_FRAMES = 80
_SECONDS = 8.0  # of an animation
_MARGIN, _WIDEST = 24.0, 1000.0


class Wishes(NamedTuple):
    """What is to be drawn: the names of drawings, the language ("" for the workbook's), numbers on the lines."""

    drawings: tuple[str, ...] = ()
    language: str = ""
    numbers: bool = False


def frames_for(kind: str, parameters: int) -> int:
    """How many frames of a run a file of this kind needs."""
    if kind == PAGE:
        from sheetnet.pictures.page.page import frames_that_fit

        return frames_that_fit(parameters)
    return GIF_FRAMES if kind == ANIMATION else 2


def content(path: Trajectory, kind: str, wishes: Wishes) -> bytes:
    """The bytes of the file."""
    say = words(wishes.language or path.language)
    if kind == PAGE:
        from sheetnet.pictures.page.page import page

        return page(path, wishes.language or path.language).encode("utf-8")
    if kind == ANIMATION:
        return _animation(path, say, wishes)
    picture = still(path, say, wishes)
    if kind == "svg":
        return document(picture).encode("utf-8")
    try:
        if kind == "pdf":
            from sheetnet.pictures.pdf import pdf

            return pdf(picture)
        from sheetnet.pictures.raster import png

        return png(picture)
    except ModuleNotFoundError as error:
        raise _missing(kind, error) from None


def still(path: Trajectory, say: Mapping[str, str], wishes: Wishes) -> Picture:
    """The drawings side by side on paper."""
    drawn = []
    for name in wishes.drawings or fitting(path):
        draw = partial(network, numbers=wishes.numbers) if name == "network" else DRAWINGS[name]
        drawn.append(draw(path, say))
    return with_margin(side_by_side(drawn, _WIDEST), _MARGIN)


def _animation(path: Trajectory, say: Mapping[str, str], wishes: Wishes) -> bytes:
    """Weights and the curve, as learning goes on."""
    try:
        from sheetnet.pictures.raster import gif
    except ModuleNotFoundError as error:
        raise _missing(ANIMATION, error) from None
    return gif(moving(path, say, wishes.drawings or ("weights", "curve")), _SECONDS)


def moving(path: Trajectory, say: Mapping[str, str], drawings: Sequence[str]) -> list[Picture]:
    """A picture for each frame, all of one size and with one scale of colours for the weights."""
    odd = [name for name in drawings if name not in ("weights", "gradients", "curve")]
    if odd:
        raise SettingError(f"expected weights, gradients or curve to be moved, found '{odd[0]}'")
    weights = largest(path.network, np.array([frame.parameters for frame in path.frames]))
    found = []
    for frame in path.frames:
        parts = []
        for name in drawings:
            if name == "curve":
                parts.append(curve(path, say, frame.iteration))
            elif name == "weights":
                parts.append(of_vector(path, frame.parameters, weights, say, name, frame.iteration))
            else:
                own = largest(path.network, frame.gradient)
                parts.append(of_vector(path, frame.gradient, own, say, name, frame.iteration))
        found.append(with_margin(side_by_side(parts, _WIDEST), _MARGIN))
    width, height = max(one.width for one in found), max(one.height for one in found)
    return [one._replace(width=width, height=height) for one in found]


def _missing(kind: str, error: ModuleNotFoundError) -> SettingError:
    needed = {"PIL": "Pillow", "fpdf": "fpdf2"}.get(error.name or "", error.name)
    return SettingError(f".{kind} needs {needed}", remedy='python -m pip install "sheetnet[plot]", or write .svg')
