"""What single cases show on their way through the network: their passes, what each counts in E, and ln sum e^s."""

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.session.problem import Problem
from sheetnet.sheet.cells import Rows


def errors_of(problem: Problem, s: Array, z: Array) -> Rows:
    """What each case counts in E; `s` and `z` are those of the outputs, shape (cases, outputs)."""
    head = problem.network.head
    if head.name.endswith("squared"):
        return (0.5 * ((problem.t - z) ** 2).sum(axis=1, keepdims=True)).tolist()  # type: ignore[no-any-return]
    return [[float(head.loss(one, target))] for one, target in zip(s, problem.t, strict=True)]


def log_sums_of(problem: Problem, s: Array) -> Rows:
    """ln sum e^s of each case, which softmax alone needs."""
    if not problem.network.head.name.startswith("softmax"):
        return [[0]] * len(s)
    most = s.max(axis=1, keepdims=True)
    return (most + np.log(np.exp(s - most).sum(axis=1, keepdims=True))).tolist()  # type: ignore[no-any-return]


def pass_values(problem: Problem, parameters: Array) -> dict[str, Rows]:
    """Area name -> rows, as on sheet Calc: sums, outputs and deltas of each layer, and the two above."""
    from sheetnet.session.earlier import passes  # only sheets that look back need them

    seen = passes(problem, parameters)
    found: dict[str, Rows] = {}
    for kind, layers in zip(("sums", "outputs", "deltas"), seen, strict=True):
        found |= {f"{kind}_{number}": layer.tolist() for number, layer in enumerate(layers, 1)}
    found["errors"] = errors_of(problem, seen.sums[-1], seen.outputs[-1])
    found["log_sums"] = log_sums_of(problem, seen.sums[-1])
    return found
