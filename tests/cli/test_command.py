"""The command line: what it prints where, and its exit codes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetnet.cli import main
from tests.conftest import ROOT
from tests.test_api import change_formula


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    return code, *capsys.readouterr()


def test_train_prints_e_and_accuracy_before_and_after(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "train", letters)

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == str(letters)
    assert lines[1].split() == ["before", "after"]
    assert lines[2].split() == ["iteration", "0", "500"]
    assert lines[4].split() == ["accuracy", "22.7%", "100.0%"]
    assert lines[5].startswith("  500 updates at eta 0.05 in ")
    assert lines[6] == "  written: current BP!C15:G34, counter BP!D5, trace Trace!A6:D506"


def test_json_is_all_that_stdout_holds(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["train", "--eta", "1"], ["step", "-k", "2"], ["check"], ["show"], ["reset"]):
        code, out, _ = run(capsys, arguments[0], letters, *arguments[1:], "--json")

        assert code == 0
        assert Path(json.loads(out)["workbook"]).name == "letters.xlsx"


def test_warnings_go_to_stderr_and_into_the_json(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run(capsys, "train", letters, "--eta", "1", "--json")

    assert err.startswith("sheetnet: warning: stuck: ")
    assert json.loads(out)["warnings"] == [err.removeprefix("sheetnet: warning: ").rstrip()]


def test_settings_given_as_options_are_used_for_this_run(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "train", letters, "--iterations", "20", "--eta", "0.1", "--json")
    result = json.loads(out)

    assert (result["after"]["iteration"], result["eta"]) == (20, 0.1)
    _, out, _ = run(capsys, "show", letters, "--json")
    assert (json.loads(out)["iterations"], json.loads(out)["eta"]) == (500, 0.05)
    assert run(capsys, "check", letters)[0] == 0


def test_step_counts_on(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "train", letters, "--iterations", "10")

    _, out, _ = run(capsys, "step", letters, "-k", "5", "--json")

    assert json.loads(out)["before"]["iteration"] == 10
    assert json.loads(out)["after"]["iteration"] == 15


def test_check_exits_1_and_names_the_cell_when_something_differs(
    letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_formula(letters, "C11", "1+1", 2.0)

    code, out, err = run(capsys, "check", letters)

    assert code == 1
    assert "1 of 3317 comparisons differ" in out
    assert "sheetnet: letters.xlsx: BP!C11: engine has 60.28" in err
    assert "warning: 1 formulas are not the ones that sheetnet writes" in err


def test_show_gives_the_arithmetic_of_the_parameters(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", letters)

    assert "3*(20+1) + 4*(3+1) = 79 parameters" in out
    assert "128 cases, 128 of them for training" in out
    assert ["current", "BP!C15:G34", "100", "name"] in [line.split() for line in out.splitlines()]


def test_new_and_train_of_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "xor.csv").write_text("x1,x2,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    book = tmp_path / "xor.xlsx"

    code, out, _ = run(
        capsys,
        "new",
        book,
        "--network",
        "2-2-1",
        "--data",
        tmp_path / "xor.csv",
        "--seed",
        "2",
        "--scale",
        "1",
        "--eta",
        "2",
    )
    assert (code, out.splitlines()[0]) == (0, f"{book}: network 2-2-1, 2*(2+1) + 1*(2+1) = 9 parameters, 4 cases")
    _, out, _ = run(capsys, "train", book, "--iterations", "3000", "--json")

    assert json.loads(out)["after"]["accuracy"] == 1.0


def test_new_zeros_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "new", tmp_path / "zeros.xlsx", "--init", "zeros")

    assert code == 0
    assert err.startswith("sheetnet: warning: all initial values are zero")


@pytest.mark.parametrize("command", ["", "new", "train", "step", "reset", "check", "show"])
def test_help_begins_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"] if command else ["-h"])

    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("Examples:\n  sheetnet ")


def test_the_module_runs_as_a_program_with_the_same_exit_codes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sheetnet", "train", str(tmp_path / "none.xlsx")]

    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", "sheetnet: none.xlsx: no such file\n")


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_only_on_a_terminal_without_no_color(no_color: str, coloured: bool, letters: Path) -> None:
    import pty

    master, slave = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}
    command = [sys.executable, "-m", "sheetnet", "show", str(letters)]
    subprocess.run(command, stdout=slave, check=True, cwd=ROOT, env=environment)
    os.close(slave)
    shown = os.read(master, 65536)
    os.close(master)

    assert (b"\x1b[1m" in shown) == coloured


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
def test_a_progress_bar_only_on_a_terminal(letters: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sheetnet", "train", str(letters), "--iterations", "5000", "--every", "100"],
        capture_output=True, cwd=ROOT, text=True, check=True,
    )  # fmt: skip

    assert done.stderr == ""


# what stdout cannot take


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


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell of the POSIX kind")
@pytest.mark.parametrize(("closed", "name", "code"), [(">&-", "letters.xlsx", 0), ("2>&-", "nope.xlsx", 2)])
def test_closed_streams_change_no_exit_code(closed: str, name: str, code: int, letters: Path) -> None:
    command = f"{sys.executable} -m sheetnet show {letters.with_name(name)} {closed}"

    assert subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True).returncode == code


# what is said


def test_reset_tells_where_it_came_from(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "step", letters, "-k", "6")
    stepped = [line.split()[-1] for line in out.splitlines()[2:5]]

    _, out, _ = run(capsys, "reset", letters)

    lines = out.splitlines()
    assert [line.split()[1] for line in lines[2:5]] == stepped
    assert lines[2].split() == ["iteration", "6", "0"]
    assert lines[5].startswith("  initial values put back in ")


def test_a_workbook_of_values_is_told_without_nonsense(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "new", tmp_path / "v.xlsx", "--formulas", "values")

    _, out, _ = run(capsys, "train", tmp_path / "v.xlsx", "-n", "1")

    assert "more blocks" in out
    assert "-" not in out.partition("written:")[2].replace("->", "")
    assert "  1 update at eta 0.05 in " in out


def test_an_output_that_was_there_is_told(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = letters.with_name("my book.xlsx")
    shutil.copy(letters, other)
    before = other.read_bytes()

    _, _, err = run(capsys, "train", letters, "-n", "1", "-o", str(other))

    assert err == f"sheetnet: {other} was replaced; sheetnet undo '{other}' brings it back\n"
    assert main(["undo", str(other)]) == 0
    assert other.read_bytes() == before


def test_a_misspelt_command_brings_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["trian", "letters.xlsx"])

    assert error.value.code == 2
    assert capsys.readouterr().err == "sheetnet: no command 'trian' - did you mean 'train'?; see sheetnet --help\n"


def test_show_names_the_blocks_and_then_the_fault(
    spoiled: Callable[[dict[str, object]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoiled({"Data!F10": "abc"})

    code, out, _ = run(capsys, "show", path)

    assert code == 0
    assert 'unknown: Data!F10: expected a number, found text "abc"' in out
    assert "BP!C15:G34" in out


def test_many_formulas_without_saved_values_are_one_line(
    spoiled: Callable[[dict[str, object]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoiled({})  # openpyxl keeps no saved values

    code, out, err = run(capsys, "check", path)

    assert code == 1
    assert err == (
        "sheetnet: letters.xlsx: BP!C11: 3238 formulas, this one and others, have no saved value; "
        "open the workbook once in Excel or LibreOffice and save it, or check with --recalculate\n"
    )
    assert "inf" not in out
