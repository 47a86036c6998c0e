"""The letters trained by a plain script of numpy and openpyxl: textbook lines, addresses as a reader would type them.

``python plain_script.py BOOK.xlsx OUT.xlsx`` prints E before and after. It is the peer of ``sheetnet train``.
"""

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openpyxl import load_workbook

Array = NDArray[np.float64]


def sigmoid(s: Array) -> Array:
    """1 / (1 + e^-s)."""
    return 1.0 / (1.0 + np.exp(-s))


def train(
    w1: Array, theta1: Array, w2: Array, theta2: Array, x: Array, t: Array, eta: float, iterations: int
) -> tuple[Array, Array, Array, Array, list[float]]:
    """The parameters after `iterations` updates and E before each and after all; pictures are rows, expressions plain.

    Weights have shape (inputs, units), `x` (pictures, inputs), `t` (pictures, outputs).
    """
    losses = []
    for _ in range(iterations):
        h = sigmoid(x @ w1 - theta1)
        z = sigmoid(h @ w2 - theta2)
        losses.append(0.5 * float(np.sum((t - z) ** 2)))
        delta2 = (z - t) * z * (1.0 - z)
        delta1 = (delta2 @ w2.T) * h * (1.0 - h)
        w2 = w2 - eta * (h.T @ delta2)
        theta2 = theta2 + eta * delta2.sum(axis=0)
        w1 = w1 - eta * (x.T @ delta1)
        theta1 = theta1 + eta * delta1.sum(axis=0)
    z = sigmoid(sigmoid(x @ w1 - theta1) @ w2 - theta2)
    losses.append(0.5 * float(np.sum((t - z) ** 2)))
    return w1, theta1, w2, theta2, losses


def block(sheet: Any, area: str) -> Array:
    """The numbers of a rectangle of cells."""
    return np.array([[cell.value for cell in row] for row in sheet[area]], dtype=np.float64)


def put(sheet: Any, area: str, numbers: Array) -> None:
    """Write numbers into a rectangle of cells."""
    for row, line in zip(sheet[area], numbers.tolist(), strict=True):
        for cell, number in zip(row, line, strict=True):
            cell.value = number


def main(book: str, out: str) -> None:
    """Train `book` from its initial block; write the current block, the counter and a trace of E, save as `out`."""
    workbook = load_workbook(book)
    bp, data, trace = workbook["BP"], workbook["Data"], workbook["Trace"]
    x, t = block(data, "D6:W133"), block(data, "X6:AA133")
    iterations, eta = int(bp["C5"].value), float(bp["C8"].value)
    w1 = np.column_stack([block(bp, f"C{row}:F{row + 4}").ravel() for row in (91, 96, 101)])
    theta1 = np.array([bp[f"G{row}"].value for row in (91, 96, 101)])
    w2 = block(bp, "C107:E110").T
    theta2 = block(bp, "G107:G110").ravel()
    w1, theta1, w2, theta2, losses = train(w1, theta1, w2, theta2, x, t, eta, iterations)
    for unit, row in enumerate((15, 20, 25)):
        put(bp, f"C{row}:F{row + 4}", w1[:, unit].reshape(5, 4))
        bp[f"G{row}"] = float(theta1[unit])
    put(bp, "C31:E34", w2.T)
    put(bp, "G31:G34", theta2[:, np.newaxis])
    bp["D5"] = iterations
    for iteration, loss in enumerate(losses):
        trace.cell(6 + iteration, 1, iteration)
        trace.cell(6 + iteration, 2, loss)
    workbook.save(out)
    print(losses[0], losses[-1])


if __name__ == "__main__":
    main(*sys.argv[1:])
