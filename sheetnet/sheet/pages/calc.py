"""Sheet Calc: every case forward and back."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER
from sheetnet.sheet.blocks.settings import ARTICLE
from sheetnet.sheet.cells import column_letters
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import (
    BLUE,
    LINE,
    NUMBER,
    RED,
    WIDEST_WORD,
    Looks,
    as_before,
    blue_white_red,
    cells,
    centre,
    drawn,
    fitting,
    font,
    heading,
    headline,
    lines,
    put_text,
    show_small_numbers,
    when,
    when_equal,
    white_orange,
    widen,
    write,
)
from sheetnet.width import width_of

_STEPS = ("log_sums", "target_class", "read_class", "order_key", "order", "batch")  # with settings, one column each


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    note = say["calc_note" if design.made_for == ARTICLE else "calc_note_settings"]
    headline(sheet, say["calc_title"], note if design.geometry.thresholds else note.replace(" − θ", ""))
    heading(sheet, 1, say["number"])
    heading(sheet, 2, say["label"])
    labels, looks = design.table.labels, Looks()
    for number in range(layout.cases):
        for column, value in ((1, number + 1), (2, labels[number] if labels else None)):
            cell = sheet.cell(FIRST_CASE + number, column)
            put_text(cell, value)
            drawn(looks, cell, centre, column == 2)
    style = NamedStyle("Calc", number_format=NUMBER)
    style.font = font()
    assert sheet.parent is not None  # noqa: S101 - it belongs to a workbook
    sheet.parent.add_named_style(style)
    last = len(design.geometry.sizes) - 1
    for layer in range(1, last + 1):
        names = [unit.name for unit in design.geometry.layer(layer - 1)]
        tag = names[0].rpartition(".")[0] or names[0][0]  # H or O; H1, H2 ... where there are several hidden layers
        lower = "z" if layer == last else "h"
        for kind, mark in (("sums", "s"), ("outputs", lower), ("deltas", "δ")):
            heads = [name.replace("H", "h").replace("O", "z") if kind == "outputs" else mark + name for name in names]
            if f"{kind}_{layer}" in layout:
                _columns(design, sheet, f"{kind}_{layer}", f"{say[kind]}\u00a0·\u00a0{tag}", heads)
    _columns(design, sheet, "errors", say["error"], ["e"])
    _columns(design, sheet, "letters_read", say["read"], [""], "General")
    _columns(design, sheet, "right", say["right"], [""], '[=1]"✓";[=0]"✗";General')
    if design.has_settings:
        for name in _STEPS:
            if name in layout:
                _columns(design, sheet, name, say[name], [""], NUMBER if name == "log_sums" else "0")
        _places_of_training_cases(design, sheet)
        if "batch" in layout:
            batch = layout["batch"].range
            sheet.conditional_formatting.add(batch, when_equal("1", font=Font(bold=True, color=BLUE)))
    widen(sheet, 1, 6)
    widen(sheet, 2, fitting(labels, 8, WIDEST_WORD))
    read = layout["letters_read"].left
    widen(sheet, read, fitting([*design.table.classes, say["read"]], 10, WIDEST_WORD))
    show_small_numbers(sheet, layout["errors"])
    ref = layout["right"].range
    sheet.conditional_formatting.add(ref, when_equal("0", font=Font(color=RED, bold=True)))
    for layer in range(1, last + 1):
        if f"outputs_{layer}" in layout:
            sheet.conditional_formatting.add(layout[f"outputs_{layer}"].range, white_orange())
        if f"deltas_{layer}" in layout:
            sheet.conditional_formatting.add(layout[f"deltas_{layer}"].range, blue_white_red())
            show_small_numbers(sheet, layout[f"deltas_{layer}"])
    sheet.freeze_panes = f"C{FIRST_CASE}"
    groups = [area.left for area in layout.areas.values() if area.sheet == "Calc"]
    lay_out(
        sheet,
        max(layout[name].right for name in ("right", *_STEPS) if name in layout),
        titles=f"{HEADER - 1}:{HEADER}",
        beside="A:B",
        groups=groups,
    )


def _places_of_training_cases(design: Design, sheet: Worksheet) -> None:
    """Of a test case key and order mean nothing: a dash."""
    training = design.layout["training"]
    case = f"{training.sheet}!${column_letters(training.left)}{training.top}"
    for name in ("order_key", "order"):
        if name in design.layout:
            test = when(f"{case}=0", numFmt=NumberFormat(numFmtId=202, formatCode='"–"'))
            sheet.conditional_formatting.add(design.layout[name].range, test)


def _columns(design: Design, sheet: Worksheet, name: str, title: str, heads: list[str], number: str = NUMBER) -> None:
    area = design.layout[name]
    over = write(sheet, HEADER - 1, area.left, title, bold=True)
    over.alignment = Alignment(vertical="bottom", horizontal="center" if name in _STEPS else None)
    width = 10.0
    if len(heads) * width < width_of(title) + 2:  # no room beside it: the title is wrapped
        width = fitting(title.split(" "), 12) if len(heads) == 1 else (width_of(title) + 2) / len(heads)
        if len(heads) == 1:
            over.alignment = Alignment(horizontal="center", vertical="bottom", wrap_text=True)
            if lines(title, width - 2) > 1:
                sheet.row_dimensions[HEADER - 1].height = 30
    for offset, head in enumerate(heads):
        heading(sheet, area.left + offset, head)
        widen(sheet, area.left + offset, max(10, width))
    fill(design, sheet, name)
    left = Border(left=Side(style="thin", color=LINE))
    for cell in cells(sheet, area):
        if cell.row > area.top:
            as_before(cell, sheet.cell(area.top, cell.column))
            continue
        cell.style = "Calc"
        cell.number_format = number
        if cell.column == area.left:
            cell.border = left
        if name in _STEPS[1:]:
            cell.alignment = Alignment(horizontal="center")
        elif name in ("letters_read", "right"):
            cell.alignment = Alignment(horizontal="center", shrink_to_fit=name == "letters_read")
