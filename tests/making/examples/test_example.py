"""The examples with a network: what should come out does, and a check that should fail fails."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.making.examples import EXAMPLES
from tests.making.examples.reading import areas, column, marks
from tests.readers.ironcalc import Oracle

LIVE = ["xor", *(name for name in EXAMPLES if name not in ("xor", "digits"))]  # first what is small: `few` keeps it
DIGITS = pytest.param("digits", marks=pytest.mark.full)  # of 1,797 pictures: to make it takes as long as all others


def start_of(name: str) -> list[bool]:
    """Which rows ask for the start, which is known before training."""
    return [one.at == 0 for one, *_ in EXAMPLES[name].results]


@pytest.mark.few(1)
@pytest.mark.parametrize("name", [*LIVE, DIGITS])
def test_before_training_nothing_is_claimed_but_the_start(name: str, examples: Mapping[str, Path]) -> None:
    assert marks(examples[name]) == ["✓" if start else "–" for start in start_of(name)]
    assert not all(start_of(name))


@pytest.mark.few(1)
@pytest.mark.parametrize("name", [*LIVE, DIGITS])
def test_after_training_all_is_as_expected(name: str, trained: Mapping[str, Path]) -> None:
    assert set(marks(trained[name])) == {"✓"}


@pytest.mark.few(1)
@pytest.mark.parametrize("name", [*LIVE, DIGITS])
def test_after_reset_it_is_as_before_training(
    name: str, examples: Mapping[str, Path], trained: Mapping[str, Path], tmp_path: Path
) -> None:
    sheetnet.reset(trained[name], output=tmp_path / "reset.xlsx")

    assert marks(tmp_path / "reset.xlsx")[1:] == marks(examples[name])[1:]


@pytest.mark.few(1)
@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("state", ["new", "trained"])
def test_saved_results_are_what_ironcalc_computes(
    name: str, state: str, examples: Mapping[str, Path], trained: Mapping[str, Path]
) -> None:
    path = examples[name] if state == "new" else trained[name]
    sheet = Oracle(path)

    for block in ("expected_found", "expected_check"):
        saved, computed = column(path, block), [row[0] for row in sheet.block(block)]
        for one, other in zip(saved, computed, strict=True):
            assert one == (other if isinstance(other, str) else pytest.approx(other, rel=1e-12, abs=1e-12))
    assert not [failure for one in sheetnet.check(path, recalculate=True) for failure in one.failures]


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("letters", {"eta": 1.0}),
        ("neuron", {"eta": 0.1}),
        ("xor", {"eta": 0.1}),
        ("walkthrough", {"eta": 0.2}),
        ("regression", {"eta": 0.01}),
        ("signs", {"eta": 0.05}),
        ("zeros", {"eta": 0.06}),
        pytest.param("digits", {"eta": 0.001}, marks=pytest.mark.full),
    ],
)
def test_with_another_eta_the_check_fails(
    name: str, changed: dict[str, Any], examples: Mapping[str, Path], tmp_path: Path
) -> None:
    sheetnet.train(examples[name], **changed, output=tmp_path / "other.xlsx")

    found = marks(tmp_path / "other.xlsx")
    assert "✗" in found
    assert "–" not in found
    assert found[0] == "✓"


@pytest.mark.full
def test_a_row_that_a_user_changes_is_looked_up_anew(trained: Mapping[str, Path], results: Any, tmp_path: Path) -> None:
    book = load_workbook(trained["letters"])
    book["Example"]["D11"], book["Example"]["E11"], book["Example"]["F11"] = 7, "≥", 10_000
    book.save(tmp_path / "changed.xlsx")

    sheetnet.train(tmp_path / "changed.xlsx")

    assert column(tmp_path / "changed.xlsx", "expected_found")[2] == results["letters"].loss[7]
    assert marks(tmp_path / "changed.xlsx") == ["✓", "✓", "✗", "✓"]
    assert not [failure for one in sheetnet.check(tmp_path / "changed.xlsx") for failure in one.failures]


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (
            "C9",
            "loss",
            "Example!C9: expected one of E, accuracy, |gradient|, test E, test accuracy, hidden spread, "
            'z1, z2, z3, z4, found text "loss"',
        ),
        ("D9", 1.5, "Example!D9: expected a whole number of updates, found 1.5"),
        ("D9", "end", 'Example!D9: expected a whole number of updates, found text "end"'),
        ("E9", "<", 'Example!E9: expected one of ≈, ≤, ≥, found text "<"'),
        ("F9", None, "Example!F9: expected the number that should come out, found an empty cell"),
        ("G9", "x", 'Example!G9: expected a tolerance, or an empty cell, found text "x"'),
    ],
)  # fmt: skip
def test_a_row_that_says_nothing_is_named(
    cell: str, value: Any, message: str, examples: Mapping[str, Path], tmp_path: Path
) -> None:
    book = load_workbook(examples["letters"])
    book["Example"][cell] = value
    book.save(tmp_path / "wrong.xlsx")

    with pytest.raises(CellError) as caught:
        sheetnet.train(tmp_path / "wrong.xlsx")

    assert str(caught.value) == f"wrong.xlsx: {message}"


def test_blocks_of_different_rows_are_refused(examples: Mapping[str, Path], tmp_path: Path) -> None:
    book = load_workbook(examples["letters"])
    book.defined_names["expected_found"].attr_text = "Example!$H$9:$H$11"
    book.save(tmp_path / "cut.xlsx")

    with pytest.raises(LayoutError, match=r"expected_found \(Example!H9:H11\): the block has 3 rows x 1 columns"):
        sheetnet.train(tmp_path / "cut.xlsx")


def test_the_sheet_may_be_left_out_and_moved(examples: Mapping[str, Path], tmp_path: Path) -> None:
    book = load_workbook(examples["letters"])
    for name in ("expected", "expected_found", "expected_check"):
        del book.defined_names[name]
    del book["Example"]
    book.save(tmp_path / "without.xlsx")

    result = sheetnet.train(tmp_path / "without.xlsx")

    assert result.after.loss < 1.0


def test_an_example_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^no example 'leters' - did you mean 'letters'\?; there are letters, "):
        sheetnet.new(tmp_path / "book.xlsx", example="leters")


@pytest.mark.few(1)
@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_same_example_is_the_same_file(name: str, language: str, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        sheetnet.new(tmp_path / folder / "book.xlsx", example=name, lang=language)

    assert (tmp_path / "one" / "book.xlsx").read_bytes() == (tmp_path / "other" / "book.xlsx").read_bytes()


@pytest.mark.few(1)
@pytest.mark.parametrize("name", LIVE)
def test_in_japanese_everything_on_the_sheet_is_japanese(name: str, tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "ja.xlsx", example=name, lang="ja")
    sheet = load_workbook(tmp_path / "ja.xlsx")["Example"]

    texts = [cell.value for cell in sheet["B"] if cell.value] + [sheet["A1"].value, sheet["A2"].value]
    assert len(texts) > 12
    assert all(any(letter > "\u3040" for letter in text) for text in texts), texts
    sheetnet.train(tmp_path / "ja.xlsx")
    assert set(marks(tmp_path / "ja.xlsx")) == {"✓"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_told_in_both_languages(name: str) -> None:
    english, japanese = (EXAMPLES[name].lesson(language) for language in ("en", "ja"))

    assert all(one.what for one in (*english.results, *japanese.results))
    assert [one.expected for one in english.results] == [one.expected for one in japanese.results]
    assert all(one != other for one, other in zip(english[1:6], japanese[1:6], strict=True))
    assert len(EXAMPLES[name].summary) < 100


@pytest.mark.few(1)
@pytest.mark.parametrize("name", [*LIVE, DIGITS])
def test_a_book_opens_on_the_example_which_is_printed_on_one_page(name: str, examples: Mapping[str, Path]) -> None:
    book = load_workbook(examples[name])
    sheet = book["Example"]

    assert [sheet for sheet in book.sheetnames[:5] if sheet != "Network"][:4] == ["Play", "Guide", "Example", "BP"]
    assert book.active is sheet
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    asked = areas(examples[name])["expected"]
    assert {sheet.cell(*at).style for at in asked.cells()} == {"Input"}
    assert {sheet.cell(*at).style for at in areas(examples[name])["expected_found"].cells()} == {"Calculation"}
    assert {sheet.cell(*at).style for at in areas(examples[name])["expected_check"].cells()} == {"Check Cell"}
