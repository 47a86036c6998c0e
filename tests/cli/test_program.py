"""How a run that is cut off ends: what is said is true of the files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sheetnet
from sheetnet import api
from sheetnet.cli import main
from tests.cli.typed import run
from tests.conftest import ROOT


@pytest.mark.parametrize("written", [True, False])
def test_ctrl_c_says_what_is_true_of_the_file(
    written: bool, letters: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, before = api.train, letters.read_bytes()

    def train(*arguments: object, **options: object) -> object:
        if written:
            real(*arguments, **options)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "train", train)

    assert main(["train", str(letters), "-n", "1"]) == 130
    told = "letters.xlsx was written, and is whole" if written else "nothing was written"
    assert capsys.readouterr().err == f"sheetnet: interrupted; {told}\n"
    assert (letters.read_bytes() != before) == written


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("predict letters.xlsx Data!D6:W9 -o rows.csv", "rows.csv"),
        ("step letters.xlsx", "letters.xlsx"),
        ("button letters.xlsx", "letters.xlsm"),
        ("plot letters.xlsx --what curve -o curve.svg", "curve.svg"),
        ("export letters.xlsx --to json -o model.json", "model.json"),
    ],
)
def test_ctrl_c_just_after_a_file_took_its_name_says_that_it_was_written(
    line: str, told: str, letters: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(letters.parent)
    before, real = letters.read_bytes(), Path.replace

    def replace(self: Path, target: Path) -> Path:
        named = real(self, target)
        if Path(target).name == told:
            raise KeyboardInterrupt
        return named

    monkeypatch.setattr(Path, "replace", replace)

    assert main(line.split()) == 130
    assert capsys.readouterr().err.endswith(f"sheetnet: interrupted; {told} was written, and is whole\n")
    assert Path(told).read_bytes() != before


def test_where_the_memory_does_not_suffice_it_is_told_in_one_line(
    letters: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def show(book: str) -> None:
        raise MemoryError

    monkeypatch.setattr(api, "show", show)

    assert main(["show", str(letters)]) == 2
    assert capsys.readouterr().err == "sheetnet: out of memory; nothing was written\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that nobody reads is another error there")
@pytest.mark.few(4)
@pytest.mark.parametrize(
    "line",
    ["--version", "--help", "train --help", "new --list", "show {}", "check {} --json", "predict {} Data!D6:W9"],
)
def test_what_nobody_reads_is_no_success(line: str, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)

    with os.fdopen(write, "w") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        code = main(line.format(letters).split())
        monkeypatch.undo()

    assert code == 141


@pytest.mark.parametrize(("name", "told"), [("rows.csv", "rows.csv: "), (None, "")])
def test_what_cannot_be_read_is_no_fault_of_the_result(
    name: str | None,
    told: str,
    letters: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def show(book: str) -> None:
        raise OSError(5, "Input/output error", *([name] if name else []))

    monkeypatch.setattr(api, "show", show)

    assert main(["show", str(letters)]) == 2
    assert capsys.readouterr().err == (
        f"sheetnet: {told}cannot read the file: Input/output error; nothing was written\n"
    )


def test_the_module_runs_as_a_program_with_the_same_exit_codes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sheetnet", "train", str(tmp_path / "none.xlsx")]

    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", "sheetnet: none.xlsx: no such file\n")


@pytest.mark.few(1)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["show"], ["show", "--json"], ["train", "-n", "1"]])
def test_a_full_disk_behind_stdout_is_one_line(arguments: list[str], letters: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sheetnet", arguments[0], str(letters), *arguments[1:]],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    assert done.returncode == 2
    assert done.stderr == "sheetnet: cannot write the result: No space left on device; what was saved is saved\n"


@pytest.mark.few(1)
@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell of the POSIX kind")
@pytest.mark.parametrize(("closed", "name", "code"), [(">&-", "letters.xlsx", 0), ("2>&-", "nope.xlsx", 2)])
def test_closed_streams_change_no_exit_code(closed: str, name: str, code: int, letters: Path) -> None:
    command = f"{sys.executable} -m sheetnet show {letters.with_name(name)} {closed}"

    assert subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True).returncode == code


def test_v_says_more_and_q_nothing(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "train", letters, "-n", "1", "-v")

    assert code == 0
    assert "updated BP!C61:G80" in out  # every block, where otherwise "10 more blocks" stands
    assert err.startswith(f"sheetnet: sheetnet {sheetnet.__version__} in ")
    assert run(capsys, "train", letters, "-n", "1", "-q") == (0, "", "")
    assert run(capsys, "show", letters.with_name("none.xlsx"), "-v")[2].count("Traceback") == 1


def test_v_and_q_together_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run(capsys, "train", "a.xlsx", "-v", "-q")

    assert stop.value.code == 2
    assert "not allowed with" in capsys.readouterr().err
