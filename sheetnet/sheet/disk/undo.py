"""The workbook as it was before the last run, kept in the user's own state folder, so that a run can be undone.

A kept file is named after the digest of the file that took its place. So it is found only while the workbook is
exactly what that run left, and a run that is killed half-way leaves no entry that could be mistaken.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path

from sheetnet.errors import FileError
from sheetnet.sheet.disk.writing import PRIVATE, copy_into

_UNDO = "undo"
_COPYING = "copying"
_ROOM = 2**30  # bytes that all kept files may take together; the oldest make room


def state_folder() -> Path:
    """Where sheetnet keeps what it has to remember: SHEETNET_STATE_DIR, or the system's folder for such things."""
    chosen = os.environ.get("SHEETNET_STATE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_state_path

    return user_state_path("sheetnet", appauthor=False)


def private_folder(*parts: str) -> Path:
    """A folder within the state folder that is for the owner alone, made if it has to be; raises OSError."""
    folder = state_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in parts:
        folder = folder / part
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_mode & 0o077:  # of an earlier version
            folder.chmod(0o700)
    return folder


def refuse_where_nothing_is_kept(target: Path) -> None:
    """Raise NotKeptError where what the file at `target` is now could not be kept for undo."""
    try:
        folder = private_folder(_UNDO, _name(target))
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _cannot_keep(error) from None


class NotKeptError(FileError):
    """What a file is now could not be kept."""


def _cannot_keep(error: OSError) -> NotKeptError:
    return NotKeptError(
        f"this run could not be undone: cannot write to {state_folder()}: {error.strerror}; nothing was written",
        remedy="set SHEETNET_STATE_DIR to a folder that can be written, or accept that with --no-undo",
    )


def keep(target: Path, digest: str, *, must: bool) -> None:
    """Keep a copy of the file at `target`, which a file of that digest is about to replace.

    Where the state folder cannot be written there is no undo: for those who `must` have one, NotKeptError.
    """
    try:
        folder = private_folder(_UNDO, _name(target))
        temporary = folder / _COPYING
        temporary.unlink(missing_ok=True)
        try:
            with open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, PRIVATE)) as out:
                copy_into(target, out)
            temporary.replace(folder / digest)
        except BaseException:
            temporary.unlink(missing_ok=True)  # of a full disk it would take the rest
            raise
    except OSError as error:
        if must:
            raise _cannot_keep(error) from None
    if digest.startswith("00"):  # once in 256 times: looking at thousands of kept files takes a while
        make_room()


def forget_all_but(target: Path, digest: str) -> None:
    """Drop what was kept of a file, except for what the file of that digest replaced."""
    with suppress(OSError):
        for kept in _folder(target).iterdir():
            if kept.name != digest:
                kept.unlink()


def previous(target: Path) -> Path:
    """What the file at `target` was before the last run.

    Raises FileError if nothing is kept, or if the file is no longer what that run left.
    """
    from hashlib import file_digest

    with target.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    folder = _folder(target)
    if (folder / digest).is_file():
        return folder / digest
    others = sorted(one for one in folder.iterdir() if one.name != _COPYING) if folder.is_dir() else []
    if others:
        raise FileError(
            "the workbook has changed since sheetnet last wrote it; nothing was undone",
            remedy=f"what it was before is kept in {others[0]}",
        )
    raise FileError("there is nothing to undo: sheetnet keeps no earlier state of this workbook")


def make_room() -> None:
    """Drop the oldest kept files beyond what all may take together."""
    with suppress(OSError):
        kept = [(one.stat(), one) for one in (state_folder() / _UNDO).glob("*/*")]
        total = 0
        for state, one in sorted(kept, key=lambda pair: pair[0].st_mtime, reverse=True):
            total += state.st_size
            if total > _ROOM:
                one.unlink(missing_ok=True)
                with suppress(OSError):  # not empty
                    one.parent.rmdir()


def _folder(target: Path) -> Path:
    return state_folder() / _UNDO / _name(target)


def _name(target: Path) -> str:
    from hashlib import sha256

    return sha256(os.fsencode(os.path.normcase(target))).hexdigest()[:32]
