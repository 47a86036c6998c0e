"""The use cases, the only place where both halves meet. They are handed an open workbook and never open one.

Read in this order: method, cases, problem, plan, history, expected_values, method_values, values,
overwritten, rearranging, applying, advice, running, checking; sweeping, modelling, trajectory and differentiating stand
apart, and the rooms looking, what is seen of the past, and fitting. earlier, spelling, target, chain and
explaining tell why a number is what it is.
"""

from typing import TYPE_CHECKING, Any

from sheetnet.net.training import Step
from sheetnet.session.history import Snapshot, TrainResult
from sheetnet.session.overwritten import overwritten_in_words
from sheetnet.session.plan import NO_SETTINGS, Given
from sheetnet.session.problem import Problem, load
from sheetnet.session.running import Diverged, Progress, choose, fill, reset, step, train

if TYPE_CHECKING:
    from sheetnet.session.checking import Comparison, check, compare, show, told, verdict

__all__ = [
    "NO_SETTINGS",
    "Comparison",
    "Diverged",
    "Given",
    "Problem",
    "Progress",
    "Snapshot",
    "Step",
    "TrainResult",
    "check",
    "choose",
    "compare",
    "fill",
    "load",
    "overwritten_in_words",
    "reset",
    "show",
    "step",
    "told",
    "train",
    "verdict",
]


def __getattr__(name: str) -> Any:
    """What compares a sheet with the engine is loaded on first use."""
    if name not in __all__:
        raise AttributeError(f"module 'sheetnet.session' has no attribute {name!r}")
    from sheetnet.session import checking

    return getattr(checking, name)
