import math
import re

import pytest

from sheetnet.inspecting.diagnosis import Diagnosis
from sheetnet.inspecting.repair import ORDER
from sheetnet.inspecting.wording import edit, mistake, sentence
from sheetnet.sheet.words.mistakes import EDITS, FOUND, MISTAKES, SAID
from tests.conftest import ROOT


def said(kind: str, what: str = "", cells: tuple[str, ...] = ("S!B2",)) -> Diagnosis:
    return Diagnosis(kind, cells, "A1*J3", "A1*L3", what, "J3", "L3", 1.0, 2.0, 0)


@pytest.mark.parametrize("kind", MISTAKES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_mistake_is_a_sentence_in_both_languages(kind: str, language: str) -> None:
    text = sentence(said(kind), language)

    assert text.startswith("S!B2: ")
    assert "{" not in text
    assert bool(re.search(r"[ぁ-ん]", text)) == (language == "ja")


def test_the_edit_and_the_copies_stand_in_the_sentence() -> None:
    cells = tuple(f"S!B{row}" for row in range(2, 12))

    assert sentence(said("weight_of_other_unit", "exchange", cells)) == (
        "S!B2: the weight is that of another unit; write L3 for J3; the same in 9 more: S!B3, S!B4, S!B5, S!B6 ..."
    )
    assert edit(said("weight_of_other_unit", "exchange"), "ja") == "J3 を L3 に直します"


def test_every_kind_that_the_code_gives_has_words() -> None:
    room = ROOT / "sheetnet/inspecting"
    code = "".join((room / f"{name}.py").read_text(encoding="utf-8") for name in ("mistakes", "structure", "diagnosis"))
    given = set(re.findall(r'(?:return|kind =|: |else|workings,) "([a-z]+_[a-z_]+)"', code)) | set(ORDER)

    assert given - set(MISTAKES) - {"minus_too_much"} == set()


def test_every_text_has_its_japanese_with_the_same_places() -> None:
    for table in (MISTAKES, EDITS, FOUND, SAID):
        for key, (english, japanese) in table.items():
            assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", japanese)), key


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("the function WEBSERVICE", "関数 WEBSERVICE"),
        ("a link to another workbook: [1]A!B2", "別のブックへのリンク: [1]A!B2"),
    ],
)
def test_the_reason_why_a_formula_cannot_be_computed_is_japanese_in_japanese(reason: str, told: str) -> None:
    found = said("not_understood")._replace(old=reason)

    assert mistake(found, "ja") == f"この式は計算できません: {told}"
    assert mistake(found) == f"this formula cannot be computed: {reason}"


@pytest.mark.parametrize(
    ("found", "said"), [(math.nan, "it holds no number and"), (-0.0, "it holds 0 and"), (0.5, "it holds 0.5 and")]
)
def test_what_a_cell_holds_is_said_as_a_reader_sees_it(found: float, said: str) -> None:
    wrong = Diagnosis("not_the_derivative", ("S!B1",), "", "", "", "", "", found, 2.0, 0)

    assert f"; {said} should hold 2" in sentence(wrong)
