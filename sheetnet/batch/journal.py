"""What a run was about to do to each workbook: noted before the last step, looked at when it is to be done again.

A note names the digest of the file that was about to take its place. If the workbook has this digest now, the step was
taken and its result is in the note; if not, it was not. So nothing is done twice, wherever a run is cut off.
"""

import json
import os
import time
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from unicodedata import normalize

from sheetnet.errors import FileError
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.location import Location
from sheetnet.sheet.disk.undo import private_folder, state_folder
from sheetnet.sheet.disk.writing import PRIVATE, write_atomically

_DAYS = 30
_RUNS = "runs"


class Note(NamedTuple):
    """`run` tells one run from another, `digest` is that of the new file, `result` what the run reports of it.

    `source` is the digest of the file that was read, where that is not the one that was written.
    """

    run: str
    digest: str
    result: dict[str, Any]
    source: str = ""


class Journal(Protocol):
    """Notes by key."""

    def get(self, key: str) -> Note | None: ...

    def put(self, key: str, note: Note) -> None: ...


def key_of(source: Location, target: Location, settings: dict[str, Any]) -> str:
    """One key for the file that is read, the one that is written and the settings, however they are spelled."""
    what = [_identity(source), _identity(target), settings]
    return sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()[:40]


def _identity(place: Location) -> str:
    """The file itself: links followed, and in one spelling where a disk takes several for one."""
    if not isinstance(place, LocalFile):
        return repr(place)
    path = Path(os.path.normcase(os.path.realpath(place.path)))
    other = path.with_name(path.name.swapcase())
    if other != path and other.exists() and path.exists() and other.samefile(path):
        return normalize("NFC", str(path)).casefold()
    return str(path)


def digest_at(place: Location) -> str:
    """The digest of the file at a place; empty where there is none that can be read."""
    try:
        file, _ = place.open()
    except FileError:
        return ""
    with file:
        return file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any file that can be read


def digest_of(book: str) -> str:
    """The digest of a file by its name; empty for a URL, which names the same file on every machine."""
    return "" if "://" in book else digest_at(location_of(book))


class FolderJournal:
    """Small files in the user's state folder; those who `must` have notes are told where none can be made.

    Those who `resume` what would be done twice without a note are told where one is there and cannot be read.
    """

    def __init__(self, *, must: bool = True, resume: bool = False) -> None:
        self._folder, self._must, self._resume = state_folder() / _RUNS, must, resume

    def get(self, key: str) -> Note | None:
        file = self._folder / f"{key}.json"
        try:
            return Note(**json.loads(file.read_text("utf-8")))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, TypeError) as error:
            if not self._resume:
                return None
            why = (isinstance(error, OSError) and error.strerror) or "it is damaged"
            raise FileError(
                f"whether an earlier run has done this is not known: its note {file} cannot be read: {why}",
                remedy="look at the workbook, then delete the note or leave out --resume",
            ) from None

    def put(self, key: str, note: Note) -> None:
        text = json.dumps(note._asdict()).encode()  # in ASCII: a file's name need not be text
        try:
            write_atomically(private_folder(_RUNS) / f"{key}.json", lambda out: out.write(text), PRIVATE, Path.replace)
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
