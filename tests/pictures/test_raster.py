"""PNG and GIF: what was drawn has its colour in its place."""

from io import BytesIO

import pytest

from sheetnet.errors import SettingError
from sheetnet.pictures import fonts
from sheetnet.pictures.colours import PALETTE
from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Shape, Text, straight

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
from sheetnet.pictures.raster import gif, png  # noqa: E402


@pytest.fixture
def font() -> None:
    try:
        fonts.font_for("η")
        fonts.font_for("学")
    except SettingError as error:
        pytest.skip(str(error))


def opened(data: bytes) -> "Image.Image":
    return Image.open(BytesIO(data))


def picture(*shapes: Shape) -> Picture:
    return Picture(100, 60, shapes)


@pytest.mark.usefixtures("font")
def test_each_shape_has_its_colour_in_its_place() -> None:
    shapes = Rect(10, 10, 20, 20, "#ff0000"), Circle(60, 20, 10, "#00ff00"), Line(((0, 50), (100, 50)), "#0000ff", 4)

    image = opened(png(picture(*shapes), 2.0))

    assert image.size == (200, 120)
    assert image.getpixel((40, 40)) == (255, 0, 0)
    assert image.getpixel((120, 40)) == (0, 255, 0)
    assert image.getpixel((100, 100)) == (0, 0, 255)
    assert image.getpixel((199, 0)) == (255, 255, 255)


@pytest.mark.usefixtures("font")
def test_a_dashed_line_has_gaps() -> None:
    image = opened(png(picture(Line(((0, 30), (100, 30)), "#000000", 4, (10, 10))), 1.0))

    assert image.getpixel((5, 30)) == (0, 0, 0)
    assert image.getpixel((15, 30)) == (255, 255, 255)
    assert image.getpixel((25, 30)) == (0, 0, 0)


@pytest.mark.usefixtures("font")
@pytest.mark.parametrize("text", ["weights", "学習率 η"])
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("turned", [False, True])
def test_text_lies_where_its_anchor_says(text: str, anchor: str, turned: bool) -> None:
    one = Picture(200, 200, (Text(100, 100, text, 14, anchor, "#000000", turned=turned),))  # type: ignore[arg-type]

    inked = opened(png(one, 1.0)).convert("L").point(lambda shade: 255 * (shade < 128)).getbbox()

    assert inked is not None
    first, last = (200 - inked[3], 200 - inked[1]) if turned else (inked[0], inked[2])
    middle = (first + last) / 2
    assert {"start": first, "middle": middle, "end": last}[anchor] == pytest.approx(100, abs=3)
    across = inked[2] if turned else inked[3]  # the base line, or what hangs below it
    assert 99 <= across <= 105


@pytest.mark.usefixtures("font")
def test_a_gif_moves_and_begins_anew() -> None:
    pictures = [picture(Rect(n * 10, 0, 10, 60, "positive"), straight(0, 0, 1, 1)) for n in range(5)]

    image = opened(gif(pictures, 1.0, pause=3.0))

    assert (image.n_frames, image.info["loop"]) == (5, 0)
    durations = []
    for number in range(5):
        image.seek(number)
        durations.append(image.info["duration"])
        red = image.convert("RGB").getpixel((number * 10 + 5, 30))
        assert red == (0xD7, 0x30, 0x27)
    assert durations == [200, 200, 200, 200, 3000]


@pytest.mark.usefixtures("font")
def test_the_colours_of_a_gif_are_those_of_the_palette() -> None:
    names = ("positive", "negative", "first", "ink", "line")
    boxes = [Rect(20 * n, 10, 20, 20, name) for n, name in enumerate(names)]

    image = opened(gif([picture(*boxes)], 1.0)).convert("RGB")

    found = ["#{:02x}{:02x}{:02x}".format(*image.getpixel((20 * n + 10, 20))) for n in range(5)]
    assert found == [PALETTE[name] for name in names]
    assert image.getpixel((50, 50)) == (255, 255, 255)


def test_a_machine_without_fonts_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_files", lambda: iter(()))
    fonts._found.cache_clear()
    try:
        with pytest.raises(SettingError, match=r"^no font with Japanese letters is found; .*, or write \.svg$"):
            png(picture(Text(0, 20, "学習")))
        with pytest.raises(SettingError, match=r"^no font is found to write with; .*, or write \.svg$"):
            png(picture(Text(0, 20, "E")))
    finally:
        fonts._found.cache_clear()
