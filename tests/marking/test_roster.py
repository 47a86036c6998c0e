"""A roster is read as a school's system writes it: in its encoding, with its headings, its columns in its order."""

from pathlib import Path

import pytest

from sheetnet.errors import SheetnetError
from sheetnet.marking.roster import read_roster

JAPANESE = [("0071", "佐藤 花"), ("0072", "高橋 翔太")]
GERMAN = [("0071", "Jürgen Groß"), ("0072", "Zoë Öz")]


@pytest.mark.parametrize(
    ("text", "encoding", "students"),
    [
        ("0071,佐藤 花\n0072,高橋 翔太\n", "utf-8", JAPANESE),
        ("学籍番号,氏名\r\n0071,佐藤 花\r\n0072,高橋 翔太\r\n", "cp932", JAPANESE),
        ("クラス,番号,姓,名\nA,0071,佐藤,花\nA,0072,高橋,翔太\n", "utf-8-sig", JAPANESE),
        ("番号\t氏名\n0071\t佐藤 花\n0072\t高橋 翔太\n", "utf-16", JAPANESE),
        ("Nr.;Name\r\n0071;Jürgen Groß\r\n0072;Zoë Öz\r\n", "cp1252", GERMAN),
        ("Name,Student ID\nJürgen Groß,0071\nZoë Öz,0072\n", "utf-8", GERMAN),
        ('sep=;\nStudent;Vorname;Nachname\n"0071";Jürgen;Groß\n0072;Zoë;Öz\n', "utf-8-sig", GERMAN),
        ("Schüler;Kennung\nJürgen Groß;0071\n\nZoë Öz;0072\n", "utf-8", GERMAN),
        ("ID,First,Last\n0071,Anna,Berg\n0072,Ben,Ito\n", "utf-8", [("0071", "Anna Berg"), ("0072", "Ben Ito")]),
        ("0071\n", "utf-8", [("0071", "")]),
    ],
)
def test_a_roster_is_read_as_it_was_saved(
    text: str, encoding: str, students: list[tuple[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_bytes(text.encode(encoding))

    assert read_roster(tmp_path / "roster.csv") == students


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "class,number,name\nA,1,Anna\nB,1,Ben\n",
            "line 3: the number '1' stands here a second time; tell the classes",
        ),
        ("number,name\n", "no students here; expected lines such as"),
        ('1,"Anna\n', "this is not a CSV file"),
    ],
)
def test_what_is_no_roster_is_said_in_one_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")

    with pytest.raises(SheetnetError) as refused:
        read_roster(tmp_path / "roster.csv")
    assert message in str(refused.value)
