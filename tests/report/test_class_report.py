"""The report on a class: whatever a student wrote is text in every format, in every place where it stands."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from sheetnet.errors import SettingError
from sheetnet.marking.together import report
from sheetnet.report.class_report import check_name, write
from sheetnet.report.class_tables import spans
from tests.report.test_page import Page

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    "=1+1",
    "@SUM(1)",
    "+1",
    "-1",
    "=cmd|' /C calc'!A0",
    "a\nb",
    "a\x1b[31m\x00\x0b",
    "\u202emoc\u202c",
    "half \udcff",
    "100% %s {} {0}",
    "x" * 40_000,
)
PLACES = ("student", "workbook", "cell", "formula", "message", "remedy", "own_cell", "block", "key", "name", "changed")
TAGS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "span", "div", "table", "thead", "tbody", "tr",
    "th", "td",
}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "scope", "colspan", "style"}


def record(number: str, **told: str) -> dict[str, Any]:
    """A submission of one student with a mistake in each of four cells; equal to all others."""
    cells = [
        {
            "cell": told.get("cell", f"Calc!J{row}"),
            "key": told.get("key", f"Calc!J{row}"),
            "block": told.get("block", "deltas_2"),
            "verdict": "wrong",
            "points": 0.0,
            "formula": told.get("formula", "H6-Data!F6"),
            "mistake": ("slope_left_out", "sign")[row % 2],
            "message": told.get("message", "wrong"),
            "remedy": told.get("remedy", ""),
        }
        for row in range(4)
    ]
    times = {"handed_in": None, "handed_in_by": "", "due": None, "days_late": 0, "attempt": 1, "attempts": 1}
    return {
        "workbook": told.get("workbook", f"{number}.xlsx"),
        "status": "done",
        "student": told.get("student", number),
        "share": 0.5,
        "points": 5.0,
        "of": 10.0,
        "deducted": 0.0,
        **times,
        "own": "the same",
        "changed": [told["changed"]] if "changed" in told else [],
        "asked_by": "exercise",
        "rubric": "the same",
        "own_cells": {told.get("own_cell", "BP!C15"): 0.25},
        "cells": cells,
    }


def class_with(place: str, text: str) -> list[dict[str, Any]]:
    """Three submissions, two of them alike in everything that is a student's own, and one that cannot be read."""
    broken = {"workbook": "broken.xlsx", "status": "failed", "message": text, "student": ""}
    return [
        record("1001", **{place: text}),
        record("1002", **{place: text}),
        {**record("1003"), "own": "other"},
        broken,
    ]


def written(folder: Path, suffix: str, records: list[dict[str, Any]], language: str = "en", **names: str) -> Path:
    path = folder / f"marks{suffix}"
    write(path, report(records, language, names))
    return path


@pytest.mark.few(4)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_what_a_student_wrote_is_text_in_every_format(place: str, text: str, tmp_path: Path) -> None:
    records = class_with(place, text)
    names = dict.fromkeys(("1001", "1009"), text) if place == "name" else {}  # of a roster; of the latter is no file

    page = Page(written(tmp_path, ".html", records, **names))
    assert {tag for tag, _ in page.tags} <= TAGS
    assert {name for _, attributes in page.tags for name in attributes} <= ATTRIBUTES
    assert all(len(str(value)) < 100 for _, attributes in page.tags for value in attributes.values())

    path = written(tmp_path, ".xlsx", records, **names)
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert not any(cell.hyperlink for cell in cells)
    with ZipFile(path) as package:
        assert not any("externalLink" in name or "vba" in name for name in package.namelist())

    table = written(tmp_path, ".csv", records, **names).read_text("utf-8-sig")
    for line in csv.reader(table.splitlines(keepends=True)):
        assert not any(field.startswith(("=", "+", "-", "@")) for field in line)

    whole = json.loads(written(tmp_path, ".json", records, **names).read_bytes().decode("utf-8"))
    assert _in(whole["marks"][0], place) == text


def _in(one: Mapping[str, Any], place: str) -> str:
    if place == "changed":
        return str(one["changed"][0])
    if place == "own_cell":
        return str(next(iter(one["own_cells"])))
    return str(one[place] if place in one else one["cells"][0][place])


def test_the_heat_map_has_the_keys_columns_under_their_blocks_a_legend_and_the_class(tmp_path: Path) -> None:
    moved = record("1001", cell="Other name!Z9")

    book = load_workbook(written(tmp_path, ".xlsx", [moved, record("1002")]))

    sheet = book["Who missed what"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=5)]
    assert rows[0] == ["0%: nothing right \u2013 100%: all right", None, "Unit errors δ, layer 2"]
    assert rows[1] == ["Student", "Workbook", "Calc!J"]
    assert rows[4] == [None, "the class", 0]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)


def test_a_japanese_report_says_it_in_japanese(tmp_path: Path) -> None:
    text = written(tmp_path, ".html", class_with("student", "1001"), "ja").read_text("utf-8")

    assert '<html lang="ja">' in text
    assert "提出 4 件、採点済み 3 件、読めなかったもの 1 件。平均得点率 50.0%" in text
    assert "判断ではありません" in text


def test_equal_answers_name_the_students_and_the_numbers_that_are_equal(tmp_path: Path) -> None:
    records = class_with("message", "wrong")

    whole = json.loads(written(tmp_path, ".json", records).read_text("utf-8"))

    (own,) = [one for one in whole["equal"] if one["what"] == "own"]
    assert (own["students"], own["evidence"]) == (["1001", "1002"], "BP!C15 0.25")


def test_a_report_never_replaces_a_submission_even_when_it_may_replace_files(tmp_path: Path) -> None:
    (tmp_path / "anna.xlsx").write_bytes(b"hers")

    with pytest.raises(SettingError, match="would replace one of the workbooks"):
        check_name(tmp_path / "anna.xlsx", [tmp_path / "anna.xlsx"], force=True)


def test_neighbours_of_one_group_stand_under_it_once() -> None:
    assert spans(["", "", "a", "b", "b"]) == [("", 2), ("a", 1), ("b", 2)]
