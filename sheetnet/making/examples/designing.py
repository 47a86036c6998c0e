"""From an example to what its workbook is made from."""

import numpy as np

from sheetnet.making.blueprint import Blueprint
from sheetnet.making.examples.example import Example, Start
from sheetnet.net.initial import initial_parameters
from sheetnet.session.method import DEFAULT
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.pages.story import Result, Story

_HEADINGS = {
    "en": ("What to do", "What to see", "What to change"),
    "ja": ("やってみること", "見るところ", "変えてみるところ"),
}


def blueprint_of(example: Example, language: str = "en") -> Blueprint:
    """What an example's workbook is to be made from."""
    geometry = Geometry(example.sizes, example.picture or (1, example.sizes[0]), example.thresholds)
    return Blueprint(
        geometry,
        example.table(),
        _initial(example, geometry),
        example.iterations,
        example.eta,
        None if example.settings is None else DEFAULT.but(example.settings),
        example.scaling,
        lang=language,
        story=_story(example, language),
    )


def _initial(example: Example, geometry: Geometry) -> tuple[float, ...]:
    if not isinstance(example.start, Start):
        return example.start
    kind, seed, scale = example.start
    network = DEFAULT.but(example.settings or {}).network(geometry)
    return tuple(initial_parameters(network, np.random.default_rng(seed), kind, scale).tolist())


def _story(example: Example, language: str) -> Story:
    told = example.told[language]
    results = tuple(Result(what, one) for what, one in zip(told.results, example.expected, strict=True))
    sections = tuple(zip(_HEADINGS[language], (told.do, told.see, told.change), strict=True))
    return Story(told.title, told.shows, results, sections, told.chart)
