"""Sheet Guide of a curve: in plain words, what can be changed and what is then to be seen."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Sections
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import headline, lines, widen, write

_WIDTH = 88
_NARROW = 0.9  # letters of a Latin text are narrower than digits


def draw(sheet: Worksheet, title: str, sections: Sections, lang: str) -> None:
    headline(sheet, title)
    widen(sheet, 1, _WIDTH)
    room = _WIDTH if lang == "ja" else _WIDTH / _NARROW
    row = 2
    for heading, paragraphs in sections:
        row += 1
        write(sheet, row, 1, heading, size=13, bold=True)
        sheet.row_dimensions[row].height = 20
        for paragraph in paragraphs:
            row += 1
            write(sheet, row, 1, paragraph).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = 15 * lines(paragraph, room) + 3
        row += 1
    lay_out(sheet, 1, titles="", landscape=False)
