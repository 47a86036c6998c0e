"""What a new workbook is to hold, and what every sheet takes from it: formulas and rules for inputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.expected import expected_areas
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.lamps import lamp_areas
from sheetnet.sheet.blocks.layout import MEASURED, Layout, names_on_bp, standard_areas
from sheetnet.sheet.blocks.play import PlaySheet
from sheetnet.sheet.blocks.settings import ARTICLE, CHOICES, DEFAULTS, REGRESSION, Plain, formed
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.live import live_formulas
from sheetnet.sheet.formulas.method import blocks_needed
from sheetnet.sheet.pages.lesson import Lesson
from sheetnet.sheet.tables import Table
from sheetnet.sheet.tables.scaling import Scaling
from sheetnet.sheet.words.languages import words

MOST_LOOKED_BACK_AT = 3_000  # parameters: of a larger network sheet Trace keeps none unless it is told


@dataclass(frozen=True)
class Design:
    """What a new workbook is to hold; `initial` is a parameter vector, `live` whether blocks hold formulas.

    With `settings`, name -> value, it has sheet Settings and what belongs to it; without, it is the article's sheet.
    `table` is as it was measured; `scalings` are those of "input" and "target", if it is to be scaled; `outside` the
    name of the file where the cases stay, and its digest. With `lesson` it has sheet Example. With `choosing` its
    formulas have the choice of all methods, and follow the lists at once; else they are made for the one of the
    settings. One that is `plain` has none of the sheets that look back.
    """

    geometry: Geometry
    table: Table
    initial: tuple[float, ...]
    iterations: int
    eta: float
    language: str
    file: str
    live: bool
    settings: Mapping[str, Plain] | None
    scalings: Mapping[str, Scaling] = field(default_factory=dict)
    outside: tuple[str, str] | None = None
    lesson: Lesson | None = None
    choosing: bool = False
    plain: bool = False

    @cached_property
    def layout(self) -> Layout:
        outside = self.outside is not None
        cases = 1 if outside else len(self.table.features)
        regression = self.settings is not None and self.settings.get("head") == REGRESSION
        areas = standard_areas(
            self.geometry,
            cases,
            has_settings=self.has_settings,
            outside=outside,
            slim=self.slim,
            needed=blocks_needed(self.made_for, confusion=not regression),
            measured=[] if outside else [f"{kind}_measured" for kind in self.scalings],
        )
        for kind in ("input", "target"):
            if kind not in self.scalings:
                areas.pop(f"{kind}_scaling", None)
        if regression:
            for name in ("confusion", "confusion_test"):
                areas.pop(name, None)
            if outside:
                areas["classes"] = names_on_bp(self.geometry, areas)
        if not self.looks_back:
            areas.pop("trace_kept")
        elif self.play.fits():
            areas |= self.play.areas()
        if self.looks_back and self.live:
            areas |= lamp_areas(self.geometry, areas)
        if self.lesson:
            areas |= expected_areas(len(self.lesson.results))
        return Layout(self.geometry, areas, dict.fromkeys(areas, "name"), self.has_settings, outside, self.made_for)

    @cached_property
    def made_for(self) -> Mapping[str, str] | None:
        """What the formulas are made for; None where they follow the lists."""
        if self.settings is None:
            return ARTICLE
        return None if self.choosing else formed({**DEFAULTS, **self.settings})

    @property
    def looks_back(self) -> bool:
        """Whether sheet Trace is to keep what sheets need that look back."""
        return not self.plain and self.outside is None and len(self.geometry.cells) <= MOST_LOOKED_BACK_AT

    @property
    def play(self) -> PlaySheet:
        """How sheet Play is arranged, if the workbook has one."""
        return PlaySheet(self.geometry, bars=self.settings is None or self.settings.get("head") != REGRESSION)

    @property
    def slim(self) -> bool:
        """Whether Calc holds the results of each case alone: in a large workbook, which has no formulas to follow."""
        return self.has_settings and not self.live

    @property
    def has_settings(self) -> bool:
        """Whether it has sheet Settings."""
        return self.settings is not None

    @property
    def file_in_commands(self) -> str:
        """The file's name as a command line takes it, in every shell."""
        return self.file if re.fullmatch(r"[\w.-]+", self.file) else f'"{self.file}"'

    @cached_property
    def formulas(self) -> dict[str, Formulas]:
        return live_formulas(self.layout)

    @cached_property
    def words(self) -> dict[str, str]:
        return words(self.language)


_LOOKED_UP = ("expected_found", "expected_check", *CHOICES)
ALWAYS_LIVE = ("trace_levels", *MEASURED, *_LOOKED_UP)  # formulas in a workbook of values too


def fill(design: Design, sheet: Worksheet, name: str) -> None:
    """The formulas of an area; in a workbook of values a zero, which the engine replaces."""
    area = design.layout[name]
    if (design.outside or design.slim) and name not in (*MEASURED, *_LOOKED_UP):
        _zeros(design, sheet, area)
        return
    for row, line in enumerate(design.formulas[name]):
        for column, formula in enumerate(line):
            if formula is not None:
                cell = sheet.cell(area.top + row, area.left + column)
                cell.value = "=" + formula if design.live or name in ALWAYS_LIVE else 0


def _zeros(design: Design, sheet: Worksheet, area: Area) -> None:
    """Where there is something to compute, for the engine to replace: such a workbook has no formulas."""
    block = (area.height, area.width) == (design.geometry.height, design.geometry.width)
    for row, column in design.geometry.cells if block else ((r - area.top, c - area.left) for r, c in area.cells()):
        sheet.cell(area.top + row, area.left + column, 0)


def validate(
    design: Design, sheet: Worksheet, area: Area, kind: Any, message: str, *, allow_blank: bool = False, **limits: Any
) -> None:
    rule = DataValidation(type=kind, allow_blank=allow_blank, showErrorMessage=True, **limits)
    rule.error, rule.errorTitle = design.words[message], design.words["not_allowed"]
    rule.prompt, rule.promptTitle = None, None
    sheet.add_data_validation(rule)
    rule.add(area.range)
