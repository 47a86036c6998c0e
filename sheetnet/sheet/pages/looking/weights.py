"""The right half of BP: the curve of E, and the weights and gradients of each unit as pictures that a person can read.

Square cells, units side by side, a colour scale of each unit's own that is white at 0 and deepest at its largest
number; and what each unit looks for, in a sentence that the cells work out.
"""

from collections.abc import Iterator

from openpyxl.chart import Reference
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.geometry import Unit
from sheetnet.sheet.blocks.layout import FIRST_CASE
from sheetnet.sheet.blocks.right_half import BUTTONS, CURVE, PICTURES, RightHalf, has_pictures, right_of_blocks
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.phrases import joined, quoted
from sheetnet.sheet.formulas.references import References, column_of
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking.why import around_0, as_picture, inputs_of
from sheetnet.sheet.pages.scatter import Axis, empty_chart, inner, lettering, line, rule_across
from sheetnet.sheet.pages.style import BLUE, HELPER, INK, MUTED, font, widen, write

_SQUARE = 20 / 7  # as wide as BP's rows are high
_SENTENCES = 8


def draw(design: Design, sheet: Worksheet) -> Area | None:
    """Draw it beside the blocks; returns the cells that it takes, None in a workbook that has none."""
    if design.plain or not design.live or not has_pictures(design.geometry):
        return None
    right_half = _RightHalf(design, sheet)
    right_half.curve()
    right_half.pictures()
    if not sheet.print_area:
        sheet.print_area = f"A1:{get_column_letter(right_half.left - 2)}{design.layout['initial'].bottom}"
    return right_half.whole


class _RightHalf:
    def __init__(self, design: Design, sheet: Worksheet) -> None:
        self._design, self._sheet, self._ref = design, sheet, References(sheet.title)
        self.left = right_of_blocks(design.layout.areas)
        half = RightHalf(design.geometry, self.left)
        self._units, self._gradients, self._of_outputs = half.units, half.gradients, half.of_outputs
        self._helpers, self._sentences = half.helpers, half.sentences
        self._outputs = design.geometry.layer(len(design.geometry.sizes) - 2)
        self.whole = Area(sheet.title, CURVE, self.left, half.bottom, half.right)
        for column in range(self.left, self._helpers - 1):
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
        self._sheet.add_chart(chart, f"{get_column_letter(self.left + BUTTONS)}{CURVE}")

    def pictures(self) -> None:
        """Weights above, gradients below; at the right those of the outputs; then the sentences."""
        say = self._design.words
        for top, block, key in (
            (PICTURES, "current", "pictures_weights"),
            (self._gradients - 1, "gradients", "pictures_gradients"),
        ):
            write(self._sheet, top - 1, self.left, say[key], bold=True, color=BLUE)
            for number, unit in enumerate(self._units):
                self._picture(top, block, number, unit)
            self._picture_of_outputs(top, block)
        self._lists()
        write(self._sheet, self._sentences, self.left, say["pictures_look"], bold=True, color=BLUE)
        for number in range(min(len(self._units), _SENTENCES)):
            cell = self._sheet.cell(self._sentences + 1 + number, self.left)
            cell.value, cell.font = f"={joined(*self._sentence(number))}", font(size=10)

    def _picture(self, top: int, block: str, number: int, unit: Unit) -> None:
        left = self.left + number * (unit.width + 1)
        area = Area(self._sheet.title, top + 1, left, top + unit.height, left + unit.width - 1)
        write(self._sheet, top, left, unit.name, size=9, color=MUTED)
        source = self._design.layout[block].part(unit.row, 0, unit.height, unit.width)
        self._show(area, source, self._largest(block, number, source))

    def _picture_of_outputs(self, top: int, block: str) -> None:
        """One row an output, one column a unit below it."""
        first, last = self._outputs[0], self._outputs[-1]
        source = self._design.layout[block].part(first.row, 0, last.row - first.row + 1, first.width)
        left = self._of_outputs + 2
        area = Area(self._sheet.title, top + 1, left, top + source.height, left + source.width - 1)
        for offset, name in enumerate(self._design.geometry.input_names(first.layer)):
            cell = write(self._sheet, top, left + offset, name, size=8, color=MUTED)
            cell.alignment = Alignment(horizontal="center")
        for offset, word in enumerate(self._design.table.classes):
            cell = write(self._sheet, top + 1 + offset, left - 1, word, size=9, bold=True)
            cell.alignment = Alignment(horizontal="right", shrink_to_fit=True)
        self._show(area, source, self._largest(block, len(self._units), source))

    def _show(self, area: Area, source: Area, largest: str) -> None:
        for row, column in area.cells():
            from_there = self._ref(source.part(row - area.top, column - area.left))
            self._sheet.cell(row, column).value = f"={from_there}"
        as_picture(self._sheet, area, around_0(largest))

    def _largest(self, block: str, number: int, source: Area) -> str:
        """A cell with the largest size of a picture's numbers, where its colours are deepest."""
        row = FIRST_CASE - 2 + (block == "gradients")
        column = self._helpers + 1 + number
        cell = self._sheet.cell(row, column)
        area = self._ref(source, fixed=True)
        cell.value, cell.font = f"=MAX(MAX({area}),-MIN({area}),1E-300)", font(size=8, color=HELPER)
        return f"${get_column_letter(column)}${row}"

    def _lists(self) -> None:
        """The names of the inputs, and the weights of each unit below each other: for the sentences."""
        small = {"size": 8, "color": HELPER}
        for row, name in enumerate(inputs_of(self._design), FIRST_CASE + 1):
            write(self._sheet, row, self._helpers, name, **small)
        for number, unit in enumerate(self._units):
            source = self._design.layout["current"].part(unit.row, 0, unit.height, unit.width)
            for place in range(unit.height * unit.width):
                cell = self._sheet.cell(FIRST_CASE + 1 + place, self._helpers + 1 + number)
                cell.value = f"={self._ref(source.part(*divmod(place, unit.width)))}"
                cell.font = font(**small)

    def _sentence(self, number: int) -> Iterator[str]:
        """Which inputs a unit likes and dislikes most, and which classes switch it on."""
        say, inputs = self._design.words, self._design.geometry.sizes[0]
        names, weights = (
            self._ref(Area(self._sheet.title, FIRST_CASE + 1, column, FIRST_CASE + inputs, column), fixed=True)
            for column in (self._helpers, self._helpers + 1 + number)
        )

        def place(function: str, rank: int) -> str:
            return f"INDEX({names},MATCH({function}({weights},{rank}),{weights},0))"

        yield quoted(f"{self._units[number].name}{say['pictures_for']}")
        yield joined(place("LARGE", 1), quoted(say["pictures_and"]), place("LARGE", 2))
        yield quoted(say["pictures_against"])
        yield joined(place("SMALL", 1), quoted(say["pictures_and"]), place("SMALL", 2))
        yield quoted(say["pictures_on"])
        yield from self._switched_on(number)

    def _switched_on(self, number: int) -> Iterator[str]:
        """The classes whose cases give the unit more than half on average."""
        layout = self._design.layout
        h = self._ref(column_of(layout["outputs_1"], number), fixed=True)
        for k, word in enumerate(self._design.table.classes):
            target = self._ref(column_of(layout["targets"], k), fixed=True)
            mean = f"SUMPRODUCT({target},{h})/SUM({target})"
            yield f'IF({mean}>0.5,{quoted(f" {word}")},"")'
