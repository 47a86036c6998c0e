"""The steps from a case's inputs to the sum of its unit's gradient, as lines whose digits are not chosen yet."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.session.earlier import Moment, Passes
from sheetnet.session.problem import Problem
from sheetnet.session.spelling import Unspelled
from sheetnet.session.target import Target
from sheetnet.sheet.blocks.geometry import Unit
from sheetnet.sheet.formulas.spelled import ACTIVATIONS, DELTAS, OUTPUTS, SLOPES, in_general

STEP = 1e-4  # h of the difference quotient


class Chain:
    """The numbers of one moment, arranged around the unit that is to be explained."""

    def __init__(self, problem: Problem, then: Moment, seen: Passes, target: Target, inputs: Sequence[str]) -> None:
        self._problem, self._then, self._seen, self._target = problem, then, seen, target
        self._network, geometry = problem.network, problem.layout.geometry
        self._layers = [geometry.layer(layer) for layer in range(len(geometry.sizes) - 1)]
        self._matrices = self._network.unpack(then.parameters)
        self.unit: Unit = self._layers[target.layer][target.number]
        below = inputs if target.layer == 0 else [unit.name.lower() for unit in self._layers[target.layer - 1]]
        self._inputs = [*below, "θ"] if self._network.thresholds else list(below)
        self.counted: NDArray[np.intp] = np.flatnonzero(problem.training)  # the cases that the next update looks at
        if not problem.batches.whole:
            self.counted = self.counted[problem.batches.of(then.iteration)]

    @property
    def input_name(self) -> str:
        """What the parameter in question stands at; nothing where a unit is meant."""
        return "" if self._target.parameter is None else self._inputs[self._target.parameter]

    @property
    def inputs_of_unit(self) -> int:
        """How many inputs the unit has, its threshold among them."""
        return len(self._inputs)

    @property
    def parts(self) -> Array:
        """What each case counts in the gradient: delta times input, of a threshold -delta; shape (cases,)."""
        delta = self._seen.deltas[self._target.layer][:, self._target.number]
        return np.asarray(delta if self._target.parameter is None else delta * self._x() * self._share)

    @property
    def _share(self) -> float:
        return self._network.share(len(self.counted))

    def _x(self) -> Array:
        """The input of the parameter in question, of every case; that of a threshold is -1."""
        assert self._target.parameter is not None  # noqa: S101 - of a unit there is no input
        below = self._problem.x if self._target.layer == 0 else self._seen.outputs[self._target.layer - 1]
        if self._target.parameter == below.shape[1]:
            return np.full(len(below), -1.0)
        return np.asarray(below[:, self._target.parameter])

    def sum_of_inputs(self, case: int) -> tuple[list[Unspelled], float]:
        """A line for each input that is not 0, and for the threshold; and s."""
        below = self._problem.x if self._target.layer == 0 else self._seen.outputs[self._target.layer - 1]
        weights = self._matrices[self._target.layer][self._target.number]
        lines = [
            Unspelled(name, "w · x" if self._target.layer == 0 else "w · h", "{w} · {x}", {"w": w, "x": x}, w * x)
            for name, w, x in zip(self._inputs, weights.tolist(), below[case].tolist(), strict=False)
            if x
        ]
        if self._network.thresholds:
            theta = float(weights[-1])
            lines.append(Unspelled("θ", "-θ", "-{theta}", {"theta": theta}, -theta))
        return lines, float(self._seen.sums[self._target.layer][case, self._target.number])

    def output(self, case: int) -> Unspelled:
        """h or z of the unit."""
        layer, number = self._target.layer, self._target.number
        all_s = self._seen.sums[layer][case].tolist()
        numbers = {"s": all_s[number]}
        if layer < len(self._layers) - 1:
            mark, template = "h", ACTIVATIONS[self._network.hidden.name]
        else:
            mark, template = "z", OUTPUTS[self._network.head.name]
            numbers |= {f"s{k}": s for k, s in enumerate(all_s)} if "{sum_of_powers}" in template else {}
        text = template.replace("{sum_of_powers}", "(" + " + ".join(f"e^{{s{k}}}" for k in range(len(all_s))) + ")")
        value = float(self._seen.outputs[layer][case, number])
        return Unspelled(f"{mark} of {self.unit.name}", in_general(template), text, numbers, value)

    def errors(self, case: int) -> list[Unspelled]:
        """delta of the outputs, then of the units below them, down to the unit in question."""
        lines = []
        for layer in reversed(range(self._target.layer, len(self._layers))):
            numbers = range(len(self._layers[layer])) if layer > self._target.layer else [self._target.number]
            lines += [self._delta(case, layer, number) for number in numbers]
        return lines

    def _delta(self, case: int, layer: int, number: int) -> Unspelled:
        value = float(self._seen.deltas[layer][case, number])
        name = f"δ{self._layers[layer][number].name}"
        output = float(self._seen.outputs[layer][case, number])
        if layer == len(self._layers) - 1:
            template = DELTAS[self._network.head.name]
            t = self._problem.t[case]
            numbers = {"t": float(t[number]), "z": output, "sum_of_t": float(t.sum())}
            return Unspelled(name, in_general(template), template, numbers, value)
        weights, above = self._matrices[layer + 1][:, number].tolist(), self._seen.deltas[layer + 1][case].tolist()
        terms = " + ".join(f"{{w{k}}} · {{d{k}}}" for k in range(len(above)))
        slope = SLOPES[self._network.hidden.name]
        numbers = {"h": output, "slope": float(output > 0)}
        numbers |= {f"w{k}": w for k, w in enumerate(weights)} | {f"d{k}": d for k, d in enumerate(above)}
        of = self._layers[layer + 1][0].name.rstrip("0123456789").rstrip(".")
        general = f"(Σ w · δ{of}) · {in_general(slope)}"
        return Unspelled(name, general, f"({terms}) · {slope}", numbers, value)

    def part(self, case: int) -> Unspelled:
        """What a case counts in the gradient."""
        delta = float(self._seen.deltas[self._target.layer][case, self._target.number])
        x, of_threshold = float(self._x()[case]), self.input_name == "θ"
        letter = "x" if self._target.layer == 0 else "h"
        numbers: Mapping[str, float] = {"d": delta} if of_threshold else {"d": delta, "x": x}
        template, general = ("-{d}", "-δ") if of_threshold else ("{d} · {x}", f"δ · {letter}")
        if self._share != 1.0:
            template, general = f"{template} / {len(self.counted)}", f"{general} / n"
        return Unspelled(f"case {case + 1}", general, template, numbers, float(self.parts[case]))

    @property
    def gradient(self) -> float:
        """The sum over the cases that count."""
        return float(self.parts[self.counted].sum())

    def quotient(self) -> Unspelled:
        """(E(w + h) - E(w - h)) / 2h, the loss computed anew at both."""
        at = self._index()
        x, t = self._problem.x[self.counted], self._problem.t[self.counted]
        losses = []
        for h in (STEP, -STEP):
            moved = self._then.parameters.copy()
            moved[at] += h
            losses.append(float(self._network.loss(moved, x, t)))
        letter = "θ" if self.input_name == "θ" else "w"
        return Unspelled(
            "difference quotient",
            f"(E({letter} + h) - E({letter} - h)) / 2h",
            f"({{above}} - {{below}}) / {2 * STEP:g}",
            {"above": losses[0], "below": losses[1]},
            (losses[0] - losses[1]) / (2 * STEP),
        )

    def update(self) -> Unspelled:
        """The parameter after the next update of plain descent."""
        letter, eta = "θ" if self.input_name == "θ" else "w", self._problem.eta
        w = float(self._then.parameters[self._index()])
        numbers = {"w": w, "eta": eta, "g": self.gradient}
        general, template = f"{letter} - η · ∂E/∂{letter}", "{w} - {eta} · {g}"
        return Unspelled("next update", general, template, numbers, w - eta * self.gradient)

    def _index(self) -> int:
        """The parameter's place in the vector."""
        assert self._target.parameter is not None  # noqa: S101 - of a unit there is no parameter
        before = sum(matrix.size for matrix in self._matrices[: self._target.layer])
        row = self._matrices[self._target.layer].shape[1]
        return int(before + self._target.number * row + self._target.parameter)
