"""Formulas computed anew, whatever results the file holds."""

import sys
from pathlib import Path

import pytest

import sheetnet
from sheetnet.errors import FileError
from sheetnet.sheet.cells import parse_area
from sheetnet.sheet.grids import recalculated
from sheetnet.sheet.grids.recalculated import RecalculatedGrid
from tests.conftest import change_formula
from tests.promises.hostile import LAWFUL

STUB = """
import os
def load_from_xlsx(*given):
    {loading}
    return Model()
class Model:
    def evaluate(self): os.write(1, b"said by somebody else\\n")
    def get_worksheets_properties(self): return [{{"name": "BP"}}]
    def get_cell_value(self, sheet, row, column): return float(f"{{row}}.{{column}}")
"""


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


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as error:
        RecalculatedGrid(path)
    return str(error.value)


@pytest.mark.few(1)
@pytest.mark.parametrize("kind", ["brackets_and_signs", "name_of_a_megabyte", "sums_of_the_whole_sheet"])
def test_a_workbook_that_ends_the_program_that_computes_it_is_told_in_a_line(tmp_path: Path, kind: str) -> None:
    if kind == "sums_of_the_whole_sheet" and sys.platform != "linux":
        pytest.skip("only Linux limits the memory of a process")
    path = tmp_path / "book.xlsx"
    LAWFUL[kind](path)

    assert refusal(path) == (
        "book.xlsx: IronCalc cannot compute this workbook: it ended before it had computed it; "
        "check without --recalculate compares the saved values"
    )


def engine(monkeypatch: pytest.MonkeyPatch, folder: Path, loading: str) -> None:
    """An IronCalc that does other things."""
    (folder / "ironcalc.py").write_text(STUB.format(loading=loading))
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "ironcalc", raising=False)


def test_a_workbook_that_takes_too_long_is_told_with_the_time(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine(monkeypatch, tmp_path, "import threading; threading.Event().wait()")
    monkeypatch.setattr(recalculated, "MOST_SECONDS", 1)

    assert "cannot compute this workbook: it took more than 1 seconds; check without" in refusal(letters)


def test_a_workbook_that_the_engine_refuses_is_told_with_its_reason(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine(monkeypatch, tmp_path, 'raise BaseException("no such thing\\nat line 3")')

    assert "IronCalc cannot compute this workbook: no such thing; check" in refusal(letters)


def test_what_the_engine_prints_is_neither_an_answer_nor_seen(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    engine(monkeypatch, tmp_path, "pass")

    with RecalculatedGrid(letters) as grid:
        read = grid.read(parse_area("BP!C38:D39"))

    assert read == [[38.3, 38.4], [39.3, 39.4]]
    assert capfd.readouterr().out == ""


def test_the_engine_ends_with_its_grid(letters: Path) -> None:
    grid = RecalculatedGrid(letters)
    process = grid._process
    assert process.poll() is None

    del grid

    assert process.returncode is not None
