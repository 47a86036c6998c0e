"""Shapes as pixels, by Pillow: PNG, and GIF of several pictures in turn. Drawn large and made small, for soft edges."""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sheetnet.pictures.colours import PALETTE, mixed, resolved
from sheetnet.pictures.fonts import Font, font_for
from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Text

SHARP = 2.5  # pixels of a PNG for each unit: 240 to the inch
_FINE = 3  # as many pixels are drawn for one, across and down; fewer for a moving picture
_MOST_PIXELS = 40_000_000  # of the large drawing


def png(picture: Picture, scale: float = SHARP) -> bytes:
    """The picture as a PNG file."""
    out = BytesIO()
    dots = 96 * scale
    _pixels(picture, scale, _font_of([picture])).save(out, "PNG", optimize=True, dpi=(dots, dots))
    return out.getvalue()


def gif(pictures: Sequence[Picture], seconds: float, *, pause: float = 2.0, scale: float = 1.0) -> bytes:
    """Pictures of one size in turn, as a GIF file that begins anew for ever after a `pause` at its end."""
    font = _font_of(pictures)
    drawn = [_pixels(picture, scale, font, 2) for picture in pictures]
    colours = _colours()
    frames = [_indexed(image, colours) for image in drawn]
    durations = [round(1000 * seconds / len(frames) / 10) * 10] * (len(frames) - 1) + [round(1000 * pause)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True)
    return out.getvalue()


def _colours() -> NDArray[np.int64]:
    """Each colour of the palette on its way to paper, and so every soft edge between them: shape (256 at most, 3)."""
    others = [colour for name, colour in PALETTE.items() if name != "paper"]
    steps = 255 // len(others)
    ways = [mixed(PALETTE["paper"], colour, step / steps) for colour in others for step in range(1, steps + 1)]
    return np.array([[int(one[place : place + 2], 16) for place in (1, 3, 5)] for one in (PALETTE["paper"], *ways)])


def _indexed(image: Image.Image, colours: NDArray[np.int64]) -> Image.Image:
    """The image in these colours, each pixel in the nearest (Pillow's own choice is an approximate one)."""
    pixels = np.asarray(image, np.int64)
    whole: NDArray[np.int64] = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    found, where = np.unique(whole, return_inverse=True)
    parts = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    nearest = ((parts[:, np.newaxis] - colours) ** 2).sum(axis=2).argmin(axis=1)
    indexed = Image.fromarray(nearest.astype(np.uint8)[where].reshape(pixels.shape[:2]), "L")
    indexed.putpalette(colours.ravel().tolist())
    return indexed


def _font_of(pictures: Sequence[Picture]) -> Font:
    return font_for("".join(one.text for picture in pictures for one in picture.shapes if isinstance(one, Text)))


def _pixels(picture: Picture, scale: float, font: Font, fine: int = _FINE) -> Image.Image:
    while fine > 1 and picture.width * picture.height * (scale * fine) ** 2 > _MOST_PIXELS:
        fine -= 1
    large = scale * fine
    size = round(picture.width * scale), round(picture.height * scale)
    image = Image.new("RGB", (size[0] * fine, size[1] * fine), PALETTE["paper"])
    brush = _Brush(image, large, font)
    for shape in picture.shapes:
        brush.draw(shape)
    return image.reduce(fine)


class _Brush:
    """What draws on an image, `scale` pixels to a unit."""

    def __init__(self, image: Image.Image, scale: float, font: Font) -> None:
        self._image, self._scale, self._font = image, scale, font
        self._draw = ImageDraw.Draw(image)

    def draw(self, shape: Rect | Circle | Line | Text) -> None:
        match shape:
            case Rect():
                x, y = shape.x * self._scale, shape.y * self._scale
                box = (x, y, x + shape.width * self._scale - 1, y + shape.height * self._scale - 1)
                if shape.radius:
                    self._draw.rounded_rectangle(box, shape.radius * self._scale, *self._looks(shape))
                else:
                    self._draw.rectangle(box, *self._looks(shape))
            case Circle():
                x, y, r = (side * self._scale for side in (shape.x, shape.y, shape.radius))
                self._draw.ellipse((x - r, y - r, x + r, y + r), *self._looks(shape))
            case Line():
                self._line(shape)
            case Text():
                self._text(shape)

    def _looks(self, shape: Rect | Circle) -> tuple[str | None, str | None, int]:
        fill = None if shape.fill == "none" else resolved(shape.fill)
        stroke = None if shape.stroke == "none" else resolved(shape.stroke)
        return fill, stroke, self._thick(shape.thickness)

    def _thick(self, thickness: float) -> int:
        return max(round(thickness * self._scale), 1)

    def _line(self, shape: Line) -> None:
        points = [(x * self._scale, y * self._scale) for x, y in shape.points]
        strokes = _dashed(points, [length * self._scale for length in shape.dash]) if shape.dash else [points]
        for stroke in strokes:
            if len(stroke) > 1:
                self._draw.line(stroke, resolved(shape.stroke), self._thick(shape.thickness), joint="curve")

    def _text(self, shape: Text) -> None:
        font = _typeface(str(self._font.bold if shape.bold else self._font.regular), round(shape.size * self._scale))
        x, y = shape.x * self._scale, shape.y * self._scale
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
        if not shape.turned:
            self._draw.text((x, y), shape.text, resolved(shape.fill), font, anchor)
            return
        left, top, right, bottom = font.getbbox(shape.text, anchor="ls")
        ink = Image.new("L", (round(right - left) + 2, round(bottom - top) + 2))
        ImageDraw.Draw(ink).text((-left, -top), shape.text, 255, font, "ls")
        ink = ink.rotate(90, expand=True)
        back = {"start": 1.0, "middle": 0.5, "end": 0.0}[shape.anchor]
        place = (round(x + top), round(y - ink.height * back))
        self._image.paste(Image.new("RGB", ink.size, resolved(shape.fill)), place, ink)


@cache
def _typeface(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _dashed(points: list[tuple[float, float]], dash: list[float]) -> Iterator[list[tuple[float, float]]]:
    """The strokes of a line that is drawn with gaps."""
    place, left = 0, dash[0]
    stroke = [points[0]]
    for (x1, y1), (x2, y2) in pairwise(points):
        whole = hypot(x2 - x1, y2 - y1)
        gone = 0.0
        while whole - gone > left:
            gone += left
            point = (x1 + (x2 - x1) * gone / whole, y1 + (y2 - y1) * gone / whole)
            if place % 2 == 0:
                yield [*stroke, point]
            stroke = [point]
            place += 1
            left = dash[place % len(dash)]
        left -= whole - gone
        if place % 2 == 0:
            stroke.append((x2, y2))
    if place % 2 == 0:
        yield stroke
