"""Whether real workbooks keep all that they hold when blocks are written into them: `python -m tests.promises.corpus`.

Every workbook is patched, given a sheet, saved, opened again, patched again and saved; then the file is compared with
the original. What is compared is read by zipfile and expat alone, so that an error of sheetnet's own reading shows.
"""

import argparse
import itertools
import os
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tabulate import tabulate

from sheetnet.errors import SheetnetError
from tests.promises.losses import differences, limited_time
from tests.promises.patch import Patch
from tests.readers.stored import why_not

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
SECONDS, MEMORY = 120, 4 * 2**30  # that one workbook may take


class Outcome(NamedTuple):
    """What became of one workbook; `problems` are losses, crashes and refusals that should not be."""

    source: str
    name: str
    refusal: str = ""  # sheetnet's message, without the name of the file
    kind: str = ""  # why a refusal is right: damaged, encrypted, signed, ...
    problems: tuple[str, ...] = ()
    blocks: int = 0
    seconds: float = 0.0  # of sheetnet's own work


def corpus_folder() -> Path | None:
    """The folder of real workbooks: $SHEETNET_CORPUS, or one with a manifest beside or above the repository."""
    named = os.environ.get("SHEETNET_CORPUS")
    if named:
        return Path(named)
    above = Path(__file__).resolve().parent.parent.parent.parents
    folders = (folder / name for folder in above for name in ("shared/corpus", "corpus"))
    return next((folder for folder in folders if (folder / "MANIFEST.tsv").is_file()), None)


def workbooks(folder: Path) -> list[Path]:
    """Every workbook in a folder and below it."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def check_all(folder: Path, paths: Iterable[Path]) -> Iterator[Outcome]:
    """The outcome of every workbook, as they come, on all processors."""
    longest_first = sorted(paths, key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(initializer=_limit_memory) as pool:
        for done in as_completed(
            [pool.submit(check, path, path.relative_to(folder).parts[0]) for path in longest_first]
        ):
            yield done.result()


def _limit_memory() -> None:
    with suppress(ImportError):  # Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def check(path: Path, source: str = "") -> Outcome:
    """Patch a copy of one workbook and compare it with the original."""
    outcome = Outcome(source, path.name)
    start = time.perf_counter()
    try:
        with limited_time(SECONDS), tempfile.TemporaryDirectory() as folder:
            patch = Patch(path, Path(folder) / ("patched" + path.suffix))
            try:
                patch.run()
            except SheetnetError as error:
                return _refused(outcome, path, error)._replace(seconds=time.perf_counter() - start)
            seconds = time.perf_counter() - start
            problems = (*patch.problems, *differences(patch))
            return outcome._replace(problems=problems, blocks=len(patch.blocks), seconds=seconds)
    except Exception as error:  # a crash is a finding
        frame = traceback.extract_tb(error.__traceback__)[-1]
        crash = f"crashed: {type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"
        return outcome._replace(problems=(crash,), seconds=time.perf_counter() - start)


def _refused(outcome: Outcome, path: Path, error: SheetnetError) -> Outcome:
    refusal = str(error).removeprefix(f"{path.name}: ")
    kind = why_not(path)
    problems = () if kind and error.problem else (f"refused: {refusal}",)
    return outcome._replace(refusal=refusal, kind=kind, problems=problems)


def table(outcomes: Iterable[Outcome]) -> str:
    """Files, kept and refused by source; then the refusals by reason, with examples."""
    outcomes = sorted(outcomes)
    by_source = [
        (source, *_counts(list(group))) for source, group in itertools.groupby(outcomes, lambda one: one.source)
    ]
    rows = [*by_source, ("total", *_counts(outcomes))]
    text = tabulate(rows, headers=["source", "files", "kept whole", "refused", "problems"], tablefmt="github")
    refused = sorted((one for one in outcomes if one.refusal), key=lambda one: (one.kind or "?", _reason(one)))
    reasons = []
    for (kind, reason), group in itertools.groupby(refused, lambda one: (one.kind or "?", _reason(one))):
        names = [one.name for one in group]
        reasons.append((len(names), kind, reason, ", ".join(names[:3])))
    if reasons:
        text += "\n\n" + tabulate(reasons, headers=["refused", "kind", "reason", "such as"], tablefmt="github")
    return text


def _counts(outcomes: list[Outcome]) -> tuple[int, int, int, int]:
    refused = sum(bool(one.refusal) for one in outcomes)
    problems = sum(bool(one.problems) for one in outcomes)
    kept = sum(not one.refusal and not one.problems for one in outcomes)
    return len(outcomes), kept, refused, problems


def _reason(outcome: Outcome) -> str:
    """The message, less what is of this one file: names of parts, numbers."""
    return re.sub(r"\d+", "N", re.sub(r"\S*/\S+\.\w+", "PART", outcome.refusal))


def main(arguments: list[str] | None = None) -> int:
    """Check a folder, print the table; 1 when anything was lost, or refused without need."""
    parser = argparse.ArgumentParser(prog="python -m tests.promises.corpus", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=corpus_folder())
    folder = parser.parse_args(arguments).folder
    if folder is None or not folder.is_dir():
        parser.error("no folder of workbooks: name one, or set SHEETNET_CORPUS")
    paths = workbooks(folder)
    outcomes = []
    for outcome in check_all(folder, paths):
        outcomes.append(outcome)
        print(f"\r{len(outcomes)}/{len(paths)}", end="", file=sys.stderr)
        for problem in outcome.problems[:5]:
            print(f"\r{outcome.source}/{outcome.name}: {problem}", file=sys.stderr)
    print(file=sys.stderr)
    print(table(outcomes))
    return int(any(outcome.problems for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
