"""Sheet Sweep: what a reader finds in its table, its map and its chart, whatever became of the runs."""

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from sheetnet.sheet.blocks.sweep import SweepCurve, SweepResult, SweepRow
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.sweep import NAME, SHEET, draw
from tests.conftest import convert

NAN, INF = math.nan, math.inf


def row(eta: float, optimiser: str = "sgd", median: float | None = 1.5, **others: Any) -> SweepRow:
    best = None if median is None else median / 3
    return SweepRow(
        **{
            "eta": eta, "optimiser": optimiser, "constants": "", "seeds": 20, "best": best, "median": median,
            "accuracy": 0.96875, "reached": 41.5, "diverged": 0, "stuck": 0,
        } | others
    )  # fmt: skip


def curve(*losses: float, label: str = "run") -> SweepCurve:
    return SweepCurve(label, range(len(losses)), losses)


def table(*rows: SweepRow, curves: tuple[SweepCurve, ...] = (curve(3.0, 2.0, 1.0),), **others: Any) -> SweepResult:
    given = {"starts": "", "level": 1.0, "best": None} | others
    return SweepResult("20-3-4", 500, rows=rows or (row(0.1),), curves=curves, **given)


def drawn(sweep: SweepResult, language: str = "en") -> Any:
    return load_workbook(BytesIO(draw(sweep, language).bytes()))[SHEET]


def found(sheet: Any, text: object) -> list[Any]:
    return [cell for line in sheet.iter_rows() for cell in line if cell.value == text]


def lines(sheet: Any) -> list[list[Any]]:
    """The table, its headings first, as the workbook's name finds it."""
    reference = sheet.parent.defined_names[NAME].attr_text.partition("!")[2].replace("$", "")
    return [[cell.value for cell in line] for line in sheet[reference]]


def chart(sheet: Any) -> Any:
    (one,) = sheet._charts
    return one


def points(sheet: Any, number: int) -> list[tuple[Any, Any]]:
    """What a line of the chart is drawn from."""
    series = chart(sheet).series[number]
    columns = []
    for reference in (series.xVal.numRef.f, series.yVal.numRef.f):
        left, top, right, bottom = range_boundaries(reference.partition("!")[2].replace("$", ""))
        assert left == right
        columns.append([sheet.cell(line, left).value for line in range(top or 0, (bottom or 0) + 1)])
    return [(x, y) for x, y in zip(*columns, strict=True) if y is not None]


def labels(sheet: Any) -> list[str]:
    return [series.tx.v for series in chart(sheet).series]


# the table


def test_a_setting_is_one_row_and_the_best_median_is_marked_by_more_than_colour() -> None:
    rows = row(0.1, median=0.5, best=0.1), row(0.2, median=0.4, best=0.3), row(0.4, median=0.4, best=0.35)
    sheet = drawn(table(*rows, best=1))

    head, first, second, third = lines(sheet)
    assert head[1:] == [
        "η", "optimiser", "starts tried", "best E", "median E", "accuracy, best run",
        "iterations to E\u00a0<\u00a01", "diverged", "stuck",
    ]  # fmt: skip
    assert second == ["★", 0.2, "sgd", 20, 0.3, 0.4, 0.96875, 41.5, "–", "–"]
    assert not first[0]
    assert not third[0]
    assert found(sheet, "★")[0].font.b


@pytest.mark.parametrize("missing", [None, NAN, INF])
def test_what_does_not_exist_is_said_in_words(missing: float | None) -> None:
    gone = row(2.0, median=missing, best=missing, accuracy=missing, reached=missing, diverged=20)
    sheet = drawn(table(gone, row(1.0), best=1))

    assert lines(sheet)[1][1:] == [2, "sgd", 20, "diverged", "diverged", "–", "not reached", 20, "–"]
    assert lines(sheet)[2][0] == "★"


def test_constants_have_a_column_only_where_some_are_given() -> None:
    with_some = drawn(table(row(0.1), row(0.1, "adam", constants="beta1=0.9")))

    assert "constants" in lines(with_some)[0]
    assert found(with_some, "adam, beta1=0.9")
    assert "constants" not in lines(drawn(table()))[0]


def test_where_all_diverged_nothing_is_marked_and_no_chart_drawn() -> None:
    sheet = drawn(table(row(1.0, median=None), row(2.0, median=None), curves=(curve(NAN, INF),)))

    assert not found(sheet, "★")
    assert sheet._charts == []
    assert len(found(sheet, "diverged")) >= 4


def test_numbers_keep_all_their_digits(letters: Path) -> None:
    value = 0.1 + 0.2
    with FileGrid(letters) as grid:
        grid.graft(NAME, draw(table(row(value, median=value))))
        grid.save()

    with FileGrid(letters) as grid:
        assert grid.read(Area(SHEET, 6, 2, 6, 2)) == [[value]]
        assert grid.read(Area(SHEET, 6, 6, 6, 6)) == [[value]]


@pytest.mark.parametrize(("eta", "shown"), [
    (0.1, "0.0"), (0.05, "0.00"), (0.001995262314968879, "0.000"), (0.0050118723, "0.00000"), (2.0, "0"), (10.0, "0"),
    (1e-6, "0.00E+00"), (150000.0, "0.00E+00"),
])  # fmt: skip
def test_a_learning_rate_shows_three_digits_at_most(eta: float, shown: str) -> None:
    assert drawn(table(row(eta)))["B6"].number_format == shown


# the map


def test_the_map_has_every_pair_and_says_which_was_not_tried() -> None:
    sheet = drawn(table(row(0.1, "sgd", 3.0), row(0.2, "sgd", None), row(0.1, "adam", 0.3), best=2))

    (untried,) = found(sheet, "not tried")
    top, left = untried.row - 2, untried.column - 2
    block = [[sheet.cell(top + y, left + x).value for x in range(3)] for y in range(3)]
    assert block == [["η", 0.1, 0.2], ["sgd", 3, "diverged"], ["adam", 0.3, "not tried"]]
    best = sheet.cell(top + 2, left + 1)
    assert best.font.b
    assert "★" in best.number_format
    assert best.border.top.style == "thick"


def colours(*medians: float) -> list[str]:
    sheet = drawn(table(*(row(0.1 * (n + 1), median=median) for n, median in enumerate(medians))))
    (name,) = [cell for cell in found(sheet, "sgd") if cell.column > 10]
    return [sheet.cell(name.row, name.column + 1 + n).fill.fgColor.rgb for n in range(len(medians))]


def test_colours_go_by_ratios_where_e_spans_decades() -> None:
    assert len(set(colours(1e-6, 1e-4, 1e-2, 1.0, 60.0))) == 5


def test_colours_go_by_differences_where_it_does_not() -> None:
    assert colours(1.0, 15.0, 29.0) == colours(101.0, 115.0, 129.0)
    assert len(set(colours(1.0, 15.0, 29.0))) == 3


@pytest.mark.parametrize("medians", [(0.0, 1e-300, 64.0), (-5.0, 3.0, 900.0), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)])
def test_zero_and_negative_losses_have_colours_too(medians: tuple[float, ...]) -> None:
    assert all(re_colour != "00000000" for re_colour in colours(*medians))


def test_many_learning_rates_go_down_instead_of_across() -> None:
    sheet = drawn(table(*(row(n / 100, name) for n in range(1, 41) for name in ("sgd", "adam"))))

    (name,) = [cell for cell in found(sheet, "sgd") if cell.row == 6 and cell.column > 10]
    assert sheet.cell(6, name.column + 1).value == "adam"
    assert [sheet.cell(line, name.column - 1).value for line in (7, 46)] == [0.01, 0.4]
    assert len(sheet.print_area.split(",")) == 3


# the chart


def test_a_line_is_drawn_from_the_losses_of_its_run() -> None:
    sheet = drawn(table(curves=(curve(60.0, 40.0, 30.0, label="sgd, η = 0.1"), curve(60.0, 50.0, label="adam"))))

    assert labels(sheet) == ["sgd, η = 0.1", "adam", "E = 1"]
    assert points(sheet, 0) == [(0, 60), (1, 40), (2, 30)]
    assert points(sheet, 1) == [(0, 60), (1, 50)]
    assert chart(sheet).y_axis.scaling.logBase is None
    assert chart(sheet).x_axis.scaling.max == 2


def test_the_axis_goes_by_powers_of_ten_where_e_spans_decades_and_shows_the_level() -> None:
    sheet = drawn(table(curves=(curve(60.0, 2.0, 0.02),)))

    scaling = chart(sheet).y_axis.scaling
    assert (scaling.logBase, scaling.min, scaling.max) == (10, 0.01, 100)
    assert labels(sheet) == ["run", "E = 1"]
    assert points(sheet, 1) == [(0, 1), (2, 1)]


def test_a_run_that_diverges_leaves_the_chart_and_does_not_flatten_the_others() -> None:
    wild = [60.0 * 3.0**n for n in range(600)]
    sheet = drawn(table(curves=(curve(60.0, 40.0, 30.0, *[20.0] * 597), curve(*wild, INF, NAN, label="wild"))))

    assert chart(sheet).y_axis.scaling.max <= 1000
    assert labels(sheet)[1] == "wild (diverged)"
    assert points(sheet, 1)[-1][1] > chart(sheet).y_axis.scaling.max
    assert len(points(sheet, 1)) < 10
    assert "diverged" not in labels(sheet)[0]


def test_a_long_run_is_drawn_from_some_of_its_points_the_last_one_too() -> None:
    sheet = drawn(table(curves=(curve(*(60.0 - n / 1000 for n in range(10_001))),)))

    line = points(sheet, 0)
    assert 400 < len(line) <= 502
    assert line[0] == (0, 60)
    assert line[-1] == (10_000, 50)


def test_all_lines_differ_in_colour_and_in_dashes_or_strength() -> None:
    sheet = drawn(table(curves=tuple(curve(3.0, 2.0, label=str(n)) for n in range(7))))

    looks = [series.spPr.ln for series in chart(sheet).series if series.tx.v.isdigit()]
    assert len({str(one.solidFill.srgbClr) for one in looks}) == 7
    assert len({one.prstDash for one in looks}) == 7


# the page


def test_the_page_is_a4_with_frozen_headings_and_a_name_for_the_table() -> None:
    sheet = drawn(table(starts="sheetnet sweep a.xlsx"))

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D6", "$5:$5")
    assert sheet["A1"].value == "Sweep of a 20-3-4 network, settings: 1"
    assert sheet["A2"].value == "runs: 20, iterations of each: 500     sheetnet sweep a.xlsx"


def test_in_japanese_no_label_stays_english() -> None:
    sheet = drawn(table(row(0.1), row(0.2, median=None, reached=None)), "ja")

    texts = {cell.value for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)}
    english = {text for text in texts if not any(ord(letter) > 0x2E7F for letter in text)}
    assert english <= {"★", "", "η", "sgd", "–", "run"}
    assert "発散" in texts


@pytest.mark.parametrize("text", ["=1+1", "#N/A", "a & <b>"])
def test_any_name_of_an_optimiser_stays_text(text: str) -> None:
    sheet = drawn(table(row(0.1, text), curves=(curve(2.0, 1.0, label=text),)))

    assert {cell.data_type for cell in found(sheet, text)} == {"s"}
    assert labels(sheet)[0] == text


@pytest.mark.full
@pytest.mark.libreoffice
def test_libreoffice_opens_the_sheet_among_the_others(letters: Path, tmp_path: Path) -> None:
    medians = ((0.1, 1e-3), (1.0, 20.0), (2.0, None))
    rows = [row(eta, name, median) for name in ("sgd", "adam") for eta, median in medians]
    with FileGrid(letters) as grid:
        grid.graft(NAME, draw(table(*rows, curves=(curve(60.0, 1.0, 0.01), curve(60.0, 1e9, INF)))))
        grid.save()

    book = load_workbook(convert(letters, "xlsx", tmp_path / "office"))

    assert book.sheetnames == ["BP", "Data", "Calc", "Trace", "Guide", SHEET]
    assert len(chart(book[SHEET]).series) == 3
    assert chart(book[SHEET]).y_axis.scaling.logBase == 10
    assert len(found(book[SHEET], "diverged")) == 2 + 4 + 1
