"""Many workbooks on this machine: one after another, or in several processes. Records come as they are ready."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from sheetnet.batch.work import Job, Record, work

MOST_PROCESSES = 61 if sys.platform == "win32" else 10_000  # Windows waits for 63 things at most, two of them its own
_TRIES = 2  # for a workbook whose process was killed
_RARELY = 200_000  # new objects before garbage is looked for: a workbook makes many, and hardly a cycle


def run_here(job: Job, books: Sequence[str], processes: int = 1) -> Iterator[Record]:
    """One record for each workbook; with several processes in the order in which they end.

    A process that is killed takes no workbook with it: those that it may have been at are done again, one by one, and
    the journal sees to it that none is done twice.
    """
    if processes == 1 or len(books) == 1:
        usual = gc.get_threshold()
        gc.set_threshold(_RARELY)
        try:
            yield from (work(job, book) for book in books)
        finally:
            gc.set_threshold(*usual)
        return
    processes = min(processes, MOST_PROCESSES)
    waiting = list(books)
    tries = dict.fromkeys(books, 0)
    together = processes
    while waiting:
        done: set[str] = set()
        suspects: list[str] = []
        yield from _side_by_side(job, waiting[:1] if together == 1 else waiting, together, done, suspects)
        for book in suspects:
            tries[book] += 1
        lost = [book for book in suspects if tries[book] >= _TRIES and together == 1]
        for book in lost:
            message = f"{book}: the process that worked on it was killed; the file is as it was or wholly new"
            yield {"workbook": book, "status": "failed", "command": job.command, "message": message}
        waiting = [book for book in waiting if book not in done and book not in lost]
        waiting.sort(key=lambda book: tries[book] == 0)  # suspects first, each in a process of its own
        together = 1 if any(tries[book] for book in waiting) else processes


def _side_by_side(
    job: Job, books: Sequence[str], processes: int, done: set[str], suspects: list[str]
) -> Iterator[Record]:
    """Records of the books that were done; those that were at work when a process died are the suspects."""
    context = multiprocessing.get_context("spawn")  # alike on all systems, and safe beside threads
    pool = ProcessPoolExecutor(min(processes, len(books)), mp_context=context, initializer=begin)
    try:
        futures: dict[Future[Record], str] = {pool.submit(work, job.of(book), book): book for book in books}
        running = set[Future[Record]]()
        for future in as_completed(futures):
            try:
                record = future.result()
            except BrokenProcessPool:
                running.add(future)
                continue
            done.add(futures[future])
            yield record
        # a pool that breaks says so of every book that waits; those at its front were at work
        left = [futures[future] for future in futures if future in running]
        suspects += left[: processes + 1]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def begin() -> None:
    """Ctrl-C is for the process that started the others; these finish their workbook. If it dies, they end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_RARELY)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
