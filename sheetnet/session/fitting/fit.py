"""Fitting: the parameters at which the loss of any workbook is least, found through the workbook's own formulas."""

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from time import monotonic
from types import MappingProxyType

import numpy as np

from sheetnet.errors import LayoutError, SettingError
from sheetnet.graph.groups import address
from sheetnet.net.activations import Array
from sheetnet.net.objective import Bounds
from sheetnet.net.training import NotFinite
from sheetnet.session.differentiating import Dependence, cells_named
from sheetnet.session.fitting.bounds import bounds_of
from sheetnet.session.fitting.objective import GREATEST, LEAST, Goal
from sheetnet.session.fitting.result import FitResult, Start, in_shape
from sheetnet.session.fitting.search import LBFGS, LM, Found, Method, Progress, Search
from sheetnet.session.fitting.writing import refresh_results, trace_sheet, write
from sheetnet.session.plan import one_blas_thread
from sheetnet.session.running import Diverged
from sheetnet.sheet.cells import Area, describe
from sheetnet.sheet.grid import Grid


def fit(
    grid: Grid,
    *,
    loss: str | None = None,
    parameters: Sequence[str] = (),
    optimiser: str | None = None,
    iterations: int = 1000,
    eta: float = 0.01,
    constants: Mapping[str, float] = MappingProxyType({}),
    bounds: Sequence[str] = (),
    between: tuple[float, float] | None = None,
    maximise: bool = False,
    target: float | None = None,
    seeds: int = 0,
    scale: float = 1.0,
    stop_below: float | None = None,
    patience: int | None = None,
    least_gain: float = 0.0,
    max_seconds: float | None = None,
    gradients_to: Sequence[str] = (),
    trace: str | None = None,
    progress: Progress | None = None,
) -> FitResult:
    """Minimise a loss by the numbers in some ranges; write these, and what was asked for, and nothing else.

    See `sheetnet.fit` for what each argument means. Nothing is saved.
    """
    _refuse_odd(iterations, eta, seeds, scale, max_seconds)
    if maximise and target is not None:
        raise SettingError("expected --maximise or --target, found both")
    dependence = Dependence(grid, _given_or_named(grid, loss), list(parameters) or _named(grid, "parameters"))
    _refuse_twice(dependence.areas)
    dependence.refuse_idle()
    gradient_areas = _gradient_areas(grid, gradients_to, dependence.areas)
    if trace is not None:
        trace_sheet(grid, trace)
    limits = bounds_of(grid, dependence.areas, bounds, between)
    goal: Goal = GREATEST if maximise else LEAST if target is None else float(target)
    rules = {"below": stop_below, "patience": patience, "least_gain": least_gain}
    search = Search(dependence, goal, Method(optimiser, iterations, eta, constants, limits, rules))
    own = dependence.read.cells.x[dependence.parameters].copy()
    doubtful, warnings = _checked(dependence, own, limits)
    with one_blas_thread():
        found, starts = _best(search, own, limits, seeds, scale, max_seconds, progress, path=trace is not None)
        search.objective.move_to(found.parameters)
        after, slopes = search.objective.value, search.objective.loss_gradient()
    written = write(grid, dependence, found, slopes, gradient_areas, trace)
    if not grid.calculates:
        written |= refresh_results(grid, dependence, doubtful, [*dependence.areas, *gradient_areas], after)
    return FitResult(
        dependence.loss,
        goal,
        dependence.value,
        after,
        in_shape(dependence.areas, own),
        in_shape(dependence.areas, found.parameters),
        in_shape(dependence.areas, slopes),
        found.losses,
        search.optimiser,
        None if search.optimiser in (LM, LBFGS) else eta,
        found.stopped,
        starts,
        tuple(warnings),
        written,
    )


def _best(
    search: Search,
    own: Array,
    limits: Bounds | None,
    seeds: int,
    scale: float,
    max_seconds: float | None,
    progress: Progress | None,
    *,
    path: bool,
) -> tuple[Found, tuple[Start, ...]]:
    """The search that came nearest to the goal, and all that there were: from the sheet's own numbers, and random."""
    begun, best, starts = monotonic(), None, []
    failure: Diverged | None = None
    for seed in (None, *range(1, seeds + 1)):
        left = None if max_seconds is None else max_seconds - (monotonic() - begun)
        if seed is not None and left is not None and left <= 0:
            break
        start = own if seed is None else _random(own, limits, scale, seed)
        try:
            found = search.from_start(start, left, progress, path=path)
        except NotFinite as error:
            failure = failure or _diverged(search, error.iteration)
            starts.append(Start(seed, nan, nan, error.iteration, f"no number at iteration {error.iteration}"))
            continue
        before, after = float(found.losses[0]), float(found.losses[-1])
        starts.append(Start(seed, before, after, len(found.losses) - 1, found.stopped))
        if best is None or search.objective.of(after) < search.objective.of(float(best.losses[-1])):
            best = found
    if best is None:
        assert failure is not None  # noqa: S101 - a search ends in one of both ways
        raise failure
    return best, tuple(starts)


def _random(own: Array, limits: Bounds | None, scale: float, seed: int) -> Array:
    """Uniform between the bounds; where there are not both, around the sheet's own number, by `scale` of its size."""
    rng = np.random.default_rng(seed)
    reach = scale * np.maximum(1.0, np.abs(own))
    low, high = own - reach, own + reach
    if limits is not None:
        whole = np.isfinite(limits.lower) & np.isfinite(limits.upper)
        low, high = np.where(whole, limits.lower, low), np.where(whole, limits.upper, high)
    drawn = np.asarray(rng.uniform(low, high), np.float64)
    return drawn if limits is None else limits.nearest(drawn)


def _diverged(search: Search, iteration: int) -> Diverged:
    what = f"shows {search.objective.trouble}" if search.objective.trouble else "or its gradient is not a finite number"
    remedy = "try a smaller --eta, or bounds" if iteration else "start from other numbers"
    return Diverged(f"at iteration {iteration} the loss {what}; nothing was written", remedy=remedy)


def _checked(dependence: Dependence, own: Array, limits: Bounds | None) -> tuple[list[tuple[str, int, int]], list[str]]:
    """Cells whose saved value is not what their formula gives; and what somebody should know before a fit."""
    read, function, warnings = dependence.read, dependence.function, []
    cells = read.cells
    places = [cells.index(one.sheet, one.row, one.column) for one in read.formulas]
    trouble = dependence.evaluation.trouble
    computed = np.array([place for place in places if place not in trouble], np.int64)
    doubtful = dependence.saved.differing(read, computed)
    between = doubtful[function.reached[doubtful]]
    if between.size:
        more = f" (and {between.size - 1} more)" if between.size > 1 else ""
        warnings.append(
            f"{address(cells, int(between[0]))}: its formula gives {describe(cells.value(int(between[0])))}, "
            f"which is not its saved value{more}; the formula counts"
        )
    for place, reason in list(function.held.items())[:3]:
        warnings.append(f"{address(cells, place)}: {reason}; it stays at its saved value")
    idle = dependence.idle
    if idle:
        more = f" and {len(idle) - 6} more" if len(idle) > 6 else ""
        warnings.append(f"the loss does not depend on {', '.join(idle[:6])}{more}; such a parameter stays as it is")
    if limits is not None and (limits.nearest(own) != own).any():
        warnings.append("some parameters lie outside their bounds; the search starts at the nearest value within them")
    if not function.gradient().any():
        flat = ", ".join(f"{what} in {address(cells, place)}" for what, place in function.notes.steps.items())
        if flat:
            warnings.append(f"the loss is flat here because of {flat}: the slope of a step is 0")
    return [cells.address(int(place)) for place in doubtful], warnings


def _given_or_named(grid: Grid, loss: str | None) -> str:
    return loss if loss is not None else _named(grid, "loss")[0]


def _named(grid: Grid, name: str) -> list[str]:
    """The ranges that a name of the workbook stands for."""
    names = {one.casefold(): text for one, text in grid.names().items()}
    if name not in names:
        raise SettingError(
            f"no {name} given, and the workbook has no name '{name}'", remedy=f"add --{name}, or define the name"
        )
    return names[name].split(",") if "," in names[name] and "'" not in names[name] else [names[name]]


def _refuse_twice(areas: list[Area]) -> None:
    for at, area in enumerate(areas):
        for other in areas[:at]:
            if area.overlaps(other):
                raise LayoutError(f"these parameters are given twice: {other} overlaps them", place=str(area))


def _gradient_areas(grid: Grid, given: Sequence[str], areas: list[Area]) -> list[Area]:
    """Where the gradient of each range goes: from the first cell of what was given on."""
    if given and len(given) != len(areas):
        raise SettingError(f"expected as many ranges for the gradients as for the parameters, {len(areas)}, "
                           f"found {len(given)}")  # fmt: skip
    found: list[Area] = []
    for text, area in zip(given, areas, strict=False):
        place = cells_named(grid, text)
        if place.size not in (1, area.size) or (
            place.size > 1 and (place.height, place.width) != (area.height, area.width)
        ):
            raise LayoutError(
                f"expected {area.height} x {area.width} cells for the gradients of {area}", place=str(place)
            )
        place = place._replace(bottom=place.top + area.height - 1, right=place.left + area.width - 1)
        if any(text is not None for line in grid.formulas(place) for text in line):
            raise LayoutError("the gradients would stand where formulas are", place=str(place))
        if any(place.overlaps(other) for other in [*areas, *found]):
            raise LayoutError("the gradients would stand where the parameters are", place=str(place))
        found.append(place)
    return found


def _refuse_odd(iterations: int, eta: float, seeds: int, scale: float, seconds: float | None) -> None:
    if iterations < 0:
        raise SettingError(f"expected a whole number of iterations, 0 or more, found {iterations}")
    if not isfinite(eta) or eta <= 0:
        raise SettingError(f"expected a learning rate eta above 0, found {eta}")
    if seeds < 0 or not isfinite(scale) or scale <= 0:
        raise SettingError("expected a number of starts of 0 or more, and a scale above 0")
    if seconds is not None and not seconds > 0:
        raise SettingError(f"expected a number of seconds above 0, found {seconds}")
