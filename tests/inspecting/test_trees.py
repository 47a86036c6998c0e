import pytest

from sheetnet.graph.names import Names
from sheetnet.graph.syntax import parse
from sheetnet.graph.trees import FormulaCell, Number, Reference
from sheetnet.inspecting.trees import area_of, exchanged, nodes, placed, put, references, written

HERE = FormulaCell("S", 5, 3)
NAMES = Names(["S", "Other sheet"], {})


def tree_of(formula: str):  # type: ignore[no-untyped-def]
    return placed(parse(formula, HERE, NAMES), HERE.row, HERE.column)


@pytest.mark.parametrize(
    "formula",
    [
        "A1-B2*C3",
        "(A1-B2)*C3",
        "A1-(B2-C3)",
        "A1/(B2*C3)",
        "-(A1+B2)",
        "-A1*B2",
        "2^(-A1)",
        "A1^2^3",
        "(A1+B2)^2/2",
        "SUMPRODUCT(A1:A5,'Other sheet'!B1:B5)",
        "IF(A1>0,1,0)*(1-B2)",
        "MMULT(TRANSPOSE(A1:B2),A4:B5)",
        'IF(A1="a ""b""",TRUE,10%)',
        "SUM({1,2;3,4},A1)",
    ],
)
def test_a_formula_is_written_as_it_is_read(formula: str) -> None:
    assert written(tree_of(formula), "S") == formula


def test_a_placed_formula_leads_where_it_led_from_its_cell() -> None:
    found = references(tree_of("A$1+$B2*SUM(C3:$D$4)"))

    assert [str(area_of(one)) for one in found] == ["S!A1", "S!B2", "S!C3:D4"]
    assert all(at.fixed for one in found for at in one[1:5])


def test_a_part_is_put_at_its_place_and_nowhere_else() -> None:
    tree = tree_of("A1*A1+A1")
    paths = [node.path for node in nodes(tree) if isinstance(node.tree, Reference)]

    assert written(put(tree, paths[1], Number(2.0)), "S") == "A1*2+A1"
    assert written(exchanged(tree, {tree_of("A1"): Number(2.0)}), "S") == "2*2+2"
