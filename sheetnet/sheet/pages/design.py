"""What a new workbook is to hold, and what every sheet takes from it: formulas and rules for inputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas import Formulas, live_formulas
from sheetnet.sheet.geometry import Geometry
from sheetnet.sheet.layout import Layout, standard_areas
from sheetnet.sheet.method_words import method_words
from sheetnet.sheet.settings import Plain
from sheetnet.sheet.tables import Table
from sheetnet.sheet.words import words


@dataclass(frozen=True)
class Design:
    """What a new workbook is to hold; `initial` is a parameter vector, `live` whether blocks hold formulas.

    With `settings`, name -> value, it has sheet Settings and what belongs to it; without, it is the article's sheet.
    """

    geometry: Geometry
    table: Table
    initial: tuple[float, ...]
    iterations: int = 500
    eta: float = 0.05
    language: str = "en"
    live: bool = True
    file: str = "letters.xlsx"
    settings: Mapping[str, Plain] | None = None

    @cached_property
    def layout(self) -> Layout:
        areas = standard_areas(self.geometry, len(self.table.features), methods=self.methods)
        return Layout(self.geometry, areas, dict.fromkeys(areas, "name"), self.methods)

    @property
    def methods(self) -> bool:
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
        return words(self.language) | method_words(self.language)


ALWAYS_LIVE = ("trace_levels",)  # formulas in a workbook of values too


def fill(design: Design, sheet: Worksheet, name: str) -> None:
    """The formulas of an area; in a workbook of values a zero, which the engine replaces."""
    area = design.layout[name]
    for row, line in enumerate(design.formulas[name]):
        for column, formula in enumerate(line):
            if formula is not None:
                cell = sheet.cell(area.top + row, area.left + column)
                cell.value = "=" + formula if design.live or name in ALWAYS_LIVE else 0


def validate(
    design: Design, sheet: Worksheet, area: Area, kind: Any, message: str, *, allow_blank: bool = False, **limits: Any
) -> None:
    rule = DataValidation(type=kind, allow_blank=allow_blank, showErrorMessage=True, **limits)
    rule.error, rule.errorTitle = design.words[message], design.words["not_allowed"]
    rule.prompt, rule.promptTitle = None, None
    sheet.add_data_validation(rule)
    rule.add(area.range)
