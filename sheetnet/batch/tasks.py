"""Tasks of one sweep in several processes, or on a Dask cluster; results come in the order of the tasks."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from sheetnet.batch.cluster import WAIT, as_they_end, connected
from sheetnet.batch.running import MOST_PROCESSES, begin
from sheetnet.errors import SettingError

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


def across_processes(jobs: int) -> Callable[[Callable[[_Task], _Done], Sequence[_Task]], Iterator[_Done]]:
    """A `map` over so many processes; with one, in this process."""
    if jobs < 1:
        raise SettingError(f"expected a number of processes of 1 or more, found {jobs}")

    def run(work: Callable[[_Task], _Done], tasks: Sequence[_Task]) -> Iterator[_Done]:
        if jobs == 1 or len(tasks) < 2:
            yield from map(work, tasks)
            return
        context = multiprocessing.get_context("spawn")  # alike on all systems, and safe beside threads
        pool = ProcessPoolExecutor(min(jobs, len(tasks), MOST_PROCESSES), mp_context=context, initializer=begin)
        try:
            yield from pool.map(work, tasks)
        except BrokenProcessPool:
            raise SettingError("a process of the sweep was killed; nothing was written") from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    return run


def across_cluster(
    scheduler: str, wait: float = WAIT
) -> Callable[[Callable[[_Task], _Done], Sequence[_Task]], Iterator[_Done]]:
    """A `map` over the workers of a Dask cluster."""

    def run(work: Callable[[_Task], _Done], tasks: Sequence[_Task]) -> Iterator[_Done]:
        with connected(scheduler, wait) as (client, _):
            places = {client.submit(work, task, pure=False): place for place, task in enumerate(tasks)}
            done: dict[int, _Done] = {}
            turn = 0  # of the task whose result comes next
            for future, result, trouble in as_they_end(client, places, wait):
                if trouble:
                    raise SettingError(f"the sweep on the cluster failed: {trouble}; nothing was written")
                done[places[future]] = result
                while turn in done:
                    yield done.pop(turn)
                    turn += 1

    return run
