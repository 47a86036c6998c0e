"""The pieces of a method as a reader meets them: lines with letters, in whose place numbers can stand.

A line is a template such as ``-({t} - {z}) · {z} · (1 - {z})``. With letters it is the formula in general, with numbers
it can be worked out: · is times, ^ is to the power of, e is the base of the natural logarithm.
"""

ACTIVATIONS = {
    "sigmoid": "1 / (1 + e^-{s})",
    "tanh": "tanh({s})",
    "relu": "max({s}, 0)",
    "identity": "{s}",
}
"""h of a hidden unit."""

SLOPES = {
    "sigmoid": "{h} · (1 - {h})",
    "tanh": "(1 - {h}^2)",
    "relu": "{slope}",  # there is nothing to work out: 1 or 0
    "identity": "1",
}
"""dh/ds of a hidden unit."""

SLOPE_OF_RELU = "(1 where h > 0, else 0)"

OUTPUTS = {
    "sigmoid+squared": ACTIVATIONS["sigmoid"],
    "identity+squared": ACTIVATIONS["identity"],
    "tanh+squared": ACTIVATIONS["tanh"],
    "softmax+cross entropy": "e^{s} / {sum_of_powers}",
    "sigmoid+cross entropy": ACTIVATIONS["sigmoid"],
}
"""z of an output."""

DELTAS = {
    "sigmoid+squared": "-({t} - {z}) · {z} · (1 - {z})",
    "identity+squared": "{z} - {t}",
    "tanh+squared": "({z} - {t}) · (1 - {z}^2)",
    "softmax+cross entropy": "{z} · {sum_of_t} - {t}",
    "sigmoid+cross entropy": "{z} - {t}",
}
"""delta of an output."""

IN_GENERAL = {
    "s": "s",
    "h": "h",
    "t": "t",
    "z": "z",
    "slope": SLOPE_OF_RELU,
    "sum_of_powers": "Σ e^s",
    "sum_of_t": "Σ t",
}
"""The letters that stand in the places."""


def in_general(template: str) -> str:
    """The line with letters."""
    return template.format(**IN_GENERAL)
