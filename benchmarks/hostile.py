"""Files made to harm: how long a whole process takes to refuse each, and the most memory that it holds meanwhile."""

from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.cli import child
from benchmarks.measure import Row, skipped, weighed
from tests.promises.hostile import HOSTILE

RUNS = 3
OPENING = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
run = subprocess.run([sys.executable, "-m", "sheetnet", "train", sys.argv[1]], capture_output=True, text=True)
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(run.returncode, seconds, peak, run.stderr.strip())
"""


def run() -> list[Row]:
    """Every hostile file of the tests; each has to be refused in words."""
    if find_spec("resource") is None:
        return [skipped("hostile files", 1.0, "this system has no getrusage", " s")]
    rows = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        for title, make in HOSTILE.items():
            path = folder / f"{title}.xlsx"
            make(path)
            answers = [child(folder, "-c", OPENING, path.name).split(maxsplit=3) for _ in range(RUNS)]
            path.unlink()
            print(f"  {title}: {answers[0][3].strip()}", flush=True)
            seconds, memory = _median(answers, 1), _median(answers, 2)
            label = title.replace("_", " ")
            if any(answer[0] != "2" for answer in answers):
                rows.append(skipped(label, 1.0, "it was not refused", " s"))
                continue
            rows.append(weighed(label, seconds, 1.0, " s"))
            rows.append(weighed(f"{label}, memory", memory / 2**20, 300, " MB"))
    return rows


def _median(answers: list[list[str]], column: int) -> float:
    return median(float(answer[column]) for answer in answers)
