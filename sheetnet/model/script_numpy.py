"""The script in numpy: every formula written out."""

from sheetnet.model.literals import Source

_LOGISTIC = "    return 1 / (1 + np.exp(-s))"
_SQUARED = "    return 0.5 * ((t - output(s)) ** 2).sum()"
_HIDDEN = {  # h at s, and its slope
    "sigmoid": (_LOGISTIC, "h * (1 - h)"),
    "tanh": ("    return np.tanh(s)", "(1 - h * h)"),
    "relu": ("    return np.maximum(s, 0)", "(h > 0)"),
    "identity": ("    return s", "1"),
}
_HEADS = {  # z at s, the error at s and t, and delta, its slope at s
    "sigmoid+squared": (_LOGISTIC, _SQUARED, "(z - t) * z * (1 - z)"),
    "identity+squared": ("    return s", _SQUARED, "z - t"),
    "tanh+squared": ("    return np.tanh(s)", _SQUARED, "(z - t) * (1 - z * z)"),
    "softmax+cross entropy": (
        "    raised = np.exp(s - s.max(axis=1, keepdims=True))\n    return raised / raised.sum(axis=1, keepdims=True)",
        "    s = s - s.max(axis=1, keepdims=True)\n"
        "    return (t * (np.log(np.exp(s).sum(axis=1, keepdims=True)) - s)).sum()",
        "z * t.sum(axis=1, keepdims=True) - t",
    ),
    "sigmoid+cross entropy": (_LOGISTIC, "    return (np.logaddexp(0, s) - t * s).sum()", "z - t"),
}

_SCRIPT = '''"""A network of {sizes} units, written by sheetnet: {hidden} units, {head}, E a {reduction} over the cases.

    python THIS_FILE             prints E
    python THIS_FILE 500 0.05    makes 500 updates w <- w - 0.05 dE/dw, then prints E
"""

import sys
{imports}
import numpy as np

np.seterr(over="ignore")  # where e^-s overflows, 1 / (1 + e^-s) is 0, as it should be

{numbers}


def hidden(s):
{hidden_body}


def output(s):
{output_body}


def error(s, t):
{error_body}


def forward(x):
    """The inputs and the outputs of the hidden layers; and the sums of the last layer."""
    layers = [x]
    for {layer} in LAYERS:
        s = layers[-1] @ w.T{minus_theta}
        layers.append(hidden(s))
    return layers[:-1], s


def loss(x, t):
    """E."""
    return error(forward(x)[1], t){share}


def train(x, t, updates, eta):
    """Plain gradient descent over all cases, in place."""
    for _ in range(updates):
        below, s = forward(x)
        z = output(s)
        delta = {delta}
        changes = []
        for {layers}, h in zip(reversed(LAYERS), reversed(below)):
            changes.append((w, delta.T @ h))
{theta_change}            delta = (delta @ w) * {slope}
        for parameter, gradient in changes:
            parameter -= eta * gradient


{predict}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        train(X, T, int(sys.argv[1]), float(sys.argv[2]))
    print(f"E = {{loss(X, T):.17g}}")
'''


def script(source: Source) -> str:
    """The text of the script."""
    network = source.model.network
    hidden_body, slope = _HIDDEN[network.hidden.name]
    output_body, error_body, delta = _HEADS[network.head.name]
    return _SCRIPT.format(
        sizes=source.sizes,
        hidden=network.hidden.name,
        head=network.head.name,
        reduction=network.reduction,
        imports=source.imports,
        numbers=source.numbers(),
        hidden_body=hidden_body,
        output_body=output_body,
        error_body=error_body,
        layer="w, theta" if network.thresholds else "w",
        layers="(w, theta)" if network.thresholds else "w",
        minus_theta=" - theta" if network.thresholds else "",
        theta_change="            changes.append((theta, -delta.sum(axis=0)))\n" if network.thresholds else "",
        share=source.share,
        delta=f"({delta}){source.share}" if source.share else delta,
        slope=slope,
        predict=source.predict("output(forward(x)[1])"),
    )
