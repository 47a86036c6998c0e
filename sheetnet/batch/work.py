"""One workbook of many: do what was asked, and say in one record what came of it. Nothing is raised."""

import os
import time
import traceback
from collections.abc import Callable, Mapping
from socket import gethostname
from typing import Any, NamedTuple, TypeVar

from sheetnet.batch.journal import FolderJournal, Journal, Note, digest_at, key_of
from sheetnet.errors import FileError, SheetnetError
from sheetnet.session import TrainResult, verdict
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.location import Location

Record = dict[str, Any]
_Value = TypeVar("_Value")


class Job(NamedTuple):
    """What is to be done with each workbook; it can be sent to other processes and machines.

    `use` is a use case of `sheetnet.api` that gets the `options`, and `writes` says that it changes the workbook;
    `outputs` maps workbooks to where their results are saved, in place if it has none. `run` tells this run from
    others, `resume` whether what an earlier run finished with the same options counts. `digest`, where there is one, is
    that of the workbook as the machine that gave the job sees it, and `beside` are those of other files that it reads.
    `each` are options of single workbooks. `fields` are those that a record has at least: a note of an earlier release
    without one of them does not count.
    """

    command: str
    use: Callable[..., Any]
    options: Mapping[str, Any] = {}
    writes: bool = False
    outputs: Mapping[str, str] = {}
    backup: bool = False
    must_undo: bool = False
    dry_run: bool = False
    resume: bool = False
    run: str = ""
    digest: str = ""
    beside: Mapping[str, str] = {}
    each: Mapping[str, Mapping[str, Any]] = {}
    fields: frozenset[str] = frozenset()

    def of(self, book: str) -> "Job":
        """The job without what concerns other workbooks only."""
        return self._replace(outputs=_only(self.outputs, book), each=_only(self.each, book))


def _only(table: Mapping[str, _Value], book: str) -> dict[str, _Value]:
    return {book: table[book]} if book in table else {}


def work(job: Job, book: str, journal: Journal | None = None) -> Record:
    """Do one workbook; `status` is done, skipped, planned, differs or failed, with a `message` for the last two."""
    started = time.perf_counter()
    record: Record = {"workbook": book, "status": "done", "command": job.command}
    try:
        if job.writes:
            record |= _write(job, book, journal or FolderJournal(must=job.must_undo, resume=job.resume), started)
        else:
            record |= _look(job, book)
    except SheetnetError as error:
        if error.book in ("", os.path.basename(book)):  # noqa: PTH119 - of a path or a URL
            error.book = book  # of many workbooks the name alone may not tell which
        record |= {"status": "failed", "message": str(error)}
    except MemoryError:
        record |= {"status": "failed", "message": f"{book}: out of memory; fewer --jobs need less"}
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({os.path.basename(where.filename)}:{where.lineno})"  # noqa: PTH119
        record |= {"status": "failed", "message": f"{book}: unexpected: {told}; please report this"}
    record.setdefault("seconds", round(time.perf_counter() - started, 6))
    return record


def _write(job: Job, book: str, journal: Journal, started: float) -> Record:
    source = location_of(book)
    target = location_of(job.outputs.get(book, book))
    key = key_of(source, target, {"command": job.command, **job.options})
    note = journal.get(key)
    if not (note and note.run == job.run and digest_at(target) == note.digest):  # else this run has written it
        _refuse_another_file(job, source)
    if job.dry_run:
        return _result(job, book, job.use(book, **job.options, dry_run=True), started) | {"status": "planned"}
    source.open()[0].close()
    with target.lock(must_undo=job.must_undo):
        note = journal.get(key)
        read = digest_at(source) if target != source else ""
        counts = note and (note.run == job.run or (job.resume and note.source == read))
        if note and counts and digest_at(target) == note.digest:
            return note.result | {"status": "done" if note.run == job.run else "skipped"}

        def before_saving(digest: str, result: TrainResult) -> None:
            journal.put(key, Note(job.run, digest, _result(job, book, result, started), read))

        kept = {"backup": job.backup, "must_undo": job.must_undo}
        saving = {"output": job.outputs.get(book), **kept, "before_saving": before_saving}
        return _result(job, book, job.use(book, **job.options, **saving), started)


def _refuse_another_file(job: Job, source: Location) -> None:
    """On another machine a name may mean another file, or none."""
    seen = [(source, job.digest), *((location_of(name), digest) for name, digest in job.beside.items())]
    for place, digest in seen:
        if digest and digest_at(place) != digest:
            raise FileError(
                f"{gethostname()} sees another file of this name, or none",
                book=place.name,
                remedy="the machines have to share the folder, under one name",
            )


def _result(job: Job, book: str, result: TrainResult, started: float) -> Record:
    return {
        "output": job.outputs.get(book, book),
        **result.summary(),
        "seconds": round(time.perf_counter() - started, 6),
    }


def _look(job: Job, book: str) -> Record:
    _refuse_another_file(job, location_of(book))
    output = {"output": job.outputs[book]} if book in job.outputs else {}
    found = job.use(book, **job.options, **job.each.get(book, {}), **output)
    if isinstance(found, Mapping):  # what `show` sees
        return {**found, "workbook": book}
    record: Record = verdict(found)
    if not record["agree"]:
        first, *more = record["failures"]
        record["message"] = f"{book}: {first}" + (f", and {len(more)} more" if more else "")
    return record
