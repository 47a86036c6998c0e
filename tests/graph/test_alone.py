"""A formula that stands alone comes, in plain numbers, to what it comes to beside others, its slopes too."""

import numpy as np
import pytest

from sheetnet.graph.alone import slopes_of, value_of
from sheetnet.graph.gradient import Function
from tests.graph.formulas import evaluation, place

CELLS = {"A1": 2.0, "A2": -3.0, "A3": 0.0, "A4": "text", "B1": 0.25}


@pytest.mark.parametrize(
    ("formula", "value", "slopes"),
    [
        ("=A1*A2+B1", -5.75, [-3.0, 2.0, 1.0]),
        ("=-A1^1", None, None),
        ("=A1-A2-B1", 4.75, [1.0, -1.0, -1.0]),
        ("=A1/A2/B1", 2 / -3 / 0.25, [1 / -3 / 0.25, -2 / 9 / 0.25, -(2 / -3) / 0.25**2]),
        ("=-(A1+3)*A1%", -0.1, [-0.07]),  # -(x+3) x/100
        ("=A1*A1*A1", 8.0, [12.0]),
        ("=5-A1", 3.0, [-1.0]),
        ("=A1/A3", None, None),
        ("=A1+A4", None, None),
        ("=A1+C9", None, None),
        ("=A1*1E+300*1E+300", None, None),
    ],
)
def test_what_plain_numbers_suffice_for_is_computed_and_the_rest_left(
    formula: str, value: float | None, slopes: list[float] | None
) -> None:
    found = evaluation({**CELLS, "Z1": formula})
    (group,) = found.groups
    plain = group.program

    assert (plain is None) == ("^" in formula)
    if plain is not None:
        assert [value_of(plain, group.reads, found.cells)] == [value if value is None else pytest.approx(value, 1e-15)]
        assert slopes_of(plain, group.reads, found.cells) == (slopes and pytest.approx(slopes, rel=1e-14))


@pytest.mark.parametrize("formula", ["=SUM(A1:A2)", "=EXP(A1)", "=A1&A2", "=A1:A2*2", "=@A1", "=" + "+A1" * 60])
def test_functions_ranges_and_long_formulas_are_left_to_arrays(formula: str) -> None:
    (group,) = evaluation({**CELLS, "Z1": formula}).groups

    assert group.program is None


def test_a_chain_is_a_geometric_series_and_its_derivative_the_power() -> None:
    cells = {"A1": 1.0, **{f"A{row}": f"=A{row - 1}*0.999+0.5" for row in range(2, 502)}}
    found = evaluation(cells)
    function = Function(found, place(found, "A501"), np.array([place(found, "A1")]))

    power = 0.999**500
    assert function.value == pytest.approx(power + 0.5 * (1 - power) / (1 - 0.999), rel=1e-13)
    assert function.gradient() == pytest.approx([power], rel=1e-13)
    assert function(np.array([3.0])) == pytest.approx(3 * power + 0.5 * (1 - power) / (1 - 0.999), rel=1e-13)
