"""Sheet Guide: how to use the workbook."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import headline, lines, widen, write
from sheetnet.sheet.tables import LETTERS
from sheetnet.sheet.words.labels import guide

_WIDTH = 88
_NARROW = 0.9  # letters of a Latin text are narrower than digits


def draw(design: Design, sheet: Worksheet) -> None:
    headline(sheet, design.words["guide_title"])
    widen(sheet, 1, _WIDTH)
    units = ", ".join(unit.name for unit in design.geometry.layer(0)[:2])
    parameters = design.words["parameters" if design.geometry.thresholds else "weights"]
    room = _WIDTH if design.language == "ja" else _WIDTH / _NARROW
    row = 2
    for heading, paragraphs in guide(design.language, _facts(design)):
        row += 1
        write(sheet, row, 1, heading, size=13, bold=True)
        sheet.row_dimensions[row].height = 20
        for paragraph in paragraphs:
            row += 1
            text = paragraph.format(file=design.file_in_commands, units=f"{units} ...", parameters=parameters)
            write(sheet, row, 1, text).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = 15 * lines(text, room) + 3
        row += 1
    lay_out(sheet, 1, titles="", landscape=False)


def _facts(design: Design) -> set[str]:
    """What can truly be said of this workbook; see `words.guide`."""
    pictures = design.geometry.picture[0] > 1
    letters = pictures and design.table.classes == LETTERS
    facts = {
        "live" if design.live else "values",
        "outside" if design.outside else "inside",
        "slim" if design.slim else "whole",
        "pictures" if pictures else "numbers",
        "settings" if design.has_settings else "plain",
        "letters" if letters else "others",
    }
    facts |= {"confusion"} if "confusion" in design.layout else set()
    facts |= {"made" if design.made_for else "choosing"} if design.has_settings else set()
    facts |= {"strip"} if "state_1" in design.layout or "updates" in design.layout else set()
    return facts | ({"hidden"} if max(design.geometry.sizes[1:-1], default=1) > 1 else set())
