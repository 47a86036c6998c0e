"""Sheet Data: one case a row."""

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.layout import FIRST_CASE, HEADER
from sheetnet.sheet.making.maker import INK, LINE, WIDEST, Maker, put_text, when_equal


def draw(make: Maker, sheet: Worksheet) -> None:
    """Draw the sheet."""
    table, layout, say = make.design.table, make.layout, make.words
    make.title(sheet, say["data_title"], say["data_note"])
    heads: list[tuple[int, str | float]] = [(1, say["number"]), (2, say["label"]), (3, say["training"])]
    heads += [(layout["images"].left + n, name) for n, name in enumerate(table.feature_names)]
    heads += [(layout["targets"].left + n, name) for n, name in enumerate(table.classes)]
    for column, name in heads:
        make.head(sheet, column, name)
    make.text(sheet, HEADER - 1, layout["images"].left, say["inputs"], bold=True)
    make.text(sheet, HEADER - 1, layout["targets"].left, say["targets"], bold=True)
    pixels = _pixels(make)
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
    widths: dict[str, float] = {"A": 6, "B": max(8, 2 + make.widest(table.labels)), "C": 9}
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    for column in range(layout["images"].left, layout["targets"].right + 1):
        narrow = pixels or column >= layout["targets"].left
        width = 4.3 if narrow and _short(make, column) else max(10.0, 3 + make.widest([_heading(make, column)]))
        sheet.column_dimensions[get_column_letter(column)].width = width
    if max(map(make.columns_of, [*table.feature_names, *map(str, table.classes)])) > WIDEST:
        sheet.row_dimensions[HEADER].height = 46
    make.validate(sheet, layout["training"], "list", "bit", formula1='"1,0"')
    if pixels:
        make.validate(sheet, layout["images"], "list", "bit", formula1='"0,1"')
        ref = layout["images"].range
        dark = when_equal("1", fill=PatternFill(bgColor=INK), font=Font(color="FFFFFF"))
        pale = when_equal("0", font=Font(color=LINE))
        sheet.conditional_formatting.add(ref, dark)
        sheet.conditional_formatting.add(ref, pale)
    else:
        make.validate(
            sheet, layout["images"], "decimal", "decimal", operator="between", formula1="-1E+300", formula2="1E+300"
        )
    make.validate(sheet, layout["targets"], "decimal", "decimal", operator="between", formula1="0", formula2="1")
    make.freeze(sheet, 4)


def _pixels(make: Maker) -> bool:
    return all(value in (0.0, 1.0) for features in make.design.table.features for value in features)


def _heading(make: Maker, column: int) -> str:
    table = make.design.table
    return [*table.feature_names, *map(str, table.classes)][column - make.layout["images"].left]


def _short(make: Maker, column: int) -> bool:
    return make.columns_of(_heading(make, column)) <= 3
