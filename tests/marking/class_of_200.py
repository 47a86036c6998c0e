"""A class of 200 marked, and the marks compared with the truth: ``python -m tests.marking.class_of_200 [COUNT]``.

Every kind of submission comes in turn; the figures of the proof are printed.
"""

import csv
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import sheetnet
from sheetnet import classroom
from sheetnet.cli import main
from tests.marking.classes import ACCEPTED, KINDS, MISTAKES, Submission, submissions
from tests.marking.conftest import Task
from tests.marking.submissions import answers

CASES = 15


class Proof(NamedTuple):
    """What a class showed: submissions whose marks are not the truth, and mistakes that were called something else."""

    wrong: list[str]
    misnamed: list[str]
    named: int


def task(folder: Path) -> Task:
    """Four inputs, three hidden units, three classes and fifteen cases; deltas and gradients are asked for."""
    rng = random.Random(3)
    with (folder / "flowers.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["a", "b", "c", "d", "kind"])
        for number in range(CASES):
            lines.writerow([*(round(rng.uniform(0.1, 2), 2) for _ in range(4)), "xyz"[number % 3]])
    key, exercise = folder / "key.xlsx", folder / "exercise.xlsx"
    sheetnet.new(key, data=str(folder / "flowers.csv"), network="4-3-3", plain=True)
    classroom.blank(key, exercise, ["deltas", "gradients"])
    return Task(key, exercise, answers(exercise, key))


def made(asked: Task, folder: Path, count: int) -> dict[str, Submission]:
    """So many submissions, every kind in turn, by their files."""
    return {str(one.path): one for one in submissions(asked, folder, list(islice(cycle(KINDS), count)))}


def marked(folder: Path, key: Path, *options: str) -> list[dict[str, Any]]:
    """The records of a folder, as the command prints them."""
    out = StringIO()
    with redirect_stdout(out):
        main(["grade", str(folder), "--key", str(key), "--json", *options])
    return [json.loads(line) for line in out.getvalue().splitlines()]


def proof(records: Sequence[Mapping[str, Any]], truth: Mapping[str, Submission]) -> Proof:
    """The marks beside the truth."""
    wrong, misnamed, named = [], [], 0
    for record in records:
        one = truth[record["workbook"]]
        fault = _fault(record, one)
        if fault:
            wrong.append(f"{one.path.name} {one.kind}: {fault}")
        elif one.mistake:
            told = {cell["mistake"] for cell in record["cells"] if "mistake" in cell}
            named += 1
            if not told <= ACCEPTED.get(one.mistake, frozenset({one.mistake})):
                misnamed.append(f"{one.kind}: {', '.join(sorted(told))}")
    missing = set(truth) - {record["workbook"] for record in records}
    return Proof([*wrong, *(f"{name}: no marks" for name in sorted(missing))], misnamed, named)


def _fault(record: Mapping[str, Any], one: Submission) -> str:
    """How the marks of a submission differ from the truth; empty where they are it."""
    if one.broken or record["status"] == "failed":
        return "" if one.broken and record["status"] == "failed" and record["message"] else str(record.get("message"))
    if record["student"] != one.student:
        return f"student {record['student']}"
    verdicts = {cell["cell"]: cell["verdict"] for cell in record["cells"]}
    forgiven = ("right", "right_given") if one.spoiled else ("right",)
    spoiled = one.spoiled
    for cell, verdict in verdicts.items():
        if verdict not in ((one.verdict,) if cell in spoiled else forgiven):
            return f"{cell} {verdict}"
    blocks = {cell["block"] for cell in record["cells"]}
    lost = sum(
        sum(cell["cell"] in spoiled for cell in record["cells"] if cell["block"] == block)
        / sum(cell["block"] == block for cell in record["cells"])
        for block in blocks
    )
    share = 1 - lost / len(blocks)
    return "" if abs(record["share"] - share) < 1e-6 else f"share {record['share']} for {share}"


def run(count: int) -> int:
    """Make a class, mark it, and say how it went."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["SHEETNET_STATE_DIR"] = str(Path(name) / "state")
        folder = Path(name) / "class"
        folder.mkdir()
        asked = task(Path(name))
        truth = made(asked, folder, count)
        begun, clock = os.times(), time.perf_counter()
        records = marked(folder, asked.key, "--jobs", "2", "--report", str(Path(name) / "marks.xlsx"))
        seconds, now = time.perf_counter() - clock, os.times()
        found = proof(records, truth)
    processor = sum(now[:4]) - sum(begun[:4])
    kinds = Counter(one.kind.split()[0] for one in truth.values() if one.kind not in MISTAKES)
    print(
        f"{len(truth)} submissions ({sum(bool(one.mistake) for one in truth.values())} with a mistake, {dict(kinds)})"
    )
    print(f"{seconds:.0f} s with two processes, {processor:.0f} s of processor time")
    print(f"marks that are not the truth: {len(found.wrong)}", *found.wrong, sep="\n  ")
    print(f"mistakes named right: {found.named - len(found.misnamed)} of {found.named}", *found.misnamed, sep="\n  ")
    return 1 if found.wrong or len(found.misnamed) > 0.1 * found.named else 0


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
