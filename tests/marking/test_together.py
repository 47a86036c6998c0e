"""A whole class: its marks are the truth, its mistakes are named, and equal answers are listed."""

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sheetnet import classroom
from sheetnet.cli import main
from sheetnet.marking.commonest import mistakes
from sheetnet.marking.equal import equal_answers
from sheetnet.marking.together import tables
from tests.conftest import once
from tests.marking import class_of_200
from tests.marking.classes import KINDS, submissions
from tests.marking.conftest import Task
from tests.marking.submissions import answers, hand_in, put


def sorted_records(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found, whenever and however fast."""
    told = [{key: value for key, value in one.items() if key != "seconds"} for one in records]
    return sorted(told, key=lambda one: str(one["workbook"]))


@pytest.mark.parametrize("kinds", [KINDS[::9], pytest.param(KINDS, marks=pytest.mark.full)], ids=len)
def test_the_marks_of_a_class_are_its_truth_and_nine_of_ten_mistakes_are_named(
    kinds: Sequence[str], tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    asked = class_of_200.task(tmp_path)
    truth = {str(one.path): one for one in submissions(asked, folder, kinds)}

    found = class_of_200.proof(class_of_200.marked(folder, asked.key), truth)

    assert found.wrong == []
    assert found.named > 0
    assert len(found.misnamed) <= 0.1 * found.named, found.misnamed


def test_what_a_japanese_report_says_of_a_file_that_cannot_be_read_is_japanese() -> None:
    broken = {"workbook": "b.xlsx", "status": "failed", "message": "b.xlsx: expected a file, found a folder"}

    marks, *_ = tables([broken], "ja")

    assert marks.rows[0][-1] == "ファイルが必要ですが、フォルダーがありました"


@pytest.mark.full
def test_a_class_has_the_same_marks_on_one_processor_on_two_on_a_cluster_and_when_it_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    asked = class_of_200.task(tmp_path)
    submitted = list(submissions(asked, folder, KINDS[1::8]))

    alone = class_of_200.marked(folder, asked.key)
    pair = class_of_200.marked(folder, asked.key, "--jobs", "2")
    again = class_of_200.marked(folder, asked.key, "--resume")

    assert len(alone) == len(submitted)
    assert sorted_records(pair) == sorted_records(alone)
    assert {one["status"] for one in again} == {"skipped"}
    assert sorted_records([one | {"status": "done"} for one in again]) == sorted_records(alone)
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (extra dask)")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        far = class_of_200.marked(folder, asked.key, "--scheduler", cluster.scheduler_address)
    assert sorted_records(far) == sorted_records(alone)


def roster_of(folder: Path, task: Task) -> list[Path]:
    (folder / "roster.csv").write_text("number,name\n1001,Anna\n1002,Ben\n1003,千恵\n", encoding="utf-8")
    roster, out = str(folder / "roster.csv"), str(folder / "out")
    assert main(["blank", str(task.key), "--level", "3", "--roster", roster, "--output-dir", out, "--own-data"]) == 0
    return sorted((folder / "out").glob("*.xlsx"))


def hand_in_all(folder: Path, task: Task) -> None:
    folder.mkdir()
    exercises = roster_of(folder, task)
    formulas = answers(exercises[0], task.key)
    (folder / "in").mkdir()
    spoil = put({"Calc!J6": "=H6-Data!F6", "Calc!J7": "=H7*H7", "Calc!J8": 0.25, "Calc!J9": "=1-H9"})
    for exercise, name, edit in zip(exercises, ("a.xlsx", "b.xlsx"), (None, spoil), strict=False):
        hand_in(exercise, folder / "in" / name, formulas, edit)
    hand_in(exercises[1], folder / "in" / "chie.xlsx", formulas, spoil)


@pytest.fixture
def handed_in(tasks: Mapping[str, Task], shared: Path, tmp_path: Path) -> list[Path]:
    """Three students with numbers of their own; the third has handed in the second one's file, under another name."""
    made = once(shared / "class", lambda folder: hand_in_all(folder, tasks["xor"]))
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return sorted((tmp_path / "in").glob("*.xlsx"))


def records_of(paths: list[Path], task: Task) -> list[dict[str, Any]]:
    return [{"workbook": str(path), "status": "done", **classroom.grade(path, str(task.key))} for path in paths]


def test_each_student_has_initial_values_and_an_order_of_cases_of_their_own(
    tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    exercises = [load_workbook(path) for path in roster_of(tmp_path, tasks["xor"])]

    initial = [[cell.value for row in book["BP"]["C15:E18"] for cell in row] for book in exercises]
    cases = [[tuple(cell.value for cell in row) for row in book["Data"]["D6:F9"]] for book in exercises]
    assert initial[0] != initial[1] != initial[2]
    assert len({tuple(sorted(one)) for one in cases}) == 1, "the same cases"
    assert len({tuple(one) for one in cases}) > 1, "in different orders"


def test_a_submission_is_known_by_its_hidden_number_whatever_its_name(
    handed_in: list[Path], tasks: Mapping[str, Task]
) -> None:
    records = records_of(handed_in, tasks["xor"])

    assert [one["student"] for one in records] == ["1001", "1002", "1002"]
    assert records[0]["share"] == 1.0


def test_equal_answers_are_listed_with_evidence(handed_in: list[Path], tasks: Mapping[str, Task]) -> None:
    records = records_of(handed_in, tasks["xor"])
    records[2]["student"] = "1003"  # as if the number had been changed

    found = {one.what: one for one in equal_answers(records)}

    assert set(found) == {"own", "wrong"}
    assert found["own"].workbooks == ("b.xlsx", "chie.xlsx")
    assert "Calc!J6 =H6-Data!F6" in found["wrong"].evidence


def test_the_commonest_mistakes_come_first(handed_in: list[Path], tasks: Mapping[str, Task]) -> None:
    found = mistakes(records_of(handed_in, tasks["xor"]))

    assert [one.submissions for one in found] == sorted((one.submissions for one in found), reverse=True)
    assert {(one.kind, one.submissions) for one in found} >= {("slope_left_out", 2), ("constant_over_formula", 2)}


@pytest.mark.few(1)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json", ".html"])
def test_the_report_is_a_table_of_the_class(
    suffix: str, handed_in: list[Path], tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    evil = handed_in[0].with_name("=cmd|' calc'!A1.xlsx")
    evil.write_bytes(b"no workbook")
    report = tmp_path / f"marks{suffix}"

    code = main(["grade", str(tmp_path / "in"), "--key", str(tasks["xor"].key), "--report", str(report)])

    assert code == 1, "one workbook could not be read"
    if suffix == ".xlsx":
        book = load_workbook(report)
        assert book.sheetnames == ["Marks", "Who missed what", "Commonest mistakes", "Equal answers"]
        assert [row[0].value for row in book["Marks"].iter_rows(min_row=2)] == ["1001", "1002", "1002", None]
        assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
        assert len(book["Who missed what"].conditional_formatting) > 0
    elif suffix == ".csv":
        lines = list(csv.reader(report.read_text("utf-8-sig").splitlines()))
        assert len(lines) == 5
        assert not any(field.startswith("=") for line in lines for field in line)
    elif suffix == ".json":
        whole = json.loads(report.read_text("utf-8"))
        assert (whole["submissions"], whole["marked"], len(whole["marks"])) == (4, 3, 4)
    else:
        text = report.read_text("utf-8")
        assert "Who missed what" in text
        assert "<script" not in text


ROSTER = "number,name\n1001,Anna\n1002,Ben\n1003,千恵\n"


def test_a_roster_gives_names_and_tells_who_is_missing_and_which_number_nobody_has(
    handed_in: list[Path], tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "class.csv").write_text(ROSTER.replace("1001,Anna\n", ""), encoding="utf-8")
    report = tmp_path / "marks.json"
    command = [
        "grade",
        *map(str, handed_in[:2]),
        "--key",
        str(tasks["xor"].key),
        "--roster",
        str(tmp_path / "class.csv"),
    ]

    assert main([*command, "--report", str(report), "--json"]) == 0
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert {one["student"]: one["name"] for one in lines} == {"1001": None, "1002": "Ben"}
    assert "nothing was handed in by 1003 千恵" in told.err
    assert json.loads(report.read_text("utf-8"))["missing"] == [{"student": "1003", "name": "千恵"}]
    marks, missed, *_ = tables(lines, names={"1002": "Ben", "1003": "千恵"})
    assert [(row[0], row[1], row[-1]) for row in marks.rows] == [
        ("1001", "", "this number is not in the roster"),
        ("1002", "Ben", ""),
        ("1003", "千恵", "nothing was handed in"),
    ]
    assert {len(row) for row in marks.rows} == {len(marks.heads)}
    assert [row[:2] for row in missed.rows] == [("1001", ""), ("1002", "Ben"), ("", "")]


@pytest.mark.few(1)
@pytest.mark.parametrize("name", ["anna.ods", "ben.XLS", "chie.numbers", "dan.xlsb"])
def test_a_sheet_of_another_kind_in_the_folder_of_a_class_is_told(
    name: str, tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its student did hand something in; other commands leave it alone, and the teacher's list is none."""
    shutil.copy(tasks["xor"].exercise, tmp_path / "eve.xlsx")
    for other in (name, "roster.csv", ".~lock.eve.ods"):
        (tmp_path / other).write_bytes(b"no workbook")

    code = main(["grade", str(tmp_path), "--key", str(tasks["xor"].key), "--json"])

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 1
    assert {Path(one["workbook"]).name: one["status"] for one in lines} == {"eve.xlsx": "done", name: "failed"}
    assert main(["show", str(tmp_path), "--json"]) == 0


def test_the_key_in_the_folder_of_a_class_is_no_submission_without_points(
    tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, path in (("eve.xlsx", tasks["xor"].exercise), ("solution.xlsx", tasks["xor"].key)):
        shutil.copy(path, tmp_path / name)

    code = main(["grade", str(tmp_path), "--key", str(tasks["xor"].key), "--json"])

    told = capsys.readouterr().out
    assert code == 1
    assert "it may be the key itself" in next(line for line in told.splitlines() if "solution.xlsx" in line)


def test_marks_are_taken_up_where_nothing_changed(
    handed_in: list[Path], tasks: Mapping[str, Task], capsys: pytest.CaptureFixture[str]
) -> None:
    path, key = handed_in[1], str(tasks["xor"].key)

    def graded() -> tuple[str, float]:
        main(["grade", str(path), "--key", key, "--resume", "--json"])
        record = json.loads(capsys.readouterr().out)
        return record["status"], record["share"]

    status, share = graded()
    again = graded()
    hand_in(path, path, {}, put({"Calc!J6": None}))
    changed = graded()

    assert (status, again) == ("done", ("skipped", share))
    assert changed[0] == "done"


@pytest.mark.parametrize("lacking", ["changed", "asked_by", "rubric"])
def test_marks_that_an_older_release_noted_are_made_anew_where_they_say_less(
    lacking: str,
    handed_in: list[Path],
    tasks: Mapping[str, Task],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "state"))
    report = tmp_path / "marks.csv"
    command = ["grade", *map(str, handed_in), "--key", str(tasks["xor"].key), "--resume", "--report", str(report)]
    main(command)
    written = report.read_bytes()
    for file in (tmp_path / "state" / "runs").iterdir():
        note = json.loads(file.read_text("utf-8"))
        del note["result"][lacking]
        file.write_text(json.dumps(note), "utf-8")
    capsys.readouterr()

    main([*command, "--force", "--json"])

    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(lacking in one and one["status"] == "done" for one in records)
    assert report.read_bytes() == written
