"""Lines whose numbers can be worked out."""

import math

import pytest

from sheetnet.session.spelling import Unspelled, added_up, fixed, shown, spelled, worked_out


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (0.731058, 3, "0.731"),
        (-0.0528971, 3, "-0.0529"),
        (1.0, 4, "1"),
        (0.0, 4, "0"),
        (48.3640699, 4, "48.36"),
        (12345.6, 4, "12346"),
        (3.2e-07, 4, "3.2e-7"),
        (-5.678912e-12, 4, "-5.679e-12"),
        (2.5e11, 4, "2.5e11"),
        (math.inf, 4, "inf"),
    ],
)
def test_a_number_has_the_digits_that_are_asked_for(number: float, digits: int, text: str) -> None:
    assert shown(number, digits) == text


def test_a_line_has_as_many_digits_as_it_takes_to_be_worked_out() -> None:
    z = 0.99987654
    value = -(1 - z) * z * (1 - z)

    line = spelled(Unspelled("δ", "-(t - z) z (1 - z)", "-({t} - {z}) · {z} · (1 - {z})", {"t": 1.0, "z": z}, value))

    assert line.result == "-1.524e-8"
    assert shown(-(1 - 0.99988) * 0.99988 * (1 - 0.99988)) != line.result  # five digits would mislead
    assert line.numbers.count("0.99987") == 3
    assert line.value == value


def test_a_negative_number_stands_in_parentheses() -> None:
    line = spelled(Unspelled("", "", "{w} · {x}", {"w": -0.5, "x": 0.25}, -0.125))

    assert line.numbers == "(-0.5) · 0.25"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-(1 - 0.731) · 0.731 · (1 - 0.731)", -0.052896),
        ("1 / (1 + e^-(-0.664))", 1 / (1 + math.exp(0.664))),
        ("(1 - (-0.5)^2)", 0.75),
        ("max(-3, 0)", 0.0),
        ("tanh(0.5)", math.tanh(0.5)),
        ("e^900", math.inf),
    ],
)
def test_a_line_is_worked_out_as_a_reader_would(text: str, value: float) -> None:
    assert worked_out(text) == pytest.approx(value, rel=1e-4)


def test_what_is_no_line_is_refused() -> None:
    with pytest.raises(ValueError, match="worked out"):
        worked_out("print(1)[0]")


def test_rows_have_as_many_decimals_as_it_takes_to_add_them_up() -> None:
    values = [0.333333333, 0.333333333, -0.66666]
    rows = [Unspelled(str(n), "", "{x} · 1", {"x": value}, value) for n, value in enumerate(values)]

    added = added_up(rows, 0.0, sum(values))

    assert added.total == shown(sum(values))
    assert shown(sum(float(line.result) for line in added.lines)) == added.total


def test_a_number_without_decimals_is_0_and_not_minus_0() -> None:
    assert fixed(-0.00001, 4) == "0.0000"
