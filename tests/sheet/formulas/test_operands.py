"""The references and names in formulas, as openpyxl reads them one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.operands import Operands, area_of

_PIECES = [
    "A1", "$B$2", "xfd1048576", "C3:D4", "S!A1", "'My 1 A1'!$A$1:B2", "A:C", "3:5", "eta", "Q1_x", "x.A1", "1.5",
    "2E5",
    "1E+5", '"A1 2"', "LOG10(A1)", "SUM(A1,B2:B9)", "TRUE", "#N/A", "{1,2}", "A1B", "AB12.5", "_A1", "A1%", "É1",
    "12345678",
]  # fmt: skip
_FORMULAS = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from("+-*/^&=,")), min_size=1, max_size=6).map(
    lambda pairs: "".join(piece + sign for piece, sign in pairs) + "A9"
)


@given(st.lists(_FORMULAS, min_size=1, max_size=5))
def test_the_operands_are_those_of_openpyxl_whatever_was_read_before(formulas: list[str]) -> None:
    operands = Operands()

    for formula in formulas * 2:
        tokens = Tokenizer("=" + formula).items
        wanted = [one.value for one in tokens if one.type == Token.OPERAND and one.subtype == Token.RANGE]
        assert operands.spelled(formula) == wanted


def test_areas_and_names_of_a_formula_are_told_once_with_the_sheet_in_lower_case() -> None:
    found = Operands().areas("A1+a1+$A$1+SUM(T!B2:C3)+eta+XFE1+A0", "s")

    assert found == [Area("s", 1, 1, 1, 1), Area("t", 2, 2, 3, 3), "eta", "XFE1", "A0"]


def test_copies_of_a_formula_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr("openpyxl.formula.Tokenizer", lambda text: read.append(text) or Tokenizer(text))
    operands = Operands()

    found = [operands.spelled(f"IF(B{n}>0,$A$1*{n},'T'!C{n})") for n in range(2, 5)]

    assert found == [[f"B{n}", "$A$1", f"C{n}" and f"'T'!C{n}"] for n in range(2, 5)]
    assert len(read) == 3  # a quote: numbers could be a sheet's name

    assert [operands.spelled(f"B{n}*{n}.5+eta") for n in range(2, 50)] == [[f"B{n}", "eta"] for n in range(2, 50)]
    assert len(read) == 4


@pytest.mark.parametrize(
    "text", ["SUM(Table1[x])", "'" + ":" * 8000, "RAND()", "MINE(A1)", "A1#", '"open', "dataTable"]
)
def test_of_what_cannot_be_told_nothing_is(text: str) -> None:
    assert Operands().spelled(text) is None
    assert Operands().areas(text, "s") is None


def test_past_a_million_characters_of_different_formulas_nothing_is_told() -> None:
    operands = Operands()
    for n in range(130):
        operands.spelled(f"name_{n}" + "+A1" * 2_700)

    assert operands.spelled("A1+brandnew") is None
    assert operands.spelled("name_0" + "+B7" * 2_700) is not None, "a form that is known already"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A:ZZZ", Area("s", 1, 1, 1_048_576, 16_384)),
        ("0:9999999", Area("s", 1, 1, 1_048_576, 16_384)),
        ("'It''s'!7:$3", Area("it's", 3, 1, 7, 16_384)),
        ("99999999:1", None),
        ("name", None),
    ],
)
def test_whole_rows_and_columns_end_where_a_sheet_ends(text: str, expected: Area | None) -> None:
    assert area_of(text, "s") == expected
