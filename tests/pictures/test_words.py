"""Every word of pictures exists in both languages, with the same gaps to fill."""

import re

from sheetnet.pictures.words import WORDS, words


def test_both_languages_have_the_same_gaps() -> None:
    for key, (english, japanese) in WORDS.items():
        assert english, key
        assert japanese, key
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", japanese)), key


def test_words_are_of_the_language() -> None:
    assert (words("en")["play"], words("ja")["play"]) == ("Play", "再生")
