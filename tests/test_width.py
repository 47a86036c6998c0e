"""How wide texts are, as Unicode's table of East Asian widths says."""

import pytest

from sheetnet.width import folded, width_of


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("", 0), ("abc", 3), (12.5, 4), ("太郎", 4), ("한글", 4), ("ｶﾅ", 2), ("Ａ", 2), ("η θ′", 4), ("Mu\u0308", 2),
        ("が", 2), ("か\u3099", 2), ("😀", 2),
    ],
)  # fmt: skip
def test_a_wide_letter_takes_two_digits_and_an_accent_over_a_letter_none(text: str | float, digits: int) -> None:
    assert width_of(text) == digits


def test_a_text_is_folded_between_words_and_between_letters_of_japanese_but_no_line_begins_with_a_mark() -> None:
    assert folded("one two three", 7) == ["one two", "three"]
    assert folded("学習します。終わり", 8) == ["学習しま", "す。終わ", "り"]
    assert folded("学習します。終わり", 10) == ["学習しま", "す。終わり"]
    assert folded("see /a/very/long/path now", 8) == ["see", "/a/very/long/path", "now"]
    assert folded("", 8) == [""]
