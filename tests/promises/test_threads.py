"""Same inputs, same numbers: what is written into cells does not depend on the number of BLAS threads."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

SCRIPT = """
import sys
import sheetnet
from sheetnet.sheet.blocks.finding import find
path, network, data = sys.argv[1:]
sheetnet.new(path, network=network, data=data, settings={"split": "share"}, plain=True)
result = sheetnet.train(path, iterations=3, settings={"reduction": "mean"})
seen = sheetnet.show(path)
grid = sheetnet.open(path)
layout = find(grid)
names = ("E", "gradients", "updated", "current", "test_E", "trace")
cells = [grid.read(layout[name]) for name in names if name in layout]
print(repr((seen["E"], result.after.loss, result.after.test_loss, result.before.loss, cells)))
"""


@pytest.mark.parametrize(
    ("sizes", "cases", "more"),
    [
        ((32, 24, 4), 400, "4"),
        *(
            pytest.param(sizes, 700, more, marks=pytest.mark.full)
            for sizes, more in (((3, 2, 1), "2"), ((30, 20, 3), "4"), ((64, 40, 10), "4"))
        ),
    ],
)
def test_cells_are_the_same_with_one_thread_and_with_more(
    sizes: tuple[int, ...], cases: int, more: str, tmp_path: Path
) -> None:
    rng = np.random.default_rng(1)
    rows = np.hstack(
        [rng.normal(size=(cases, sizes[0])).round(3), np.eye(sizes[-1])[rng.integers(0, sizes[-1], cases)]]
    )
    head = ",".join([f"x{n}" for n in range(sizes[0])] + [f"t{n}" for n in range(sizes[-1])])
    np.savetxt(tmp_path / "data.csv", rows, delimiter=",", header=head, comments="", fmt="%g")

    told = set()
    for threads in ("1", more):
        path = str(tmp_path / f"by{threads}.xlsx")
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        environment.pop("MKL_NUM_THREADS", None)
        command = [sys.executable, "-c", SCRIPT, path, "-".join(map(str, sizes)), str(tmp_path / "data.csv")]
        told.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)

    assert len(told) == 1
    assert len(next(iter(told))) > 100
