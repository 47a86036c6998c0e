"""Scatter charts: put together from the same pieces everywhere, read again by openpyxl."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.scatter import Axis, Line, around, scatter
from tests.conftest import ROOT


def test_one_module_makes_the_charts_of_all_sheets() -> None:
    """Those of reports are made by report, which knows no workbook with a network."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "sheetnet").rglob("*.py")
        if "ScatterChart(" in path.read_text(encoding="utf-8")
    }

    assert makers == {"sheetnet/sheet/pages/scatter.py", "sheetnet/report/sheet.py"}


def test_axes_lines_and_markers_are_as_they_were_asked_for(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    x, y = Area("S", 1, 1, 4, 1), Area("S", 1, 2, 4, 2)
    axes = (Axis("time", 0, 8, 2), Axis("height"))
    lines = [Line(x, y, "FF0000", "a line", 2), Line(x, y, "00FF00", "", 0, "circle", 7)]
    scatter(sheet, "D2", "Up", axes, lines, size=(10, 8))
    book.save(tmp_path / "chart.xlsx")

    (chart,) = load_workbook(tmp_path / "chart.xlsx")["S"]._charts

    assert (chart.x_axis.scaling.min, chart.x_axis.scaling.max, chart.x_axis.majorUnit) == (0, 8, 2)
    assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max) == (None, None)
    drawn, marked = chart.series
    assert (drawn.xVal.numRef.f, drawn.yVal.numRef.f) == ("'S'!$A$1:$A$4", "'S'!$B$1:$B$4")
    assert (drawn.marker.symbol, drawn.graphicalProperties.line.width) == (None, 25_400)  # "none", as openpyxl reads it
    assert (marked.marker.symbol, marked.marker.size, marked.graphicalProperties.line.noFill) == ("circle", 7, True)
    assert [entry.idx for entry in chart.legend.legendEntry] == [1]  # what has no title is hidden


@pytest.mark.parametrize("legend", [True, False])
def test_a_picture_that_is_asked_to_be_square_is(legend: bool, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    area, size = Area(sheet.title, 1, 1, 2, 1), around(6, 6, legend=legend)
    scatter(sheet, "D2", "Round", (Axis("x"), Axis("y")), [Line(area, area, "FF0000", "t" * legend)], size=size)
    book.save(tmp_path / "chart.xlsx")

    (chart,) = load_workbook(tmp_path / "chart.xlsx").active._charts  # type: ignore[union-attr]

    picture = chart.layout.manualLayout
    assert picture.w * size[0] == pytest.approx(6)
    assert picture.h * size[1] == pytest.approx(6)
