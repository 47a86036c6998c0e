"""The words of sheet Guide: for every kind of workbook, and in both languages."""

import re
from itertools import product

import pytest

from sheetnet.sheet.words.exercises import EXERCISES, exercises
from sheetnet.sheet.words.guide import ROWS, rows

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_KINDS = (
    ("live inside", "values inside", "values outside"),
    ("pictures", "numbers"),
    ("plain", "settings made"),
    ("letters", "others"),
    ("hidden", "single"),
    ("play", "still"),
    ("why", "few"),
)
BOOKS = [{*" ".join(kinds).split()} for kinds in product(*_KINDS)]


def test_every_workbook_has_six_exercises_and_says_once_what_it_is() -> None:
    for facts in BOOKS:
        assert len(exercises(facts)) == 6, facts
        assert len(rows("guide_what", facts)) == 1, facts


def test_what_is_said_of_a_sheet_is_said_where_it_is_there() -> None:
    places = {row.place for row in rows("guide_look", {"live", "inside", "plain", "pictures", "still", "few"})}

    assert places == {"current", "Calc", "Trace"}


@pytest.mark.parametrize("place", [0, 1])
def test_an_exercise_fills_the_same_numbers_in_both_languages(place: int) -> None:
    texts = [pair for kinds in EXERCISES for one in kinds for pair in (one.question, one.change, one.answer)]
    texts += [(row.english, row.japanese) for section in ROWS.values() for row in section]

    assert len(texts) > 60
    assert all(bool(_JAPANESE.search(pair[place])) == bool(place) for pair in texts)
    assert all(len({frozenset(re.findall(r"{\w+}", text)) for text in pair}) == 1 for pair in texts)
