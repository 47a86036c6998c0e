"""The tables that a spreadsheet program knows on a sheet, made by "format as table": their names and ranges."""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.xlsx.markup import elements, integer
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import related
from sheetnet.sheet.xlsx.wellformed import check_xml


class ListedTable(NamedTuple):
    """A table on a sheet: `area` with its rows of headings and of totals, `columns` by their names."""

    name: str
    area: Area
    headings: int
    totals: int
    columns: tuple[str, ...]

    @property
    def filled(self) -> Area:
        """Headings and cases, without totals."""
        return self.area._replace(bottom=self.area.bottom - self.totals)


def listed_tables(package: Package, sheet: str, part: str) -> Iterator[ListedTable]:
    """The tables of the sheet in that part, in the order of its relationships."""
    for _, path in related(package, part, "table"):
        if path not in package:
            continue
        xml = check_xml(path, package.read(path))
        for given in elements(xml, "table"):
            area = parse_area(given.get("ref", ""), sheet)
            headings = integer(path, given, "headerRowCount", missing="1")
            totals = integer(path, given, "totalsRowCount", missing="0")
            if area and headings in (0, 1) and 0 <= totals <= area.height - headings:
                columns = tuple(one.get("name", "") for one in elements(xml, "tableColumn"))
                yield ListedTable(given.get("displayName") or given.get("name", ""), area, headings, totals, columns)
