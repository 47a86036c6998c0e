"""Names of inputs, units and outputs as pictures show them."""

from sheetnet.session.trajectory import Trajectory
from sheetnet.width import width_of


def plain(name: str | float) -> str:
    """The name of a class: a whole number without a point."""
    return name if isinstance(name, str) else f"{name:g}"


def outputs(path: Trajectory) -> list[str]:
    """The names of the outputs."""
    return [plain(name) for name in path.model.classes]


def classes(path: Trajectory) -> list[str]:
    """The names of the classes; a single output tells 0 from 1."""
    names = outputs(path)
    return ["0", "1"] if len(names) == 1 else names


def layers(path: Trajectory) -> list[list[str]]:
    """The names of inputs, of the units of each hidden layer, and of the outputs."""
    inner = len(path.network.sizes) - 2
    hidden = [[unit.name for unit in path.geometry.layer(number)] for number in range(inner)]
    return [list(path.model.feature_names), *hidden, outputs(path)]


def span(names: list[str]) -> str:
    """``H1–H3``: a layer by its first unit and its last."""
    if len(names) <= 4 and sum(map(len, names)) < 14:
        return ", ".join(names)
    dash = " … " if any("-" in name for name in names) else "–"
    return f"{names[0]}{dash}{names[-1]}"


def short(name: str, most: int = 14) -> str:
    """The name, its end left out where it is wide."""
    if width_of(name) <= most:
        return name
    while width_of(name) > most - 1:
        name = name[:-1]
    return name + "…"
