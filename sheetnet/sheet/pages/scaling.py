"""Sheet Scaling: how the numbers on Data were made from what was measured; predictions go the same way."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import WIDEST_WORD, fitting, headline, styled, widen, write


def draw(design: Design, sheet: Worksheet) -> None:
    say = design.words
    headline(sheet, say["scaling_title"], say["scaling_note"])
    widen(sheet, 1, 2.5)
    names = {"input": design.table.feature_names, "target": design.table.classes}
    for kind in ("input", "target"):
        if kind not in design.scalings:
            continue
        area = design.layout[f"{kind}_scaling"]
        left = area.left - 1
        write(sheet, area.top - 2, left, say[f"{kind}_scaling"], size=13, bold=True)
        for column, key in enumerate(("shift", "scale"), area.left):
            over = write(sheet, area.top - 1, column, say[key], bold=True)
            over.alignment = Alignment(horizontal="right")
            widen(sheet, column, 14)
        for row, name in enumerate(names[kind], area.top):
            write(sheet, row, left, name)
        widen(sheet, left, fitting(names[kind], 16, WIDEST_WORD))
        scaling = design.scalings[kind]
        for row, pair in enumerate(zip(scaling.shift.tolist(), scaling.scale.tolist(), strict=True), area.top):
            for column, value in enumerate(pair, area.left):
                styled(sheet.cell(row, column, value), "Output", "General")
    sheet.freeze_panes = "A6"
    right = max(design.layout[f"{kind}_scaling"].right for kind in design.scalings)
    lay_out(sheet, right, titles="4:5", landscape=False)
