"""Every word of the sheets in every language."""

import re
from collections import Counter

import pytest

from sheetnet.sheet.words.languages import LANGUAGES, TABLES, words

_LETTERS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")  # kana and kanji


def test_no_key_is_without_japanese() -> None:
    english, japanese = (words(language) for language in LANGUAGES)

    assert english.keys() == japanese.keys()
    assert len(english) > 150
    assert [key for key in english if not japanese[key].strip()] == []
    assert [key for key, text in english.items() if _LETTERS.search(text)] == []


def test_what_japanese_says_as_english_does_is_a_sign_or_a_formula() -> None:
    english, japanese = (words(language) for language in LANGUAGES)
    same = {text for key, text in japanese.items() if text == english[key]}

    assert [text for text in same if re.search(r"[A-Za-z]{4,}", text)] == []


def test_no_key_stands_in_two_tables() -> None:
    assert [key for key, times in Counter(key for table in TABLES for key in table).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_the_places_to_fill_that_its_english_has(language: str) -> None:
    places = {key: sorted(re.findall(r"{\w+}", text)) for key, text in words("en").items()}

    assert {key: sorted(re.findall(r"{\w+}", text)) for key, text in words(language).items()} == places


def test_a_word_has_one_japanese() -> None:
    texts = "".join(words("ja").values())

    assert "事例" not in texts  # a case is データ, as in 学習データ and テストデータ
    assert not re.search("パラメータ(?!ー)", texts)
