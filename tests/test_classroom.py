"""The commands for a class, from the workbook to the marks."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetnet.cli import main
from tests.conftest import ROOT
from tests.inspecting.books import a1, book, save, span
from tests.inspecting.mutants import mutants
from tests.marking.submissions import answers, hand_in, put

APLE = ROOT / "workbooks" / "aple.xlsx"


@pytest.mark.full
def test_the_shipped_workbook_goes_out_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = main(["blank", str(APLE), "--hide", "deltas,gradients", "-o", "ex.xlsx"])
    formulas = answers(Path("ex.xlsx"), APLE)
    hand_in(Path("ex.xlsx"), Path("ex1.xlsx"), formulas)
    hand_in(Path("ex.xlsx"), Path("ex2.xlsx"), formulas, put({"Calc!R6": 0.5, "BP!C38": None}))
    Path("broken.xlsx").write_bytes(b"PK no workbook")
    capsys.readouterr()

    code = main(["grade", "ex1.xlsx", "broken.xlsx", "ex2.xlsx", "--key", str(APLE), "--json"])

    found = {one["workbook"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (made, code) == (0, 1)
    assert found["ex1.xlsx"]["share"] == 1.0
    assert found["ex2.xlsx"]["share"] == pytest.approx(1 - (1 / 512 + 1 / 79) / 3)
    assert found["broken.xlsx"]["status"] == "failed"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("blank {key}", "expected -o"),
        ("blank {key} -o {key}", "would replace its key"),
        ("blank {key} --roster no.csv --output-dir a", "cannot read the roster"),
        ("grade {key} --key no.xlsx", "no.xlsx"),
        ("grade {key} --key {key} --exercise {key}", "is no exercise"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_one_line(
    arguments: str, told: str, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = letters.read_bytes()

    code = main(arguments.format(key=letters).split())

    said = capsys.readouterr().err
    assert code == 2
    assert told in said
    assert said.count("\n") == 1
    assert letters.read_bytes() == before


@pytest.fixture
def replaced(letters: Path, tmp_path: Path) -> Callable[[str], int]:
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    return lambda more: main(["blank", str(letters), "--level", "1", "-o", str(tmp_path / "there.xlsx"), *more.split()])


def test_a_file_is_replaced_only_when_that_is_asked_for(replaced: Callable[[str], int], tmp_path: Path) -> None:
    assert replaced("") == 2
    assert (tmp_path / "there.xlsx").read_bytes() == b"mine"
    assert replaced("--force") == 0


def test_any_workbook_is_a_key_with_the_cells_that_are_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = book("3-2-1", "block")
    mistake = next(one for one in mutants(made) if one.what == "sigma' left out, all")
    key, wrong = save(made, tmp_path / "own.xlsx"), save(mistake.book, tmp_path / "ben.xlsx")
    right = save(made, tmp_path / "anna.xlsx")
    deltas = [span([lines[0][0], lines[-1][-1]]) for lines in (made.roles["delta1"], made.roles["delta2"])]

    code = main(["grade", str(right), str(wrong), "--key", str(key), "--cells", ",".join(deltas), "--json"])

    found = {one["workbook"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert code == 0
    assert found[str(right)]["share"] == 1.0
    cells = found[str(wrong)]["cells"]
    assert {one["cell"] for one in cells if one["verdict"] == "wrong"} == {f"Net!{a1(at)}" for at in mistake.cells}
    assert {one["mistake"] for one in cells if one["verdict"] == "wrong"} == {"slope_left_out"}
    assert len(cells) == sum(len(line) for role in ("delta1", "delta2") for line in made.roles[role])
