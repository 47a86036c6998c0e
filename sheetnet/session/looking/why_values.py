"""What the numbers of sheet Why must show: all cases at one iteration, and what was chosen picked out of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.session.looking.case_values import pass_values
from sheetnet.session.looking.looked_back import Then
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.settings import HEADS, HIDDEN
from sheetnet.sheet.blocks.why import TOLD, WhyPlaces
from sheetnet.sheet.cells import Area, Rows, Value
from sheetnet.sheet.formulas.why import NUDGE


@dataclass(frozen=True)
class WhySeen:
    """The numbers of one choice; `asked` are case, unit and input as the cells have them, `inputs` the inputs' names.

    Cases, units and inputs are counted from 0, and a layer from the first one that has weights.
    """

    problem: Problem
    places: WhyPlaces
    then: Then
    asked: tuple[Value, Value, Value]
    inputs: Sequence[str]

    # what was chosen

    @cached_property
    def case(self) -> int:
        asked, cases = self.asked[0], len(self.problem.x)
        return max(1, min(cases, int(asked))) - 1 if isinstance(asked, float | int) else 0

    @cached_property
    def unit(self) -> int:
        return _place(self.asked[1], [unit.name for unit in self.places.geometry.units])

    @property
    def layer(self) -> int:
        return self.places.geometry.units[self.unit].layer

    @property
    def number(self) -> int:
        """The unit's place in its layer."""
        return self.places.geometry.layer(self.layer).index(self.places.geometry.units[self.unit])

    @property
    def is_output(self) -> bool:
        return self.layer == len(self.places.geometry.sizes) - 2

    @cached_property
    def names(self) -> list[str]:
        """The names of the unit's inputs, its threshold among them."""
        own = list(self.inputs) if self.layer == 0 else self.places.geometry.input_names(self.layer)
        return [*own, "θ"] if self.places.geometry.thresholds else own

    @cached_property
    def input(self) -> int:
        return _place(self.asked[2], self.names)

    @property
    def of_threshold(self) -> bool:
        return self.places.geometry.thresholds and self.input == len(self.names) - 1

    @cached_property
    def parameter(self) -> int:
        before = self.places.geometry.units[: self.unit]
        return sum(len(list(unit.cells())) for unit in before) + self.input

    # what follows from it

    @cached_property
    def passed(self) -> dict[str, Array]:
        """The pass of the iteration that is shown: shape (cases, units)."""
        return {name: np.array(rows, float) for name, rows in pass_values(self.problem, self.then.parameters).items()}

    @cached_property
    def moved(self) -> dict[str, tuple[Array, dict[str, Rows]]]:
        """The parameters with the chosen one a little above and below, and their passes."""
        found = {}
        for name, nudge in (("above", NUDGE), ("below", -NUDGE)):
            parameters = self.then.parameters.copy()
            parameters[self.parameter] += nudge
            found[name] = parameters, pass_values(self.problem, parameters)
        return found

    @cached_property
    def matrices(self) -> list[Array]:
        """The weights of each layer, a row a unit, thresholds last."""
        return self.problem.network.unpack(self.then.parameters)

    @property
    def training(self) -> Array:
        return self.problem.training.astype(float)

    @property
    def share(self) -> float:
        return self.problem.network.share(int(self.problem.training.sum()))

    def of_outputs(self, kind: str) -> Array:
        """Outputs or deltas of the last layer, of all cases."""
        return np.asarray(self.passed[f"{kind}_{len(self.places.geometry.sizes) - 1}"])

    def chosen(self, kind: str) -> Array:
        """Sums, outputs or deltas of the unit, of all cases."""
        return np.asarray(self.passed[f"{kind}_{self.layer + 1}"][:, self.number])

    @cached_property
    def below(self) -> Array:
        """What the unit looks at, -1 at its threshold: shape (cases, inputs)."""
        seen = self.passed[f"outputs_{self.layer}"] if self.layer else self.problem.x
        return np.column_stack([seen, -np.ones(len(seen))]) if self.places.geometry.thresholds else seen

    @property
    def weights(self) -> Array:
        return np.asarray(self.matrices[self.layer][self.number])

    @cached_property
    def parts(self) -> Array:
        """What each case counts in the gradient."""
        return np.asarray(self.training * self.chosen("deltas") * self.below[:, self.input] * self.share)

    @cached_property
    def gradients(self) -> Array:
        """dE/dw of each input of the unit."""
        return np.asarray((self.training * self.chosen("deltas")) @ self.below * self.share)

    @cached_property
    def above(self) -> list[tuple[float, float]]:
        """The weight to each unit above, and that one's delta."""
        if self.is_output:
            return []
        weights = self.matrices[self.layer + 1][:, self.number]
        return list(zip(weights.tolist(), self.passed[f"deltas_{self.layer + 2}"][self.case].tolist(), strict=True))

    @cached_property
    def told(self) -> list[int]:
        """The cases that count most."""
        return np.argsort(-np.array(self.keys), kind="stable")[:TOLD].tolist()  # type: ignore[no-any-return]

    @cached_property
    def keys(self) -> list[float]:
        sizes = np.abs(self.parts) / max(float(np.abs(self.parts).max()), 1e-300)
        return (sizes - np.arange(1, len(sizes) + 1) * 1e-12).tolist()  # type: ignore[no-any-return]

    def loss(self, block: str) -> float:
        errors = np.array(self.moved[block][1]["errors"], float)[:, 0]
        return float(self.training @ errors) * self.share

    @cached_property
    def helpers(self) -> dict[str, Value]:
        method = self.problem.method if self.problem.layout.has_settings else {"hidden": HIDDEN[0], "head": HEADS[0]}
        up, down = (float(self.parts[self.parts * sign > 0].sum()) for sign in (-1, 1))
        above, below = self.loss("above"), self.loss("below")
        return {
            "known": self.then.known,
            "place": self.then.place,
            "shown": self.then.shown,
            "case": self.case + 1,
            "unit": self.unit + 1,
            "layer": self.layer + 1,
            "number": self.number + 1,
            "row": self.places.geometry.units[self.unit].row + 1,
            "inputs": len(self.names),
            "input": self.input + 1,
            "parameter": self.parameter + 1,
            "share": self.share,
            "nudge": NUDGE,
            "s": float(self.chosen("sums")[self.case]),
            "output": float(self.chosen("outputs")[self.case]),
            "delta": float(self.chosen("deltas")[self.case]),
            "x": float(self.below[self.case, self.input]),
            "above": float(sum(w * delta for w, delta in self.above)),
            "part": float(self.parts[self.case]),
            "total": float(self.parts.sum()),
            "up": up,
            "down": down,
            "largest": float(np.abs(self.parts).max()),
            "E_above": above,
            "E_below": below,
            "quotient": (above - below) / (2 * NUDGE),
            "gradient_cell": float(self.then.gradients[self.parameter]),
            "largest_w": max(float(np.abs(self.weights).max()), 1e-300),
            "largest_gradient": max(float(np.abs(self.gradients).max()), 1e-300),
            "hidden_number": HIDDEN.index(method["hidden"]) + 1,
            "head_number": HEADS.index(method["head"]) + 1,
        }

    def helper(self, name: str) -> float:
        value = self.helpers[name]
        assert isinstance(value, float | int)  # noqa: S101 - all of them are numbers
        return value

    def values(self) -> dict[Area, Rows]:
        """Area -> rows of values, of all numbers."""
        places = self.places
        found: dict[Area, Rows] = {places.helper(name): [[value]] for name, value in self.helpers.items()}
        found[places.named("why_gradient")] = [[self.helpers["total"]]]
        passes = {"shown": {name: array.tolist() for name, array in self.passed.items()}}
        passes |= {name: rows for name, (_, rows) in self.moved.items()}
        vectors = {"shown": self.then.parameters} | {name: vector for name, (vector, _) in self.moved.items()}
        for block, areas in places.passes.items():
            blank: Rows = [[None] * places.geometry.width for _ in range(places.geometry.height)]
            found[places.blocks[block]] = transfer.block_with(blank, places.geometry, vectors[block].tolist())
            found |= {area: passes[block][name] for name, area in areas.items() if name in passes[block]}
        columns = {"delta": self.chosen("deltas").tolist(), "x": self.below[:, self.input].tolist()}
        columns |= {"part": self.parts.tolist(), "key": self.keys}
        for name, column in columns.items():
            found[places.passes["shown"][name]] = [[value] for value in column]
        return found | self._tables()

    def _tables(self) -> dict[Area, Rows]:
        geometry, places = self.places.geometry, self.places
        units: Rows = []
        first = 1
        for unit in geometry.units:
            place = geometry.layer(unit.layer).index(unit) + 1
            units.append([unit.name, unit.layer + 1, place, unit.row + 1, first])
            first += len(list(unit.cells()))
        outputs = [self.problem.t[self.case], *(self.of_outputs(kind)[self.case] for kind in ("outputs", "deltas"))]
        output, above, told, inputs = (places.table(name) for name in ("output", "above", "told", "input"))
        largest: Rows = [[case + 1, float(self.parts[case])] for case in self.told]
        names: list[list[Value]] = [
            [name, float(w), float(x)]
            for name, w, x in zip(self.names, self.weights, self.below[self.case], strict=True)
        ]
        blank, blanks = inputs.height - len(names), [(0.0, 0.0)] * above.height
        gradients: list[Value] = [*self.gradients.tolist(), *[""] * blank]
        return {
            places.table("unit"): units,
            output._replace(right=output.left + 2): np.column_stack(outputs).tolist(),
            above._replace(right=above.left + 1): [[w, delta] for w, delta in (self.above + blanks)[: above.height]],
            told: [*largest, *[["", ""]] * (TOLD - len(largest))],
            inputs._replace(right=inputs.left + 2): [*names, *[["", "", ""]] * blank],
            places.column("input", "gradient"): [[value] for value in gradients],
        }


def _place(asked: Value, names: Sequence[str]) -> int:
    """Where a name stands in a list, as MATCH finds it; 0 where it does not."""
    folded = [name.casefold() for name in names]
    return folded.index(asked.casefold()) if isinstance(asked, str) and asked.casefold() in folded else 0
