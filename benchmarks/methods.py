"""Mini-batches on the digits' shape, a sweep of 800 networks, and how cost grows; everything on one thread, in float64.

Peers start from the same parameters and see the same batches, and must end at sheetnet's E to 1e-9; scikit-learn draws
its own. With the environment variable SHEETNET_MNIST naming an .npz (x_train, y_train, x_test, y_test) or a folder with
the four IDX files, the digits are also learnt for real.
"""

import gzip
import os
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.engine import Problem, the_letters
from benchmarks.measure import Row, compared, disagreement, paired, skipped, told
from sheetnet.net import (
    HEADS,
    OPTIMISERS,
    Batches,
    Evaluation,
    Network,
    Step,
    Trial,
    descend,
    initial_parameters,
    train_together,
)
from sheetnet.net.activations import Array

Peer = Callable[[], float]
ETA, ITERATIONS = 0.05, 500
DIGITS = Network((784, 100, 10), head=HEADS["softmax+cross entropy"], reduction="mean")
UPDATES, BATCH, DIGITS_ETA = 1000, 100, 0.1
ETAS, STARTS = np.geomspace(0.001, 0.1, 8), 100
BAND = (0.93, 0.96)


def run() -> list[Row]:
    """Verify that every peer ends at the same E, then time each beside sheetnet."""
    with threadpool_limits(1, "blas"):
        return [*_letters(), *_digits(), *_real_digits(), *_sweep(), *_scaling()]


def _steps(problem: Problem, iterations: int = ITERATIONS) -> Iterator[Step]:
    return descend(problem.network, problem.start, problem.x, problem.t, OPTIMISERS["sgd"](ETA), iterations)


def _last_loss(steps: Iterator[Step]) -> float:
    for step in steps:
        last = step
    return last.loss


def _letters() -> Iterator[Row]:
    problem = the_letters()

    def plain() -> float:
        return _last_loss(_steps(problem))

    def kept() -> float:
        return list(_steps(problem))[-1].loss

    yield _row("letters, 500 iterations, all steps kept / not", kept, plain, 1.15, 41)


# the digits


def _shape_of_mnist() -> Problem:
    rng = np.random.default_rng(0)
    x, t = rng.random((10_000, 784)), np.eye(10)[rng.integers(0, 10, 10_000)]
    return Problem(DIGITS, _small(rng), x, t)


def _small(rng: "np.random.Generator") -> Array:
    """Normal with deviation 0.01, the biases 0, as the source article starts."""
    start = np.zeros(DIGITS.parameter_count)
    for matrix in DIGITS.unpack(start):
        matrix[:, :-1] = rng.normal(0.0, 0.01, (len(matrix), matrix.shape[1] - 1))
    return start


def _in_batches(problem: Problem, updates: int) -> Iterator[Step]:
    batches = Batches(len(problem.x), BATCH, seed=1)
    optimiser = OPTIMISERS["sgd"](DIGITS_ETA)
    return descend(problem.network, problem.start, problem.x, problem.t, optimiser, updates, batches=batches)


def _digits() -> Iterator[Row]:
    problem = _shape_of_mnist()

    def ours() -> float:
        for step in _in_batches(problem, UPDATES):
            last = step
        return last.batch_loss

    name = f"784-100-10, batches of {BATCH}, {UPDATES} updates, "
    yield _row(name + "PyTorch by hand", ours, _pytorch(problem), 1.0, 9)
    yield _row(name + "scikit-learn", ours, _scikit_learn(problem), 1 / 1.3, 9, verified=False)


def _pytorch(problem: Problem) -> Peer | str:
    """PyTorch eager, the gradient written by hand; or the reason why not."""
    if find_spec("torch") is None:
        return "torch is not installed"
    torch: Any = import_module("torch")
    torch.set_num_threads(1)
    x, t = torch.tensor(problem.x), torch.tensor(problem.t)

    def run() -> float:
        batches = Batches(len(x), BATCH, seed=1)
        (w1, b1), (w2, b2) = (
            (torch.tensor(matrix[:, :-1].T.copy()), torch.tensor(-matrix[:, -1]))
            for matrix in problem.network.unpack(problem.start)
        )
        with torch.no_grad():
            for update in range(UPDATES + 1):
                chosen = torch.from_numpy(batches.of(update))
                batch, targets = x[chosen], t[chosen]
                h = torch.sigmoid(torch.addmm(b1, batch, w1))
                z = torch.softmax(torch.addmm(b2, h, w2), 1)
                if update == UPDATES:
                    break
                delta = (z - targets) / len(batch)
                delta_h = (delta @ w2.T) * (h * (1.0 - h))
                w2 -= DIGITS_ETA * (h.T @ delta)
                b2 -= DIGITS_ETA * delta.sum(0)
                w1 -= DIGITS_ETA * (batch.T @ delta_h)
                b1 -= DIGITS_ETA * delta_h.sum(0)
        return float(-(targets * torch.log(z)).sum() / len(batch))

    return run


def _scikit_learn(problem: Problem) -> Peer | str:
    """MLPClassifier with the same sizes, batches and learning rate; or the reason why not."""
    if find_spec("sklearn") is None:
        return "scikit-learn is not installed"
    classifier: Any = import_module("sklearn.neural_network").MLPClassifier
    classes = problem.t.argmax(axis=1)
    settings = {"activation": "logistic", "solver": "sgd", "momentum": 0.0, "alpha": 0.0, "tol": 0.0, "random_state": 0}
    epochs = UPDATES * BATCH // len(classes)

    def run() -> float:
        model = classifier(
            (100,),
            batch_size=BATCH,
            learning_rate_init=DIGITS_ETA,
            max_iter=epochs,
            n_iter_no_change=epochs,
            **settings,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not converged
            return float(model.fit(problem.x, classes).loss_)

    return run


class Mnist(NamedTuple):
    """Pictures (cases, 784) from 0 to 1, and the digits on them (cases,)."""

    x_train: Array
    y_train: NDArray[np.uint8]
    x_test: Array
    y_test: NDArray[np.uint8]


def _mnist(place: Path) -> Mnist:
    if place.suffix == ".npz":
        with np.load(place) as file:
            found = [file[name] for name in Mnist._fields]
    else:
        files = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
        found = [_idx(place / f"{name}-ubyte") for name in files]
    pictures = [array.reshape(len(array), -1) / 255.0 for array in found[::2]]
    return Mnist(pictures[0], found[1], pictures[1], found[3])


def _idx(path: Path) -> NDArray[np.uint8]:
    """An array of an IDX file, packed or not: two zeros, the type, the number of axes, their lengths, the bytes."""
    packed = path.with_name(f"{path.name}.gz")
    content = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    axes = content[3]
    shape = np.frombuffer(content, ">u4", axes, 4).tolist()
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def _real_digits() -> Iterator[Row]:
    place = os.environ.get("SHEETNET_MNIST")
    name = "MNIST, 10,000 updates: test accuracy"
    if not place:
        yield Row(name, "", "", "", f"{BAND[0]} to {BAND[1]}", "skipped: SHEETNET_MNIST names no file")
        return
    data = _mnist(Path(place))
    problem = Problem(DIGITS, _small(np.random.default_rng(0)), data.x_train, np.eye(10)[data.y_train])
    started = perf_counter()
    for step in _in_batches(problem, 10_000):
        last = step
    seconds = perf_counter() - started
    test = Evaluation(DIGITS, last.parameters, data.x_test, np.eye(10)[data.y_test]).accuracy()
    print(f"  MNIST after 10,000 updates: training accuracy {last.accuracy:.4f}, test {test:.4f}", flush=True)
    met = "met" if BAND[0] <= test <= BAND[1] else "missed"
    yield Row(name, f"{1e3 * seconds:.0f}", "", f"{test:.4f}", f"{BAND[0]} to {BAND[1]}", met)


# the sweep


def _runs(count: int) -> list[Trial]:
    """The etas times so many starts."""
    problem = the_letters()
    starts = [initial_parameters(problem.network, np.random.default_rng(seed)) for seed in range(count)]
    return [Trial(start, "sgd", float(eta)) for eta in ETAS for start in starts]


def _sweep() -> Iterator[Row]:
    problem, runs = the_letters(), _runs(STARTS)

    def ours() -> float:
        return float(train_together(problem.network, runs, problem.x, problem.t, ITERATIONS).loss[:, -1].mean())

    def loop() -> float:
        losses = [
            _last_loss(
                descend(problem.network, run.start, problem.x, problem.t, OPTIMISERS["sgd"](run.eta), ITERATIONS)
            )
            for run in runs
        ]
        return float(np.mean(losses))

    name = f"sweep of {len(runs)} networks x {ITERATIONS} iterations, "
    yield _row(name + "a loop over them", ours, loop, 1 / 2.5, 5)
    yield _row(name + "JAX vmap with its compilation", ours, _jax(problem, runs, compiling=True), 1.0, 5)
    yield _row(name + "JAX vmap compiled before", ours, _jax(problem, runs, compiling=False), None, 5)


def _jax(problem: Problem, runs: list[Trial], *, compiling: bool) -> Peer | str:
    """All networks at once by jit of vmap, E of every iteration kept as ours keeps it; or the reason why not."""
    if find_spec("jax") is None:
        return "jax is not installed"
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    jax: Any = import_module("jax")
    jax.config.update("jax_enable_x64", True)  # noqa: FBT003 - JAX's own signature
    np_of_jax: Any = import_module("jax.numpy")
    x, t = np_of_jax.array(problem.network.rows(problem.x)), np_of_jax.array(problem.t)
    starts, etas = np_of_jax.array([run.start for run in runs]), np_of_jax.array([run.eta for run in runs])

    def loss(parameters: Any) -> Any:
        hidden, output = parameters[:63].reshape(3, 21), parameters[63:].reshape(4, 4)
        h = jax.nn.sigmoid(x @ hidden.T)
        z = jax.nn.sigmoid(h @ output[:, :-1].T - output[:, -1])
        return 0.5 * ((t - z) ** 2).sum()

    def train(start: Any, eta: Any) -> Any:
        def update(parameters: Any, _: Any) -> Any:
            value, gradient = jax.value_and_grad(loss)(parameters)
            return parameters - eta * gradient, value

        parameters, _ = jax.lax.scan(update, start, None, length=ITERATIONS)
        return loss(parameters)

    def fresh() -> Any:
        return jax.jit(jax.vmap(train))

    compiled = None if compiling else fresh()

    def run() -> float:
        if compiling:
            jax.clear_caches()
        return float((compiled or fresh())(starts, etas).mean())

    return run


# how cost grows


def _scaling() -> Iterator[Row]:
    letters = the_letters()
    for iterations in (500, 2000, 8000):
        yield _grown(f"letters, {iterations} iterations", _descent(letters, iterations), iterations, "iteration")
    for times in (1, 10, 100):
        cases = letters._replace(x=np.tile(letters.x, (times, 1)), t=np.tile(letters.t, (times, 1)))
        yield _grown(f"{len(cases.x)} pictures, 100 iterations", _descent(cases, 100), 100 * len(cases.x), "picture")
    for width in (3, 30, 300):
        network = Network((20, width, 4))
        wide = letters._replace(network=network, start=initial_parameters(network, np.random.default_rng(0)))
        weights = 100 * network.parameter_count
        yield _grown(f"20-{width}-4, 100 iterations", _descent(wide, 100), weights, "parameter")
    for count in (1, 4, 16, 100):
        runs = _runs(count)
        yield _grown(f"sweep of {len(runs)}, 100 iterations", _together(letters, runs), 100 * len(runs), "network")


def _descent(problem: Problem, iterations: int) -> Peer:
    return lambda: _last_loss(_steps(problem, iterations))


def _together(problem: Problem, runs: list[Trial]) -> Peer:
    return lambda: float(train_together(problem.network, runs, problem.x, problem.t, 100).loss[0, -1])


def _grown(name: str, call: Peer, pieces: int, piece: str) -> Row:
    """The time of a call, and what of it falls to each piece of one iteration."""
    call()
    seconds = median(_seconds(call) for _ in range(5))
    amount = 1e6 * seconds / pieces
    return told(name, f"{1e3 * seconds:.2f}", f"{amount:.3g} us/{piece}")


def _seconds(call: Peer) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def _row(name: str, ours: Peer, other: Peer | str, at_most: float | None, runs: int, *, verified: bool = True) -> Row:
    """The comparison with a peer; without a target where `at_most` is None."""
    if isinstance(other, str):
        return skipped(name, at_most, other) if at_most else Row(name, "", "", "", "", f"skipped: {other}")
    right, found = ours(), other()
    wrong = disagreement({"sheetnet": right, name: found}, right) if verified else ""
    if wrong:
        return Row(name, "", "", "", "", f"skipped: {wrong}")
    row = compared(name, paired(ours, other, runs), at_most or np.inf)
    return row if at_most else row._replace(target="", met="")
