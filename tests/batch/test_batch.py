"""Many workbooks: one record each, failures collected, nothing done twice."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import sheetnet
from sheetnet.batch.running import run_here
from sheetnet.batch.work import Job, work
from sheetnet.cli import main
from sheetnet.sheet.grids.file import FileGrid
from tests.conftest import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="signals of the POSIX kind")


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def books(letters_file: Path, tmp_path: Path) -> list[Path]:
    folder = tmp_path / "class"
    folder.mkdir()
    return [Path(shutil.copy(letters_file, folder / f"{name}.xlsx")) for name in ("anna", "bea", "chris", "dora")]


def records(out: str) -> dict[str, dict[str, Any]]:
    return {Path(one["workbook"]).stem: one for one in map(json.loads, out.splitlines())}


def counter(book: Path) -> int:
    value: int = sheetnet.show(book)["counter"]
    return value


def test_many_are_trained_as_one_is(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    alone = shutil.copy(books[0], books[0].parent.parent / "alone.xlsx")
    sheetnet.train(alone, iterations=20)

    code = main(["train", str(books[0].parent), "--iterations", "20"])

    assert code == 0
    assert all(_parts(book) == _parts(Path(alone)) for book in books)
    assert "4 workbooks: 4 done, in " in capsys.readouterr().out


def _parts(book: Path) -> dict[str, bytes]:
    package = FileGrid(book).package
    return {part: package.read(part) for part in package.parts}


def test_the_number_of_processes_changes_no_bit(books: list[Path], tmp_path: Path) -> None:
    for jobs in ("1", "3"):
        assert (
            main(["train", str(books[0].parent), "-n", "20", "--jobs", jobs, "--output-dir", str(tmp_path / jobs)]) == 0
        )

    for book in books:
        assert _parts(tmp_path / "1" / book.name) == _parts(tmp_path / "3" / book.name)


@pytest.mark.few(1)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_failure_stops_no_other_and_gives_exit_code_1(
    jobs: str, books: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    books[1].write_bytes(b"no workbook")

    code = main(["train", str(books[0].parent), "-n", "5", "--jobs", jobs, "--json"])

    out, err = capsys.readouterr()
    found = records(out)
    assert code == 1
    assert {name: one["status"] for name, one in found.items()} == {
        "anna": "done",
        "bea": "failed",
        "chris": "done",
        "dora": "done",
    }
    message = f"{books[1]}: this is not a workbook; expected an .xlsx or .xlsm file"
    assert found["bea"]["message"] == message
    assert err.splitlines()[-1] == f"sheetnet: {message}"
    assert [counter(book) for book in books if book.stem != "bea"] == [5, 5, 5]
    assert books[1].read_bytes() == b"no workbook"


def test_an_unexpected_error_is_a_failure_of_that_workbook_alone(
    books: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    train = sheetnet.api.train

    def sometimes(book: str, **options: Any) -> Any:
        if "chris" in book:
            raise ZeroDivisionError("a defect of ours")
        return train(book, **options)

    monkeypatch.setattr("sheetnet.api.train", sometimes)

    code = main(["train", str(books[0].parent), "-n", "5"])

    assert code == 1
    assert "unexpected: ZeroDivisionError: a defect of ours" in capsys.readouterr().err
    assert [counter(book) for book in books] == [5, 5, 0, 5]


def test_a_dry_run_names_ranges_and_counts_and_writes_nothing(
    books: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = [book.read_bytes() for book in books]

    code = main(["train", *map(str, books), "-n", "7", "--dry-run", "--json"])

    one = records(capsys.readouterr().out)["anna"]
    assert code == 0
    assert one["status"] == "planned"
    assert one["written"]["current"] == "BP!C15:G34"
    assert one["written"]["trace"] == "Trace!A6:D13"
    assert one["cells"]["current"] == 100
    assert one["cells"]["trace"] == 8 * 4
    assert [book.read_bytes() for book in books] == before
    assert len(list(books[0].parent.iterdir())) == 4


def test_what_a_dry_run_says_is_what_a_run_writes(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["train", str(books[0]), str(books[1]), "-n", "7", "--trace", "all", "--json"]
    main([*arguments, "--dry-run"])
    planned = records(capsys.readouterr().out)["anna"]

    main(arguments)

    assert records(capsys.readouterr().out)["anna"]["written"] == planned["written"]


def test_a_reset_tells_of_no_updates(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    main(["train", *map(str, books), "-n", "7"])
    capsys.readouterr()

    main(["reset", *map(str, books), "--json"])

    one = records(capsys.readouterr().out)["anna"]
    assert one["iterations"] == 0
    assert (one["before"]["iteration"], one["after"]["iteration"]) == (7, 0)
    assert repr(sheetnet.reset(books[0])).startswith("TrainResult(0 updates ")


# settings


def test_options_override_the_cells_for_one_run_only(books: list[Path]) -> None:
    main(["train", *map(str, books), "-n", "7", "--eta", "0.25"])

    assert FileGrid(books[0]).read(_area("BP!C5")) == [[500.0]]
    assert FileGrid(books[0]).read(_area("BP!C8")) == [[0.05]]


def test_write_settings_puts_them_into_the_cells(books: list[Path]) -> None:
    main(["train", *map(str, books), "-n", "7", "--eta", "0.25", "--write-settings"])

    for book in books:
        assert FileGrid(book).read(_area("BP!C5")) == [[7.0]]
        assert FileGrid(book).read(_area("BP!C8")) == [[0.25]]
        assert counter(book) == 7
        assert all(one.largest <= 1e-9 or one.against != "engine" for one in sheetnet.check(book))


def _area(text: str) -> Any:
    from sheetnet.sheet.cells import parse_area

    return parse_area(text)


# interruptions


def test_resume_skips_what_is_done_and_does_the_rest(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    main(["step", *map(str, books[:2]), "-k", "3"])
    capsys.readouterr()

    code = main(["step", *map(str, books), "-k", "3", "--resume", "--json"])

    found = records(capsys.readouterr().out)
    assert code == 0
    assert [found[book.stem]["status"] for book in books] == ["skipped", "skipped", "done", "done"]
    assert [counter(book) for book in books] == [3, 3, 3, 3]
    assert found["anna"]["after"]["iteration"] == 3


def test_resume_with_other_settings_skips_nothing(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    main(["train", *map(str, books), "-n", "3"])
    capsys.readouterr()

    main(["train", *map(str, books), "-n", "4", "--resume", "--json"])

    assert {one["status"] for one in records(capsys.readouterr().out).values()} == {"done"}


def test_resume_does_again_what_was_changed_since(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    main(["step", *map(str, books), "-k", "3"])
    sheetnet.reset(books[0])
    capsys.readouterr()

    main(["step", *map(str, books), "-k", "3", "--resume", "--json"])

    found = records(capsys.readouterr().out)
    assert [found[book.stem]["status"] for book in books] == ["done", "skipped", "skipped", "skipped"]


@pytest.mark.parametrize("note", [b'{"run": "th', b"[1, 2]", b'{"later": 1}', b"\xff", None])
def test_resume_does_nothing_twice_where_a_note_cannot_be_read(
    note: bytes | None, books: list[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(books[0].parent / "own"))
    main(["step", str(books[0]), "-k", "3", "--resume"])
    [file] = (books[0].parent / "own" / "runs").iterdir()
    if note is None:  # what is no file cannot be read, whoever asks
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(note)
    capsys.readouterr()

    assert main(["step", str(books[0]), "-k", "3", "--resume"]) == 1

    told = capsys.readouterr().err
    assert str(file) in told
    assert "delete the note or leave out --resume" in told
    assert counter(books[0]) == 3


def test_without_resume_all_are_done_again(books: list[Path]) -> None:
    for _ in range(2):
        main(["step", *map(str, books), "-k", "3"])

    assert [counter(book) for book in books] == [6] * 4


def test_within_one_run_a_workbook_that_was_saved_is_not_done_again(books: list[Path]) -> None:
    """What a process or a worker that died after saving, before reporting, leaves to its successor."""
    job = Job("step", sheetnet.step, {"k": 3}, writes=True, run="this one")
    first = work(job, str(books[0]))

    again = work(job, str(books[0]))

    assert again["status"] == first["status"] == "done"
    assert again["after"] == first["after"]
    assert counter(books[0]) == 3


def stepped(books: list[Path]) -> dict[str, dict[str, Any]]:
    job = Job("step", sheetnet.step, {"k": 3}, writes=True, run="this one")
    return {Path(one["workbook"]).stem: one for one in run_here(job, list(map(str, books)), 2)}


@posix
def test_a_killed_process_takes_no_workbook_with_it(books: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of the second workbook is killed once, at its last step."""
    killed = books[0].parent / "killed"
    hook = ROOT / "tests" / "batch" / "killing"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(hook), str(ROOT)]))
    monkeypatch.setenv("SHEETNET_TEST_KILL", f"bea.xlsx:{killed}")

    found = {
        Path(one["workbook"]).stem: one
        for one in run_here(Job("step", sheetnet.step, {"k": 3}, writes=True, run="r"), list(map(str, books)), 2)
    }

    assert killed.exists()
    assert {name: one["status"] for name, one in found.items()} == dict.fromkeys(
        ("anna", "bea", "chris", "dora"), "done"
    )
    assert [counter(book) for book in books] == [3] * 4


@posix
def test_a_workbook_whose_process_always_dies_is_reported_and_stops_no_other(
    books: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = ROOT / "tests" / "batch" / "killing"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(hook), str(ROOT)]))
    monkeypatch.setenv("SHEETNET_TEST_KILL", "bea.xlsx:")

    found = {
        Path(one["workbook"]).stem: one
        for one in run_here(Job("step", sheetnet.step, {"k": 3}, writes=True, run="r"), list(map(str, books)), 2)
    }

    assert found["bea"]["status"] == "failed"
    assert "the process that worked on it was killed" in found["bea"]["message"]
    assert [counter(book) for book in books] == [3, 0, 3, 3]


@posix
def test_ctrl_c_ends_a_batch_with_whole_workbooks_and_resume_finishes_it(
    books: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    more = [Path(shutil.copy(books[0], books[0].with_name(f"more {n}.xlsx"))) for n in range(12)]
    command = [sys.executable, "-m", "sheetnet", "step", str(books[0].parent), "-k", "500", "--jobs", "2", "--json"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True)
    assert run.stdout is not None
    run.stdout.readline()
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)

    assert run.returncode == 130
    assert err.splitlines()[-1] == (
        "sheetnet: interrupted; every workbook is as it was or wholly done; --resume goes on from here"
    )
    assert {counter(book) for book in (*books, *more)} <= {0, 500}

    assert main(["step", str(books[0].parent), "-k", "500", "--resume"]) == 0
    assert {counter(book) for book in (*books, *more)} == {500}
    capsys.readouterr()


@posix
def test_when_the_program_is_killed_its_processes_end_too(books: list[Path]) -> None:
    for number in range(8):
        shutil.copy(books[0], books[0].with_name(f"more {number}.xlsx"))
    command = [sys.executable, "-m", "sheetnet", "train", str(books[0].parent), "--jobs", "2", "--json"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True, start_new_session=True)
    assert run.stdout is not None
    with run:
        run.stdout.readline()
        run.kill()

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:  # until nobody of that session is left
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
    else:
        os.killpg(run.pid, signal.SIGKILL)
        pytest.fail("processes of a killed run are still at work")
    assert all(counter(book) in (0, 500) for book in books[0].parent.glob("*.xlsx"))


# the command line


def test_check_and_show_take_many(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(books[0].parent)]) == 0
    out = capsys.readouterr().out
    assert out.count("agrees") == 4
    assert main(["show", str(books[0].parent), "--json"]) == 0
    found = records(capsys.readouterr().out)
    assert {one["network"] for one in found.values()} == {"20-3-4"}


def test_a_workbook_that_differs_makes_check_fail(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    with FileGrid(books[2]) as grid:
        grid.write(_area("BP!C15"), [[0.125]])
        grid.save()

    code = main(["check", str(books[0].parent), "--json"])

    out, err = capsys.readouterr()
    assert code == 1
    assert [name for name, one in records(out).items() if one["status"] == "differs"] == ["chris"]
    assert "chris.xlsx: " in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--jobs", "0"], "expected a number of processes of 1 or more, found 0"),
        (["--jobs", "2", "-o", "x.xlsx"], "-o is for one workbook; use --output-dir for several"),
        (
            ["--report", "report.pdf"],
            "expected the name of a report, found 'report.pdf'; "
            "reports end in .xlsx, .csv, .html; for example report.xlsx",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_before_the_first_workbook(
    arguments: list[str], message: str, books: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = [book.read_bytes() for book in books]

    code = main(["train", str(books[0].parent), *arguments])

    assert code == 2
    assert capsys.readouterr() == ("", f"sheetnet: {message}\n")
    assert [book.read_bytes() for book in books] == before


def test_backups_are_kept_of_each_and_are_no_workbooks_of_the_next_run(books: list[Path]) -> None:
    before = books[0].read_bytes()

    main(["train", str(books[0].parent), "-n", "3", "--backup"])
    main(["step", str(books[0].parent)])

    assert books[0].with_name("anna.bak.xlsx").read_bytes() == before
    assert len(list(books[0].parent.iterdir())) == 8


def test_undo_takes_many(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    before = [book.read_bytes() for book in books]
    main(["train", str(books[0].parent), "-n", "3"])

    code = main(["undo", str(books[0].parent)])

    assert code == 0
    assert [book.read_bytes() for book in books] == before
    capsys.readouterr()


# what was done is known by the file, its content and the settings


@posix
@pytest.mark.parametrize("spelling", ["../class/anna.xlsx", "./anna.xlsx", "link.xlsx", "{}/anna.xlsx"])
def test_resume_knows_a_workbook_however_its_path_is_spelled(
    spelling: str, books: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = books[0].parent
    monkeypatch.chdir(folder)
    Path("link.xlsx").symlink_to(books[0])

    assert main(["step", "anna.xlsx", "-k", "5", "--resume"]) == 0
    assert main(["step", spelling.format(folder), "-k", "5", "--resume"]) == 0

    assert counter(books[0]) == 5


def test_resume_does_a_workbook_again_whose_source_was_edited(books: list[Path], tmp_path: Path) -> None:
    arguments = ["train", str(books[0]), "-n", "5", "--output-dir", str(tmp_path / "out"), "--resume"]
    assert main(arguments) == 0
    before = (tmp_path / "out" / "anna.xlsx").read_bytes()
    sheetnet.train(books[0], iterations=1, eta=0.5, write_settings=True)

    assert main(arguments) == 0

    assert sheetnet.show(tmp_path / "out" / "anna.xlsx")["eta"] == 0.5
    assert (tmp_path / "out" / "anna.xlsx").read_bytes() != before


@posix
def test_a_name_that_is_no_text_is_trained_and_survives(books: list[Path]) -> None:
    odd = os.fsdecode(os.fsencode(books[0].parent) + b"/caf\xe9.xlsx")
    shutil.copy(books[0], odd)
    command = [sys.executable, "-m", "sheetnet", "train", str(books[0].parent), "-n", "1", "--json", "--jobs", "2"]

    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "ascii"})

    assert done.returncode == 0, done.stderr
    assert odd in {json.loads(line)["workbook"] for line in done.stdout.splitlines()}
    assert counter(Path(odd)) == 1


@posix
def test_a_workbook_of_such_a_name_is_made(tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/n\xe9.xlsx")

    assert main(["new", odd, "--plain"]) == 0
    assert main(["train", odd, "-n", "1"]) == 0


@posix
def test_a_closed_pipe_is_no_success_and_the_work_goes_on(books: list[Path]) -> None:
    report = books[0].parent / "report.csv"
    command = f"{sys.executable} -m sheetnet train {books[0].parent} -n 1 --json --report {report} | head -c 1"

    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True)

    assert done.returncode == 141
    assert [counter(book) for book in books] == [1] * 4
    assert report.exists()


def test_its_own_results_and_reports_are_no_input(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = books[0].parent
    where = ["--output-dir", str(folder / "trained"), "--report", str(folder / "report.xlsx")]
    for _ in range(3):
        assert main(["train", str(folder), "-n", "1", "--recursive", *where]) == 0
        assert "4 workbooks: 4 done, in " in capsys.readouterr().out


def test_one_workbook_may_go_to_an_output_as_one_of_many(books: list[Path], tmp_path: Path) -> None:
    out, before = tmp_path / "o.xlsx", books[0].read_bytes()
    arguments = ["train", str(books[0]), "-n", "1", "-o", str(out)]

    assert main([*arguments, "--dry-run"]) == 0
    assert not out.exists()
    assert main([*arguments, "--jobs", "2", "--report", str(tmp_path / "r.csv"), "--resume"]) == 0

    assert counter(out) == 1
    assert books[0].read_bytes() == before


def test_an_output_and_an_output_folder_are_one_too_many(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", str(books[0]), "-o", "o.xlsx", "--output-dir", "out"]) == 2
    assert capsys.readouterr().err == "sheetnet: expected -o or --output-dir, found both\n"


@posix
def test_ctrl_c_says_what_it_stops_after_and_again_stops_at_once(books: list[Path]) -> None:
    command = [sys.executable, "-m", "sheetnet", "train", str(books[0].parent), "-n", "3000000", "--jobs", "2"]
    with subprocess.Popen([*command, "--every", "100000"], stderr=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stderr is not None
        while not list(books[0].parent.glob(".~sheetnet-*.lock")):  # no workbook is at hand yet
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        first = run.stderr.readline()
        run.send_signal(signal.SIGINT)
        rest = run.stderr.read()

    assert first == "sheetnet: stopping after the workbooks at hand; again to stop at once\n"
    assert rest.startswith("sheetnet: stopped at once; every workbook is as it was or wholly done")
    assert run.returncode == 130


@posix
def test_a_page_of_a_workbook_whose_name_is_no_text_is_drawn(books: list[Path], tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(books[0].parent) + b"/caf\xe9.xlsx")
    books[0].rename(odd)
    for ending in ("html", "svg"):
        assert main(["plot", odd, "-o", str(tmp_path / f"p.{ending}")]) == 0

    assert "<title>caf?" in (tmp_path / "p.html").read_text("utf-8")
