"""The workbooks of curves as a reader sees them: names, styles, inputs, charts, paper, languages."""

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sheetnet.making.curves import CURVES, draw
from sheetnet.making.curves.words import words
from sheetnet.sheet.cells import parse_area
from sheetnet.sheet.words.languages import LANGUAGES

EVERYWHERE = {
    "ABS", "ACOS", "AND", "COS", "COUNT", "IF", "ISNUMBER", "LOG10", "MAX", "MIN", "PI", "ROUND", "SIN", "SLN", "SQRT",
}  # fmt: skip
BOOKS = [(name, lang) for name in CURVES for lang in LANGUAGES]


@cache
def drawn(name: str, lang: str = "en") -> Workbook:
    """The sheets of a curve, which are only read."""
    return load_workbook(BytesIO(draw(CURVES[name], lang).bytes()))


def formulas(book: Workbook) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.few(2)
@pytest.mark.parametrize("name", CURVES)
def test_only_functions_that_every_program_has_are_used(name: str) -> None:
    used = {call for cell in formulas(drawn(name)) for call in re.findall(r"([A-Z][A-Z0-9.]*)\(", cell.value)}

    assert used <= EVERYWHERE
    assert len(used) > 4


@pytest.mark.parametrize("name", CURVES)
def test_every_block_has_its_name_and_every_formula_its_block(name: str) -> None:
    book, areas = drawn(name), CURVES[name].areas

    named = {key: parse_area(one.attr_text) for key, one in book.defined_names.items() if "Print" not in key}
    inside = {(area.sheet, *at) for area in areas.values() for at in area.cells()}

    assert named == areas
    assert all((cell.parent.title, cell.row, cell.column) in inside for cell in formulas(book))


@pytest.mark.few(2)
@pytest.mark.parametrize(("name", "lang"), BOOKS)
def test_the_languages_have_the_same_formulas_names_and_sheets(name: str, lang: str) -> None:
    english, other = drawn(name), drawn(name, lang)

    assert english.sheetnames == other.sheetnames
    assert [cell.value for cell in formulas(english)] == [cell.value for cell in formulas(other)]


@pytest.mark.parametrize("name", CURVES)
def test_every_text_is_there_in_both_languages(name: str) -> None:
    english, japanese = (words(CURVES[name].words, language) for language in LANGUAGES)
    guides = CURVES[name].guide

    assert english.keys() == japanese.keys()
    assert all(english.values())
    assert all(japanese.values())
    assert [len(some) for _, some in guides["en"]] == [len(some) for _, some in guides["ja"]]


@pytest.mark.parametrize("name", CURVES)
def test_every_input_has_its_style_and_refuses_what_is_out_of_range(name: str) -> None:
    book = drawn(name)

    inputs = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.style == "Input"]
    inputs = [cell for cell in inputs if cell.data_type == "n"]  # the legend has the style too
    for cell in inputs:
        rules = [rule for rule in cell.parent.data_validations.dataValidation if cell.coordinate in rule.sqref]
        assert len(rules) == 1, cell
        assert rules[0].error, cell
        if rules[0].type == "decimal":
            assert float(rules[0].formula1) <= cell.value <= float(rules[0].formula2), cell
    assert len(inputs) >= 3


@pytest.mark.parametrize("name", CURVES)
def test_a_book_opens_at_the_top_of_its_first_sheet_and_prints_on_a4(name: str) -> None:
    book = drawn(name)

    assert book.active is not None
    assert book.active.title == book.sheetnames[0] == CURVES[name].first
    assert book.sheetnames[-1] == "Guide"
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_view.topLeftCell in (None, "A1")
        assert sheet.freeze_panes or sheet.title == "Guide"


@pytest.mark.parametrize("name", CURVES)
def test_charts_draw_cells_that_hold_numbers_only(name: str) -> None:
    """A text would be drawn as 0, so no series may lie on cells whose formula can give one."""
    book = drawn(name)

    charts = [chart for sheet in book for chart in sheet._charts]
    for chart in charts:
        for series in chart.series:
            for reference in (series.xVal.numRef.f, series.yVal.numRef.f):
                area = parse_area(reference)
                assert area is not None
                values = [book[area.sheet].cell(row, column).value for row, column in area.cells()]
                assert all(value is not None for value in values), reference
                assert not any(re.search(r'"–"|""|overflow', str(value)) for value in values), reference
    assert len(charts) >= 1
