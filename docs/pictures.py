"""Makes the pictures of the README again: python docs/pictures.py. Needs LibreOffice (soffice), pdftoppm and Pillow.

The shipped workbook is trained, printed to PDF by LibreOffice, and the pages of Play, BP and Trace are cut out. How it
learned is drawn as a moving picture.
"""

import subprocess
import tempfile
from pathlib import Path

import sheetnet

HERE = Path(__file__).parent
DPI = 96


def run(*command: str | Path) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def page_with(pdf: Path, words: str) -> int:
    """The number of the first page that says `words`."""
    for page in range(1, 200):
        if words in run("pdftotext", "-f", str(page), "-l", str(page), pdf, "-"):
            return page
    raise SystemExit(f"no page says {words!r}")


def cut(pdf: Path, page: int, name: str, box: tuple[float, float, float, float]) -> None:
    """Save a box (left, top, width, height in inches) of a page as docs/`name`.png."""
    left, top, width, height = (str(round(side * DPI)) for side in box)
    options = ("-f", str(page), "-singlefile", "-r", str(DPI), "-x", left, "-y", top, "-W", width, "-H", height)
    run("pdftoppm", "-png", *options, pdf, HERE / name)
    print(f"docs/{name}.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "aple.xlsx"
        sheetnet.train(HERE.parent / "workbooks" / "aple.xlsx", output=book)
        sheetnet.plot(book, HERE / "learning.gif", force=True)
        print("docs/learning.gif")
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, book)
        pdf = book.with_suffix(".pdf")
        cut(pdf, page_with(pdf, "watch the network think"), "play", (0.5, 0.5, 10.7, 4.8))
        cut(pdf, page_with(pdf, "network that learns"), "bp", (0.4, 0.45, 7.4, 6.6))
        cut(pdf, page_with(pdf, "Why is this gradient"), "why", (0.4, 0.5, 10.7, 4.9))
        cut(pdf, page_with(pdf, "Every case as a picture, misread ones first"), "gallery", (0.4, 0.4, 10.7, 4.8))
        cut(pdf, page_with(pdf, "Trace: what each iteration did"), "trace", (0.4, 0.45, 8.3, 5.2))


if __name__ == "__main__":
    main()
