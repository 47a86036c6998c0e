"""Functions of many numbers that rank them or tell how they spread: extremes, variances, regression."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.arrays import beside, first_cell
from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.functions.sums import Gathered, arrays, gathered, with_errors_of
from sheetnet.graph.operators import operate
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    DIV,
    NA,
    NUM,
    NUMBER,
    Numbers,
    Value,
    as_numbers,
    derived,
    error,
    spoiled,
    times,
    unbroadcast,
)


def ranked(frame: Frame, name: str, found: Gathered, place: Numbers, *, descending: bool) -> Value:
    """The number at a place in order; its slope is that of the one that stands there."""
    away = -np.inf if descending else np.inf
    x = np.where(found.counts, found.x, away)
    order = np.argsort(-x if descending else x, axis=2, kind="stable")
    count = found.counts.sum(axis=2, keepdims=True)
    outside = (place < 1) | (place > count)
    at = np.where(outside, 1, place).astype(np.int64) - 1
    n = max(x.shape[0], at.shape[0])
    order = np.broadcast_to(order, (n, *order.shape[1:]))
    which = np.take_along_axis(order, np.broadcast_to(at, (n, 1, 1)), axis=2)
    x = np.broadcast_to(x, (n, *x.shape[1:]))
    best = np.take_along_axis(x, which, axis=2)
    slope = np.zeros(x.shape)
    np.put_along_axis(slope, which, 1.0, axis=2)
    if any(value.depends for value, _ in found.sources) and ((x == best).sum(axis=2) > 1).any():
        frame.kinks.add(name)
    result = derived(np.where(np.isfinite(best), best, 0.0), *found.links(slope))
    return spoiled(result, np.broadcast_to(outside, result.x.shape), NUM)


def _extreme(name: str, *, descending: bool) -> Function:
    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        found = gathered(frame, arguments, array=array)
        nothing = ~found.counts.any(axis=2, keepdims=True)
        if nothing.any():  # of no numbers the largest is 0
            counts, x = found.counts | nothing, np.where(nothing, 0.0, found.x)
            found = found._replace(counts=counts, x=x)
        return found.with_error(ranked(frame, name, found, np.ones((1, 1, 1)), descending=descending))

    return evaluated


def _nth(name: str, *, descending: bool) -> Function:
    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2)
        found = gathered(frame, arguments[:1], array=array)
        place, wrong, codes = as_numbers(frame.one(arguments[1], array=array))
        result = found.with_error(ranked(frame, name, found, np.ceil(place), descending=descending))
        return result if wrong is None or codes is None else spoiled(result, wrong, codes)

    return evaluated


def _spread_of(name: str, less: int, *, root: bool) -> Function:
    """VAR and STDEV: the mean square distance from the mean, over n or n - 1."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        found = gathered(frame, arguments, array=array)
        count = found.counts.sum(axis=2, keepdims=True)
        few = count - less < 1
        share = 1.0 / np.where(few, 1, count - less)
        mean = np.where(found.counts, found.x, 0.0).sum(axis=2, keepdims=True) / np.maximum(count, 1)
        away = np.where(found.counts, found.x - mean, 0.0)
        variance = (away * away).sum(axis=2, keepdims=True) * share
        if not root:
            return found.with_error(spoiled(derived(variance, *found.links(2.0 * away * share)), few, DIV))
        deviation = np.sqrt(variance)
        if (deviation == 0.0).any() and any(value.depends for value, _ in found.sources):
            frame.kinks.add(name)
        slope = away * share / np.where(deviation == 0.0, 1.0, deviation)
        return found.with_error(spoiled(derived(deviation, *found.links(slope)), few, DIV))

    return evaluated


def _median(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    found = gathered(frame, arguments, array=array)
    count = found.counts.sum(axis=2, keepdims=True)
    low, high = np.floor((count + 1) / 2), np.ceil((count + 1) / 2)
    one, two = (ranked(frame, "MEDIAN", found, place, descending=False) for place in (low, high))
    middle = derived((one.x + two.x) / 2.0, (one, lambda a: a / 2.0), (two, lambda a: a / 2.0))
    return found.with_error(spoiled(middle, count == 0, NUM))


_Pair = Callable[[Numbers, Numbers], tuple[Numbers, Numbers, Numbers]]


def _pairs(name: str, rule: _Pair) -> Function:
    """The sum over pairs of numbers; a pair with anything else does not count, and without any it is #DIV/0!."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2)
        one, two = arrays(frame, arguments)
        if one.size != two.size:
            return error(NA)
        a, b, both = _paired(one, two)
        x, in_a, in_b = rule(a, b)
        result = derived(
            np.where(both, x, 0.0).sum(axis=2, keepdims=True),
            (one, _flat_pull(one, in_a, both)),
            (two, _flat_pull(two, in_b, both)),
        )
        return with_errors_of(spoiled(result, np.asarray(~both.any(axis=2, keepdims=True)), DIV), [one, two])

    return evaluated


def _regression(name: str) -> Function:
    """CORREL, SLOPE, INTERCEPT and RSQ from sums of products about the means, with their slopes."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2)
        one, two = arrays(frame, arguments)
        if one.size != two.size:
            return error(NA)
        a, b, both = _paired(one, two)
        count = np.maximum(both.sum(axis=2, keepdims=True), 1)
        mean_a, mean_b = (np.where(both, x, 0.0).sum(axis=2, keepdims=True) / count for x in (a, b))
        da, db = np.where(both, a - mean_a, 0.0), np.where(both, b - mean_b, 0.0)
        saa, sbb, sab = ((p * q).sum(axis=2, keepdims=True) for p, q in ((da, da), (db, db), (da, db)))
        with np.errstate(all="ignore"):
            x, slope_a, slope_b, fails = _RULES[name](da, db, saa, sbb, sab, mean_a, mean_b, 1.0 / count)
        made = derived(
            np.where(fails, 0.0, x), (one, _flat_pull(one, slope_a, both)), (two, _flat_pull(two, slope_b, both))
        )
        return with_errors_of(spoiled(made, fails, DIV), [one, two])

    return evaluated


def _paired(one: Value, two: Value) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """The numbers of two arrays as pairs, shape (n, 1, count), and where both are numbers."""
    n = max(one.shape[0], two.shape[0])
    flat = [np.broadcast_to(v.x.reshape(v.shape[0], 1, -1), (n, 1, v.size)) for v in (one, two)]
    both = [np.broadcast_to(v.is_kind(NUMBER).reshape(v.shape[0], 1, -1), (n, 1, v.size)) for v in (one, two)]
    return flat[0], flat[1], both[0] & both[1]


def _flat_pull(value: Value, slope: Numbers, both: NDArray[np.bool_]) -> Callable[[Numbers], Numbers]:
    def pulled(adjoint: Numbers) -> Numbers:
        share = np.where(both, times(adjoint, slope), 0.0)
        return unbroadcast(share.reshape(share.shape[0], *value.x.shape[1:]), value.x.shape)

    return pulled


_Rule = Callable[..., tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]]


def _slope(
    da: Numbers, db: Numbers, saa: Numbers, sbb: Numbers, sab: Numbers, ma: Numbers, mb: Numbers, share: Numbers
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    """SLOPE(ys, xs) = Sxy / Sxx; a are the ys, b the xs."""
    slope = sab / sbb
    return slope, db / sbb, (da - 2.0 * slope * db) / sbb, sbb == 0.0


def _intercept(
    da: Numbers, db: Numbers, saa: Numbers, sbb: Numbers, sab: Numbers, ma: Numbers, mb: Numbers, share: Numbers
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    slope, in_y, in_x, fails = _slope(da, db, saa, sbb, sab, ma, mb, share)
    return ma - slope * mb, share - in_y * mb, -in_x * mb - slope * share, fails


def _correlation(
    da: Numbers, db: Numbers, saa: Numbers, sbb: Numbers, sab: Numbers, ma: Numbers, mb: Numbers, share: Numbers
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    root = np.sqrt(saa * sbb)
    r = sab / root
    return r, db / root - r * da / saa, da / root - r * db / sbb, root == 0.0


def _squared(
    da: Numbers, db: Numbers, saa: Numbers, sbb: Numbers, sab: Numbers, ma: Numbers, mb: Numbers, share: Numbers
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    r, in_a, in_b, fails = _correlation(da, db, saa, sbb, sab, ma, mb, share)
    return r * r, 2.0 * r * in_a, 2.0 * r * in_b, fails


def _covariance(
    da: Numbers, db: Numbers, saa: Numbers, sbb: Numbers, sab: Numbers, ma: Numbers, mb: Numbers, share: Numbers
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    """Of the population: Sab / n."""
    return sab * share, db * share, da * share, np.zeros(sab.shape, bool)


def _sample_covariance(
    da: Numbers, db: Numbers, saa: Numbers, sbb: Numbers, sab: Numbers, ma: Numbers, mb: Numbers, share: Numbers
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    """Sab / (n - 1)."""
    own = share / (1.0 - share)
    return sab * own, db * own, da * own, share == 1.0


def _standard_error(
    da: Numbers, db: Numbers, saa: Numbers, sbb: Numbers, sab: Numbers, ma: Numbers, mb: Numbers, share: Numbers
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    """STEYX(ys, xs): the root of what a line leaves of Syy, over n - 2."""
    slope, free = sab / sbb, 1.0 / share - 2.0
    error_ = np.sqrt((saa - slope * sab) / free)
    left = (da - slope * db) / (free * error_)
    return error_, left, -slope * left, (free < 0.5) | (sbb == 0.0)


_RULES: dict[str, _Rule] = {
    "COVAR": _covariance,
    "COVARIANCE.P": _covariance,
    "COVARIANCE.S": _sample_covariance,
    "STEYX": _standard_error,
    "SLOPE": _slope,
    "INTERCEPT": _intercept,
    "CORREL": _correlation,
    "PEARSON": _correlation,
    "RSQ": _squared,
}


def _devsq(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    found = gathered(frame, arguments, array=array)
    count = np.maximum(found.counts.sum(axis=2, keepdims=True), 1)
    mean = np.where(found.counts, found.x, 0.0).sum(axis=2, keepdims=True) / count
    away = np.where(found.counts, found.x - mean, 0.0)
    return found.with_error(derived((away * away).sum(axis=2, keepdims=True), *found.links(2.0 * away)))


def _forecast(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """FORECAST(x, ys, xs): where the line through the points is at x."""
    exactly("FORECAST", arguments, 3)
    x = frame.value(arguments[0], array=array)
    slope, intercept = (_regression(name)(frame, arguments[1:], array) for name in ("SLOPE", "INTERCEPT"))
    return operate("+", intercept, operate("*", slope, x))


def _linest(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """LINEST(ys, xs): slope and intercept of one x, side by side, with neither statistics nor a line through 0."""
    exactly("LINEST", arguments, 2, 4)
    line = len(arguments) < 3 or frame.whole_number(arguments[2], 1) != 0
    if not line or (len(arguments) == 4 and frame.whole_number(arguments[3], 0) != 0):
        raise NotUnderstood("LINEST with statistics or without a constant")
    ys, xs = arrays(frame, arguments[:2])
    if xs.size != ys.size:
        raise NotUnderstood("LINEST of several columns")
    found = beside([_regression(name)(frame, arguments[:2], array) for name in ("SLOPE", "INTERCEPT")], axis=2)
    return found if array else first_cell(found)


def _mean_by(
    made: Callable[[Numbers, NDArray[np.bool_], Numbers], tuple[Numbers, Numbers]], *, positive: bool
) -> Function:
    """A mean of numbers x that count, of which there are so many: `made` gives it and its slope in each."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        found = gathered(frame, arguments, array=array)
        count = found.counts.sum(axis=2, keepdims=True)
        wrong = count == 0
        if positive:
            wrong = wrong | (found.counts & (found.x <= 0.0)).any(axis=2, keepdims=True)
        x = np.where(found.counts & ~wrong, found.x, 1.0)
        with np.errstate(all="ignore"):
            mean, slope = made(x, found.counts, np.maximum(count, 1))
        return found.with_error(spoiled(derived(mean, *found.links(np.where(found.counts, slope, 0.0))), wrong, NUM))

    return evaluated


def _geometric(x: Numbers, counts: NDArray[np.bool_], count: Numbers) -> tuple[Numbers, Numbers]:
    mean = np.exp(np.where(counts, np.log(x), 0.0).sum(axis=2, keepdims=True) / count)
    return mean, mean / (count * x)


def _harmonic(x: Numbers, counts: NDArray[np.bool_], count: Numbers) -> tuple[Numbers, Numbers]:
    mean = count / np.where(counts, 1.0 / x, 0.0).sum(axis=2, keepdims=True)
    return mean, mean * mean / (count * x * x)


def _mean_distance(x: Numbers, counts: NDArray[np.bool_], count: Numbers) -> tuple[Numbers, Numbers]:
    """AVEDEV: the mean distance from the mean."""
    away = np.where(counts, x - np.where(counts, x, 0.0).sum(axis=2, keepdims=True) / count, 0.0)
    side = np.sign(away)
    return np.abs(away).sum(axis=2, keepdims=True) / count, (side - side.sum(axis=2, keepdims=True) / count) / count


SPREADS: dict[str, Function] = {
    "SUMXMY2": _pairs("SUMXMY2", lambda a, b: ((a - b) ** 2, 2.0 * (a - b), 2.0 * (b - a))),
    "SUMX2MY2": _pairs("SUMX2MY2", lambda a, b: (a * a - b * b, 2.0 * a, -2.0 * b)),
    "SUMX2PY2": _pairs("SUMX2PY2", lambda a, b: (a * a + b * b, 2.0 * a, 2.0 * b)),
    "MAX": _extreme("MAX", descending=True),
    "MIN": _extreme("MIN", descending=False),
    "LARGE": _nth("LARGE", descending=True),
    "SMALL": _nth("SMALL", descending=False),
    "MEDIAN": _median,
    "DEVSQ": _devsq,
    **{name: _spread_of(name, 1, root=False) for name in ("VAR", "VAR.S")},
    **{name: _spread_of(name, 0, root=False) for name in ("VARP", "VAR.P")},
    **{name: _spread_of(name, 1, root=True) for name in ("STDEV", "STDEV.S")},
    **{name: _spread_of(name, 0, root=True) for name in ("STDEVP", "STDEV.P")},
    **{name: _regression(name) for name in _RULES},
    "FORECAST": _forecast,
    "FORECAST.LINEAR": _forecast,
    "LINEST": _linest,
    "GEOMEAN": _mean_by(_geometric, positive=True),
    "HARMEAN": _mean_by(_harmonic, positive=True),
    "AVEDEV": _mean_by(_mean_distance, positive=False),
}
