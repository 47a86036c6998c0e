"""A folder of letters books, ``sheetnet train folder/``: books a second, and where the time goes.

Copies have their sheets in common, which a run reads once; books with initial values of their own have those of the
data alone in common.
"""

import json
import os
import shutil
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import sheetnet
from benchmarks.cli import child
from benchmarks.measure import Row, at_least, told
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.net.training import descend
from sheetnet.session import load, train
from sheetnet.session.problem import parameters_in
from sheetnet.sheet.grids.file import FileGrid

BOOKS = 1_000
SAMPLE = 100
OTHERS = 30


def run() -> list[Row]:
    """Whole processes with one job and with two, then the parts of one book's time."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SHEETNET_STATE_DIR"] = str(folder / "state")
        for kind in ("class", "others", "whole", "default"):
            (folder / kind).mkdir()
        sheetnet.new(folder / "aple.xlsx", plain=True)
        sheetnet.new(folder / "whole.xlsx")
        for number in range(BOOKS):
            shutil.copy(folder / "aple.xlsx", folder / "class" / f"book {number}.xlsx")
        for number in range(OTHERS):
            sheetnet.new(folder / "others" / f"book {number}.xlsx", plain=True, seed=number)
            shutil.copy(folder / "whole.xlsx", folder / "whole" / f"book {number}.xlsx")
            sheetnet.new(folder / "default" / f"book {number}.xlsx", seed=number)
        seconds = {jobs: _seconds(folder / "class", jobs, BOOKS) for jobs in (1, 2)}
        rows = [
            at_least(f"{BOOKS} books, 1 job", f"{1e3 * seconds[1]:.0f}", BOOKS / seconds[1], 20.0, " books/s"),
            told(f"{BOOKS} books, 2 jobs", f"{1e3 * seconds[2]:.0f}", f"{BOOKS / seconds[2]:.3g} books/s"),
            told("2 jobs / 1 job", "", f"{seconds[2] / seconds[1]:.3g}"),
        ]
        for kind, name in (("others", "with initial values of their own"), ("whole", "with Play, Why and Gallery")):
            took = _seconds(folder / kind, 1, OTHERS)
            rows.append(told(f"{OTHERS} books {name}", f"{1e3 * took:.0f}", f"{OTHERS / took:.3g} books/s"))
        took = _seconds(folder / "default", 1, OTHERS)
        own = f"{OTHERS} default letters with values of their own, 1 job"
        rows.append(at_least(own, f"{1e3 * took:.0f}", OTHERS / took, 5.0, " books/s"))
        parts = _parts(folder)
        whole = sum(parts.values())
        return rows + [
            told(f"of one book: {part}", f"{1e3 * took:.2f}", f"{took / whole:.0%}") for part, took in parts.items()
        ]


def _seconds(folder: Path, jobs: int, books: int) -> float:
    started = perf_counter()
    out = child(folder, "-m", "sheetnet", "train", ".", "--jobs", str(jobs), "--json")
    took = perf_counter() - started
    done = sum(json.loads(line)["status"] == "done" for line in out.splitlines())
    if done != books:
        raise RuntimeError(f"{done} of {books} books were done")
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
        partial(child, folder, "-c", "import sheetnet.api, sheetnet.batch.batch")()
    start_up = (perf_counter() - started) / 10 / BOOKS
    return {
        "reading": took[reading],
        "training": took[with_training] - took[reading],
        "results into the sheets": took[with_results] - took[with_training],
        "packing, flushing, replacing": took[with_saving] - took[with_results],
        "start-up, shared by all": start_up,
    }
