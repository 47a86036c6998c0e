"""What a run was about to do to each workbook: noted before the last step, looked at when it is to be done again.

A note names the digest of the file that was about to take its place. If the workbook has this digest now, the step was
taken and its result is in the note; if not, it was not. So nothing is done twice, wherever a run is cut off.
"""

import json
import time
from contextlib import suppress
from hashlib import file_digest, sha256
from typing import Any, NamedTuple, Protocol

from sheetnet.errors import FileError
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.location import Location
from sheetnet.sheet.disk.undo import private_folder, state_folder
from sheetnet.sheet.disk.writing import PRIVATE, write_atomically

_DAYS = 30
_RUNS = "runs"


class Note(NamedTuple):
    """`run` tells one run from another, `digest` is that of the new file, `result` what the run reports of it."""

    run: str
    digest: str
    result: dict[str, Any]


class Journal(Protocol):
    """Notes by key."""

    def get(self, key: str) -> Note | None: ...

    def put(self, key: str, note: Note) -> None: ...


def key_of(target: Location, settings: dict[str, Any]) -> str:
    """One key for one workbook and the settings that it was run with."""
    where = str(target.path.resolve()) if isinstance(target, LocalFile) else repr(target)
    return sha256(json.dumps([where, settings], sort_keys=True, default=str).encode()).hexdigest()[:40]


def is_at(target: Location, digest: str) -> bool:
    """Whether the file at a place has that digest now."""
    try:
        file, _ = target.open()
    except FileError:
        return False
    with file:
        return file_digest(file, "sha256").hexdigest() == digest  # type: ignore[arg-type]  # any file that can be read


class FolderJournal:
    """Small files in the user's state folder; those who `must` have notes are told where none can be made."""

    def __init__(self, *, must: bool = True) -> None:
        self._folder, self._must = state_folder() / _RUNS, must

    def get(self, key: str) -> Note | None:
        try:
            return Note(**json.loads((self._folder / f"{key}.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, note: Note) -> None:
        text = json.dumps(note._asdict(), ensure_ascii=False).encode()
        try:
            write_atomically(private_folder(_RUNS) / f"{key}.json", lambda out: out.write(text), PRIVATE)
        except OSError as error:
            if not self._must:
                return
            raise FileError(
                f"cannot note the run in {self._folder}: {error.strerror}",
                remedy="set SHEETNET_STATE_DIR to a folder that can be written",
            ) from None

    def tidy(self) -> None:
        """Drop notes of long ago."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.stat().st_mtime < time.time() - _DAYS * 86_400:
                    file.unlink(missing_ok=True)
