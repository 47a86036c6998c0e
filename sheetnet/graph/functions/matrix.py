"""Products, inverses and determinants of matrices."""

import numpy as np

from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.functions.sums import with_errors_of
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import NUM, NUMBER, VALUE, Numbers, Value, derived, error, refuse_large, unbroadcast

_MOST = 2000  # rows of a matrix that is inverted


def _numbers(value: Value) -> Numbers | None:
    """The numbers of a matrix; None where anything else stands in it."""
    return value.x if value.is_kind(NUMBER).all() else None


def _product(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """MMULT(a, b): dL/da = dL/dc b', dL/db = a' dL/dc."""
    one, two = (frame.whole(tree, array=True) for tree in exactly("MMULT", arguments, 2))
    a, b = _numbers(one), _numbers(two)
    if a is None or b is None or a.shape[2] != b.shape[1]:
        return with_errors_of(error(VALUE), [one, two])
    refuse_large((len(a), a.shape[1], 1), (len(b), 1, b.shape[2]))
    return derived(
        a @ b,
        (one, lambda adjoint: unbroadcast(adjoint @ b.transpose(0, 2, 1), a.shape)),
        (two, lambda adjoint: unbroadcast(a.transpose(0, 2, 1) @ adjoint, b.shape)),
    )


def _square(frame: Frame, name: str, arguments: tuple[Tree, ...]) -> tuple[Value, Numbers | None]:
    (tree,) = exactly(name, arguments, 1)
    value = frame.whole(tree, array=True)
    a = _numbers(value)
    if a is None or a.shape[1] != a.shape[2]:
        return value, None
    if a.shape[1] > _MOST:
        raise NotUnderstood(f"{name} of {a.shape[1]:,} rows")
    return value, a


def _inverse(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """MINVERSE(a): dL/da = -a^-T dL/dy a^-T."""
    value, a = _square(frame, "MINVERSE", arguments)
    if a is None:
        return with_errors_of(error(VALUE), [value])
    try:
        y: Numbers = np.asarray(np.linalg.inv(a), np.float64)
    except np.linalg.LinAlgError:
        return error(NUM)
    turned = y.transpose(0, 2, 1)
    return derived(y, (value, lambda adjoint: unbroadcast(-turned @ adjoint @ turned, a.shape)))


def _determinant(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """MDETERM(a): dL/da = dL/dy times the cofactors, by singular values where a is singular."""
    value, a = _square(frame, "MDETERM", arguments)
    if a is None:
        return with_errors_of(error(VALUE), [value])
    y = np.asarray(np.linalg.det(a), np.float64).reshape(-1, 1, 1)
    return derived(y, (value, lambda adjoint: unbroadcast(adjoint * _cofactors(a), a.shape)))


def _cofactors(a: Numbers) -> Numbers:
    """det(a) a^-T without dividing: with a = u s v, the products of all other singular values."""
    u, s, v = np.linalg.svd(a)
    sign = (np.linalg.det(u) * np.linalg.det(v))[:, None, None]
    size = s.shape[1]
    others = np.stack([np.prod(np.delete(s, one, axis=1), axis=1) for one in range(size)], axis=1)
    return np.asarray(sign * ((u * others[:, None, :]) @ v), np.float64)


def _unit(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    (tree,) = exactly("MUNIT", arguments, 1)
    size = frame.whole_number(tree)
    if not 1 <= size <= _MOST:
        raise NotUnderstood(f"MUNIT of {size} rows")
    return Value(np.eye(size)[None])


MATRIX: dict[str, Function] = {
    "MMULT": _product,
    "MINVERSE": _inverse,
    "MDETERM": _determinant,
    "MUNIT": _unit,
}
