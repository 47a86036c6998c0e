"""What is kept of a workbook: for the owner alone, and said beforehand where nothing can be."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

import sheetnet
from sheetnet.cli import main
from sheetnet.errors import FileError

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of the POSIX kind")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "own" / "state"))
    return tmp_path / "own" / "state"


@pytest.fixture
def no_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "a file" / "state"))


@posix
def test_what_is_remembered_is_for_the_owner_alone(letters: Path, state: Path) -> None:
    before = os.umask(0o022)
    try:
        letters.chmod(0o600)
        assert main(["train", str(letters), "-n", "1", "--resume"]) == 0
    finally:
        os.umask(before)

    found = {path: stat.S_IMODE(path.stat().st_mode) for path in [state, *state.rglob("*")]}
    assert {mode for path, mode in found.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in found.items() if path.is_file()} == {0o600}
    assert {path.parent.name for path in found} >= {"undo", "runs"}
    assert stat.S_IMODE(letters.stat().st_mode) == 0o600


@posix
def test_a_folder_of_an_earlier_version_is_closed(letters: Path, state: Path) -> None:
    (state / "undo").mkdir(parents=True)
    (state / "undo").chmod(0o755)

    sheetnet.train(letters, iterations=1)

    assert stat.S_IMODE((state / "undo").stat().st_mode) == 0o700


@pytest.mark.usefixtures("no_state")
@pytest.mark.parametrize("more", [[], ["--jobs", "1", "--resume"], ["--dry-run", "-r"]])
def test_that_nothing_can_be_undone_is_said_before_anything_is_written(
    more: list[str], letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = letters.read_bytes()

    code = main(["train", str(letters), "-n", "1", *more])

    assert letters.read_bytes() == before
    if "--dry-run" not in more:  # which writes nothing and asks for nothing
        assert code in (1, 2)
        told = capsys.readouterr().err
        assert "letters.xlsx: this run could not be undone: cannot write to " in told
        assert "accept that with --no-undo" in told


@pytest.mark.usefixtures("no_state")
@pytest.mark.parametrize("command", ["train", "step", "reset", "sweep"])
def test_no_undo_accepts_it_and_promises_nothing(
    command: str, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = letters.with_name("other.xlsx")
    other.write_bytes(letters.read_bytes())
    count = ["-n", "1"] if command in ("train", "sweep") else []

    assert main([command, str(letters), *count, "-o", str(other)]) == 2
    capsys.readouterr()
    assert main([command, str(letters), *count, "-o", str(other), "--no-undo"]) == 0

    assert capsys.readouterr().err == f"sheetnet: {other} was replaced\n"


@pytest.mark.usefixtures("no_state")
def test_a_new_file_needs_nothing_kept(letters: Path) -> None:
    assert main(["train", str(letters), "-n", "1", "-o", str(letters.with_name("new.xlsx"))]) == 0


@pytest.mark.usefixtures("no_state")
def test_a_program_that_asks_for_it_is_refused_too(letters: Path) -> None:
    with pytest.raises(FileError, match="could not be undone"):
        sheetnet.train(letters, iterations=1, must_undo=True)


def test_undo_that_could_not_be_undone_says_where_the_earlier_state_is(
    letters: Path, state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheetnet.train(letters, iterations=1)
    now, [kept] = letters.read_bytes(), [one for one in state.rglob("*") if one.is_file()]

    def no_room(source: Path, out: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sheetnet.sheet.disk.undo.copy_into", no_room)
    assert main(["undo", str(letters)]) == 2

    told = capsys.readouterr().err
    assert "nothing was written" in told
    assert str(kept) in told
    assert "--no-undo" not in told
    assert letters.read_bytes() == now


def test_what_could_not_be_kept_takes_no_room(letters: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(source: Path, out: BinaryIO) -> None:
        out.write(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sheetnet.sheet.disk.undo.copy_into", half)
    with pytest.raises(FileError):
        sheetnet.train(letters, iterations=1, must_undo=True)

    assert not [one for one in state.rglob("*") if one.is_file()]
