"""Functions that are told by a number which function of ranges to be."""

from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.functions.spreads import SPREADS
from sheetnet.graph.functions.sums import SUMS
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import ERROR, Value

_FUNCTIONS = SUMS | SPREADS
_TOTALS = ("AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV", "STDEV.P", "SUM", "VAR", "VAR.P")
_NAMES = {**dict(enumerate(_TOTALS, 1)), 12: "MEDIAN", 14: "LARGE", 15: "SMALL"}
_FAULTS_LEFT_OUT = (2, 3, 6, 7)


def _subtotal(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """SUBTOTAL(9, range) and the like, of visible and hidden rows alike."""
    kind = frame.whole_number(arguments[0]) % 100
    if not 1 <= kind <= len(_TOTALS):
        raise NotUnderstood(f"SUBTOTAL({kind}, ...)")
    return _FUNCTIONS[_TOTALS[kind - 1]](frame, arguments[1:], array)


def _aggregate(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """AGGREGATE(9, options, range) and the like, where there is nothing that the options leave out."""
    exactly("AGGREGATE", arguments, 3, 255)
    kind, options = (frame.whole_number(one, 0) for one in arguments[:2])
    name = _NAMES.get(kind) if options in range(8) else None
    if name is None:
        raise NotUnderstood(f"AGGREGATE({kind}, {options}, ...)")
    found = _FUNCTIONS[name](frame, arguments[2:], array)
    if options in _FAULTS_LEFT_OUT and found.is_kind(ERROR).any():
        raise NotUnderstood("AGGREGATE that leaves out errors")
    return found


TOTALS: dict[str, Function] = {"SUBTOTAL": _subtotal, "AGGREGATE": _aggregate}
