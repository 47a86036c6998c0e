"""Sheet Calc: every case forward and back."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.layout import FIRST_CASE, HEADER
from sheetnet.sheet.making.maker import INK, LINE, RED, SMALL, Maker, blue_white_red, put_text, when_equal, white_orange


def draw(make: Maker, sheet: Worksheet) -> None:
    """Draw the sheet."""
    layout, say = make.layout, make.words
    make.title(sheet, say["calc_title"], say["calc_note"])
    make.head(sheet, 1, say["number"])
    make.head(sheet, 2, say["label"])
    labels = make.design.table.labels
    for number in range(layout.cases):
        for column, value in ((1, number + 1), (2, labels[number] if labels else None)):
            cell = sheet.cell(FIRST_CASE + number, column)
            put_text(cell, value)
            cell.alignment = Alignment(horizontal="center")
    style = NamedStyle("Calc", number_format="0.0000")
    style.font = Font(name="Calibri", size=11, color=INK)
    make.book.add_named_style(style)
    last = len(make.geometry.sizes) - 1
    for layer in range(1, last + 1):
        names = [unit.name for unit in make.geometry.layer(layer - 1)]
        lower = "z" if layer == last else "h"
        for kind, mark in (("sums", "s"), ("outputs", lower), ("deltas", "δ")):
            heads = [name.replace("H", "h").replace("O", "z") if kind == "outputs" else mark + name for name in names]
            _columns(make, sheet, f"{kind}_{layer}", say[kind], heads, SMALL if kind == "deltas" else "0.0000")
    _columns(make, sheet, "errors", say["error"], ["e"])
    _columns(make, sheet, "letters_read", say["read"], [""], "General")
    classes = map(str, make.design.table.classes)
    read = sheet.column_dimensions[get_column_letter(layout["letters_read"].left)]
    read.width = max(10, 2 + make.widest(classes))
    _columns(make, sheet, "right", say["right"], [""], '[=1]"✓";[=0]"✗";General')
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = max(8, 2 + make.widest(labels))
    ref = layout["right"].range
    sheet.conditional_formatting.add(ref, when_equal("0", font=Font(color=RED, bold=True)))
    for layer in range(1, last + 1):
        for name in (f"outputs_{layer}",):
            scale = white_orange()
            sheet.conditional_formatting.add(layout[name].range, scale)
        scale = blue_white_red()
        sheet.conditional_formatting.add(layout[f"deltas_{layer}"].range, scale)
    make.freeze(sheet, 3)


def _columns(make: Maker, sheet: Worksheet, name: str, title: str, heads: list[str], number: str = "0.0000") -> None:
    area = make.layout[name]
    make.text(sheet, HEADER - 1, area.left, title, bold=True)
    for offset, head in enumerate(heads):
        make.head(sheet, area.left + offset, head)
        alone = make.columns_of(title) + 2 if len(heads) == 1 else 0  # no room beside it for its title
        sheet.column_dimensions[get_column_letter(area.left + offset)].width = max(10, alone)
    make.fill(sheet, name)
    left = Border(left=Side(style="thin", color=LINE))
    for cell in make.cells(sheet, area):
        cell.style = "Calc"
        cell.number_format = number
        if cell.column == area.left:
            cell.border = left
        if name in ("letters_read", "right"):
            cell.alignment = Alignment(horizontal="center")
