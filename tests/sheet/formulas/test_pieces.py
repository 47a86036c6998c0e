"""Every row of the table of formula pieces, alone: what IronCalc makes of its text is what its definition says."""

from collections.abc import Callable, Mapping
from pathlib import Path

import ironcalc
import numpy as np
import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from sheetnet.net import activations, heads, optimisers
from sheetnet.sheet.formulas.pieces import (
    ACTIVATIONS,
    HEADS,
    OPTIMISERS,
    CaseCells,
    ParameterCells,
    added,
    any_optimiser,
    as_factor,
    choice,
    choice_of_long,
)

S, T = (0.3, -1.2, 2.5), (0.2, 0.7, 0.1)
CASE = CaseCells(("A1", "B1", "C1"), ("A2", "B2", "C2"), ("A3", "B3", "C3"), "A1:C1", "A2:C2", "D1")
CONSTANTS = {"alpha": 0.8, "rho": 0.9, "beta1": 0.7, "beta2": 0.95, "eps": 1e-3}
PARAMETER = ParameterCells("A1", "B1", ("C1", "D1"), ("E1", "F1"))

Compute = Callable[..., list[float]]


@pytest.fixture
def computed(tmp_path: Path) -> Compute:
    """What IronCalc says of formulas, beside some cells, in a workbook where some names are numbers."""

    def compute(
        cells: Mapping[str, float | str], formulas: list[str], names: Mapping[str, float] | None = None
    ) -> list[float]:
        book = Workbook()
        sheet = book.active
        for address, value in cells.items():
            sheet[address] = value
        for row, (name, value) in enumerate((names or {}).items(), 1):
            sheet.cell(row, 26, value)
            book.defined_names[name] = DefinedName(name, attr_text=f"Sheet!$Z${row}")
        for row, formula in enumerate(formulas, 1):
            sheet.cell(row, 25, f"={formula}")
        path = tmp_path / "book.xlsx"
        book.save(path)
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        model.evaluate()
        return [model.get_cell_value(0, row, 25) for row in range(1, len(formulas) + 1)]

    return compute


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_has_the_value_and_the_slope_of_its_definition(name: str, computed: Compute) -> None:
    row, function = ACTIVATIONS[name], activations.ACTIVATIONS[name].value
    values = [float(function(np.array(s))) for s in S]
    step = 1e-6
    slopes = [float(function(np.array(s + step)) - function(np.array(s - step))) / (2 * step) for s in S]

    got = computed({}, [*(row.value(f"({s})") for s in S), *(f"2*{as_factor(row.slope(repr(h)))}" for h in values)])

    assert got[:3] == pytest.approx(values, rel=1e-12)
    assert got[3:] == pytest.approx([2 * slope for slope in slopes], rel=1e-8)


@pytest.mark.parametrize("name", HEADS)
def test_a_head_has_the_outputs_the_error_and_the_slope_of_the_error_of_its_definition(
    name: str, computed: Compute
) -> None:
    row, head = HEADS[name], heads.HEADS[name]
    s, t, step = np.array(S), np.array(T), 1e-6
    slopes = [(head.loss(s + one, t) - head.loss(s - one, t)) / (2 * step) for one in step * np.eye(3)]
    cells = {f"{column}{line}": v for line, values in ((1, S), (2, T)) for column, v in zip("ABC", values, strict=True)}
    cells |= {f"{column}3": f"={row.output(CASE, k)}" for k, column in enumerate("ABC")}
    cells |= {"D1": f"={row.log_sum(CASE)}"} if row.log_sum else {}

    *outputs, error = computed(cells, ["A3", "B3", "C3", row.error(CASE)])
    deltas = computed(cells, [row.delta(CASE, k) for k in range(3)])

    assert outputs == pytest.approx(head.output(s).tolist(), rel=1e-12)
    assert error == pytest.approx(float(head.loss(s, t)), rel=1e-12)
    assert deltas == pytest.approx(slopes, rel=1e-7)


def test_a_single_output_says_class_1_from_the_middle_of_its_range_on() -> None:
    assert {name: float(row.middle) for name, row in HEADS.items()} == {n: h.middle for n, h in heads.HEADS.items()}


@pytest.mark.parametrize("name", OPTIMISERS)
def test_an_optimiser_makes_the_step_and_the_next_state_of_its_definition(name: str, computed: Compute) -> None:
    row, eta, gradient, weight, number = OPTIMISERS[name], 0.3, -0.7, 1.5, 4
    rule = optimisers.OPTIMISERS[name](eta, **{one: CONSTANTS[one] for one in optimisers.CONSTANTS[name]})
    state = tuple(np.array(one) for one in (0.25, 0.5)[: len(rule.remembers)])
    change, after = rule.step(np.array(gradient), state, number)
    corrected = eta * (1 - CONSTANTS["beta2"] ** number) ** 0.5 / (1 - CONSTANTS["beta1"] ** number)
    cells: dict[str, float | str] = {"A1": eta, "B1": gradient, "C1": 0.25, "D1": 0.5, "G1": weight}
    cells |= {f"{'EF'[place]}1": f"={piece(PARAMETER)}" for place, piece in enumerate(row.next)}

    updated, *states = computed(
        cells,
        [added("G1", row.change(PARAMETER)), *("E1", "F1")[: len(row.next)]],
        {**CONSTANTS, "corrected_eta": corrected},
    )

    assert updated == pytest.approx(weight + float(change), rel=1e-12)
    assert states == pytest.approx([float(one) for one in after], rel=1e-12)


def test_one_row_more_is_one_branch_more_wherever_formulas_choose() -> None:
    two, three = any_optimiser(("sgd", "momentum")), any_optimiser(("sgd", "momentum", "adam"))

    assert two.change(PARAMETER) == "CHOOSE(optimiser_number,-A1*B1,E1)"
    assert three.change(PARAMETER) == "CHOOSE(optimiser_number,-A1*B1,E1,-corrected_eta*E1/(SQRT(F1)+eps))"
    assert [len(one.next) for one in (two, three)] == [1, 2]
    assert three.next[1](PARAMETER) == "IF(optimiser_number=3,beta2*D1+(1-beta2)*B1*B1,0)"


@pytest.mark.parametrize("place", [1, 2, 3, 4])
@pytest.mark.parametrize("texts", [("10", "20", "30", "40"), ("10", "10", "10", "40"), ("10", "20", "20", "40")])
def test_both_ways_to_write_a_choice_choose_the_same(place: int, texts: tuple[str, ...], computed: Compute) -> None:
    formulas = [choice("A1", texts), choice_of_long("A1", texts)]

    assert computed({"A1": place}, formulas) == [float(texts[place - 1])] * 2


def test_a_long_choice_says_what_neighbours_share_once() -> None:
    assert choice_of_long("n", ("x", "x", "x", "y", "z")) == "IF(n<=3,x,IF(n=4,y,z))"


def test_where_one_place_alone_has_a_text_the_rest_is_said_once() -> None:
    assert choice("n", (None, None, "x")) == "IF(n=3,x,0)"


@pytest.mark.parametrize(
    ("text", "factor"),
    [("1-h^2", "(1-h^2)"), ("h*(1-h)", "h*(1-h)"), ("IF(h>0,1,-1)", "IF(h>0,1,-1)"), ("-h", "(-h)"), ("1", "1")],
)
def test_a_factor_stands_in_parentheses_where_it_is_a_sum(text: str, factor: str) -> None:
    assert as_factor(text) == factor
