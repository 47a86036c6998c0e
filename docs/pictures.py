"""Makes the pictures of the README again: python docs/pictures.py. Needs LibreOffice (soffice), pdftoppm and Pillow.

A workbook of the letters is trained in each language and printed to PDF by LibreOffice, and the pages of Play, BP, Why,
Gallery and Trace are cut out. How it learned is drawn as a moving picture. The workbooks of your-own-sheet.md and
same-mistake.md are made by the pages' own code, looked into and fitted. Where the site is Japanese, Sphinx shows
NAME.ja.png in place of NAME.png.
"""

import contextlib
import re
import subprocess
import tempfile
from pathlib import Path

import sheetnet
from sheetnet import any_sheet
from sheetnet.sheet.words.languages import LANGUAGES, in_language, words
from sheetnet.sheet.words.mistakes import FOUND

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
MAP_BOX, CURVE_BOX = (0.4, 0.5, 10.2, 2.2), (0.6, 0.6, 7.0, 4.2)


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


def printed(book: Path) -> Path:
    """A workbook as a PDF beside it."""
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", book.parent, book)
    return book.with_suffix(".pdf")


def made_by(page: str, folder: Path) -> None:
    """Run the code of a page in a folder."""
    code = re.search(r"```python\n(.*?)```", (HERE / page).read_text(encoding="utf-8"), re.DOTALL)
    if code is None:
        raise SystemExit(f"{page} has no code")
    with contextlib.chdir(folder):
        exec(code[1], {})


def with_curve(book: Path) -> None:
    """Points and curve of the page's sheet as a chart, with what is printed in reach of the picture."""
    from openpyxl import load_workbook
    from openpyxl.chart import Reference, ScatterChart, Series
    from openpyxl.chart.shapes import GraphicalProperties

    opened = load_workbook(book)
    sheet = opened["Decay"]
    chart = ScatterChart()
    chart.legend, chart.width, chart.height = None, 11, 8
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 3
    for column in (2, 3):
        rows = {"min_row": 5, "max_row": 24}
        series = Series(Reference(sheet, min_col=column, **rows), Reference(sheet, min_col=1, **rows))
        series.marker.symbol = "circle" if column == 2 else "none"
        series.marker.graphicalProperties = GraphicalProperties(solidFill="1F3A5F")
        series.graphicalProperties = GraphicalProperties(noFill=True)
        if column == 2:
            series.graphicalProperties.line.noFill = True
        else:
            series.graphicalProperties.line.solidFill = "D9822B"
            series.graphicalProperties.line.width = 25_000
        series.smooth = False
        chart.series.append(series)
    sheet.add_chart(chart, "D4")
    sheet.page_setup.orientation = "landscape"
    opened.save(book)


def of_any_sheet(folder: Path) -> None:
    """The map of the homework in each language, and the decay before and after a fit."""
    made_by("same-mistake.md", folder)
    made_by("your-own-sheet.md", folder)
    for language in LANGUAGES:
        ending = "" if language == "en" else f".{language}"
        mapped = folder / f"mapped{ending}.xlsx"
        any_sheet.inspect(folder / "homework.xlsx", sheet=True, lang=language, output=mapped)
        pdf = printed(mapped)
        title = in_language(FOUND, language)["inspect_title"]
        cut(pdf, page_with(pdf, title), HERE / f"inspect{ending}.png", MAP_BOX)
    decay = folder / "decay.xlsx"
    with_curve(decay)
    cut(printed(decay), 1, HERE / "fit-before.png", CURVE_BOX)
    sheetnet.fit(decay, loss="Decay!F1", parameters="Decay!B1:B2")
    cut(printed(decay), 1, HERE / "fit-after.png", CURVE_BOX)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        of_any_sheet(Path(folder))
        for language in LANGUAGES:
            ending = "" if language == "en" else f".{language}"
            book = Path(folder) / f"letters{ending}.xlsx"
            sheetnet.new(book, lang=language)
            sheetnet.train(book)
            moving = HERE / f"learning{ending}.gif"
            sheetnet.plot(book, moving, force=True)
            print(moving.relative_to(HERE.parent))
            pdf = printed(book)
            for name, (title, box) in BOXES.items():
                said = words(language)[title].format(network="20-3-4")
                cut(pdf, page_with(pdf, said), HERE / f"{name}{ending}.png", box)


if __name__ == "__main__":
    main()
