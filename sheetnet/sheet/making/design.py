"""What a new workbook is to hold."""

from dataclasses import dataclass

from sheetnet.sheet.layout import Geometry, Layout, standard_areas
from sheetnet.sheet.table import Table


@dataclass(frozen=True)
class Design:
    """What a new workbook is to hold; `initial` is a parameter vector, `live` whether blocks hold formulas."""

    geometry: Geometry
    table: Table
    initial: tuple[float, ...]
    iterations: int = 500
    eta: float = 0.05
    language: str = "en"
    live: bool = True
    file: str = "letters.xlsx"

    @property
    def layout(self) -> Layout:
        areas = standard_areas(self.geometry, len(self.table.features))
        return Layout(self.geometry, areas, dict.fromkeys(areas, "name"))
