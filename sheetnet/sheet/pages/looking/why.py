"""Sheet Why: every step from the inputs of a case to one gradient, with its numbers, at the chosen iteration."""

from collections.abc import Iterable
from typing import Any

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE
from sheetnet.sheet.blocks.why import HELPERS, NAMED, RIGHT, SCREEN, TABLES, TOLD, WhyPlaces
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.references import References
from sheetnet.sheet.formulas.why import WhyNumbers
from sheetnet.sheet.formulas.why_lines import WhyLines
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import (
    BLUE,
    HELPER,
    INK,
    MUTED,
    NUMBER,
    RED,
    Looks,
    drawn,
    font,
    headline,
    pixel,
    styled,
    when,
    widen,
    write,
)
from sheetnet.sheet.tables.labels import word

SQUARE, HIGH = 18 / 7, 13.5  # a column's width and a row's height, so that a cell is a square of 18 pixels
_MOST_FORMULAS = 25_000  # a workbook that would need more has no such sheet
_CHOICES = {"why_iteration": 5, "why_case": 5, "why_unit": 6, "why_input": 12, "why_gradient": 8}  # columns of each


def fits(design: Design) -> bool:
    """Whether sheets look back at all cases of an iteration: the formulas live, and not too many of them."""
    layout = design.layout
    units = sum(design.geometry.sizes[1:])
    live = design.live and not design.outside and "trace_kept" in layout
    return live and layout.cases * (7 * units + 8) <= _MOST_FORMULAS


def places_of(design: Design) -> WhyPlaces | None:
    """The places of the sheet; None where a workbook has none, for it holds values or is too large."""
    return WhyPlaces(design.layout) if fits(design) else None


def open_at_choices(sheet: Worksheet) -> None:
    """The sheet is opened at the first cell that is to be chosen in, below headings that stay."""
    sheet.freeze_panes = "A6"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = "B4"
    sheet.sheet_properties.tabColor = BLUE


def draw(design: Design, sheet: Worksheet) -> None:
    places = places_of(design)
    assert places is not None  # noqa: S101 - else there is no such sheet
    say = design.words
    headline(sheet, say["why_title"])
    write(sheet, 2, 2, say["why_note"], color=MUTED)
    numbers = WhyNumbers(places, inputs_of(design), [unit.name for unit in design.geometry.units])
    _squares(sheet, places)
    for area, formulas in (*numbers.written(), *WhyLines(places, numbers, say, design.file_in_commands).written()):
        put(sheet, area, formulas)
    _choices(design, sheet, places, numbers)
    _status(sheet, places)
    _lines(design, sheet, places)
    _links(sheet, places, numbers)
    _pictures(design, sheet, places)
    _told(design, sheet, places)
    _numbers(design, sheet, places)
    open_at_choices(sheet)
    lay_out(sheet, SCREEN, titles="")
    sheet.print_area = f"A1:{get_column_letter(SCREEN)}{places.bottom + 1}"
    fit(sheet, high=1)


def inputs_of(design: Design) -> list[str]:
    """The names of the network's inputs: of a picture row and column of the pixel."""
    high, wide = design.geometry.picture
    if high == 1:
        return list(map(word, design.table.feature_names))
    name = design.words["why_pixel"]
    return [name.format(row=row, column=column) for row in range(1, high + 1) for column in range(1, wide + 1)]


def put(sheet: Worksheet, area: Area, formulas: Iterable[Iterable[str | None]]) -> None:
    """Formulas into the cells of an area."""
    for row, line in enumerate(formulas, area.top):
        for column, text in enumerate(line, area.left):
            if text is not None:
                sheet.cell(row, column).value = f"={text}"


def _squares(sheet: Worksheet, places: WhyPlaces) -> None:
    widen(sheet, 1, 1.0)
    for column in range(2, SCREEN + 1):
        widen(sheet, column, SQUARE)
    for row in range(PANEL_FROM, places.bottom + 2):
        sheet.row_dimensions[row].height = HIGH


PANEL_FROM = 6


def _choices(design: Design, sheet: Worksheet, places: WhyPlaces, numbers: WhyNumbers) -> None:
    trace = design.layout["trace"]
    top = trace.bottom + 1
    cases = Area("Data", FIRST_CASE, 1, FIRST_CASE + places.layout.cases - 1, 1)
    lists = {
        "why_iteration": Area(trace.sheet, top, trace.left, top + max(design.iterations, 1), trace.left).absolute(),
        "why_case": cases.absolute(),
        "why_unit": places.column("unit", "name").absolute(),
        "why_input": places.column("input", "name").absolute(),
    }
    chosen: dict[str, Any] = {
        "why_iteration": design.iterations,
        "why_case": 1,
        "why_unit": design.geometry.units[0].name,
        "why_input": inputs_of(design)[next((n for n, x in enumerate(design.table.features[0]) if x), 0)],
    }
    for name, (row, column) in NAMED.items():
        last = column + _CHOICES[name] - 1
        write(sheet, row - 1, column, design.words[name], color=MUTED)
        cell = sheet.cell(row, column)
        for place in range(column, last + 1):
            styled(sheet.cell(row, place), "Input" if name in chosen else "Output", "General")
        sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=last)
        cell.alignment = Alignment(horizontal="center", shrink_to_fit=True)
        cell.font = font(size=12, bold=True)
        if name not in chosen:
            cell.number_format = "0.000000"
            continue
        cell.value = chosen[name]
        rule = DataValidation(type="list", formula1=lists[name], showErrorMessage=name in ("why_unit",))
        rule.error, rule.errorTitle = design.words["choose_listed"], design.words["not_listed"]
        if name == "why_iteration":
            rule.prompt, rule.showInputMessage = design.words["why_choose"], True
        sheet.add_data_validation(rule)
        rule.add(cell.coordinate)
    sheet.row_dimensions[4].height = 20


def _status(sheet: Worksheet, places: WhyPlaces) -> None:
    """What is shown: the iteration, where the gradient stands in the workbook, and what that cell says."""
    for area, colour in ((places.status, MUTED), (places.jump, BLUE), (places.agreed, MUTED)):
        sheet.cell(area.top, area.left).font = font(color=colour, underline="single" if area == places.jump else None)


def _lines(design: Design, sheet: Worksheet, places: WhyPlaces) -> None:
    titles = {"forward": "why_forward", "backward": "why_backward", "case": "why_one", "all": "why_all"}
    for name, area in places.lines.items():
        if name in titles:
            write(sheet, area.top, places.formula_column, design.words[titles[name]], bold=True, color=BLUE)
            continue
        for column, colour in ((places.formula_column, MUTED), (places.numbers_column, INK)):
            cell = sheet.cell(area.top, column)
            wrapped = area.height > 1 and column == area.left
            cell.font, cell.alignment = font(size=10, color=colour), Alignment(vertical="top", wrap_text=wrapped)
        if area.height > 1:
            sheet.merge_cells(area.range)


def _links(sheet: Worksheet, places: WhyPlaces, numbers: WhyNumbers) -> None:
    """The lines of deltas that lead to Trace look like it."""
    for name, area in places.lines.items():
        if name.startswith("delta"):
            look = when(numbers.delta_kept(), font=Font(color=BLUE, underline="single"))
            sheet.conditional_formatting.add(sheet.cell(area.top, places.formula_column).coordinate, look)


def _pictures(design: Design, sheet: Worksheet, places: WhyPlaces) -> None:
    """The case, the unit's weights and their gradient, and what the network says of the case."""
    say = design.words
    sheet.cell(places.caption.top, places.caption.left).font = font(bold=True)
    if places.pictures:
        _panels(design, sheet, places)
    else:
        _list(design, sheet, places)
    write(sheet, places.says.top - 1, places.says.left, say["why_says"], color=MUTED, size=9)
    for row, column in places.says.cells():
        sheet.cell(row, column).font = font(size=9, bold=column == places.says.left)
    titled = {places.says.left + 3: BLUE}
    for row in range(places.says.top, places.says.bottom + 1):
        for column, colour in titled.items():
            sheet.cell(row, column).font = font(size=8, color=colour)


def _panels(design: Design, sheet: Worksheet, places: WhyPlaces) -> None:
    """The chosen input is framed in each picture; weights and gradient saturate at the unit's own largest."""
    ref = References(sheet.title)
    chosen = ref(places.helper("input"), fixed=True)
    scales = [dark(), *(around_0(ref(places.helper(name), fixed=True)) for name in ("largest_w", "largest_gradient"))]
    for panel, (key, scale) in enumerate(
        zip(("why_of_case", "why_of_weights", "why_of_gradient"), scales, strict=True)
    ):
        area = places.panel(panel)
        if panel:
            write(sheet, area.top - 1, area.left, design.words[key], color=MUTED, size=9)
        as_picture(sheet, area, scale)
        here = f"(ROW()-{area.top})*{area.width}+COLUMN()-{area.left - 1}={chosen}"
        if not panel:  # of a unit further up the input is no pixel
            here = f"AND({ref(places.helper('layer'), fixed=True)}=1,{here})"
        frame = Side(style="thin", color=RED)
        border = Border(left=frame, right=frame, top=frame, bottom=frame)
        sheet.conditional_formatting.add(area.range, when(here, border=border))


def _list(design: Design, sheet: Worksheet, places: WhyPlaces) -> None:
    """The inputs of a table, the chosen one in bold."""
    area, say = places.listed, design.words
    for offset, key in ((0, "why_input"), (6, "why_value"), (10, "why_weight"), (14, "why_product")):
        write(sheet, area.top - 1, area.left + offset, say[key], color=MUTED, size=10)
    for row, column in area.cells():
        cell = sheet.cell(row, column)
        cell.font, cell.number_format, cell.alignment = font(size=10), NUMBER, Alignment(horizontal="left")
    chosen = References(sheet.title)(places.helper("input"), fixed=True)
    look = when(f"ROW()-{area.top - 1}={chosen}", font=Font(bold=True, color=BLUE))
    sheet.conditional_formatting.add(area.range, look)


def as_picture(sheet: Worksheet, area: Area, scale: Any) -> None:
    """Cells as pixels: a thin frame, no numbers, colours by their scale."""
    looks: Looks = {}
    for row, column in area.cells():
        drawn(looks, sheet.cell(row, column), pixel, (True,) * 4, None)
    sheet.conditional_formatting.add(area.range, scale)


def dark() -> Any:
    """White for 0, ink for the largest."""
    return ColorScaleRule(start_type="num", start_value=0, start_color="FFFFFF", end_type="max", end_color=INK)  # type: ignore[no-untyped-call]


def around_0(largest: str) -> Any:
    """Blue, white at 0, red, as deep as can be at a size that a cell tells."""
    ends = {"start_value": f"-{largest}", "mid_value": 0, "end_value": largest}
    kinds = {"start_type": "formula", "mid_type": "num", "end_type": "formula"}
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        **kinds, **ends, start_color="2B6CB0", mid_color="FFFFFF", end_color="C53030"
    )


def _told(design: Design, sheet: Worksheet, places: WhyPlaces) -> None:
    write(sheet, places.tiles_top, 2, design.words["why_told"], bold=True, color=BLUE)
    for place in range(TOLD):
        tile = places.told(place)
        if places.pictures:
            as_picture(sheet, tile, dark())
        for offset in range(places.texts):
            cell = sheet.cell(tile.bottom + 1 + offset, tile.left)
            cell.font = font(size=9, bold=offset == places.texts - 2)


def _numbers(design: Design, sheet: Worksheet, places: WhyPlaces) -> None:
    """Headings over the numbers at the right."""
    small = {"size": 9, "color": HELPER}
    write(sheet, FIRST_CASE - 3, RIGHT, design.words["why_numbers"], bold=True, color=MUTED)
    for name in HELPERS:
        write(sheet, places.helper(name).top, RIGHT, name, **small)
    widen(sheet, RIGHT, 12)
    for table, columns in TABLES.items():
        area = places.table(table)
        for offset, name in enumerate(columns):
            write(sheet, FIRST_CASE - 1, area.left + offset, name, **small)
        write(sheet, FIRST_CASE - 2, area.left, table, bold=True, **small)
    for name, area in places.blocks.items():
        write(sheet, area.top - 1, area.left, name, **small)
    for areas in places.passes.values():
        for name, area in areas.items():
            write(sheet, FIRST_CASE - 1, area.left, name, **small)
