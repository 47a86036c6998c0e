"""Writing a file wholly or not at all: a temporary one beside it, flushed, and one step over the old one."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sheetnet.errors import FileError
from sheetnet.sheet.disk.locks import beside

PRIVATE = 0o600  # the owner alone


class _Digesting:
    """A file that is written once from front to back, and the digest of what went through."""

    def __init__(self, file: BinaryIO) -> None:
        from hashlib import sha256

        self._file, self._digest = file, sha256()
        self.tell = file.tell

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        return self._file.write(content)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def written(temporary: Path, write: Callable[[BinaryIO], object], mode: int = 0o666) -> str:
    """Write a new file to the disk, through to the platter; returns its digest.

    It must not be there, not even as a link, and nobody can read it whom `mode` does not let, from its first byte on.
    """
    with open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
        through = _Digesting(file)
        write(through)  # type: ignore[arg-type]  # `write` and `tell` are all that is asked of it
        file.flush()
        os.fsync(file.fileno())
    return through.hexdigest()


def keep_attributes(temporary: Path, old: os.stat_result) -> None:
    """Owner where the system allows it, then the permissions (a change of owner takes some away)."""
    now = temporary.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):
            os.chown(temporary, old.st_uid, old.st_gid)
    temporary.chmod(stat.S_IMODE(old.st_mode))


def keep_backup(target: Path) -> None:
    """name.bak.xlsx beside name.xlsx, itself made wholly or not at all."""
    backup = target.with_name(f"{target.stem}.bak{target.suffix}")
    temporary = beside(target, "bak")
    temporary.unlink(missing_ok=True)
    try:
        state = target.stat()
        written(temporary, lambda out: copy_into(target, out), PRIVATE)
        temporary.chmod(stat.S_IMODE(state.st_mode))
        temporary.replace(backup)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def copy_into(source: Path, out: BinaryIO) -> None:
    """The bytes of a file, in pieces."""
    with source.open("rb") as file:
        shutil.copyfileobj(file, out, 2**16)


_last_steps: dict[Path, tuple[int, int]] = {}  # the file that is about to take each name in this process


def take_name(temporary: Path, target: Path) -> None:
    """The one step, by which a file that is whole takes its name."""
    state = temporary.stat()
    _last_steps[target] = state.st_dev, state.st_ino
    temporary.replace(target)


def forget_steps() -> None:
    """Begin to note anew which files take their names."""
    _last_steps.clear()


def that_took_their_names() -> list[Path]:
    """The files that were written since `forget_steps`, also where a run was cut off in the midst of the step."""
    return [path for path, file in _last_steps.items() if _file_at(path) == file]


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def replace_file(temporary: Path, target: Path) -> None:
    """The one step. Where another program holds the old file (Windows), the new one is kept under a name beside it."""
    try:
        take_name(temporary, target)
    except PermissionError:
        kept = next(name for name in _free_names(target) if not name.exists())
        try:
            temporary.rename(kept)
        except OSError:
            raise PermissionError from None
        raise FileError(
            f"no permission to replace the file; the result is in {kept.name} beside it",
            remedy="close the workbook in other programs and run again",
        ) from None


def _free_names(target: Path) -> Iterator[Path]:
    yield target.with_name(f"{target.stem}.new{target.suffix}")
    for number in range(2, 100_000):
        yield target.with_name(f"{target.stem}.new{number}{target.suffix}")


def flush_folder(folder: Path) -> None:
    if os.name == "posix":
        with suppress(OSError):  # some network folders cannot be flushed; the file is in its place by now
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def write_atomically(
    path: Path,
    write: Callable[[BinaryIO], object],
    mode: int = 0o666,
    step: Callable[[Path, Path], object] = take_name,
) -> None:
    """Let `write` make a file at `path`, wholly or not at all; raises OSError.

    A file that is there gives its owner and its permissions to the one that takes its place; a new one gets `mode`.
    """
    temporary = beside(path, "tmp")
    temporary.unlink(missing_ok=True)
    try:
        old = path.stat() if path.exists() else None
        written(temporary, write, PRIVATE if old else mode)
        if old:
            keep_attributes(temporary, old)
        step(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_for_user(path: Path, write: Callable[[BinaryIO], object], what: str = "file") -> None:
    """`write_atomically` for a file that a user asked for; a link stands for what it points to. Raises FileError."""
    try:
        write_atomically(Path(os.path.realpath(path)), write)
    except PermissionError:
        remedy = "close it in other programs, or choose another name"
        raise FileError(f"no permission to write the {what}", book=path.name, remedy=remedy) from None
    except OSError as error:
        raise FileError(f"cannot write the {what}: {error.strerror}", book=path.name) from None


def exists_already(
    name: str, but: str = "", *, remedy: str = "choose another name with -o, or use --force"
) -> FileError:
    """The refusal to write over a file; `but` says what else would have been right."""
    return FileError(f"the file exists already{but}", book=name, remedy=remedy)
