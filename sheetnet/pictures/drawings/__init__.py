"""A drawing of each kind, and their names. Each is a function of a trajectory and of words.

Read in this order: naming, curve, blocks, weights, flow, confusion, predicted, network, surface.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sheetnet.pictures.drawings.confusion import confusion
from sheetnet.pictures.drawings.curve import curve
from sheetnet.pictures.drawings.flow import flow
from sheetnet.pictures.drawings.network import network
from sheetnet.pictures.drawings.predicted import predicted
from sheetnet.pictures.drawings.surface import surface
from sheetnet.pictures.drawings.weights import gradients, weights
from sheetnet.pictures.shapes import Picture
from sheetnet.session.trajectory import Trajectory

Drawing = Callable[[Trajectory, Mapping[str, str]], Picture]

DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {
        "curve": curve,
        "weights": weights,
        "gradients": gradients,
        "flow": flow,
        "confusion": confusion,
        "predicted": predicted,
        "network": network,
        "surface": surface,
    }
)


def fitting(path: Trajectory) -> tuple[str, ...]:
    """The drawings that say most of a network of this kind, where nobody has chosen any."""
    result = "confusion" if path.network.head.classifies else "predicted"
    chosen = ("weights", "curve", result)
    return (*chosen, "surface") if path.network.sizes[0] == 2 else chosen
