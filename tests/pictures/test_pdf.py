"""PDF: a page of the picture's size, its text to be searched."""

import shutil
import subprocess
from pathlib import Path

import pytest

from sheetnet.errors import SettingError
from sheetnet.pictures.fonts import font_for
from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Text

pytest.importorskip("fpdf", reason="fpdf2 is not installed")
from sheetnet.pictures.pdf import pdf


@pytest.mark.few(1)
@pytest.mark.parametrize("text", ["weights w and θ, ∂E/∂w", "学習率 η と反復回数"])
def test_the_page_has_the_size_and_the_words_of_the_picture(tmp_path: Path, text: str) -> None:
    try:
        font_for(text)
    except SettingError as error:
        pytest.skip(str(error))
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not on the PATH")
    shapes = (
        Rect(10, 10, 20, 20, "positive", "ink", radius=3),
        Circle(5, 5, 3, "none", "ink"),
        Line(((0, 0), (50, 50)), "first", 2, (7, 4)),
        Text(150, 60, text, 12, "middle"),
    )
    (tmp_path / "a.pdf").write_bytes(pdf(Picture(320, 96, shapes, "a title")))

    run = [
        subprocess.run([tool, "a.pdf", *more], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8").stdout
        for tool, more in (("pdftotext", ["-"]), ("pdfinfo", []))
    ]

    assert " ".join(run[0].split()) == text
    assert "Page size:       240 x 72 pts" in run[1]
    assert "Title:           a title" in run[1]
