"""The use cases, the only place where both halves meet. They are handed an open workbook and never open one.

Read in this order: method, cases, problem, plan, history, expected_values, method_values, values, overwritten,
rearranging, applying, advice, running, checking; sweeping, modelling, trajectory and differentiating stand apart, and
the room fitting. earlier, spelling, target, chain and explaining tell why a number is what it is.
"""

from sheetnet.net.training import Step
from sheetnet.session.checking import Comparison, check, compare, show, told, verdict
from sheetnet.session.history import Snapshot, TrainResult
from sheetnet.session.overwritten import overwritten_in_words
from sheetnet.session.plan import NO_SETTINGS, Given
from sheetnet.session.problem import Problem, load
from sheetnet.session.running import Diverged, Progress, choose, fill, reset, step, train

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
