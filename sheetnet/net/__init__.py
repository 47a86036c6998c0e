"""The mathematics: feed-forward networks, their gradients, and descent. It needs numpy and knows no workbook.

Read in this order: initial, activations, heads, network, backprop, optimisers, batches, evaluation, training,
stopping, health, objective, lbfgs, least_squares, stack, ensemble, sweep, complex_step, numerical.
"""

from typing import TYPE_CHECKING, Any

from sheetnet.net.activations import ACTIVATIONS, Activation
from sheetnet.net.backprop import Backprop
from sheetnet.net.batches import Batches, order, split_by_share, split_in_time, split_stratified
from sheetnet.net.evaluation import Evaluation
from sheetnet.net.heads import HEADS, Head, head_named
from sheetnet.net.initial import INITIALS, initial_parameters
from sheetnet.net.network import Network
from sheetnet.net.optimisers import OPTIMISERS, Optimiser
from sheetnet.net.stopping import Stopping
from sheetnet.net.training import NotFinite, Step, descend, stuck

if TYPE_CHECKING:
    from sheetnet.net.complex_step import Derivative, complex_step_gradient
    from sheetnet.net.lbfgs import Minimisation, Missing, minimise
    from sheetnet.net.numerical import (
        LayerDifference,
        check_layers,
        gradient_check,
        gradient_descent,
        network_gradient,
        numerical_gradient,
    )
    from sheetnet.net.sweep import Trial, TrialResults, train_in_blocks, train_together

__all__ = [
    "ACTIVATIONS",
    "HEADS",
    "INITIALS",
    "OPTIMISERS",
    "Activation",
    "Backprop",
    "Batches",
    "Derivative",
    "Evaluation",
    "Head",
    "LayerDifference",
    "Minimisation",
    "Missing",
    "Network",
    "NotFinite",
    "Optimiser",
    "Step",
    "Stopping",
    "Trial",
    "TrialResults",
    "check_layers",
    "complex_step_gradient",
    "descend",
    "gradient_check",
    "gradient_descent",
    "head_named",
    "initial_parameters",
    "minimise",
    "network_gradient",
    "numerical_gradient",
    "order",
    "split_by_share",
    "split_in_time",
    "split_stratified",
    "stuck",
    "train_in_blocks",
    "train_together",
]


def __getattr__(name: str) -> Any:
    """What descent does not need is loaded on first use: a short run is half start-up."""
    if name in ("Derivative", "complex_step_gradient"):
        from sheetnet.net import complex_step as module
    elif name in ("Minimisation", "Missing", "minimise"):
        from sheetnet.net import lbfgs as module  # type: ignore[no-redef]
    elif name in ("Trial", "TrialResults", "train_in_blocks", "train_together"):
        from sheetnet.net import sweep as module  # type: ignore[no-redef]
    elif name in __all__:
        from sheetnet.net import numerical as module  # type: ignore[no-redef]
    else:
        raise AttributeError(f"module 'sheetnet.net' has no attribute {name!r}")
    return getattr(module, name)
