"""A file that is made wholly or not at all: through no link, with the permissions that it had."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetnet.cli import main
from sheetnet.errors import FileError
from sheetnet.sheet.disk.locks import beside, locked
from sheetnet.sheet.disk.writing import write_atomically, write_for_user

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions and links of the POSIX kind")

MAKERS: dict[str, list[str]] = {
    "p.csv": ["predict", "letters.xlsx", "Data!D6:W9", "-o", "p.csv", "--force"],
    "e.npz": ["export", "letters.xlsx", "--to", "npz", "-o", "e.npz", "--force"],
    "e.py": ["export", "letters.xlsx", "--to", "python", "-o", "e.py", "--force"],
    "r.html": ["train", "letters.xlsx", "-n", "1", "--report", "r.html", "--force"],
    "r.csv": ["train", "letters.xlsx", "-n", "1", "--report", "r.csv", "--force"],
    "m.bas": ["button", "--module", "m.bas"],
    "letters.py": ["button", "letters.xlsx", "--run-main"],
}


@pytest.mark.parametrize("name", MAKERS)
def test_permissions_stay_and_no_link_is_written_through(
    name: str, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(letters.parent)
    assert main(MAKERS[name]) == 0
    made, mine = Path(name), Path("mine.txt")
    made.chmod(0o600)
    mine.write_text("mine")
    for place in (beside(made.absolute(), "tmp"), Path(f".~sheetnet-{name}")):
        place.symlink_to(mine.absolute())

    assert main(MAKERS[name]) == 0

    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert mine.read_text() == "mine"
    assert not made.is_symlink()


def test_nobody_else_reads_it_while_it_is_made(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.csv", []
    path.write_text("old")
    path.chmod(0o640)

    def write(out: object) -> None:
        seen.append(stat.S_IMODE(beside(path, "tmp").stat().st_mode))

    write_atomically(path, write)

    assert seen == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("write", [write_atomically, write_for_user])
def test_what_fails_leaves_the_old_file_and_nothing_else(write: Callable[..., None], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def fail(out: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(path, fail)

    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.csv", "old")]


def test_a_lock_that_is_a_link_is_refused_and_what_it_points_to_stays(tmp_path: Path) -> None:
    mine, book = tmp_path / "mine.txt", tmp_path / "a.xlsx"
    mine.write_text("mine")
    beside(book, "lock").symlink_to(mine)

    with pytest.raises(OSError), locked(book):  # noqa: PT011 - what the system calls it differs
        pass

    assert mine.read_text() == "mine"


def test_a_lock_is_the_owners_and_goes_with_its_holder(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"

    with locked(book), locked(book):
        assert stat.S_IMODE(beside(book, "lock").stat().st_mode) == 0o600

    assert not beside(book, "lock").exists()


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^a\.csv: cannot write the file: "):
        write_for_user(tmp_path / "none" / "a.csv", lambda out: None)
