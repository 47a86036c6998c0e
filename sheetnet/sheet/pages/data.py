"""Sheet Data: one case a row."""

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.layout import FIRST_CASE, HEADER
from sheetnet.sheet.pages.design import Design, validate
from sheetnet.sheet.pages.look import (
    INK,
    LINE,
    freeze,
    heading,
    headline,
    put_text,
    when_equal,
    write,
)


def draw(design: Design, sheet: Worksheet) -> None:
    table, layout, say = design.table, design.layout, design.words
    headline(sheet, say["data_title"], say["data_note"])
    heads: list[tuple[int, str | float]] = [(1, say["number"]), (2, say["label"]), (3, say["training"])]
    heads += [(layout["images"].left + n, name) for n, name in enumerate(table.feature_names)]
    heads += [(layout["targets"].left + n, name) for n, name in enumerate(table.classes)]
    for column, name in heads:
        heading(sheet, column, name)
    write(sheet, HEADER - 1, layout["images"].left, say["inputs"], bold=True)
    write(sheet, HEADER - 1, layout["targets"].left, say["targets"], bold=True)
    pixels = _pixels(design)
    for number, features in enumerate(table.features):
        row = FIRST_CASE + number
        label = table.labels[number] if table.labels else None
        for column, value in enumerate((number + 1, label, 1), 1):
            cell = sheet.cell(row, column)
            put_text(cell, value)
            cell.alignment = Alignment(horizontal="center")
        for name, values in (("images", features), ("targets", table.targets[number])):
            for column, x in enumerate(values):
                cell = sheet.cell(row, layout[name].left + column, int(x) if x == int(x) else x)
                cell.alignment = Alignment(horizontal="center")
    widths = {"A": 6, "B": 8, "C": 9}
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    for column in range(layout["images"].left, layout["targets"].right + 1):
        narrow = pixels or column >= layout["targets"].left
        sheet.column_dimensions[get_column_letter(column)].width = 4.3 if narrow and _short(design, column) else 10
    validate(design, sheet, layout["training"], "list", "bit", formula1='"1,0"')
    if pixels:
        validate(design, sheet, layout["images"], "list", "bit", formula1='"0,1"')
        ref = layout["images"].range
        dark = when_equal("1", fill=PatternFill(bgColor=INK), font=Font(color="FFFFFF"))
        pale = when_equal("0", font=Font(color=LINE))
        sheet.conditional_formatting.add(ref, dark)
        sheet.conditional_formatting.add(ref, pale)
    else:
        validate(
            design,
            sheet,
            layout["images"],
            "decimal",
            "decimal",
            operator="between",
            formula1="-1E+300",
            formula2="1E+300",
        )
    validate(design, sheet, layout["targets"], "decimal", "decimal", operator="between", formula1="0", formula2="1")
    freeze(sheet, 4)


def _pixels(design: Design) -> bool:
    return all(value in (0.0, 1.0) for features in design.table.features for value in features)


def _short(design: Design, column: int) -> bool:
    table, layout = design.table, design.layout
    names = [*table.feature_names, *map(str, table.classes)]
    return len(names[column - layout["images"].left]) <= 3
