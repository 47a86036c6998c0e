"""Labels are words as they are written; only what nobody can see is the same."""

import pytest

from sheetnet.sheet.tables.labels import alike, as_labels, one_hot, word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe\u0301"),
        ("が", "か\u3099"),
        ("a b", "a\u00a0b"),
        (" a  b\t", "a b"),
        ("a\u200bb", "ab"),
        ("\ufeffcat", "cat"),
        ("co\u00adop", "coop"),
        ("東\u3000京", "東 京"),
    ],
)
def test_labels_that_nobody_can_tell_apart_are_one(one: str, other: str) -> None:
    assert word(one) == word(other)


@pytest.mark.parametrize(("number", "text"), [(7.0, "7"), (-1.0, "-1"), (0.5, "0.5"), (1234567.0, "1234567")])
def test_a_number_is_the_word_that_it_is_written_as(number: float, text: str) -> None:
    assert word(number) == text


@pytest.mark.parametrize(
    "texts",
    [
        ("1E2", "100"),
        ("007", "7"),
        ("2310009E13", "5"),
        ("12345678901234567", "12345678901234568"),
        ("01", "02", "10"),
        ("1.0", "2"),
        ("+1", "-1"),
        ("1", "2", "x"),
        ("1_000", "1"),
        ("１", "1"),
        ("1e-3", "0.001"),
        ("0x10", "16"),
        ("nan", "1"),
        ("-0", "0"),
    ],
)
def test_a_column_of_text_that_is_not_numbers_alone_stays_text(texts: tuple[str, ...]) -> None:
    assert as_labels(texts) == texts
    assert len(one_hot(as_labels(texts), None, "")[1]) == len(texts)


def test_a_column_of_numbers_as_they_are_commonly_written_is_numbers() -> None:
    assert as_labels(["10", "-2", "0.5", "10"]) == (10.0, -2.0, 0.5, 10.0)


def test_a_label_in_text_and_in_number_cells_is_one_class_and_text() -> None:
    targets, classes = one_hot((1.0, "1", 2.0), 2, "")

    assert classes == (2.0, "1") or classes == ("1", 2.0)
    assert targets[0].tolist() == targets[1].tolist() != targets[2].tolist()


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("7", "007"), "the labels '007' and '7' look alike and are two classes"),
        (("1E2", "100"), "the labels '100' and '1E2' look alike and are two classes"),
        (("Cat", "cat"), "the labels 'Cat' and 'cat' look alike and are two classes"),
        (("ＡＢ", "AB"), "the labels 'AB' and 'ＡＢ' look alike and are two classes"),
        (("ｶﾅ", "カナ"), "the labels 'カナ' and 'ｶﾅ' look alike and are two classes"),
        (("☎", "☎\ufe0f"), "the labels '☎' and '☎\ufe0f' look alike and are two classes"),
        (("１", "1"), "the labels '1' and '１' look alike and are two classes"),
        (("a", "A"), ""),
        (("12345678901234567", "12345678901234568"), ""),
        (("は", "ば"), ""),
        (("cat", "dog", "1", "2"), ""),
    ],
)
def test_labels_that_look_nearly_the_same_are_told(labels: tuple[str, ...], told: str) -> None:
    assert alike(labels) == told
