"""Several files of one student: which counts, what lateness and further attempts cost, and by what clock."""

import csv
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sheetnet import classroom
from sheetnet.cli import main
from sheetnet.marking.attempts import Handed, Rules, in_turn, moment, saved_at, settled
from sheetnet.marking.rubric import recorded
from sheetnet.sheet.grids.file import FileGrid
from tests.marking.conftest import Task
from tests.marking.submissions import hand_in

DUE = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def rules_of(sheet: Any) -> dict[str, int]:
    """The key of each line of a rubric -> its row, by the hidden column."""
    return {sheet.cell(row, 7).value: row for row in range(3, sheet.max_row + 1)}


@pytest.fixture
def attempts(tasks: Mapping[str, Task], tmp_path: Path) -> Callable[..., list[Path]]:
    """Three files of student 7: a half right one, a right one a day late, and an empty one two days late."""

    def hand(**rules: object) -> list[Path]:
        task = tasks["xor"]
        half = {"Calc": task.formulas["Calc"]}
        files = []
        for name, formulas, late in (("b", half, -HOUR), ("a", task.formulas, HOUR), ("c", {}, 25 * HOUR)):

            def edit(book: Workbook, late: timedelta = late) -> None:
                sheet = book["Exercise"]
                sheet["G1"].value = "7"
                for key, row in rules_of(sheet).items():
                    if key in rules:
                        sheet.cell(row, 5).value = rules[key]  # type: ignore[assignment]

            path = hand_in(task.exercise, tmp_path / f"{name}.xlsx", formulas, edit)
            _save_at(path, DUE + late)
            files.append(path)
        return files

    return hand


def _save_at(path: Path, when: datetime) -> None:
    """As if a program had saved it then: openpyxl writes the time at which it saves, so that it is put in after."""
    from zipfile import ZipFile

    with ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    core = content["docProps/core.xml"]
    before = saved_at(core)
    assert before is not None
    stamp = [f"{one:%Y-%m-%dT%H:%M:%SZ}".encode() for one in (before, when)]
    content["docProps/core.xml"] = core.replace(
        b">" + stamp[0] + b"</dcterms:modified>", b">" + stamp[1] + b"</dcterms:modified>"
    )
    with ZipFile(path, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)


def graded(files: list[Path], task: Task, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """The printed records by the letters of their files."""
    capsys.readouterr()
    main(["grade", *map(str, files), "--key", str(task.key), "--json", *options])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {Path(one["workbook"]).stem: one for one in found}


def test_which_of_a_students_files_counts_and_what_each_costs(
    attempts: Callable[..., list[Path]], tasks: Mapping[str, Task], capsys: pytest.CaptureFixture[str]
) -> None:
    """Two blocks of three are half of what is right; a day late costs 10 %, a further file 5 %."""
    files = attempts(counts="best", further=0.05, late=0.1, due="2026-12-01T18:00Z")

    found = graded(files, tasks["xor"], capsys)

    assert {name: one["attempt"] for name, one in found.items()} == {"b": 1, "a": 2, "c": 3}
    assert {name: one["days_late"] for name, one in found.items()} == {"b": 0, "a": 1, "c": 2}
    assert {name: one["counts"] for name, one in found.items()} == {"b": False, "a": True, "c": False}
    assert found["b"]["share"] == pytest.approx(2 / 3)
    assert found["a"]["share"] == pytest.approx(1 - 0.1 - 0.05)
    assert found["a"]["deducted"] == pytest.approx(0.15 * found["a"]["of"])
    assert found["c"]["share"] == 0.0, "no less than nothing"
    assert {one["handed_in_by"] for one in found.values()} == {"workbook"}
    assert found["a"]["handed_in"] == "2026-12-01T19:00:00+00:00"


@pytest.mark.parametrize(
    ("rules", "chosen"),
    [
        (Rules("best"), "a"),
        (Rules("last"), "c"),
        (Rules("first"), "b"),
        (Rules("last", allowed=2), "a"),
        (Rules("best", allowed=1), "b"),
        (Rules(""), "abc"),
    ],
)
def test_the_rules_choose_the_file_that_counts(rules: Rules, chosen: str) -> None:
    told = {"counts": rules.counts, "allowed": rules.allowed}
    shares = {"b": 0.5, "a": 1.0, "c": 0.0}
    records = [
        {"workbook": name, "student": "7", "share": share, "attempt": n, "rules": told}
        for n, (name, share) in enumerate(shares.items(), 1)
    ]

    assert sorted(one["workbook"] for one in settled(records) if one["counts"]) == list(chosen)


def test_a_time_on_the_command_line_goes_before_that_of_the_sheet(
    attempts: Callable[..., list[Path]], tasks: Mapping[str, Task], capsys: pytest.CaptureFixture[str]
) -> None:
    files = attempts(late=0.1, due="2026-12-01T18:00Z")

    found = graded(files, tasks["xor"], capsys, "--due", "2026-12-02T18:30:00Z")

    assert {name: one["days_late"] for name, one in found.items()} == {"b": 0, "a": 0, "c": 1}


def test_the_reports_and_the_copy_say_when_and_what_it_costs(
    attempts: Callable[..., list[Path]], tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = attempts(counts="last", allowed=2, further=0.1, late=0.1, due="2026-12-01T18:00Z")
    report, back = tmp_path / "marks.csv", tmp_path / "back"

    graded(files, tasks["xor"], capsys, "--report", str(report), "--feedback-dir", str(back))

    lines = list(csv.DictReader(report.read_text("utf-8-sig").splitlines()))
    told = [(one["Workbook"], one["Counts"], one["Attempt"], one["Days late"], one["Taken off"]) for one in lines]
    assert told[0] == ("a.xlsx", "yes", "2", "1", "6")
    assert sorted(told[1:]) == [("b.xlsx", "no", "1", "0", "0"), ("c.xlsx", "no", "3", "2", "0")]
    assert all("(saved in the workbook)" in one["Handed in"] for one in lines)
    note = load_workbook(back / "a.xlsx")["Exercise"]["A1"].comment
    assert note is not None
    assert note.text.splitlines()[-3:] == [
        "File 2 of 3 with your number.",
        "Days late: 1.",
        "6 points were taken off.",
    ]


def test_a_rubric_without_these_lines_lets_every_file_count(
    attempts: Callable[..., list[Path]], tasks: Mapping[str, Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = attempts()
    for path in files:
        book = load_workbook(path)
        sheet = book["Exercise"]
        for key, row in rules_of(sheet).items():
            if key in Rules._fields:
                for column in range(2, 8):
                    sheet.cell(row, column).value = None
        book.save(path)

    found = graded(files, tasks["xor"], capsys)

    assert all(one["counts"] for one in found.values())
    assert found["a"]["share"] == 1.0
    assert [one["deducted"] for one in found.values()] == [0, 0, 0]


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("due", "soon", "expected a date and a time such as 2026-12-01T18:00, found 'soon'"),
        ("counts", "any", "expected one of best, last, first, found 'any'"),
        ("late", 10, "expected a number of 0 to 1, found '10.0'"),
        ("allowed", 0, "expected a number of 1 or more, found '0.0'"),
        ("tolerance", -1, "expected a number of 0 to 1, found '-1.0'"),
        ("right_given", "half", "expected a number of 0 to 1, found 'half'"),
        ("deltas_2", "7,5", "expected a number of 0 to 1000000, found '7,5'"),
    ],
)
def test_a_line_that_is_not_understood_is_said_with_its_cell(
    key: str, value: object, told: str, attempts: Callable[..., list[Path]], tasks: Mapping[str, Task]
) -> None:
    path = attempts(**{key: value})[0]
    row = rules_of(load_workbook(path)["Exercise"])[key]

    with pytest.raises(Exception, match=f"Exercise!E{row}: {told}"):
        classroom.grade(path, str(tasks["xor"].key))


def test_an_exercise_says_until_when(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    out = tmp_path / "ex.xlsx"
    main(["blank", str(tasks["xor"].key), "--level", "1", "--due", "2026-12-01T18:00", "--lang", "ja", "-o", str(out)])

    with FileGrid(out) as grid:
        rules = recorded(grid).rubric.rules
    assert rules == Rules("best", due=datetime(2026, 12, 1, 18, 0))
    assert load_workbook(out)["課題"]["E20"].value == datetime(2026, 12, 1, 18, 0)


@pytest.mark.parametrize("command", ["blank {} --due soon -o a.xlsx", "grade {0} --key {0} --due soon"])
def test_a_time_that_is_none_is_refused(
    command: str, tasks: Mapping[str, Task], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command.format(tasks["xor"].key).split()) == 2
    assert "expected a date and a time such as 2026-12-01T18:00, found 'soon'" in capsys.readouterr().err


def test_a_file_without_a_time_of_its_own_has_that_of_the_file(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    """As a workbook of Google Sheets, which has no docProps."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(tasks["xor"].exercise.read_bytes())
    os.utime(path, (DUE.timestamp(), DUE.timestamp()))

    assert classroom.handed_in([str(path)])[str(path)][1:3] == (DUE, "file")


@pytest.mark.parametrize("said", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "soon"])
def test_a_time_that_nobody_can_have_saved_at_is_none(said: str) -> None:
    core = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{said}</dcterms:modified>'

    assert saved_at(core.encode()) is None
    assert saved_at(core.replace(said, "2026-12-01T18:00:00Z").encode()) == DUE


def test_attempts_are_counted_in_the_order_of_time() -> None:
    """Of each student's; a file whose time is not known is the first, and one without a number stands alone."""
    handed = {
        "x": Handed("1", DUE), "y": Handed("1", DUE - HOUR), "z": Handed("2", DUE), "u": Handed("1"), "v": Handed()
    }  # fmt: skip

    found = {name: (one.attempt, one.attempts) for name, one in in_turn(handed).items()}

    assert found == {"x": (3, 3), "y": (2, 3), "z": (1, 1), "u": (1, 3), "v": (1, 1)}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-12-01T18:00", datetime(2026, 12, 1, 18)),
        (" 2026-12-01 18:00 ", datetime(2026, 12, 1, 18)),
        ("2026-12-01", datetime(2026, 12, 2)),
        (46357.75, datetime(2026, 12, 1, 18)),
        (46357.0, datetime(2026, 12, 2)),
        ("tomorrow", None),
        (1e300, None),
        (-693_000.0, None),
        ("9999-12-31T23:59", None),
    ],
)
def test_a_moment_is_text_or_a_spreadsheets_number_and_a_date_alone_is_its_end(
    said: str | float, meant: datetime | None
) -> None:
    assert moment(said) == meant


@pytest.mark.parametrize("tag", ["dcterms:modified", "q:modified", "modified", "時:modified"])
def test_the_time_is_found_under_any_prefix(tag: str) -> None:
    core = f"<cp:coreProperties><{tag} xsi:type='dcterms:W3CDTF' >\n2026-12-01T18:00:00Z</{tag} ></cp:coreProperties>"

    assert saved_at(core.encode()) == DUE
