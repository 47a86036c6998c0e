"""Sheet Settings: how the network learns, a list for every choice, and what follows from it in numbers."""

from typing import Any

from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.settings import COLUMN, HELPERS, SECTIONS, Setting
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import BLUE, MUTED, NUMBER, headline, lines, put_text, styled, widen, write
from sheetnet.width import width_of

_NOTE = 70


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    headline(sheet, say["settings_title"], say["settings_note" if design.live else "settings_note_values"])
    widen(sheet, 1, 2.5)
    widen(sheet, 2, 36)
    widen(sheet, COLUMN, 24)
    widen(sheet, COLUMN + 1, _NOTE)
    for section, settings in SECTIONS.items():
        _heading(design, sheet, layout[settings[0].name].top - 1, section)
        for setting in settings:
            _setting(design, sheet, setting)
    _heading(design, sheet, layout[HELPERS[0]].top - 1, "helpers")
    for name in HELPERS:
        area = layout[name]
        write(sheet, area.top, 2, say[name])
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
    lay_out(sheet, COLUMN + 1, titles="1:2", landscape=False)
    sheet.sheet_properties.tabColor = BLUE


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
    note = write(sheet, area.top, area.left + 1, told, color=MUTED)
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
