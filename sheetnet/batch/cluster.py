"""The same job on a Dask cluster: any number of machines that see the workbooks under the same names.

Nothing waits for ever: where no worker comes, or all have gone, or the scheduler has, what is left is told as failed.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from sheetnet.batch.books import whole
from sheetnet.batch.journal import Note, digest_of
from sheetnet.batch.work import Job, Record, work
from sheetnet.errors import SettingError

WAIT = 30.0
"""Seconds without a worker after which a run ends."""

_PATIENCE = 10  # seconds in which a scheduler has to answer
_RETRIES = 3
_COMPARED = ("sheetnet", "numpy")  # what results depend on
Versions = Mapping[str, str | None]


def run_on_cluster(job: Job, books: Sequence[str], scheduler: str, wait: float = WAIT) -> Iterator[Record]:
    """One record for each workbook, as they end on the cluster.

    A worker that dies is replaced by another one. What it was about to write is noted on the scheduler, so that a
    workbook that it did finish is not done again. Names that are relative here are made whole, for workers have other
    folders; and a worker that sees another file under a name leaves it alone.
    """
    named = {whole(book): book for book in books}
    there = job._replace(
        outputs={whole(book): whole(output) for book, output in job.outputs.items()},
        each={whole(book): options for book, options in job.each.items()},
    )
    with connected(scheduler, wait) as (client, needed):
        tasks = {
            client.submit(_work, there.of(book), book, digest_of(book), needed, pure=False, retries=_RETRIES): book
            for book in named
        }
        for future, record, trouble in as_they_end(client, tasks, wait):
            book = named[tasks[future]]
            yield (
                _failed(job, book, f"{trouble}; it is as it was or wholly new")
                if trouble
                else _as_named(record, book, tasks[future], job)
            )


def _failed(job: Job, book: str, message: str) -> Record:
    return {"workbook": book, "status": "failed", "command": job.command, "message": f"{book}: {message}"}


def _as_named(record: Record, book: str, whole: str, job: Job) -> Record:
    """The record with names as the user gave them."""
    told = record | {"workbook": book}
    if "output" in record:
        told["output"] = job.outputs.get(book, book)
    if "message" in record:
        told["message"] = record["message"].replace(whole, book, 1)
    return told


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise SettingError("--scheduler needs Dask", remedy='pip install "sheetnet[cluster]"') from None
    return distributed


@contextmanager
def connected(scheduler: str, wait: float = WAIT) -> Iterator[tuple[Any, Versions]]:
    """A client of a cluster that has a worker, and the versions that workers need.

    Raises SettingError where no scheduler answers, no worker comes, or one has other versions than this machine.
    """
    if not wait > 0:
        raise SettingError(f"expected a number of seconds above 0 to wait, found {wait:g}")
    distributed = _distributed()
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SettingError(
            f"no Dask scheduler answers at {scheduler} ({reason})", remedy="start one with: dask scheduler"
        ) from None
    try:
        try:
            client.wait_for_workers(1, timeout=wait)
        except TimeoutError:
            raise SettingError(
                f"no worker came to the scheduler at {scheduler} within {wait:g} s", remedy=_a_worker(scheduler)
            ) from None
        yield client, same_versions(client)
    finally:
        with suppress(Exception):  # of a scheduler that has gone
            client.close(timeout=2)


def _a_worker(scheduler: str) -> str:
    return f"start one with: dask worker {scheduler}, or wait longer with --wait"


def same_versions(client: Any) -> Versions:
    """The versions of this machine; raises SettingError that names a worker with others."""
    found = client.get_versions(packages=["sheetnet"])
    ours = _compared(found["client"]["packages"])
    for worker, told in found["workers"].items():
        theirs = _compared(told["packages"])
        if theirs != ours:
            raise SettingError(
                f"the worker at {worker} has {_in_words(theirs)}, and this machine {_in_words(ours)}",
                remedy="results could differ; install the same versions",
            )
    return ours


def _compared(packages: Mapping[str, Any]) -> Versions:
    return {name: packages.get(name) for name in _COMPARED}


def _in_words(versions: Versions) -> str:
    return " and ".join(f"{name} {version}" if version else f"no {name}" for name, version in versions.items())


def as_they_end(client: Any, futures: Iterable[Any], wait: float) -> Iterator[tuple[Any, Any, str]]:
    """(future, its result, "") as each ends, or (future, None, what went wrong); none stays away for ever."""
    distributed = _distributed()
    pending, seen = list(futures), time.monotonic()  # when there was a worker last
    while pending:
        with suppress(Exception):  # it is over, or one was lost: their states say so
            distributed.wait(pending, timeout=1, return_when="FIRST_COMPLETED")
        ended = [future for future in pending if future.status in ("finished", "error", "cancelled")]
        for future in ended:
            pending.remove(future)
            yield _ended(future)
        gone = client.status == "closed"
        if gone or client.scheduler_info().get("workers"):
            seen = time.monotonic()
        if gone or time.monotonic() - seen > wait:
            missing = _GONE if gone else f"there was no worker for {wait:g} s; {_a_worker(client.scheduler.address)}"
            yield from ((future, None, missing) for future in pending)
            return


_GONE = "the scheduler went away"


def _ended(future: Any) -> tuple[Any, Any, str]:
    if future.status == "cancelled":
        return future, None, _GONE
    try:
        return future, future.result(), ""
    except CancelledError:  # while it was fetched
        return future, None, _GONE
    except Exception as raised:
        error = raised
    if type(error).__name__ == "KilledWorker":
        return future, None, "every worker that had it died"
    return future, None, f"the worker could not do it: {type(error).__name__}: {error}"


def _work(job: Job, book: str, digest: str, needed: Versions) -> Record:
    """`work` on a worker, whose tasks are threads of one process."""
    from distributed.versions import get_versions
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    has = _compared(get_versions(["sheetnet"])["packages"])
    if has != needed:  # a worker that came later
        return _failed(job, book, f"a worker has {_in_words(has)}, and {_in_words(needed)} is needed")
    threadpool_limits(1, "blas")  # for good: threads would take each other's limits back
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
    return work(job._replace(digest=digest), book, SchedulerJournal())


class SchedulerJournal:
    """Notes on the scheduler, which outlives its workers."""

    def __init__(self) -> None:
        self._client = _distributed().get_client()

    def get(self, key: str) -> Note | None:
        note = self._client.get_metadata(["sheetnet", key], default=None)
        return Note(**note) if note else None

    def put(self, key: str, note: Note) -> None:
        self._client.set_metadata(["sheetnet", key], note._asdict())
