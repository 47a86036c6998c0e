"""The functions of spreadsheets, each with its value and how that follows from its arguments.

Read in this order: elementwise, sums, spreads, totals, logic, places, lookup, matrix, conditions, spilling,
arranging, words.
"""

from typing import NoReturn

from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.arranging import ARRANGING
from sheetnet.graph.functions.conditions import CONDITIONS
from sheetnet.graph.functions.elementwise import ELEMENTWISE
from sheetnet.graph.functions.logic import LOGIC
from sheetnet.graph.functions.lookup import LOOKUP
from sheetnet.graph.functions.matrix import MATRIX
from sheetnet.graph.functions.places import PLACES, SOFT
from sheetnet.graph.functions.spilling import SPILLING
from sheetnet.graph.functions.spreads import SPREADS
from sheetnet.graph.functions.sums import SUMS
from sheetnet.graph.functions.totals import TOTALS
from sheetnet.graph.functions.words import WORDS
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import NotUnderstood

EACH_TIME = "which is another number each time"
VOLATILE = ("RAND", "RANDBETWEEN", "RANDARRAY", "NOW", "TODAY")


def _still(name: str) -> Function:
    """A function that says something else each time: its saved value stands."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> NoReturn:  # noqa: FBT001
        raise NotUnderstood(f"{name}, {EACH_TIME}")

    return evaluated


FUNCTIONS: dict[str, Function] = {
    **ELEMENTWISE,
    **SUMS,
    **SPREADS,
    **TOTALS,
    **LOGIC,
    **PLACES,
    **LOOKUP,
    **MATRIX,
    **CONDITIONS,
    **SPILLING,
    **ARRANGING,
    **WORDS,
    **{name: _still(name) for name in VOLATILE},
}
__all__ = ["EACH_TIME", "FUNCTIONS", "SOFT", "VOLATILE"]
