"""Each health lamp, on and off: the engine, saved cells, and formulas as IronCalc and LibreOffice compute them."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.session import TrainResult
from sheetnet.sheet.blocks.lamps import KEYS
from tests.conftest import convert, write_cells
from tests.readers.ironcalc import Oracle

HEAD = "a,b,kind\n"
ROWS = [(0.1, 0.9, "x"), (0.3, 0.8, "x"), (0.2, 0.6, "x"), (0.9, 0.2, "y"), (0.8, 0.3, "y"), (0.7, 0.1, "y")]


class Case(NamedTuple):
    """A workbook that lights a lamp: its table, how it is made and trained, and what is changed in its cells."""

    lit: str
    rows: list[tuple[float, float, str]] = ROWS
    made: dict[str, Any] = {}  # noqa: RUF012 - read only
    run: dict[str, Any] = {}  # noqa: RUF012
    after: dict[str, Any] = {}  # noqa: RUF012


CASES = [
    Case(""),
    Case("uncounted", after={"Data!D12": 0.5, "Data!E12": 0.5}),
    Case("disagree", after={"Data!D6": 0.4}),
    Case("unscaled", [(60 * a, 60 * b, kind) for a, b, kind in ROWS]),
    Case("eta", run={"eta": 200.0}),
    Case("identical", made={"init": "zeros"}),
    Case("saturated", made={"initial": 90.0}),
    Case("alike", made={"init": "zeros"}, run={"iterations": 0}),
    Case("plateau", made={"init": "zeros"}, run={"eta": 1e-9}),
    Case("rising", run={"eta": -0.5}),
    Case("test", [*ROWS, (0.9, 0.3, "x"), (0.2, 0.7, "y")], made={"settings": {"split": "time", "test_share": 0.25}}),
    Case("constant", [(0.5, b, kind) for _, b, kind in ROWS]),
]


def made(path: Path, case: Case) -> TrainResult:
    table = path.with_suffix(".csv")
    table.write_text(HEAD + "".join(f"{a},{b},{kind}\n" for a, b, kind in case.rows))
    keywords = {name: value for name, value in case.made.items() if name != "initial"}
    sheetnet.new(path, network="2-2-2", data=table, iterations=200, eta=0.5, seed=1, **keywords)
    if "initial" in case.made:
        write_cells(path, {"BP!E46": case.made["initial"]})
    result = sheetnet.train(path, **case.run)
    if case.after:
        write_cells(path, case.after)
    return result


def lit_by_engine(path: Path) -> set[str]:
    return {lamp["key"] for lamp in sheetnet.show(path)["lamps"] if lamp["lit"]}


def lit_by_sheet(sheet: Oracle) -> set[str]:
    return {key for key, (lit,) in zip(KEYS, sheet.block("lamps"), strict=True) if lit == 1}


@pytest.mark.few(1)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.lit or "quiet")
def test_each_lamp_is_lit_by_what_it_warns_of_in_the_sheet_and_in_the_engine(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    result = made(path, case)

    sheet = Oracle(path)

    lit = lit_by_engine(path)
    assert lit == lit_by_sheet(sheet)
    assert case.lit in lit if case.lit else not lit
    assert case.after or {lamp.key for lamp in result.lamps if lamp.is_lit} == lit
    shown = sheet.block("lamps_note")[0][0]
    assert shown.startswith("●") if lit else shown == "○ health lamps: all quiet"


def test_what_a_lamp_says_stands_in_its_cells_in_the_workbooks_language(tmp_path: Path) -> None:
    path, table = tmp_path / "book.xlsx", tmp_path / "table.csv"
    table.write_text(HEAD + "".join(f"{60 * a},{b},{kind}\n" for a, b, kind in ROWS))
    sheetnet.new(path, network="2-2-2", data=table, lang="ja")
    unscaled = next(lamp for lamp in sheetnet.train(path).lamps if lamp.key == "unscaled")

    sheet = Oracle(path)

    row = KEYS.index("unscaled")
    _, sentence, remedy = unscaled.said("ja")
    assert (sheet.block("lamps_say")[row][0], sheet.block("lamps_do")[row][0]) == (sentence, remedy)
    assert "54" in sentence
    assert "--scaling standard" in remedy


def test_the_shipped_letters_are_healthy(whole_trained_file: Path) -> None:
    assert lit_by_engine(whole_trained_file) == set()
    assert Oracle(whole_trained_file).block("lamps_note") == [["○ health lamps: all quiet"]]


@pytest.mark.full
@pytest.mark.libreoffice
@pytest.mark.parametrize("lit", [case.lit for case in CASES])
def test_libreoffice_lights_the_same_lamps(lit: str, tmp_path: Path) -> None:
    path, bare = tmp_path / "book.xlsx", tmp_path / "bare.xlsx"
    made(path, next(case for case in CASES if case.lit == lit))
    load_workbook(path).save(bare)  # openpyxl keeps no saved values

    computed = load_workbook(convert(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "out"), data_only=True)

    area = sheetnet.session.load(sheetnet.open(path)).layout["lamps"]
    found = [computed["BP"].cell(row, area.left).value for row in range(area.top, area.bottom + 1)]
    assert {key for key, one in zip(KEYS, found, strict=True) if one == 1} == lit_by_engine(path)
