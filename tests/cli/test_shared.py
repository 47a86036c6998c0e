"""Cells as they are typed."""

from pathlib import Path

import pytest

from sheetnet.cli.shared import cells
from tests.cli.typed import run


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("BP!D45", "BP!D45"),
        ("BP.D45", "BP!D45"),
        ("'BP!D45'", "BP!D45"),
        ("Sheet1.$B$2:$D$9", "Sheet1!$B$2:$D$9"),
        ("計算.E7", "計算!E7"),
        ("=SUMXMY2(S.C2:C9,S.D2:D9)/2", "=SUMXMY2(S!C2:C9,S!D2:D9)/2"),
        ("=STDEV.S(A1:A9)*1.5E3", "=STDEV.S(A1:A9)*1.5E3"),
        ("=NORM.S.INV(B2)+0.B2", "=NORM.S.INV(B2)+0.B2"),
        ("new.csv", "new.csv"),
        ("'My sheet'!A1", "'My sheet'!A1"),
        ("gradients,Sheet1.H2:J9", "gradients,Sheet1!H2:J9"),
        ("H2", "H2"),
    ],
)
def test_a_sheet_and_its_cell_are_joined_by_an_exclamation_mark_or_a_dot(typed: str, meant: str) -> None:
    assert cells(typed) == meant


def test_explain_takes_both(letters_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (run(capsys, "explain", letters_file, place) for place in ("BP!D45", "BP.D45"))

    assert one == other
    assert (one[0], "BP!D45" in one[1]) == (0, True)


def test_a_file_keeps_its_name_whatever_it_looks_like(
    tmp_path: Path, letters_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.x1").write_text("1,0\n")

    code, _, err = run(capsys, "predict", letters_file, "rows.x1")

    assert (code, "rows.x1" in err) == (2, True)
