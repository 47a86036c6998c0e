"""The live values that depend on the method: what the engine says its formulas must show."""

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.batches import CaseNumbers, keys
from sheetnet.net.evaluation import Evaluation
from sheetnet.net.network import read
from sheetnet.session.looking.case_values import log_sums_of
from sheetnet.session.problem import Problem, Remembered
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.settings import HEADS, HIDDEN, OPTIMISERS
from sheetnet.sheet.cells import Rows, Value
from sheetnet.sheet.formulas.results import NOTHING


def method_values(
    problem: Problem, evaluate: Backprop, parameters: Array, iteration: int, memory: Remembered
) -> dict[str, Rows]:
    """Area name -> rows of values, of the areas that depend on the method; `evaluate` has seen the training cases."""
    values = _next(problem, evaluate if problem.batches.whole else None, parameters, iteration, memory)
    if problem.layout.has_settings:
        helpers = _helpers(problem, parameters, iteration, memory)
        values |= {name: [[value]] for name, value in helpers.items()}
        values |= _of_classes(problem, parameters)
    if "order" in problem.layout:
        values |= _orders(problem, iteration)
    return values | _levels(problem, iteration)


def outside_values(problem: Problem, parameters: Array, iteration: int, memory: Remembered) -> dict[str, Rows]:
    """The same, with E and accuracy, for a workbook whose cases lie in a file: it has no values of single cases."""
    seen = Evaluation(problem.network, parameters, *problem.training_cases)
    values: dict[str, Rows] = {"E": [[seen.loss]], "accuracy": [[seen.accuracy()]]}
    helpers = _helpers(problem, parameters, iteration, memory)
    values |= {name: [[value]] for name, value in helpers.items()}
    values |= _next(problem, None, parameters, iteration, memory)
    values |= _confusion(problem, Evaluation(problem.network, parameters, problem.x, problem.t).outputs)
    values |= _levels(problem, iteration)
    return values if problem.network.head.classifies else values | {"accuracy": [[NOTHING]]}


def _helpers(problem: Problem, parameters: Array, iteration: int, memory: Remembered) -> dict[str, Value]:
    method, batches, network = problem.method, problem.batches, problem.network
    training, tests = batches.cases, len(problem.x) - batches.cases
    of_tests = Evaluation(network, parameters, *problem.test_cases) if tests else None
    reads = network.head.classifies
    beta1, beta2 = float(method["beta1"]), float(method["beta2"])
    count = _count(problem, iteration, memory)
    corrected = problem.eta * np.sqrt(1.0 - beta2**count) / (1.0 - beta1**count)
    return {
        "test_E": of_tests.loss if of_tests else NOTHING,
        "test_accuracy": of_tests.accuracy() if of_tests and reads else NOTHING,
        "training_cases": training,
        "test_cases": tests,
        "batch_cases": batches.size,
        "batches_per_epoch": batches.per_epoch,
        "epoch": batches.epoch_of(iteration),
        "first_position": iteration % batches.per_epoch * batches.size,
        "share": network.share(training),
        "batch_share": network.share(len(batches.of(iteration))),
        "test_share_of_E": network.share(tests) if tests else 1,
        "optimiser_number": OPTIMISERS.index(method["optimiser"]) + 1,
        "hidden_number": HIDDEN.index(method["hidden"]) + 1,
        "head_number": HEADS.index(method["head"]) + 1,
        "state_kept": int(memory.state is not None),
        "corrected_eta": float(corrected),
        "updates_next": iteration + 1,
    }


def _next(
    problem: Problem, evaluate: Backprop | None, parameters: Array, iteration: int, memory: Remembered
) -> dict[str, Rows]:
    """The gradient over the next batch, the next state, and the updated values."""
    geometry = problem.layout.geometry
    if evaluate is None:
        x, t = problem.training_cases
        chosen = problem.batches.of(iteration)
        evaluate = Backprop(problem.network, x[chosen], t[chosen])
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            evaluate(parameters)
    optimiser = problem.method.optimiser(problem.eta)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        state = optimiser.start(parameters) if memory.state is None else memory.state
        change, after = optimiser.step(evaluate.gradient, state, _count(problem, iteration, memory))
    nothing = np.zeros_like(parameters)
    vectors = {"gradients": evaluate.gradient, "updated": parameters + change}
    vectors |= {f"next_{number}": dict(enumerate(after, 1)).get(number, nothing) for number in (1, 2)}
    blank: Rows = [[None] * geometry.width for _ in range(geometry.height)]
    return {name: transfer.block_with(blank, geometry, vector.tolist()) for name, vector in vectors.items()}


def _count(problem: Problem, iteration: int, memory: Remembered) -> int:
    """The number of the optimiser's next update; a workbook of an earlier version counts them all."""
    counts_all = problem.layout.made_for is None and "state_since" not in problem.layout
    return iteration + 1 if counts_all else iteration - memory.since + 1


def _orders(problem: Problem, iteration: int) -> dict[str, Rows]:
    """The order of the epoch, and the cases of the next batch; of a test case its key counts for nothing."""
    batches, training = problem.batches, problem.training
    number = np.cumsum(training.astype(np.intp))  # the case's number among the training cases
    chosen = np.zeros(len(training), np.int64)
    chosen[np.flatnonzero(training)[batches.of(iteration)]] = 1
    if batches.whole:
        key: CaseNumbers = np.zeros_like(number)
        place: CaseNumbers = number
    else:
        epoch, seed = batches.epoch_of(iteration), batches.seed
        key = keys(number, epoch, seed)
        ranks = np.sort(keys(np.arange(1, batches.cases + 1), epoch, seed))
        place = np.searchsorted(ranks, key) + 1
    return {
        name: [[int(one)] for one in column]
        for name, column in (("order_key", key), ("order", place), ("batch", chosen))
    }


def _of_classes(problem: Problem, parameters: Array) -> dict[str, Rows]:
    """What targets and outputs say, in numbers from 1, how many of each class are read as which, and mean targets."""
    head, layout = problem.network.head, problem.layout
    s, z = problem.network.sums_and_outputs(parameters, problem.x)[-1]
    wanted, chosen = read(problem.t, head.middle) + 1, read(z, head.middle) + 1
    if not head.classifies:
        wanted, chosen = np.zeros_like(wanted), np.zeros_like(chosen)
    found: dict[str, Rows] = {
        "target_class": [[int(one)] for one in wanted],
        "read_class": [[int(one)] for one in chosen],
        "target_means": [problem.t[problem.training].mean(axis=0).tolist()],
    }
    if "log_sums" in layout:
        found["log_sums"] = log_sums_of(problem, s)
    return found | _confusion(problem, z)


def _confusion(problem: Problem, z: Array) -> dict[str, Rows]:
    """How many cases of each class (rows) are read as each class (columns), of training and of test cases."""
    head = problem.network.head
    wanted, chosen = read(problem.t, head.middle), read(z, head.middle)
    found: dict[str, Rows] = {}
    for name, counted in (("confusion", problem.training), ("confusion_test", ~problem.training)):
        if name in problem.layout:
            table = np.zeros((problem.layout[name].height,) * 2, np.int64)
            if head.classifies:
                np.add.at(table, (wanted[counted], chosen[counted]), 1)
            found[name] = [[int(one) for one in row] for row in table]
    return found


def best_constant(problem: Problem) -> float:
    """E of the best constant answer, which is the mean target."""
    return _nothing_and_constant(problem)[1]


def _levels(problem: Problem, iteration: int) -> dict[str, Rows]:
    """E of outputs that say nothing, and of the best constant answer: two lines for the chart."""
    return {"trace_levels": [[iteration, level, level] for level in _nothing_and_constant(problem)]}


def _nothing_and_constant(problem: Problem) -> tuple[float, float]:
    head, (_, t) = problem.network.head, problem.training_cases
    n, classes = t.shape
    m = t.mean(axis=0)
    if head.name.endswith("squared"):
        middle = 0.5 if head.name.startswith("sigmoid") else 0.0
        nothing, constant = 0.5 * float(((t - middle) ** 2).sum()), 0.5 * float(((t - m) ** 2).sum())
    elif head.name.startswith("softmax"):
        nothing, constant = float(n * m.sum() * np.log(classes)), -n * _sum_of_logs(m, m / m.sum())
    else:
        nothing, constant = float(n * classes * np.log(2.0)), -n * (_sum_of_logs(m, m) + _sum_of_logs(1.0 - m, 1.0 - m))
    share = problem.network.share(n)
    return nothing * share, constant * share


def _sum_of_logs(weights: Array, z: Array) -> float:
    """sum w ln z, where 0 ln 0 is 0."""
    some = weights > 0.0
    return float((weights[some] * np.log(z[some])).sum())
