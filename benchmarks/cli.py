"""Whole processes: ``sheetnet train`` on the letters book beside what it is made of.

Both sides are children of this process, started in turn, with one BLAS thread and cached bytecode.
"""

import json
import os
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import sheetnet
from benchmarks.measure import Row, compared, disagreement, paired, skipped, told, weighed

RUNS = 15
PLAIN_SCRIPT = Path(__file__).with_name("plain_script.py")
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak if sys.platform == "darwin" else peak * 1024)
"""


def child(folder: Path, *arguments: str) -> str:
    """Run Python with these arguments in `folder` to its end; returns what it printed."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if "sheetnet" in arguments else None,
        text=True,
    )
    return done.stdout


def run() -> list[Row]:
    """Verify that both programs end at the same E, then time whole processes, then weigh one."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sheetnet.new(folder / "aple.xlsx", plain=True)
        sheetnet.new(folder / "whole.xlsx")
        os.environ["SHEETNET_STATE_DIR"] = str(folder / "state")
        train = ("-m", "sheetnet", "train", "aple.xlsx", "-o", "out.xlsx")
        plain = (str(PLAIN_SCRIPT), "aple.xlsx", "plain.xlsx")
        loss = json.loads(child(folder, *train, "--json"))["after"]["E"]
        found = {"sheetnet train": loss, "plain script": float(child(folder, *plain).split()[-1])}
        wrong = disagreement(found, loss)
        against_numpy, against_plain = "train aple.xlsx / import numpy", "train aple.xlsx / numpy + openpyxl script"
        ours = partial(child, folder, *train)
        pair = paired(ours, partial(child, folder, "-c", "import numpy"), RUNS)
        other = skipped(against_plain, 0.7, wrong)
        if not wrong:
            other = compared(against_plain, paired(ours, partial(child, folder, *plain), RUNS), 0.7)
        whole = partial(child, folder, "-m", "sheetnet", "train", "whole.xlsx", "-o", "out.xlsx")
        whole()
        looking = paired(whole, partial(child, folder, "-c", "import numpy"), RUNS)
        again = paired(partial(child, folder, "-m", "sheetnet", "train", "out.xlsx"), whole, RUNS)
        return [
            compared(against_numpy, pair, 1.7),
            told(
                "the same with Play, Why and Gallery",
                f"{1e3 * looking.ours:.2f}",
                f"{looking.ours / looking.other:.3g}",
            ),
            told(
                "a trained one again / for the first time", f"{1e3 * again.ours:.2f}", f"{again.ours / again.other:.3g}"
            ),
            other,
            peak_memory(folder),
        ]


def peak_memory(folder: Path) -> Row:
    """The most memory that the whole process holds while it trains the letters with a full trace.

    A process starts with the size of its parent, so that a small helper is its parent, not this one.
    """
    name, at_most = "peak memory, train --trace all", 90.0
    if find_spec("resource") is None:
        return skipped(name, at_most, "this system has no getrusage", " MB")
    train = (sys.executable, "-m", "sheetnet", "train", "aple.xlsx", "-o", "full.xlsx", "--trace", "all")
    return weighed(name, int(child(folder, "-c", PEAK, *train)) / 2**20, at_most, " MB")
