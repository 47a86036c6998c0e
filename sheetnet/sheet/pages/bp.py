"""Sheet BP: settings, results, and the four blocks of parameters."""

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages import optimiser_state
from sheetnet.sheet.pages.design import Design, fill, validate
from sheetnet.sheet.pages.print_setup import lay_out_blocks
from sheetnet.sheet.pages.style import (
    BLUE,
    HAIR,
    MUTED,
    NUMBER,
    THIN,
    WIDEST,
    WIDEST_WORD,
    Looks,
    blue_white_red,
    drawn,
    fitting,
    font,
    frame,
    headline,
    heighten,
    keep_text,
    show_small_numbers,
    styled,
    widen,
    write,
)
from sheetnet.sheet.tables.labels import word
from sheetnet.width import width_of


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    cases = len(design.table.features)
    network = design.geometry.network
    headline(sheet, say["title"].format(network=network))
    write(
        sheet, 2, 1,
        say[_subtitle(design)].format(
            parameters=len(design.geometry.cells), arithmetic=design.geometry.arithmetic, cases=cases
        ),
        color=MUTED,
    )  # fmt: skip
    widen(sheet, 1, 2.5)
    widen(sheet, 2, fitting(_unit_labels(design), 12, WIDEST_WORD))
    for column in range(3, 3 + max(design.geometry.width, 5)):
        widen(sheet, column, fitting(_input_names(design) if column - 3 < design.geometry.sizes[0] else (), 12))
    _setting(design, sheet, "iterations", say["iterations"], design.iterations, "Input", "0")
    _setting(design, sheet, "counter", say["counter"], 0, "Output", "0")
    _setting(design, sheet, "eta", say["eta"], design.eta, "Input", "General")
    shape = "shape" if design.geometry.picture[0] == 1 else "picture"
    for row, key, value in ((5, "network", network), (8, shape, "{}x{}".format(*design.geometry.picture))):
        write(sheet, row - 1, 6, say[key], color=MUTED)
        cell = write(sheet, row, 6, value)
        cell.alignment = Alignment(horizontal="center")
    _live_cells(design, sheet)
    if not design.geometry.thresholds:
        write(sheet, 4, 7, say["thresholds"], color=MUTED)
        write(sheet, 5, 7, "no").alignment = Alignment(horizontal="center")
    loss, accuracy = ("loss_of_settings", "accuracy_of_settings") if design.has_settings else ("loss", "accuracy")
    for row, label in ((11, "E"), (12, say["accuracy_name"])):
        write(sheet, row, 2, label, bold=True).alignment = Alignment(horizontal="right", indent=1)
    for name, key, number in (("E", loss, NUMBER), ("accuracy", accuracy, "0.0%")):
        fill(design, sheet, name)
        area = layout[name]
        cell = sheet.cell(area.top, area.left)
        styled(cell, "Calculation", number)
        if design.has_settings:
            cell.alignment = Alignment(horizontal="right")  # of a dash too
        write(sheet, area.top, 4, say[key], color=MUTED).alignment = Alignment(horizontal="left", indent=1)
    validate(design, sheet, layout["iterations"], "whole", "whole", operator="greaterThanOrEqual", formula1="0")
    validate(design, sheet, layout["eta"], "decimal", "decimal", operator="between", formula1="-1E+9", formula2="1E+9")
    kinds = {"current": "Output", "gradients": "Calculation", "updated": "Calculation", "initial": "Input"}
    for name, style in kinds.items():
        _block(design, sheet, name, style)
    if design.has_settings:
        optimiser_state.draw(design, sheet)
    _legend(design, sheet)
    if layout["classes"].sheet == sheet.title:
        _names_of_outputs(design, sheet)
    _initial_rules(design, sheet)
    show_small_numbers(sheet, layout["E"])
    show_small_numbers(sheet, layout["gradients"])
    sheet.freeze_panes = "A4"
    for selection in sheet.sheet_view.selection:  # the cursor stands on the first thing to change, not on the title
        selection.activeCell = selection.sqref = "C5"
    blocks = ((layout[name].top - 2, layout[name].bottom) for name in kinds)
    right = max(layout["current"].right, 9)
    lay_out_blocks(sheet, right, blocks, titles="1:2")
    if design.has_settings:
        sheet.print_area = f"A1:{get_column_letter(right)}{layout['initial'].bottom}"
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.tabColor = BLUE


def _setting(
    design: Design, sheet: Worksheet, name: str, label: str, value: float | None, style: str, number: str
) -> None:
    area = design.layout[name]
    write(sheet, area.top - 1, area.left, label, color=MUTED)
    cell = sheet.cell(area.top, area.left, value)
    styled(cell, style, number)


def _live_cells(design: Design, sheet: Worksheet) -> None:
    """What a run in the open workbook looks at, and where it tells how well sheet and engine agree."""
    for name in ("stop", "max_seconds"):
        _setting(design, sheet, name, design.words[name], None, "Input", "General")
    seconds = design.layout["max_seconds"]
    validate(design, sheet, seconds, "decimal", "seconds", allow_blank=True, operator="greaterThan", formula1="0")
    agreement = design.layout["agreement"]
    sheet.cell(agreement.top, agreement.left).font = font(color=MUTED)


def _legend(design: Design, sheet: Worksheet) -> None:
    for row, style, key in ((5, "Input", "input"), (6, "Output", "written"), (7, "Calculation", "formula")):
        cell = sheet.cell(row, 9, design.words[key])
        styled(cell, style, "General")
        cell.alignment = Alignment(horizontal="center")
    write(sheet, 4, 9, design.words["legend"], color=MUTED)
    widen(sheet, 9, max(sheet.column_dimensions["I"].width or 0, 18))


def _names_of_outputs(design: Design, sheet: Worksheet) -> None:
    area = design.layout["classes"]
    write(sheet, area.top - 1, area.left, design.words["names_of_outputs"], color=MUTED)
    for column, name in enumerate(design.table.classes, area.left):
        cell = write(sheet, area.top, column, name)
        cell.alignment = Alignment(horizontal="center", shrink_to_fit=True)
        keep_text(cell, design.table.classes)


def _block(design: Design, sheet: Worksheet, name: str, style: str) -> None:
    geometry, area = design.geometry, design.layout[name]
    write(sheet, area.top - 2, 2, design.words[_title(design, name)], size=13, bold=True)
    sheet.row_dimensions[area.top - 2].height = 32
    names = _input_names(design)
    for column, text in enumerate(names or [design.words["weights"]]):
        write(sheet, area.top - 1, area.left + column, text, color=MUTED)
    if geometry.thresholds:
        write(sheet, area.top - 1, area.right, design.words["threshold"], color=MUTED)
    for column in range(area.left, area.right + 1):
        wrapped = Alignment(horizontal="center", vertical="bottom", wrap_text=bool(names))
        sheet.cell(area.top - 1, column).alignment = wrapped
    heighten(sheet, area.top - 1, names, WIDEST)
    for (row, column), text in geometry.headings.items():
        cell = write(sheet, area.top + row, area.left + column, text, color=MUTED)
        cell.alignment = Alignment(horizontal="center", vertical="bottom")
    looks: Looks = {}
    for row, column in geometry.cells:
        drawn(looks, sheet.cell(area.top + row, area.left + column), styled, style)
    _name_units(design, sheet, area)
    frame_units(design, sheet, area)
    if name in ("current", "initial"):
        for (row, column), value in zip(geometry.cells, design.initial, strict=True):
            sheet.cell(area.top + row, area.left + column).value = value
    else:
        fill(design, sheet, name)
    scale = blue_white_red()
    sheet.conditional_formatting.add(area.range, scale)


def _subtitle(design: Design) -> str:
    if design.outside:
        return "subtitle_outside"
    return "subtitle_one" if len(design.table.features) == 1 else "subtitle"


def _title(design: Design, name: str) -> str:
    if "batch" in design.layout and name == "gradients":
        name = "gradient_of_batch"
    if "next_1" in design.layout and name == "updated":
        name = "updated_by"
    bare = f"{name}_weights"
    return name if design.geometry.thresholds or bare not in design.words else bare


def _input_names(design: Design) -> list[str]:
    """What stands above the weights of the first layer: nothing where they have the shape of a picture."""
    return list(design.table.feature_names) if design.geometry.picture[0] == 1 else []


def _unit_labels(design: Design) -> list[str]:
    """H1, H2 ..., and the outputs with the class that each stands for."""
    units, classes = design.geometry.units, design.table.classes
    last = len(design.geometry.sizes) - 2
    named = design.geometry.sizes[-1] > 1
    return [
        f"{unit.name}  {word(classes[int(unit.name[1:]) - 1])}" if named and unit.layer == last else unit.name
        for unit in units
    ]


def _name_units(design: Design, sheet: Worksheet, area: Area) -> None:
    for unit, label in zip(design.geometry.units, _unit_labels(design), strict=True):
        text = write(sheet, area.top + unit.row, 2, label, bold=True)
        long = width_of(label) > WIDEST_WORD
        text.alignment = Alignment(horizontal="right", indent=0 if long else 1, shrink_to_fit=long)


def frame_units(design: Design, sheet: Worksheet, area: Area) -> None:
    """A thin line around each unit's weights."""
    looks: Looks = {}
    for unit in design.geometry.units:
        for row in range(unit.height):
            for column in range(unit.width):
                cell = sheet.cell(area.top + unit.row + row, area.left + column)
                edges = (row == 0, row == unit.height - 1, column == 0, column == unit.width - 1)
                drawn(looks, cell, frame, edges, THIN, HAIR)
        if unit.threshold:
            row, column = unit.threshold
            frame(sheet.cell(area.top + row, area.left + column), (True,) * 4, THIN, HAIR)


def _initial_rules(design: Design, sheet: Worksheet) -> None:
    area = design.layout["initial"]
    rule = DataValidation(type="decimal", operator="between", formula1="-1E+9", formula2="1E+9", showErrorMessage=True)
    rule.error, rule.errorTitle = design.words["decimal"], design.words["not_allowed"]
    sheet.add_data_validation(rule)
    for unit in design.geometry.units:
        rule.add(area.part(unit.row, 0, unit.height, unit.width).range)
        if unit.threshold:
            rule.add(area.part(*unit.threshold).range)
