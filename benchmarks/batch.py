"""1,000 copies of the letters book, ``sheetnet train folder/``: books a second, and where the time goes."""

import json
import os
import shutil
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import sheetnet
from benchmarks.cli import child
from benchmarks.measure import Row, told
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.net.training import descend
from sheetnet.session import load, train
from sheetnet.session.problem import parameters_in
from sheetnet.sheet.grids.file import FileGrid

BOOKS = 1_000
SAMPLE = 100


def run() -> list[Row]:
    """Whole processes with one job and with two, then the parts of one book's time."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SHEETNET_STATE_DIR"] = str(folder / "state")
        (folder / "class").mkdir()
        sheetnet.new(folder / "aple.xlsx")
        for number in range(BOOKS):
            shutil.copy(folder / "aple.xlsx", folder / "class" / f"book {number}.xlsx")
        seconds = {jobs: _seconds(folder, jobs) for jobs in (1, 2)}
        rows = [
            told(f"{BOOKS} books, {jobs} job{'s' * (jobs > 1)}", f"{1e3 * took:.0f}", f"{BOOKS / took:.1f} books/s")
            for jobs, took in seconds.items()
        ]
        rows.append(told("2 jobs / 1 job", "", f"{seconds[2] / seconds[1]:.3g}"))
        parts = _parts(folder)
        whole = sum(parts.values())
        return rows + [
            told(f"of one book: {part}", f"{1e3 * took:.2f}", f"{took / whole:.0%}") for part, took in parts.items()
        ]


def _seconds(folder: Path, jobs: int) -> float:
    started = perf_counter()
    out = child(folder, "-m", "sheetnet", "train", "class", "--jobs", str(jobs), "--json")
    took = perf_counter() - started
    done = sum(json.loads(line)["status"] == "done" for line in out.splitlines())
    if done != BOOKS:
        raise RuntimeError(f"{done} of {BOOKS} books were done")
    return took


def _parts(folder: Path) -> dict[str, float]:
    """Seconds for one book: each part measured over a sample of the copies, by what it adds to the ones before."""
    books = sorted((folder / "class").iterdir())[:SAMPLE]

    def reading(book: Path) -> None:
        grid = FileGrid(book)
        problem = load(grid)
        parameters_in(grid, problem.layout, "initial")

    def with_training(book: Path) -> None:
        grid = FileGrid(book)
        problem = load(grid)
        start = parameters_in(grid, problem.layout, "initial")
        for _ in descend(problem.network, start, *problem.training_cases, OPTIMISERS["sgd"](problem.eta), 500):
            pass

    def with_results(book: Path) -> None:
        train(FileGrid(book), keep=())

    def with_saving(book: Path) -> None:
        sheetnet.train(book, keep=())

    took = {}
    for use in (reading, with_training, with_results, with_saving):
        started = perf_counter()
        for book in books:
            use(book)
        took[use] = (perf_counter() - started) / len(books)
    started = perf_counter()
    for _ in range(10):
        partial(child, folder, "-c", "import sheetnet.api, sheetnet.batch.plan")()
    start_up = (perf_counter() - started) / 10 / BOOKS
    return {
        "reading": took[reading],
        "training": took[with_training] - took[reading],
        "results into the sheets": took[with_results] - took[with_training],
        "packing, flushing, replacing": took[with_saving] - took[with_results],
        "start-up, shared by all": start_up,
    }
