"""The encoding of a text file: what Windows, macOS and Linux write, and what is refused rather than guessed."""

import pytest

from sheetnet.errors import FileError
from sheetnet.sheet.tables.encodings import decoded

PLAIN = "a,b\n1,2\n"
JAPANESE = "幅,高さ,種類\n1,2,猫\n3,4,ネコ\n"
GERMAN = "Höhe,Größe,Art\n1,2,„Löwe“\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PLAIN, "ascii"),
        (JAPANESE, "utf-8"),
        (JAPANESE, "utf-8-sig"),
        (JAPANESE, "utf-16"),
        (PLAIN, "utf-16-le"),
        (PLAIN, "utf-16-be"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-32"),
    ],
)
def test_unicode_proves_itself(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding), "a.csv") == (text, "")


def test_utf_16_of_the_other_order_has_its_mark_too() -> None:
    assert decoded(b"\xfe\xff" + JAPANESE.encode("utf-16-be"), "a.csv") == (JAPANESE, "")


@pytest.mark.parametrize(
    "text", [JAPANESE, "ラベル\nあ\nい\n", "1,2,東京\n3,4,大阪\n", "身長,ｶﾅ,表\n1,2,能力ソ\n", "1,2,はは\n2,3,ちち\n"]
)
def test_what_excel_writes_in_japan_is_read_and_told(text: str) -> None:
    assert decoded(text.encode("cp932"), "a.csv") == (text, "it is read as Shift-JIS (cp932), as it is not in UTF-8")


@pytest.mark.parametrize("text", [GERMAN, "café,1\nnaïve,2\n", "año;niño\n1;2\n", "5 €,1\n", "Ångström,x\n1,2\n"])
def test_what_excel_writes_in_western_europe_is_read_and_told(text: str) -> None:
    assert decoded(text.encode("cp1252"), "a.csv") == (text, "it is read as Windows-1252, as it is not in UTF-8")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Длина,Ширина\n1,2\n", "cp1251"), ("长度,宽度\n1,2\n", "gbk"), ("길이,너비\n1,2\n", "euc-kr")],
)
def test_what_no_rule_tells_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(FileError) as error:
        decoded(text.encode(encoding), "a.csv")

    assert str(error.value) == (
        "a.csv: line 1: this is not a CSV file in UTF-8, UTF-16, Shift-JIS or Windows-1252; "
        "save it as 'CSV UTF-8' in Excel"
    )


def test_one_bad_byte_in_utf_8_is_named_by_its_line() -> None:
    with pytest.raises(FileError, match=r"^a\.csv: line 4: this is not a CSV file in UTF-8; save it as"):
        decoded(JAPANESE.encode() + b"5,6,\xff\n", "a.csv")


def test_half_a_letter_of_utf_16_is_refused() -> None:
    with pytest.raises(FileError, match="this is not a CSV file in UTF-16"):
        decoded(PLAIN.encode("utf-16")[:-1], "a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_mark_that_was_written_twice_is_no_part_of_the_first_field(encoding: str) -> None:
    assert decoded("\ufeff\ufeff1,2\n".encode(encoding), "a.csv").text == "1,2\n"
