"""Formulas computed anew, whatever results the file holds."""

from pathlib import Path

import sheetnet
from tests.conftest import change_formula


def test_recalculation_finds_a_wrong_formula_whatever_value_is_saved(letters: Path) -> None:
    change_formula(letters, "C38", "SUMPRODUCT(Data!$C$6:$C$133,Calc!$V$6:$V$133)")
    assert all(not one.failures for one in sheetnet.check(letters))

    comparisons = {(one.name, one.against): one for one in sheetnet.check(letters, recalculate=True)}

    assert [failure.split(":")[0] for failure in comparisons["gradients", "engine"].failures] == ["BP!C38"]
    assert comparisons["updated", "engine"].failures[0].startswith("BP!C61: engine has ")


def test_recalculation_agrees_with_the_engine(trained_file: Path) -> None:
    comparisons = sheetnet.check(trained_file, recalculate=True)

    assert sum(one.cells for one in comparisons) == 3317
    assert all(not one.failures and one.largest < 1e-9 for one in comparisons)
    assert max(one.largest for one in comparisons) > 0
