"""Sheet Confusion: how many cases of each class are read as each class, of training and of test cases."""

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import (
    INK,
    MUTED,
    WIDEST,
    fitting,
    headline,
    styled,
    widen,
    write,
)


def draw(design: Design, sheet: Worksheet) -> None:
    say = design.words
    headline(sheet, say["confusion_title"], say["confusion_note"])
    widen(sheet, 1, 2.5)
    classes = classes_of(design)
    widen(sheet, 2, fitting(classes, 10))
    for name in ("confusion", "confusion_test"):
        area = design.layout[name]
        write(sheet, area.top - 2, 2, say[name], size=13, bold=True)
        write(sheet, area.top - 1, 2, f"{say['is']} \\ {say['read_as']}", color=MUTED)
        for number, word in enumerate(classes):
            over = write(sheet, area.top - 1, area.left + number, word, bold=True)
            over.alignment = Alignment(horizontal="center", wrap_text=True, vertical="bottom")
            over.border = Border(bottom=Side(style="medium", color=INK))
            beside = write(sheet, area.top + number, 2, word, bold=True)
            beside.alignment = Alignment(horizontal="right", indent=1)
            widen(sheet, area.left + number, fitting([word], 9, WIDEST))
        fill(design, sheet, name)
        frame = Side(style="medium", color=INK)
        for row, column in area.cells():
            cell = sheet.cell(row, column)
            styled(cell, "Calculation", "0")
            cell.alignment = Alignment(horizontal="center")
            if row - area.top == column - area.left:  # what is right, told not by colour alone
                cell.border = Border(left=frame, right=frame, top=frame, bottom=frame)
        scale = ColorScaleRule(  # type: ignore[no-untyped-call]
            start_type="num", start_value=0, start_color="FFFFFF", end_type="max", end_color="F4A582"
        )
        sheet.conditional_formatting.add(area.range, scale)
    sheet.freeze_panes = "A4"
    lay_out(sheet, design.layout["confusion"].right, titles="1:2", landscape=False)


def classes_of(design: Design) -> list[str | float]:
    """The names of the classes; a single output tells 0 from 1."""
    classes = design.table.classes
    return [0, 1] if len(classes) == 1 else list(classes)
