"""The letters, 20-3-4 on 128 pictures, 500 iterations at eta 0.05, everything on one thread.

Each peer starts from the same parameters and returns E after the last update, which must be sheetnet's to 1e-9.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks import plain_script
from benchmarks.measure import Row, compared, disagreement, paired, skipped
from sheetnet.net import OPTIMISERS, Network, Step, descend, initial_parameters
from sheetnet.net.activations import Array
from sheetnet.sheet.tables import letters

ITERATIONS = 500
ETA = 0.05
C_SOURCE = Path(__file__).with_name("letters.c")
Peer = Callable[[], float]


class Problem(NamedTuple):
    """What every peer is given: `x` has shape (pictures, inputs), `t` (pictures, outputs)."""

    network: Network
    start: Array
    x: Array
    t: Array


class Trace(NamedTuple):
    """Everything of every iteration, one row each; deltas are those of one picture, all units."""

    parameters: Array
    gradients: Array
    loss: Array
    deltas: Array


def the_letters() -> Problem:
    """The letters that come with sheetnet, and parameters drawn with seed 0."""
    table = letters()
    network = Network((20, 3, 4))
    start = initial_parameters(network, np.random.default_rng(0))
    return Problem(network, start, np.array(table.features), np.array(table.targets))


def sheetnet_loop(problem: Problem) -> float:
    """`descend`, consumed for E only."""
    loss = np.nan
    for step in _steps(problem):
        loss = step.loss
    return loss


def sheetnet_trace(problem: Problem) -> Trace:
    """`descend` with all of every step copied into rows that are allocated once."""
    count, units = problem.network.parameter_count, problem.network.sizes[1:]
    rows = ITERATIONS + 1
    trace = Trace(np.empty((rows, count)), np.empty((rows, count)), np.empty(rows), np.empty((rows, sum(units))))
    for step in _steps(problem):
        trace.parameters[step.number] = step.parameters
        trace.gradients[step.number] = step.gradient
        trace.loss[step.number] = step.loss
        trace.deltas[step.number] = step.deltas_of(0)
    return trace


def _steps(problem: Problem) -> Iterator[Step]:
    return descend(problem.network, problem.start, problem.x, problem.t, OPTIMISERS["sgd"](ETA), ITERATIONS)


def textbook_loop(problem: Problem) -> float:
    """Plain numpy expressions, one picture a row."""
    hidden, output = problem.network.unpack(problem.start)
    parameters = (hidden[:, :-1].T, hidden[:, -1], output[:, :-1].T, output[:, -1])
    *_, losses = plain_script.train(*parameters, problem.x, problem.t, ETA, ITERATIONS)
    return losses[-1]


def c_loop(problem: Problem, *more: str) -> Peer | str:
    """letters.c, compiled here and now: fixed sizes, several pictures in one register; or the reason why not.

    `more` are options for the compiler. With -march=native it takes the widest registers that the processor has.
    """
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if not compiler:
        return "no C compiler (cc, gcc, clang) on the PATH"
    try:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # Windows keeps a loaded library's file
            library = ctypes.CDLL(str(_compiled(compiler, Path(folder), more)))
    except (subprocess.CalledProcessError, OSError) as error:
        return f"{Path(compiler).stem} cannot build it ({type(error).__name__})"
    x, t = np.ascontiguousarray(problem.x.T), np.ascontiguousarray(problem.t.T)
    losses = np.empty(ITERATIONS + 1)

    def run() -> float:
        parameters = problem.start.copy()
        library.train(*map(_pointer, (x, t, parameters)), ITERATIONS, ctypes.c_double(ETA), _pointer(losses))
        return float(losses[-1])

    return run


def _compiled(compiler: str, folder: Path, more: tuple[str, ...]) -> Path:
    """The shared library; on processors whose compiler knows no -march=native, without it.

    Linked without -ffast-math, which would switch this whole process to flush small numbers to zero.
    """
    made, library = folder / "letters.o", folder / ("letters.dll" if os.name == "nt" else "letters.so")
    posix = os.name == "posix"
    build = [compiler, "-O3", "-ffast-math", *["-fPIC"] * posix, *more, "-c", str(C_SOURCE), "-o", str(made)]
    if _call([*build, "-march=native"]):
        print(" ".join(("  compiled by", Path(compiler).stem, "-O3 -ffast-math -march=native", *more)))
    else:
        subprocess.run(build, check=True, capture_output=True)
        print(f"  compiled by {Path(compiler).stem} -O3 -ffast-math; -march=native is unknown here")
    subprocess.run([compiler, "-shared", str(made), "-o", str(library)], check=True, capture_output=True)
    return library


def _call(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _pointer(array: Array) -> Any:
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_double))


def pytorch_loop(problem: Problem) -> Peer | str:
    """PyTorch as its tutorials write it: nn.Module, autograd, optim.SGD; or the reason why not."""
    if find_spec("torch") is None:
        return "torch is not installed"
    torch: Any = import_module("torch")
    torch.set_num_threads(1)

    class Letters(torch.nn.Module):  # type: ignore[misc]  # torch need not be there
        def __init__(self) -> None:
            super().__init__()
            inputs, hidden, outputs = problem.network.sizes
            self.hidden = torch.nn.Linear(inputs, hidden, dtype=torch.float64)
            self.output = torch.nn.Linear(hidden, outputs, dtype=torch.float64)

        def forward(self, x: Any) -> Any:
            return torch.sigmoid(self.output(torch.sigmoid(self.hidden(x))))

    x, t = torch.tensor(problem.x), torch.tensor(problem.t)
    squares = torch.nn.MSELoss(reduction="sum")

    def run() -> float:
        model = Letters()
        with torch.no_grad():
            for layer, matrix in zip((model.hidden, model.output), problem.network.unpack(problem.start), strict=True):
                layer.weight.copy_(torch.tensor(matrix[:, :-1]))
                layer.bias.copy_(torch.tensor(-matrix[:, -1]))
        optimiser = torch.optim.SGD(model.parameters(), lr=ETA)
        losses = []
        for _ in range(ITERATIONS):
            optimiser.zero_grad()
            loss = 0.5 * squares(model(x), t)
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        losses.append((0.5 * squares(model(x), t)).item())
        return float(losses[-1])

    return run


def run() -> list[Row]:
    """Verify that every peer ends at the same E, then time each beside sheetnet."""
    problem = the_letters()

    def ours() -> float:
        return sheetnet_loop(problem)

    with threadpool_limits(1, "blas"):
        loss = ours()
        disagreement({"sheetnet": loss}, loss)
        return [
            _row("C limit, letters.c, 256-bit registers", ours, c_loop(problem, "-mprefer-vector-width=256"), 6.5, 41),
            _row("C limit, letters.c, widest registers", ours, c_loop(problem), 6.5, 41),
            _row("textbook numpy, pictures as rows", ours, lambda: textbook_loop(problem), 0.5, 31),
            _row("PyTorch tutorial loop", ours, pytorch_loop(problem), 0.1, 11),
            _traced(problem, ours),
        ]


def _row(name: str, ours: Peer, other: Peer | str, at_most: float, runs: int) -> Row:
    if isinstance(other, str):
        return skipped(name, at_most, other)
    wrong = disagreement({name: other()}, ours())
    return skipped(name, at_most, wrong) if wrong else compared(name, paired(ours, other, runs), at_most)


def _traced(problem: Problem, ours: Peer) -> Row:
    name, at_most = "full trace kept / sheetnet without", 1.15
    wrong = disagreement({"sheetnet, the trace's last row": sheetnet_trace(problem).loss[-1]}, ours())
    if wrong:
        return skipped(name, at_most, wrong)
    return compared(name, paired(lambda: sheetnet_trace(problem), ours, 41), at_most)
