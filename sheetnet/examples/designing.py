"""From an example to the design of its workbook."""

from dataclasses import replace

import numpy as np

from sheetnet.examples.example import Example, Start
from sheetnet.net.initial import initial_parameters
from sheetnet.session.method import DEFAULT
from sheetnet.sheet.geometry import Geometry
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.story import Result, Story
from sheetnet.sheet.tables import Table
from sheetnet.sheet.tables.scaling import scaling

_HEADINGS = {
    "en": ("What to do", "What to see", "What to change"),
    "ja": ("やってみること", "見るところ", "変えてみるところ"),
}


def design_of(example: Example, file: str, language: str = "en") -> Design:
    """The design of an example's workbook of that name, with live formulas."""
    table = _scaled(example.table(), example.scaling)
    geometry = Geometry(example.sizes, example.picture or (1, example.sizes[0]), example.thresholds)
    settings = None if example.settings is None else DEFAULT.but(example.settings).values
    return Design(
        geometry,
        table,
        _initial(example, geometry),
        example.iterations,
        example.eta,
        language,
        file=file,
        settings=settings,
        story=_story(example, language),
    )


def _initial(example: Example, geometry: Geometry) -> tuple[float, ...]:
    if not isinstance(example.start, Start):
        return example.start
    kind, seed, scale = example.start
    network = DEFAULT.but(example.settings or {}).network(geometry)
    return tuple(initial_parameters(network, np.random.default_rng(seed), kind, scale).tolist())


def _scaled(table: Table, kind: str) -> Table:
    """Inputs and targets scaled by what the training cases are like."""
    inputs, targets = (scaling(kind, raw, table.training) for raw in (table.features, table.targets))
    return replace(table, features=inputs.apply(table.features), targets=targets.apply(table.targets))


def _story(example: Example, language: str) -> Story:
    told = example.told[language]
    results = tuple(Result(what, one) for what, one in zip(told.results, example.expected, strict=True))
    sections = tuple(zip(_HEADINGS[language], (told.do, told.see, told.change), strict=True))
    return Story(told.title, told.shows, results, sections, told.chart)
