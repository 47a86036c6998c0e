"""The script in scikit-learn: its own estimator, with the parameters set by hand."""

from typing import NamedTuple

import numpy as np

from sheetnet.model.literals import Source
from sheetnet.model.model import ModelError

_ACTIVATIONS = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "identity": "identity"}


class _Kind(NamedTuple):
    """An estimator, what it is to learn from T, what its first call needs besides, its outputs at x, and the error."""

    estimator: str
    learned: str
    classes: str
    outputs: str
    error: str


_ERRORS = {
    "identity+squared": "0.5 * ((t - z) ** 2).sum()",
    "softmax+cross entropy": "-xlogy(t, z).sum()",
    "sigmoid+cross entropy": "-(xlogy(t, z) + xlog1py(1 - t, -z)).sum()",
}

_SCRIPT = '''"""A network of {sizes} units, written by sheetnet: {hidden} units, {head}, E a {reduction} over the cases.

    python THIS_FILE             prints E
    python THIS_FILE 500 0.05    makes 500 updates w <- w - 0.05 dE/dw, then prints E
"""

import sys
{imports}
import numpy as np
{scipy}from sklearn.neural_network import {estimator}

{numbers}
LEARNED = {learned}

UPDATES, ETA = (int(sys.argv[1]), float(sys.argv[2])) if len(sys.argv) > 2 else (0, 0.05)
network = {estimator}(
    hidden_layer_sizes={hidden_sizes},
    activation={activation!r},
    solver="sgd",
    momentum=0,
    alpha=0,
    batch_size=len(X),
    learning_rate_init=ETA{times},{why}
)
network.partial_fit(X, LEARNED{classes})  # makes scikit-learn's arrays; what it drew is replaced now
network.coefs_ = [w.T.copy() for w, theta in LAYERS]
network.intercepts_ = [-theta for w, theta in LAYERS]  # added there, where sheetnet subtracts a threshold


def outputs(x):
    """z, one row for each case."""
    return {outputs}


def loss(x, t):
    """E."""
    z = outputs(x)
    return {error}{share}


{predict}


if __name__ == "__main__":
    for _ in range(UPDATES):
        network.partial_fit(X, LEARNED)
    print(f"E = {{loss(X, T):.17g}}")
'''


def script(source: Source) -> str:
    """The text of the script; raises ModelError for what scikit-learn does not have."""
    network = source.model.network
    kind = _kind(source)
    special = ", ".join(name for name in ("xlog1py", "xlogy") if f"{name}(" in kind.error)
    return _SCRIPT.format(
        sizes=source.sizes,
        hidden=network.hidden.name,
        head=network.head.name,
        reduction=network.reduction,
        imports=source.imports,
        scipy=f"from scipy.special import {special}\n" if special else "",
        numbers=source.numbers(),
        **kind._asdict(),
        hidden_sizes=network.sizes[1:-1],
        activation=_ACTIVATIONS[network.hidden.name],
        share=source.share,
        times=" * len(X)" if network.reduction == "sum" else "",
        why="  # scikit-learn takes the mean over the cases" if network.reduction == "sum" else "",
        predict=source.predict("outputs(x)"),
    )


def _kind(source: Source) -> _Kind:
    network = source.model.network
    head, count = network.head.name, network.sizes[-1]
    if head not in _ERRORS or (head.startswith("softmax") and count < 3):
        outputs = f" of {count} outputs" if head in _ERRORS else ""
        raise ModelError(
            f"scikit-learn has no {head}{outputs}; it has identity+squared, sigmoid+cross entropy, and "
            "softmax+cross entropy of 3 outputs or more; export to numpy or torch"
        )
    if not network.thresholds:
        raise ModelError("scikit-learn has no units without thresholds; export to numpy or torch")
    error = _ERRORS[head]
    if head == "identity+squared":
        learned = "T" if count > 1 else "T[:, 0]"
        return _Kind("MLPRegressor", learned, "", "network.predict(x).reshape(len(x), -1)", error)
    if not np.isin(source.t, (0.0, 1.0)).all() or (head.startswith("softmax") and (source.t.sum(axis=1) != 1.0).any()):
        raise ModelError(f"scikit-learn's {head} needs targets of 0 and 1; export to numpy or torch")
    classes = f", classes=range({max(count, 2)})"
    if head == "softmax+cross entropy":
        return _Kind("MLPClassifier", "T.argmax(axis=1)", classes, "network.predict_proba(x)", error)
    if count == 1:
        return _Kind("MLPClassifier", "T[:, 0].astype(int)", classes, "network.predict_proba(x)[:, 1:]", error)
    return _Kind("MLPClassifier", "T.astype(int)", classes, "network.predict_proba(x)", error)
