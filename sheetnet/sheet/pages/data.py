"""Sheet Data: one case a row."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER, MEASURED
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.design import Design, fill, validate
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import (
    HELPER,
    INK,
    LINE,
    WIDEST,
    WIDEST_WORD,
    Looks,
    centre,
    drawn,
    fitting,
    font,
    heading,
    headline,
    heighten,
    keep_text,
    put_text,
    styled,
    when_equal,
    white_grey,
    widen,
    write,
)
from sheetnet.sheet.tables.labels import word
from sheetnet.width import width_of


def draw(design: Design, sheet: Worksheet) -> None:
    table, layout, say = design.table, design.layout, design.words
    headline(sheet, say["data_title"], say["data_note_scaled" if design.scalings else "data_note"])
    heads: list[tuple[int, str | float]] = [(1, say["number"]), (2, say["label"]), (3, say["training"])]
    groups = _groups(design)
    heads += [(group.area.left + n, name) for group in groups for n, name in enumerate(group.names)]
    for column, name in heads:
        heading(sheet, column, name)
        keep_text(sheet.cell(HEADER, column), table.classes)
    heighten(sheet, HEADER, (name for _, name in heads), WIDEST)
    for group in groups:
        write(sheet, HEADER - 1, group.area.left, group.over, bold=True)
    pixels = _pixels(design)
    looks: Looks = {}
    for number, features in enumerate(table.features):
        row = FIRST_CASE + number
        label = table.labels[number] if table.labels else None
        training = table.training[number] if table.training else 1
        for column, value in enumerate((number + 1, label, training), 1):
            cell = sheet.cell(row, column)
            put_text(cell, value)
            drawn(looks, cell, centre, column == 2)
        keep_text(sheet.cell(row, 2), table.classes)
        for name, values in (("images", features), ("targets", table.targets[number])):
            for column, x in enumerate(values):
                cell = sheet.cell(row, layout.entered(name).left + column, int(x) if x == int(x) else x)
                drawn(looks, cell, centre, None)
    for name in MEASURED:
        if layout.is_scaled(name):
            fill(design, sheet, name)
            for row, column in layout[name].cells():
                drawn(looks, sheet.cell(row, column), _calculated, name)
    for column, width in enumerate((6, fitting(table.labels, 8, WIDEST_WORD), 9), 1):
        widen(sheet, column, width)
    for group in groups:
        together = (width_of(group.over) + 2) / len(group.names)  # the group's own heading has to fit above
        least = 10.0 if group.of == "images" and not pixels else 4.3
        for column, name in enumerate(group.names, group.area.left):
            widen(sheet, column, max(least, together) if width_of(name) <= 3 else fitting([name], 10))
    validate(design, sheet, layout["training"], "list", "bit", formula1='"1,0"')
    if pixels:
        validate(design, sheet, layout.entered("images"), "list", "bit", formula1='"0,1"')
        ref = layout["images"].range
        dark = when_equal("1", fill=PatternFill(bgColor=INK), font=Font(color="FFFFFF"))
        pale = when_equal("0", font=Font(color=LINE))
        sheet.conditional_formatting.add(ref, dark)
        sheet.conditional_formatting.add(ref, pale)
    else:
        validate(
            design,
            sheet,
            layout.entered("images"),
            "decimal",
            "decimal",
            operator="between",
            formula1="-1E+300",
            formula2="1E+300",
        )
        if design.geometry.picture[0] > 1:
            sheet.conditional_formatting.add(layout["images"].range, white_grey())
    reach = ("-1E+300", "1E+300") if design.has_settings else ("0", "1")
    limits: dict[str, Any] = {"operator": "between", "formula1": reach[0], "formula2": reach[1]}
    validate(design, sheet, layout.entered("targets"), "decimal", "decimal", **limits)
    if design.has_settings:
        _means(design, sheet)
    sheet.freeze_panes = f"D{FIRST_CASE}"
    lay_out(sheet, layout["targets"].right, titles=f"{HEADER - 1}:{HEADER}", beside="A:C")


class _Group(NamedTuple):
    """Columns with a heading over all of them: those of inputs ("images") or of "targets"."""

    of: str
    area: Area
    over: str
    names: Sequence[str | float]


def _groups(design: Design) -> list[_Group]:
    """From the left: what was measured, then what the network sees."""
    table, layout, say = design.table, design.layout, design.words
    found = []
    for name, over, names in (("images", "inputs", table.feature_names), ("targets", "targets", table.classes)):
        if layout.is_scaled(name):
            found.append(_Group(name, layout[MEASURED[name]], say[f"measured_{over}"], names))
            scaled = [say["scaled_name"].format(name=word(one)) for one in names]
            found.append(_Group(name, layout[name], say[f"scaled_{over}"], scaled))
        else:
            found.append(_Group(name, layout[name], say[over], names))
    return sorted(found, key=lambda group: group.area.left)


def _calculated(cell: Any, _: str) -> None:
    """The looks of a number that a formula makes."""
    styled(cell, "Calculation", "0.000")
    cell.alignment = Alignment(horizontal="center")


def _means(design: Design, sheet: Worksheet) -> None:
    """The mean of each target, small and grey above the headings: the chart's dashed lines need it."""
    area = design.layout["target_means"]
    fill(design, sheet, "target_means")
    for row, column in area.cells():
        cell = sheet.cell(row, column)
        cell.number_format, cell.font = "0.00", font(size=8, color=HELPER)
        cell.alignment = Alignment(horizontal="center")
    label = write(sheet, area.top, area.left - 1, design.words["target_means"], size=8, color=HELPER)
    label.alignment = Alignment(horizontal="right")


def _pixels(design: Design) -> bool:
    return all(value in (0.0, 1.0) for features in design.table.features for value in features)
