"""Sheet Calc: every case forward and back."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.layout import FIRST_CASE, HEADER
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.look import (
    INK,
    LINE,
    RED,
    blue_white_red,
    cells,
    freeze,
    heading,
    headline,
    put_text,
    when_equal,
    white_orange,
    write,
)


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    headline(sheet, say["calc_title"], say["calc_note"])
    heading(sheet, 1, say["number"])
    heading(sheet, 2, say["label"])
    labels = design.table.labels
    for number in range(layout.cases):
        for column, value in ((1, number + 1), (2, labels[number] if labels else None)):
            cell = sheet.cell(FIRST_CASE + number, column)
            put_text(cell, value)
            cell.alignment = Alignment(horizontal="center")
    style = NamedStyle("Calc", number_format="0.0000")
    style.font = Font(name="Calibri", size=11, color=INK)
    assert sheet.parent is not None  # noqa: S101 - it belongs to a workbook
    sheet.parent.add_named_style(style)
    last = len(design.geometry.sizes) - 1
    for layer in range(1, last + 1):
        names = [unit.name for unit in design.geometry.layer(layer - 1)]
        lower = "z" if layer == last else "h"
        for kind, mark in (("sums", "s"), ("outputs", lower), ("deltas", "δ")):
            heads = [name.replace("H", "h").replace("O", "z") if kind == "outputs" else mark + name for name in names]
            _columns(design, sheet, f"{kind}_{layer}", say[kind], heads)
    _columns(design, sheet, "errors", say["error"], ["e"])
    _columns(design, sheet, "letters_read", say["read"], [""])
    _columns(design, sheet, "right", say["right"], [""], '[=1]"✓";[=0]"✗";General')
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = 8
    ref = layout["right"].range
    sheet.conditional_formatting.add(ref, when_equal("0", font=Font(color=RED, bold=True)))
    for layer in range(1, last + 1):
        for name in (f"outputs_{layer}",):
            scale = white_orange()
            sheet.conditional_formatting.add(layout[name].range, scale)
        scale = blue_white_red()
        sheet.conditional_formatting.add(layout[f"deltas_{layer}"].range, scale)
    freeze(sheet, 3)


def _columns(design: Design, sheet: Worksheet, name: str, title: str, heads: list[str], number: str = "0.0000") -> None:
    area = design.layout[name]
    write(sheet, HEADER - 1, area.left, title, bold=True)
    for offset, head in enumerate(heads):
        heading(sheet, area.left + offset, head)
        sheet.column_dimensions[get_column_letter(area.left + offset)].width = 10
    fill(design, sheet, name)
    left = Border(left=Side(style="thin", color=LINE))
    for cell in cells(sheet, area):
        cell.style = "Calc"
        cell.number_format = number
        if cell.column == area.left:
            cell.border = left
        if name in ("letters_read", "right"):
            cell.alignment = Alignment(horizontal="center")
