"""From what a new workbook is to be, and its table, to what its sheets are drawn from."""

from dataclasses import replace

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.making.specification import LIVE_CHOICE, Specification
from sheetnet.net.heads import head_named
from sheetnet.net.initial import INITIALS, initial_parameters
from sheetnet.session.cases import divide
from sheetnet.session.method import DEFAULT, Method
from sheetnet.sheet.blocks.geometry import SEED_SIZES, Geometry
from sheetnet.sheet.blocks.layout import check_fits
from sheetnet.sheet.formulas.live import live_limit
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.lesson import Lesson
from sheetnet.sheet.tables import Table
from sheetnet.sheet.tables.scaling import SCALINGS, Scaling, scaling


def refuse_unknown(asked: Specification) -> None:
    """Kinds of initial values and of scaling that there are not."""
    for value, known, of in (
        (asked.init, INITIALS, "initial values"),
        (asked.scaling, SCALINGS, "scaling"),
    ):
        if value not in known:
            raise SettingError(f"expected one of {', '.join(known)} for the {of}, found '{value}'")


def method_of(asked: Specification) -> Method | None:
    """How the network is to learn; None for the article's sheet, where there is nothing to choose."""
    if asked.settings is not None:
        return DEFAULT.but(asked.settings)
    return DEFAULT if asked.scaling != "none" or asked.split_column or asked.outside else None


def design_of(
    asked: Specification,
    table: Table,
    file: str,
    *,
    initial: tuple[float, ...] | None = None,
    lesson: Lesson | None = None,
    outside: tuple[str, str] | None = None,
) -> tuple[Design, str]:
    """What sheets are drawn from, and why the workbook holds values where nobody asked for them ("" where not).

    `table` has its numbers as they were measured; `initial` is drawn where it is not given.
    """
    method, sizes = method_of(asked), asked.sizes or SEED_SIZES
    geometry = Geometry(sizes, asked.picture or (1, sizes[0]), asked.thresholds)
    cases = 1 if outside else len(table.features)
    table = _divided(table, method, geometry)
    scalings = {} if method is None else _scalings(asked.scaling, table, method)
    measured = [] if outside else [f"{kind}_measured" for kind in scalings]
    check_fits(geometry, cases, has_settings=method is not None, outside=outside is not None, measured=measured)
    design = Design(
        geometry,
        table,
        initial or _initial(asked, method or DEFAULT, geometry),
        asked.iterations,
        asked.eta,
        asked.lang,
        file,
        live=asked.formulas != "values" and not outside,
        settings=None if method is None else method.values,
        scalings=scalings,
        outside=outside,
        lesson=lesson,
        choosing=asked.formulas == LIVE_CHOICE,
        plain=asked.plain,
    )
    without_use = live_limit(design.layout) if asked.formulas == "auto" and not outside else ""
    return (replace(design, live=False) if without_use else design), without_use


def _divided(table: Table, method: Method | None, geometry: Geometry) -> Table:
    """The table with training and test cases told apart as the method says."""
    training = None if method is None else divide(method, method.network(geometry), table.targets)
    return table if training is None else replace(table, training=tuple(training.astype(int).tolist()))


def _scalings(kind: str, table: Table, method: Method) -> dict[str, Scaling]:
    """How inputs are to be scaled, and the targets of a regression: by what the training cases say."""
    if kind == "none":
        return {}
    found = {"input": scaling(kind, table.features, table.training)}
    if not head_named(method["head"]).classifies:
        found["target"] = scaling(kind, table.targets, table.training)
    return found


def _initial(asked: Specification, method: Method, geometry: Geometry) -> tuple[float, ...]:
    rng = np.random.default_rng(asked.seed)
    return tuple(initial_parameters(method.network(geometry), rng, asked.init, asked.scale).tolist())
