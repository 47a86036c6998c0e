"""The charts of the curve `race`, and the sheets of what they draw."""

from dataclasses import replace

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.making.curves.page import (
    headings,
    letters,
    open_at,
    put_columns,
)
from sheetnet.making.curves.race.sheets import AREAS, LAST, RINGS, ROW, RUNNERS, STEPS, TABLE
from sheetnet.making.curves.rings import POINTS, RING_LINE, put_rings
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.scatter import Axis, Line, around, scatter
from sheetnet.sheet.pages.style import headline, widen

_AXES = (Axis("x", -8, 4, 2), Axis("y", -2.5, 2.5, 0.5))


def draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    _chart_data(book.create_sheet("Chart"), say)
    _charts(sheet, say)
    _small_charts(book.create_sheet("Paths", 1), say)


def _chart_data(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["chart_title"], say["chart_note"])
    rings, logs = AREAS["rings"], AREAS["logarithms"]
    put_rings(sheet, say, rings, RINGS, flat="/SQRT(20)")
    headings(sheet, 5, logs.left, [f"log₁₀ f  {runner.title}" for runner in RUNNERS.values()])
    heights = [letters(AREAS[f"path_{name}"].left + 2, 1)[0] for name in RUNNERS]
    columns = [(f"LOG10(MAX(Steps!{letter}{{r}},1E-300))",) * 2 for letter in heights]
    put_columns(sheet, logs, columns, "0.0000", quiet=True)
    for column in range(logs.left, logs.right + 1):
        widen(sheet, column, 14)
    open_at(sheet, f"A{ROW}", f"A{ROW}")
    lay_out(sheet, logs.right, titles="5:5")


def _rings() -> list[Line]:
    rings = AREAS["rings"]
    return [
        Line(rings.part(0, 2 + 2 * n, POINTS), rings.part(0, 3 + 2 * n, POINTS), RING_LINE, width=1)
        for n in range(len(RINGS))
    ]


def _path(name: str) -> Line:
    area, runner = AREAS[f"path_{name}"], RUNNERS[name]
    x, y = (area.part(0, column, STEPS + 1) for column in range(2))
    return Line(x, y, runner.colour, runner.title, 1.5, runner.marker)


def _charts(sheet: Worksheet, say: Say) -> None:
    row = TABLE + len(RUNNERS) + 1
    paths = [*_rings(), *(_path(name) for name in RUNNERS)]
    scatter(sheet, f"B{row}", say["race_chart"], _AXES, paths, size=around(14.9, 6.2))
    logs, steps = AREAS["logarithms"], Area("Steps", ROW, 1, LAST, 1)
    heights = [
        Line(steps, logs.part(0, number, STEPS + 1), runner.colour, runner.title, 1.5, runner.marker, 5)
        for number, runner in enumerate(RUNNERS.values())
    ]
    axes = (Axis(say["step"], 0, STEPS, 5), Axis("log₁₀ f"))
    scatter(sheet, f"J{row}", say["height_chart"], axes, heights, size=(13.6, around(14.9, 6.2)[1]))


def _small_charts(sheet: Worksheet, say: Say) -> None:
    """One picture for each optimiser, all to one scale."""
    headline(sheet, say["paths_title"], say["paths_note"])
    for number, name in enumerate(RUNNERS):
        row, column = divmod(number, 2)
        one = replace(_path(name), title="")
        at = f"{'AH'[column]}{4 + 14 * row}"
        scatter(sheet, at, RUNNERS[name].title, _AXES, [*_rings(), one], size=around(9.6, 4, legend=False))
    open_at(sheet, "A1", "A4")
    lay_out(sheet, 1, titles="", landscape=False)
    sheet.print_area = "A1:N46"
    fit(sheet, high=1)
