"""What a run found in workbooks that it only reads: noted as it comes, so that an interrupted run goes on from there.

Nothing is written to the workbooks, so that a note says of what files it is true: of these bytes, by these options,
by this release.
"""

from collections.abc import Iterable, Iterator, Sequence

from sheetnet import __version__
from sheetnet.batch.journal import FolderJournal, Note, digest_at, key_of
from sheetnet.batch.work import Job, Record
from sheetnet.errors import FileError
from sheetnet.sheet.disk.addresses import location_of


class Findings:
    """The notes of a job, on the machine that gave it."""

    def __init__(self, job: Job, books: Sequence[str]) -> None:
        """The workbooks as they are now: one that changes while the job is done is looked at again the next time."""
        self._job, self._journal = job, FolderJournal(must=False)
        self._states = {book: self._state(book) for book in books}
        self._left = dict.fromkeys(books)

    def _state(self, book: str) -> tuple[str, str]:
        """(the key of the note on a workbook, the digests of all that it is true of)."""
        job, source = self._job, location_of(book)
        # a file beside it is known by what is in it, wherever it lies
        options = {name: value for name, value in job.options.items() if value not in job.beside}
        settings = {"command": job.command, "release": __version__, **options, **job.each.get(book, {})}
        key = key_of(source, location_of(job.outputs.get(book, book)), settings)
        return key, " ".join([digest_at(source), *job.beside.values()])

    def earlier(self, book: str) -> Record | None:
        """What an earlier run found, if it says all that is told today, nothing has changed and its copy is there."""
        key, state = self._states[book]
        note = self._journal.get(key)
        if note is None or note.source != state or not self._job.fields <= note.result.keys():
            return None
        if book in self._job.outputs and not _there(self._job.outputs[book]):
            return None
        del self._left[book]
        return note.result | {"workbook": book, "status": "skipped"}

    def left(self) -> list[str]:
        """The workbooks of which nothing is known yet."""
        return list(self._left)

    def noting(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records as they come, each noted before it is told."""
        for record in records:
            if record["status"] == "done":
                key, state = self._states[record["workbook"]]
                self._journal.put(key, Note("", "", record, state))
            yield record


def _there(output: str) -> bool:
    try:
        location_of(output).open()[0].close()
    except FileError:
        return False
    return True
