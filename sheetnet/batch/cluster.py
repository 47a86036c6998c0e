"""The same job on a Dask cluster: any number of machines that see the workbooks under the same names."""

import os
from collections.abc import Iterator, Sequence
from typing import Any

from sheetnet.batch.journal import Note
from sheetnet.batch.work import Job, Record, work
from sheetnet.errors import SettingError

_RETRIES = 3
_PATIENCE = 10.0  # seconds until a scheduler has to answer


def run_on_cluster(job: Job, books: Sequence[str], scheduler: str) -> Iterator[Record]:
    """One record for each workbook, as they end on the cluster.

    A worker that dies is replaced by another one. What it was about to write is noted on the scheduler, so that a
    workbook that it did finish is not done again.
    """
    distributed = _distributed()
    with connect(scheduler) as client:
        names = {client.submit(_work, job, book, pure=False, retries=_RETRIES): book for book in books}
        for future in distributed.as_completed(names):
            error = future.exception()
            yield future.result() if error is None else _lost(job, names[future], error)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise SettingError("--scheduler needs Dask", remedy='pip install "sheetnet[cluster]"') from None
    return distributed


def connect(scheduler: str) -> Any:
    """A client of the cluster; raises SettingError where no scheduler answers."""
    distributed = _distributed()
    try:
        return distributed.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SettingError(
            f"no Dask scheduler answers at {scheduler} ({reason})", remedy="start one with: dask scheduler"
        ) from None


def _lost(job: Job, book: str, error: BaseException) -> Record:
    message = f"{book}: every worker that had it died ({type(error).__name__})"
    return {"workbook": book, "status": "failed", "command": job.command, "message": message}


def _work(job: Job, book: str) -> Record:
    """`work` on a worker, whose tasks are threads of one process."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    threadpool_limits(1, "blas")  # for good: threads would take each other's limits back
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
    return work(job, book, SchedulerJournal())


class SchedulerJournal:
    """Notes on the scheduler, which outlives its workers."""

    def __init__(self) -> None:
        self._client = _distributed().get_client()

    def get(self, key: str) -> Note | None:
        note = self._client.get_metadata(["sheetnet", key], default=None)
        return Note(**note) if note else None

    def put(self, key: str, note: Note) -> None:
        self._client.set_metadata(["sheetnet", key], note._asdict())
