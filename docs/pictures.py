"""Makes the pictures of the README again: python docs/pictures.py. Needs LibreOffice (soffice), pdftoppm and Pillow.

A workbook of the letters is trained in each language and printed to PDF by LibreOffice, and the pages of Play, BP, Why,
Gallery and Trace are cut out. How it learned is drawn as a moving picture. Where the site is Japanese, Sphinx shows
NAME.ja.png in place of NAME.png.
"""

import re
import subprocess
import tempfile
from pathlib import Path

import sheetnet
from sheetnet.sheet.words.languages import LANGUAGES, words

HERE = Path(__file__).parent
DPI = 96
COLOURS = 128
BOXES = {
    "play": ("play_title", (0.5, 0.5, 10.7, 4.8)),
    "bp": ("title", (0.4, 0.45, 7.4, 6.6)),
    "why": ("why_title", (0.4, 0.5, 10.7, 4.9)),
    "gallery": ("gallery_title", (0.4, 0.4, 10.7, 4.8)),
    "trace": ("trace_title", (0.4, 0.45, 8.3, 5.2)),
}
"""Picture -> the title of its page, and what is shown of it: left, top, width, height in inches."""


def run(*command: str | Path) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def closed_up(text: str) -> str:
    return re.sub(r"\s", "", text)


def page_with(pdf: Path, title: str) -> int:
    """The number of the first page that has a title, however its letters are spaced."""
    pages = run("pdftotext", pdf, "-").split("\f")
    for number, page in enumerate(pages, 1):
        if closed_up(title) in closed_up(page):
            return number
    raise SystemExit(f"no page says {title!r}")


def cut(pdf: Path, page: int, picture: Path, box: tuple[float, float, float, float]) -> None:
    """Save a box of a page as a picture of few colours, which is a small one."""
    from PIL import Image

    left, top, width, height = (str(round(side * DPI)) for side in box)
    options = ("-f", str(page), "-singlefile", "-r", str(DPI), "-x", left, "-y", top, "-W", width, "-H", height)
    run("pdftoppm", "-png", *options, pdf, picture.with_suffix(""))
    with Image.open(picture) as made:
        small = made.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)
    print(picture.relative_to(HERE.parent))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            ending = "" if language == "en" else f".{language}"
            book = Path(folder) / f"letters{ending}.xlsx"
            sheetnet.new(book, lang=language)
            sheetnet.train(book)
            moving = HERE / f"learning{ending}.gif"
            sheetnet.plot(book, moving, force=True)
            print(moving.relative_to(HERE.parent))
            run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, book)
            pdf = book.with_suffix(".pdf")
            for name, (title, box) in BOXES.items():
                said = words(language)[title].format(network="20-3-4")
                cut(pdf, page_with(pdf, said), HERE / f"{name}{ending}.png", box)


if __name__ == "__main__":
    main()
