"""Replacing a file: wholly or not at all, one run at a time, never what another program has open, and back again."""

import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

import sheetnet
from sheetnet.errors import FileError
from sheetnet.sheet.disk import locks, undo
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.writing import keep_attributes
from tests.conftest import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="a system of the POSIX kind")


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    path = tmp_path / "books" / "book.xlsx"
    path.write_bytes(b"old")
    return path


def writing(content: bytes) -> Callable[[BinaryIO], None]:
    def write(out: BinaryIO) -> None:
        out.write(content)

    return write


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


# one run at a time


def _hold(path: Path, held: Any, leave: Any) -> None:
    with LocalFile(path).lock():
        held.set()
        leave.wait(60)


def test_two_processes_never_hold_one_workbook(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_LOCK_SECONDS", 0.05)
    context = multiprocessing.get_context("spawn")
    held, leave = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(path, held, leave))
    other.start()
    assert held.wait(60)

    with pytest.raises(FileError) as error:
        LocalFile(path).replace(writing(b"new"), None)

    leave.set()
    other.join()
    assert str(error.value) == (
        "book.xlsx: another run of sheetnet is working on this workbook; run again when it has ended"
    )
    assert path.read_bytes() == b"old"
    LocalFile(path).replace(writing(b"new"), None)
    assert path.read_bytes() == b"new"
    assert files(path.parent) == ["book.xlsx"]


def test_two_threads_never_hold_one_workbook(path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            with LocalFile(path).lock():
                inside += 1
                most = max(most, inside)
                time.sleep(0)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1
    assert files(path.parent) == ["book.xlsx"]


def test_who_holds_the_lock_may_replace_the_file(path: Path) -> None:
    with LocalFile(path).lock():
        LocalFile(path).replace(writing(b"new"), None)
        assert path.read_bytes() == b"new"


@posix
def test_a_killed_run_leaves_no_lock_and_the_next_one_tidies_up(path: Path) -> None:
    code = (
        "import os, sys, signal\nfrom pathlib import Path\nfrom sheetnet.sheet.disk.local import LocalFile\n"
        "def write(out):\n"
        "    out.write(b'half')\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"LocalFile(Path({str(path)!r})).replace(write, None)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT)
    assert run.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert len(files(path.parent)) > 1

    LocalFile(path).replace(writing(b"new"), None)

    assert path.read_bytes() == b"new"
    assert files(path.parent) == ["book.xlsx"]


def test_a_run_that_changes_nothing_tidies_up_too(letters: Path) -> None:
    sheetnet.train(letters, iterations=3)
    left = locks.beside(letters, "tmp")
    left.write_bytes(b"half")

    sheetnet.train(letters, iterations=3)

    assert not left.exists()


@posix
def test_the_longest_name_that_a_folder_takes_is_no_hindrance(path: Path) -> None:
    long = path.rename(path.with_name("x" * 250 + ".xlsx"))

    LocalFile(long).replace(writing(b"new"), None)

    assert long.read_bytes() == b"new"


# open in another program


@pytest.mark.parametrize(("sign", "program"), [("~$book.xlsx", "Excel"), (".~lock.book.xlsx#", "LibreOffice")])
def test_a_workbook_that_is_open_in_a_spreadsheet_program_is_not_replaced(sign: str, program: str, path: Path) -> None:
    path.with_name(sign).write_bytes(b"")

    with pytest.raises(FileError) as error:
        LocalFile(path).replace(writing(b"new"), None)

    assert str(error.value) == (
        f"book.xlsx: the workbook is open in {program}; close it there, or save elsewhere with -o "
        f"(if no program has it open, delete {sign})"
    )
    assert path.read_bytes() == b"old"
    assert files(path.parent) == sorted(["book.xlsx", sign])


def test_it_is_said_before_the_work_begins(letters: Path) -> None:
    letters.with_name("~$letters.xlsx").write_bytes(b"")

    with pytest.raises(FileError, match="the workbook is open in Excel"), LocalFile(letters).lock():
        pytest.fail("the work began")


def test_a_program_that_opens_the_workbook_during_the_run_is_noticed(path: Path) -> None:
    def write(out: BinaryIO) -> None:
        out.write(b"new")
        path.with_name("~$book.xlsx").write_bytes(b"")

    with pytest.raises(FileError, match="the workbook is open in Excel"):
        LocalFile(path).replace(write, None)

    assert path.read_bytes() == b"old"


def test_a_file_that_cannot_be_replaced_leaves_the_result_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows does while a program has the file open."""

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refused)
        for name in ("book.new.xlsx", "book.new2.xlsx"):
            with pytest.raises(FileError, match=f"the result is in {name} beside it"):
                LocalFile(path).replace(writing(b"new"), None)

            assert path.with_name(name).read_bytes() == b"new"
    assert path.read_bytes() == b"old"


def test_a_file_that_was_deleted_meanwhile_is_not_made_again(path: Path) -> None:
    file, seen = LocalFile(path).open()
    file.close()
    path.unlink()

    with pytest.raises(FileError, match=r"^book\.xlsx: the file was moved or deleted meanwhile; nothing was written$"):
        LocalFile(path).replace(writing(b"new"), seen)

    assert files(path.parent) == []


# what stays


@posix
def test_owner_and_permissions_stay(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.chmod(0o640)
    owner = path.stat()
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda _, user, group: asked.append((user, group)))

    class Other:
        st_uid, st_gid, st_mode = owner.st_uid + 1, owner.st_gid, owner.st_mode

    keep_attributes(path, Other())  # type: ignore[arg-type]

    assert asked == [(owner.st_uid + 1, owner.st_gid)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# backup and undo


def test_a_backup_is_the_old_file_byte_for_byte(path: Path) -> None:
    LocalFile(path).replace(writing(b"new"), None, backup=True)

    assert path.with_name("book.bak.xlsx").read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert files(path.parent) == ["book.bak.xlsx", "book.xlsx"]


def test_a_backup_that_cannot_be_made_stops_the_run(path: Path) -> None:
    path.with_name("book.bak.xlsx").mkdir()

    with pytest.raises(FileError):
        LocalFile(path).replace(writing(b"new"), None, backup=True)

    assert path.read_bytes() == b"old"
    assert files(path.parent) == ["book.bak.xlsx", "book.xlsx"]


def test_undo_goes_back_one_run_byte_for_byte_and_undo_again_forward(letters: Path) -> None:
    before = letters.read_bytes()
    sheetnet.train(letters, iterations=5)
    trained = letters.read_bytes()

    sheetnet.undo(letters)
    assert letters.read_bytes() == before

    sheetnet.undo(letters)
    assert letters.read_bytes() == trained


def test_undo_goes_back_one_run_not_two(letters: Path) -> None:
    sheetnet.train(letters, iterations=5)
    once = letters.read_bytes()
    sheetnet.step(letters)

    sheetnet.undo(letters)

    assert letters.read_bytes() == once


def test_undo_does_not_throw_away_what_was_done_since(letters: Path, own_state: Path) -> None:
    before = letters.read_bytes()
    sheetnet.train(letters, iterations=5)
    letters.write_bytes(letters.read_bytes() + b" saved by another program")
    changed = letters.read_bytes()

    with pytest.raises(FileError) as error:
        sheetnet.undo(letters)

    message = str(error.value)
    start = "letters.xlsx: the workbook has changed since sheetnet last wrote it; nothing was undone; "
    assert message.startswith(start + "what it was before is kept in ")
    kept = Path(message.rpartition("kept in ")[2])
    assert own_state in kept.parents
    assert kept.read_bytes() == before
    assert letters.read_bytes() == changed


def test_without_an_earlier_run_there_is_nothing_to_undo(letters: Path) -> None:
    with pytest.raises(FileError) as error:
        sheetnet.undo(letters)

    assert str(error.value) == (
        "letters.xlsx: there is nothing to undo: sheetnet keeps no earlier state of this workbook"
    )


def test_a_failed_run_leaves_undo_as_it_was(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = letters.read_bytes()
    sheetnet.train(letters, iterations=5)
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target == letters:
            raise OSError(5, "Input/output error")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(FileError):
            sheetnet.step(letters)

    sheetnet.undo(letters)
    assert letters.read_bytes() == before


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root")
def test_without_room_for_undo_a_run_is_saved_all_the_same(letters: Path, own_state: Path) -> None:
    own_state.mkdir()
    own_state.chmod(0o500)

    sheetnet.train(letters, iterations=5)

    own_state.chmod(0o700)
    assert sheetnet.show(letters)["counter"] == 5


def test_the_oldest_kept_states_make_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "_ROOM", 7)
    for number, name in enumerate(("a.xlsx", "b.xlsx", "c.xlsx")):
        book = path.with_name(name)
        book.write_bytes(b"old")
        LocalFile(book).replace(writing(b"new"), None)
        kept = undo.previous(book)
        os.utime(kept, (number, number))

    undo.make_room()

    with pytest.raises(FileError, match="nothing to undo"):
        undo.previous(path.with_name("a.xlsx"))
    assert undo.previous(path.with_name("c.xlsx")).read_bytes() == b"old"
