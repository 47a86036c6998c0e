"""Sheet BP: settings, and the four blocks of parameters."""

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.making.maker import BLUE, LINE, MUTED, SMALL, Maker, blue_white_red

_ROWS_WITHOUT_BREAK = 15  # of a block: two of them fit on a page


def draw(make: Maker, sheet: Worksheet) -> None:
    """Draw the sheet."""
    design, layout, say = make.design, make.layout, make.words
    cases = len(design.table.features)
    network = make.geometry.network
    make.title(sheet, say["title"].format(network=network))
    make.text(
        sheet, 2, 1,
        say["subtitle"].format(
            parameters=len(make.geometry.cells), arithmetic=make.geometry.arithmetic, cases=cases
        ),
        color=MUTED,
    )  # fmt: skip
    sheet.column_dimensions["A"].width = 2.5
    sheet.column_dimensions["B"].width = max(12, 8 + make.widest(map(str, design.table.classes)))
    for column in range(3, 3 + max(make.geometry.width, 5)):
        sheet.column_dimensions[get_column_letter(column)].width = 11
    _setting(make, sheet, "iterations", say["iterations"], design.iterations, "Input", "0")
    _setting(make, sheet, "counter", say["counter"], 0, "Output", "0")
    _setting(make, sheet, "eta", say["eta"], design.eta, "Input", "General")
    shape = "shape" if make.geometry.picture[0] == 1 else "picture"
    for row, key, value in ((5, "network", network), (8, shape, "{}x{}".format(*make.geometry.picture))):
        make.text(sheet, row - 1, 6, say[key], color=MUTED)
        cell = make.text(sheet, row, 6, value)
        cell.alignment = Alignment(horizontal="center")
    for row, label in ((11, "E"), (12, say["accuracy_name"])):
        make.text(sheet, row, 2, label, bold=True).alignment = Alignment(horizontal="right", indent=1)
    for name, key, number in (("E", "loss", "0.0000"), ("accuracy", "accuracy", "0.0%")):
        make.fill(sheet, name)
        area = layout[name]
        make.style(sheet.cell(area.top, area.left), "Calculation", number)
        make.text(sheet, area.top, 4, say[key], color=MUTED).alignment = Alignment(horizontal="left", indent=1)
    make.validate(sheet, layout["iterations"], "whole", "whole", operator="greaterThanOrEqual", formula1="0")
    make.validate(sheet, layout["eta"], "decimal", "decimal", operator="between", formula1="-1E+9", formula2="1E+9")
    kinds = {"current": "Output", "gradients": "Calculation", "updated": "Calculation", "initial": "Input"}
    for name, style in kinds.items():
        _block(make, sheet, name, style)
    _legend(make, sheet)
    _initial_rules(make, sheet)
    if make.geometry.height > _ROWS_WITHOUT_BREAK:
        for name in ("gradients", "updated", "initial"):
            sheet.row_breaks.append(Break(id=layout[name].top - 3))
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "1:3"
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.tabColor = BLUE


def _setting(make: Maker, sheet: Worksheet, name: str, label: str, value: float, style: str, number: str) -> None:
    area = make.layout[name]
    make.text(sheet, area.top - 1, area.left, label, color=MUTED)
    cell = sheet.cell(area.top, area.left, value)
    make.style(cell, style, number)


def _legend(make: Maker, sheet: Worksheet) -> None:
    for row, style, key in ((5, "Input", "input"), (6, "Output", "written"), (7, "Calculation", "formula")):
        cell = sheet.cell(row, 9, make.words[key])
        make.style(cell, style, "General")
        cell.alignment = Alignment(horizontal="center")
    make.text(sheet, 4, 9, make.words["legend"], color=MUTED)
    column = sheet.column_dimensions["I"]
    column.width = max(column.width or 0, 18)


def _block(make: Maker, sheet: Worksheet, name: str, style: str) -> None:
    geometry, area = make.geometry, make.layout[name]
    make.text(sheet, area.top - 2, 2, make.words[name], size=13, bold=True)
    sheet.row_dimensions[area.top - 2].height = 32
    make.text(sheet, area.top - 1, area.left, make.words["weights"], color=MUTED)
    for column in range(geometry.width - 1):
        if geometry.picture[0] == 1 and column < geometry.sizes[0]:
            make.text(sheet, area.top - 1, area.left + column, make.design.table.feature_names[column], color=MUTED)
    make.text(sheet, area.top - 1, area.right, make.words["threshold"], color=MUTED)
    for column in range(area.left, area.right + 1):
        sheet.cell(area.top - 1, column).alignment = Alignment(horizontal="center", shrink_to_fit=True)
    for (row, column), text in geometry.headings.items():
        cell = make.text(sheet, area.top + row, area.left + column, text, color=MUTED)
        cell.alignment = Alignment(horizontal="center", vertical="bottom")
    for row, column in geometry.cells:
        make.style(sheet.cell(area.top + row, area.left + column), style, SMALL if name == "gradients" else "0.0000")
    _frame_units(make, sheet, area)
    if name in ("current", "initial"):
        for (row, column), value in zip(geometry.cells, make.design.initial, strict=True):
            sheet.cell(area.top + row, area.left + column).value = value
    else:
        make.fill(sheet, name)
    scale = blue_white_red()
    sheet.conditional_formatting.add(area.range, scale)


def _frame_units(make: Maker, sheet: Worksheet, area: Area) -> None:
    """A thin line around each unit's weights, and the unit's name beside them."""
    thin, thick = Side(style="hair", color=LINE), Side(style="thin", color=MUTED)
    classes = make.design.table.classes
    last = len(make.geometry.sizes) - 2
    for unit in make.geometry.units:
        label = unit.name
        if unit.layer == last and make.geometry.sizes[-1] > 1:
            label += f"  {classes[int(unit.name[1:]) - 1]}"
        text = make.text(sheet, area.top + unit.row, 2, label, bold=True)
        text.alignment = Alignment(horizontal="right", indent=1)
        for row in range(unit.height):
            for column in range(unit.width):
                cell = sheet.cell(area.top + unit.row + row, area.left + column)
                cell.border = Border(
                    top=thick if row == 0 else thin,
                    bottom=thick if row == unit.height - 1 else thin,
                    left=thick if column == 0 else thin,
                    right=thick if column == unit.width - 1 else thin,
                )
        row, column = unit.threshold
        threshold = sheet.cell(area.top + row, area.left + column)
        threshold.border = Border(top=thick, bottom=thick, left=thick, right=thick)


def _initial_rules(make: Maker, sheet: Worksheet) -> None:
    area = make.layout["initial"]
    rule = DataValidation(type="decimal", operator="between", formula1="-1E+9", formula2="1E+9", showErrorMessage=True)
    rule.error, rule.errorTitle = make.words["decimal"], make.words["not_allowed"]
    sheet.add_data_validation(rule)
    for unit in make.geometry.units:
        rule.add(area.part(unit.row, 0, unit.height, unit.width).range)
        rule.add(area.part(*unit.threshold).range)
