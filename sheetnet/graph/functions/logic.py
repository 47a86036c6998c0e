"""Functions that decide: IF and its kin, AND and OR, and questions about what a value is."""

from collections.abc import Callable

import numpy as np

from sheetnet.graph.arrays import chosen
from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.functions.sums import first_codes, parts_of
from sheetnet.graph.operators import compared
from sheetnet.graph.trees import Call, Missing, Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    EMPTY,
    ERROR,
    LOGICAL,
    NA,
    NUMBER,
    TEXT,
    VALUE,
    Bools,
    Value,
    as_numbers,
    error,
    logical,
    number,
    somewhere,
    spoiled,
    stretched,
)


def _said(*, true: bool) -> Value:
    return logical(np.full((1, 1, 1), true))


def _if(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """IF: only the branch that holds is worked out where all formulas take the same; else each takes its own."""
    exactly("IF", arguments, 2, 3)
    condition = frame.value(arguments[0], array=array)
    yes = arguments[1]
    no: Tree | None = arguments[2] if len(arguments) > 2 else None
    return _branched(frame, condition, yes, no, array=array)


def _branched(frame: Frame, condition: Value, yes: Tree, no: Tree | None, *, array: bool) -> Value:
    x, wrong, _ = as_numbers(condition)
    if wrong is None and (x != 0.0).all():
        return _like(_branch(frame, yes, array=array), condition)
    if wrong is None and not (x != 0.0).any():
        return _like(_otherwise(frame, no, array=array), condition)
    if wrong is not None and wrong.all():
        return chosen(condition, number(0.0), number(0.0))
    return chosen(condition, _branch(frame, yes, array=array), _otherwise(frame, no, array=array))


def _like(value: Value, condition: Value) -> Value:
    """One value where a whole array was asked."""
    if condition.size == 1 or value.size > 1:
        return value
    return stretched(value, (max(value.shape[0], condition.shape[0]), *condition.shape[1:]))


def _branch(frame: Frame, tree: Tree, *, array: bool) -> Value:
    if isinstance(tree, Missing):
        return number(0.0)
    return frame.value(tree, array=array)


def _otherwise(frame: Frame, tree: Tree | None, *, array: bool) -> Value:
    return _said(true=False) if tree is None else _branch(frame, tree, array=array)


def _ifs(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """IFS(condition, value, ...): the value of the first condition that holds, #N/A if none does."""
    if not arguments or len(arguments) % 2:
        raise NotUnderstood(f"IFS with {len(arguments)} arguments")
    condition = frame.value(arguments[0], array=array)
    rest = arguments[2:]
    no: Tree | None = Call("IFS", rest) if rest else Call("NA", ())
    return _branched(frame, condition, arguments[1], no, array=array)


def _switch(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """SWITCH(x, case, value, ..., default)."""
    exactly("SWITCH", arguments, 3, 255)
    asked, *pairs = arguments
    result = frame.value(pairs[-1], array=array) if len(pairs) % 2 else error(NA)
    x = frame.value(asked, array=array)
    for case, value in reversed(list(zip(pairs[0::2], pairs[1::2], strict=False))):
        same = compared("=", x, frame.value(case, array=array))
        result = chosen(same, frame.value(value, array=array), result)
    return result


def _choose(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """CHOOSE(number, first, second, ...)."""
    exactly("CHOOSE", arguments, 2, 255)
    place = frame.value(arguments[0], array=array)
    x, wrong, codes = as_numbers(place)
    at = np.floor(x)
    if wrong is None and at.size and (at == at.flat[0]).all() and 1 <= at.flat[0] < len(arguments):
        return frame.value(arguments[int(at.flat[0])], array=array)
    result = error(VALUE)
    for number_, tree in enumerate(arguments[1:], 1):
        if (at == number_).any():
            result = chosen(logical(at == number_), frame.value(tree, array=array), result)
    return result if wrong is None or codes is None else spoiled(result, wrong, codes)


def _caught(kinds_of: Callable[[Value], Bools]) -> Function:
    """IFERROR, IFNA: the second argument where the first is such an error."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly("IFERROR", arguments, 2)
        value = frame.value(arguments[0], array=array)
        failed = kinds_of(value)
        if not failed.any():
            return value
        return chosen(logical(failed), frame.value(arguments[1], array=array), value)

    return evaluated


def _all_of(name: str, rule: Callable[[Bools, Bools], Bools]) -> Function:
    """AND, OR, XOR over all numbers and logical values of the arguments; text and empty cells do not count."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        found: list[tuple[Bools, Bools]] = []
        wrong: Value | None = None
        for tree in parts_of(arguments):
            value = frame.whole(tree, array=array)
            if value.has(ERROR):
                wrong = value
            counts = value.is_kind(NUMBER) | value.is_kind(LOGICAL)
            n = value.shape[0]
            found.append(((value.x != 0.0).reshape(n, 1, -1), counts.reshape(n, 1, -1)))
        if not found:
            raise NotUnderstood(f"{name} without arguments")
        n = max(true.shape[0] for true, _ in found)
        true = np.concatenate([np.broadcast_to(one, (n, *one.shape[1:])) for one, _ in found], 2)
        counts = np.concatenate([np.broadcast_to(one, (n, *one.shape[1:])) for _, one in found], 2)
        answer = spoiled(logical(rule(true, counts)), ~somewhere(counts), VALUE)
        if wrong is not None:
            bad = wrong.is_kind(ERROR)
            answer = spoiled(answer, somewhere(bad), first_codes(wrong, bad))
        return answer

    return evaluated


def _not(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    (tree,) = exactly("NOT", arguments, 1)
    x, wrong, codes = as_numbers(frame.value(tree, array=array))
    answer = logical(x == 0.0)
    return answer if wrong is None or codes is None else spoiled(answer, wrong, codes)


def _asked(name: str, rule: Callable[[Value], Bools]) -> Function:
    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        (tree,) = exactly(name, arguments, 1)
        return logical(rule(frame.value(tree, array=array)))

    return evaluated


def _is_na(value: Value) -> Bools:
    return np.asarray(value.is_kind(ERROR) & (value.x == NA))


def _even(value: Value) -> Bools:
    return np.asarray(np.floor(np.abs(as_numbers(value)[0])) % 2 == 0)


LOGIC: dict[str, Function] = {
    "IF": _if,
    "IFS": _ifs,
    "SWITCH": _switch,
    "CHOOSE": _choose,
    "IFERROR": _caught(lambda value: value.is_kind(ERROR)),
    "IFNA": _caught(_is_na),
    "AND": _all_of("AND", lambda true, counts: ~somewhere(counts & ~true)),
    "OR": _all_of("OR", lambda true, counts: somewhere(true & counts)),
    "XOR": _all_of("XOR", lambda true, counts: np.asarray((true & counts).sum(axis=2, keepdims=True) % 2 == 1)),
    "NOT": _not,
    "TRUE": lambda frame, arguments, array: _said(true=True),
    "FALSE": lambda frame, arguments, array: _said(true=False),
    "NA": lambda frame, arguments, array: error(NA),
    "ISBLANK": _asked("ISBLANK", lambda value: value.is_kind(EMPTY)),
    "ISERROR": _asked("ISERROR", lambda value: value.is_kind(ERROR)),
    "ISERR": _asked("ISERR", lambda value: value.is_kind(ERROR) & ~_is_na(value)),
    "ISNA": _asked("ISNA", _is_na),
    "ISNUMBER": _asked("ISNUMBER", lambda value: value.is_kind(NUMBER)),
    "ISTEXT": _asked("ISTEXT", lambda value: value.is_kind(TEXT)),
    "ISNONTEXT": _asked("ISNONTEXT", lambda value: ~value.is_kind(TEXT)),
    "ISLOGICAL": _asked("ISLOGICAL", lambda value: value.is_kind(LOGICAL)),
    "ISEVEN": _asked("ISEVEN", _even),
    "ISODD": _asked("ISODD", lambda value: ~_even(value)),
}
