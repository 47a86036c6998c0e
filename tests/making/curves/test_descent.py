"""The curve `descent`: where five descents end, and why one of them stops."""

from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.making.curves.made import made, saved


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        (0, (-6.11110793e-10, 8.14814391e-10)),
        (1, (-6.11110793e-10, 8.14814391e-10)),
        (2, (-2.58983747e13, -1.29524862e12)),
        (3, (-2.25154873e128, 3.00206497e128)),
    ],
)
def test_descent_ends_where_the_article_says(row: int, figures: tuple[float, float], tmp_path: Path) -> None:
    ends = saved(made(tmp_path, "descent"), "descent", "ends")

    assert ends[row][:2] == pytest.approx(figures, rel=5e-9)


@pytest.mark.parametrize(("lang", "numerical"), [("en", "numerical"), ("ja", "数値微分")])
def test_how_often_a_numerical_gradient_asks_f_is_counted_by_a_formula(
    lang: str, numerical: str, tmp_path: Path
) -> None:
    """S4.10: two evaluations a coordinate, two coordinates, 100 steps; an exact gradient asks for none."""
    path = made(tmp_path, "descent", lang)

    sheet = load_workbook(path)["Descent"]
    kinds = [sheet.cell(row, 5).value == numerical for row in range(12, 17)]
    formulas = [sheet.cell(row, 12).value for row in range(12, 17)]
    assert kinds == [True, False, True, False, True]
    assert all("2*COUNT(Steps!" in text for text in formulas)
    assert saved(path, "descent", "evaluations") == [[2 * 2 * 100 * kind] for kind in kinds]


def test_with_plus_instead_of_minus_f_rises_at_once(tmp_path: Path) -> None:
    steps = saved(made(tmp_path, "descent"), "descent", "path")

    minus, plus = ([row[column] for row in steps] for column in (2, 22))
    assert (minus[0], plus[0]) == (25, 25)
    assert all(after < before for before, after in pairwise(minus))
    assert all(after > before for before, after in pairwise(plus))


def test_from_step_10_on_nothing_is_left_of_h(tmp_path: Path) -> None:
    looked_at = saved(made(tmp_path, "descent"), "descent", "looked_at")

    left = [row[0] for row in looked_at]  # steps 6 to 13
    assert all(left[:4])
    assert left[4:] == [0.0] * 4
    assert [row[4] for row in looked_at[4:]] == [0.0] * 4


def test_it_has_its_inputs_checks_and_charts(tmp_path: Path) -> None:
    path = made(tmp_path, "descent")

    book = load_workbook(path)
    inputs = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.style == "Input"]
    assert len([cell for cell in inputs if cell.data_type == "n"]) == 13
    assert sum(len(saved(path, "descent", block)) for block in ("checks",)) == 5
    assert sum(len(sheet._charts) for sheet in book) == 3
