"""The right half of BP: the curve of E, and the weights and gradients of each unit as pictures that a person can read.

Square cells, units side by side, a colour scale of each unit's own that is white at 0 and deepest at its largest
number; and what each unit looks for, in a sentence that the cells work out.
"""

from openpyxl.chart import Reference
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.pictures import BLOCKS, PicturesPlaces
from sheetnet.sheet.blocks.right_half import BUTTONS, CURVE, has_pictures, right_of_blocks
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.pictures import PicturesFormulas
from sheetnet.sheet.formulas.references import References
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking.why import around_0, as_picture, inputs_of, put
from sheetnet.sheet.pages.scatter import Axis, empty_chart, inner, lettering, line, rule_across
from sheetnet.sheet.pages.style import BLUE, HELPER, INK, MUTED, font, widen, write

_SQUARE = 20 / 7  # as wide as BP's rows are high


def draw(design: Design, sheet: Worksheet) -> Area | None:
    """Draw it beside the blocks; returns the cells that it takes, None in a workbook that has none."""
    if design.plain or not design.live or not has_pictures(design.geometry):
        return None
    right_half = _RightHalf(design, sheet)
    right_half.curve()
    right_half.pictures()
    if not sheet.print_area:
        last = get_column_letter(right_half.places.left - 2)
        sheet.print_area = f"A1:{last}{design.layout['initial'].bottom}"
    return right_half.places.whole


class _RightHalf:
    def __init__(self, design: Design, sheet: Worksheet) -> None:
        self._design, self._sheet, self._ref = design, sheet, References(sheet.title)
        self.places = PicturesPlaces(design.layout, right_of_blocks(design.layout.areas))
        for column in range(self.places.left, self.places.helpers - 1):
            widen(sheet, column, _SQUARE)

    def curve(self) -> None:
        """E against iteration, as on Trace."""
        trace, say = self._design.layout["trace"], self._design.words
        chart = empty_chart(say["chart"], (Axis(say["iteration"], 0), Axis("E", 0)))
        chart.width, chart.height = 14.5, 5.2
        chart.legend, chart.title.overlay = None, False
        lettering(chart.title, 11, INK, bold=True)
        rule_across(chart)
        chart.layout = inner(0.08, 0.18, 0.88, 0.56)
        other = self._sheet.parent[trace.sheet]  # type: ignore[index]
        top, bottom = trace.bottom + 1, trace.bottom + 1 + max(self._design.iterations, 1)
        x, y = (Reference(other, min_col=trace.left + n, min_row=top, max_row=bottom) for n in (0, 1))
        chart.series.append(line(y, x, "E", BLUE, 2.25))
        self._sheet.add_chart(chart, f"{get_column_letter(self.places.left + BUTTONS)}{CURVE}")

    def pictures(self) -> None:
        """Weights above, gradients below; at the right those of the outputs; then the sentences."""
        say, places = self._design.words, self.places
        for block, key in zip(BLOCKS, ("pictures_weights", "pictures_gradients"), strict=True):
            write(self._sheet, places.top(block) - 1, places.left, say[key], bold=True, color=BLUE)
            for number, unit in enumerate(places.units):
                area = places.picture(block, number)
                write(self._sheet, area.top - 1, area.left, unit.name, size=9, color=MUTED)
                self._show(area, places.largest(block, number))
            self._picture_of_outputs(block)
        small = {"size": 8, "color": HELPER}
        for row, name in enumerate(inputs_of(self._design), places.names.top):
            write(self._sheet, row, places.helpers, name, **small)
        for number in range(len(places.units)):
            for row, column in places.weights(number).cells():
                self._sheet.cell(row, column).font = font(**small)
        write(self._sheet, places.heading.top, places.left, say["pictures_look"], bold=True, color=BLUE)
        for row, column in places.sentences.cells():
            self._sheet.cell(row, column).font = font(size=10)
        for area, formulas in PicturesFormulas(places, say, self._design.table.classes).written():
            put(self._sheet, area, formulas)

    def _picture_of_outputs(self, block: str) -> None:
        """One row an output, one column a unit below it."""
        area, first = self.places.picture_of_outputs(block), self.places.outputs[0]
        for offset, name in enumerate(self._design.geometry.input_names(first.layer)):
            cell = write(self._sheet, area.top - 1, area.left + offset, name, size=8, color=MUTED)
            cell.alignment = Alignment(horizontal="center")
        for offset, word in enumerate(self._design.table.classes):
            cell = write(self._sheet, area.top + offset, area.left - 1, word, size=9, bold=True)
            cell.alignment = Alignment(horizontal="right", shrink_to_fit=True)
        self._show(area, self.places.largest(block, len(self.places.units)))

    def _show(self, area: Area, largest: Area) -> None:
        as_picture(self._sheet, area, around_0(self._ref(largest, fixed=True)))
        self._sheet.cell(largest.top, largest.left).font = font(size=8, color=HELPER)
