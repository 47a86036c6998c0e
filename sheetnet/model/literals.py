"""The numbers of a script: written out, or read from a file beside it."""

from dataclasses import dataclass

import numpy as np

from sheetnet.model.model import Model, weights_and_thresholds
from sheetnet.net.activations import Array

MOST_LITERALS = 20_000  # numbers that are written out; the letters have 3,151


@dataclass(frozen=True, eq=False)
class Source:
    """A model, the cases that its E is taken over, and the name of the file they are read from, or nothing."""

    model: Model
    x: Array
    t: Array
    data_file: str

    @property
    def sizes(self) -> str:
        """``20-3-4``."""
        return "-".join(map(str, self.model.network.sizes))

    @property
    def share(self) -> str:
        """What follows the sum of the errors where E is their mean."""
        return " / len(x)" if self.model.network.reduction == "mean" else ""

    @property
    def imports(self) -> str:
        """What reading a file beside the script needs."""
        return "from pathlib import Path\n" if self.data_file else ""

    def numbers(self) -> str:
        """Lines that define LAYERS, X, T, CLASSES, and the scaling where there is one."""
        lines = [
            "# of each layer the weights, one row for each unit" + (THETA if self.model.network.thresholds else "")
        ]
        if self.data_file:
            opened = f"with np.load(Path(__file__).with_name({self.data_file!r})) as file:"
            lines = [opened, "    DATA = dict(file)", *lines]
        lines += ["LAYERS = [", *self._layers(), "]"]
        for name, array in (("x", self.x), ("t", self.t)):
            lines.append(f'{name.upper()} = DATA["{name}"]' if self.data_file else f"{name.upper()} = {rows(array)}")
        lines.append(f"CLASSES = {list(self.model.classes)!r}  # what the outputs stand for")
        if self.scaled:
            for name in ("input_shift", "input_scale", "target_shift", "target_scale"):
                lines.append(f"{name.upper()} = np.array({getattr(self.model, name).tolist()!r})")
        return "\n".join(lines)

    def _layers(self) -> list[str]:
        found = []
        for number, (weights, thresholds) in enumerate(weights_and_thresholds(self.model), 1):
            if self.data_file:
                w, theta = f'DATA["weights_{number}"]', f'DATA["thresholds_{number}"]'
            else:
                w = rows(weights, "    ")
                theta = "" if thresholds is None else f"np.array({thresholds.tolist()!r})"
            found.append(f"    {w}," if thresholds is None else f"    ({w}, {theta}),")
        return found

    @property
    def scaled(self) -> bool:
        """Whether raw numbers differ from what the network sees and says."""
        model = self.model
        shifts, scales = (model.input_shift, model.target_shift), (model.input_scale, model.target_scale)
        return any(shift.any() for shift in shifts) or any((scale != 1.0).any() for scale in scales)

    def predict(self, outputs: str) -> str:
        """The function that takes raw numbers; `outputs` is the expression for the outputs at x."""
        lines = ["def predict(raw):", '    """The outputs for raw inputs, in raw units."""']
        lines.append(f"    x = {'(raw - INPUT_SHIFT) / INPUT_SCALE' if self.scaled else 'raw'}")
        return "\n".join([*lines, f"    return {outputs}{' * TARGET_SCALE + TARGET_SHIFT' if self.scaled else ''}"])


THETA = ", and the thresholds, which are subtracted"


def rows(array: Array, indent: str = "") -> str:
    """An array of two axes, a row a line; each number with the digits that give its bits back."""
    whole = bool((np.abs(array) < 1e15).all() and (array == np.floor(array)).all() and not np.signbit(array).any())
    values = array.astype(np.int64).tolist() if whole else array.tolist()
    return "np.array([\n" + "".join(f"{indent}    {row!r},\n" for row in values) + f"{indent}], dtype=float)"
