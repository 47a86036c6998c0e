"""Sheet Settings: how the network learns, a list for every choice, and what follows from it in numbers."""

from collections.abc import Mapping
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.settings import COLUMN, HELPERS, RECORDS, REMEMBERED, SECTIONS, Setting
from sheetnet.sheet.formulas.order import FOLLOWED
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import (
    BLUE,
    MUTED,
    NUMBER,
    RED,
    font,
    headline,
    lines,
    put_text,
    styled,
    when,
    widen,
    write,
)
from sheetnet.width import width_of

_NOTE = 70


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    note = "settings_note" if design.live else "settings_note_values"
    if design.made_for is not None and design.live:
        note = "settings_note_made"
    headline(sheet, say["settings_title"], say[note].format(file=design.file_in_commands))
    widen(sheet, 1, 2.5)
    widen(sheet, 2, 36)
    widen(sheet, COLUMN, 24)
    widen(sheet, _note_column(design), _NOTE)
    for section, settings in SECTIONS.items():
        _heading(design, sheet, layout[settings[0].name].top - 1, section)
        for setting in settings:
            _setting(design, sheet, setting)
    if design.made_for is not None:
        _records(design, sheet, design.made_for)
    _heading(design, sheet, layout[HELPERS[0]].top - 1, "helpers")
    for name in (name for name in HELPERS if name in layout):
        area = layout[name]
        write(sheet, area.top, 2, say[name])
        if name in REMEMBERED:
            _remembered(design, sheet, name)
            continue
        fill(design, sheet, name)
        number = {"test_E": NUMBER, "corrected_eta": NUMBER, "test_accuracy": "0.0%"}.get(name, "General")
        cell = sheet.cell(area.top, area.left)
        styled(cell, "Calculation", number)
        cell.alignment = Alignment(horizontal="center")
    if design.outside:
        _heading(design, sheet, layout["data_file"].top - 1, "outside")
        for name, text in zip(("data_file", "data_digest"), design.outside, strict=True):
            write(sheet, layout[name].top, 2, say[name])
            put_text(sheet.cell(layout[name].top, layout[name].left), text)
    sheet.freeze_panes = "A4"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = layout["optimiser"].range
    lay_out(sheet, _note_column(design), titles="1:2", landscape=design.made_for is not None)
    sheet.sheet_properties.tabColor = BLUE


def _note_column(design: Design) -> int:
    """Where the explanations stand: beside the values, or beside what is said of each choice."""
    return COLUMN + (1 if design.made_for is None else 2)


def _records(design: Design, sheet: Worksheet, made_for: Mapping[str, str]) -> None:
    """Beside each list whether the formulas follow it, and far right what they are made for."""
    widen(sheet, COLUMN + 1, 40)
    layout = design.layout
    first = layout[RECORDS[0]]
    widen(sheet, first.left, 24)
    write(sheet, first.top - 1, first.left, design.words["formulas_for"], color=MUTED)
    for name, made in made_for.items():
        record, choice = layout[f"formulas_{name}"], layout[f"choice_{name}"]
        write(sheet, record.top, record.left, made, color=MUTED).alignment = Alignment(vertical="center")
        fill(design, sheet, f"choice_{name}")
        cell = sheet.cell(choice.top, choice.left)
        cell.font = font(color=MUTED)
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
        pending = f'{cell.coordinate}<>"{FOLLOWED}"'
        sheet.conditional_formatting.add(choice.range, when(pending, font=Font(bold=True, color=RED)))


def _remembered(design: Design, sheet: Worksheet, name: str) -> None:
    assert design.settings is not None  # noqa: S101 - else there is no such sheet
    values = {"state_of": design.settings.get("optimiser", "sgd"), "state_since": 0}
    area = design.layout[name]
    if name == "choice_words":
        cell = write(sheet, area.top, area.left, design.words["choose_and_train"], color=MUTED)
        cell.alignment = Alignment(shrink_to_fit=True)
        return
    cell = sheet.cell(area.top, area.left, values[name])
    styled(cell, "Output", "General")
    cell.alignment = Alignment(horizontal="center")


def _heading(design: Design, sheet: Worksheet, row: int, key: str) -> None:
    write(sheet, row, 2, design.words[key], size=13, bold=True)
    sheet.row_dimensions[row].height = 22


def _setting(design: Design, sheet: Worksheet, setting: Setting) -> None:
    assert design.settings is not None  # noqa: S101 - else there is no such sheet
    say, area = design.words, design.layout[setting.name]
    write(sheet, area.top, 2, say[setting.name]).alignment = Alignment(vertical="center")
    cell = sheet.cell(area.top, area.left, design.settings.get(setting.name, setting.default))
    styled(cell, "Input", "General")
    cell.alignment = Alignment(horizontal="center", vertical="center")
    told = f"{say[setting.name + '_note']}   --{setting.name.replace('_', '-')}"
    note = write(sheet, area.top, _note_column(design), told, color=MUTED)
    note.alignment = Alignment(horizontal="left", wrap_text=True, vertical="center", indent=1)
    rows = max(lines(told, _NOTE + 4), lines(say[setting.name], 36))
    sheet.row_dimensions[area.top].height = 15 * rows + 5
    offered = setting.choices or setting.suggested
    if offered:
        rule = DataValidation(type="list", formula1='"' + ",".join(offered) + '"', allow_blank=setting.optional)
        rule.showErrorMessage = bool(setting.choices)  # of numbers the list only offers some
    else:
        limits: dict[str, Any] = {"operator": "greaterThanOrEqual", "formula1": f"{setting.lowest:g}"}
        if setting.highest < 1e9:
            limits = {"operator": "between", "formula1": f"{setting.lowest:g}", "formula2": f"{setting.highest:.10g}"}
        kind: Any = "whole" if setting.whole else "decimal"
        rule = DataValidation(type=kind, allow_blank=setting.optional, showErrorMessage=True, **limits)
    message = say["choose"].format(wanted=setting.wanted)
    rule.error, rule.errorTitle = message, say[setting.name][:32]
    if setting.suggested:
        rule.prompt, rule.promptTitle, rule.showInputMessage = message, say[setting.name][:32], True
    sheet.add_data_validation(rule)
    rule.add(area.range)
    assert width_of(message) <= 255  # noqa: S101 - what a message of Excel may hold
