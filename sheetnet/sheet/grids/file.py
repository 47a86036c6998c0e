"""The port onto a closed file: an .xlsx or .xlsm workbook on the disk, or at a URL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sheetnet.errors import FileError, SheetnetError
from sheetnet.sheet.cells import Area, Formulas, Rows, Value
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.location import Location
from sheetnet.sheet.xlsx.package import Moment, Package
from sheetnet.sheet.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from sheetnet.sheet.xlsx.listed import ListedTable


class FileGrid:
    """A workbook file as a Grid. Edits are kept in memory until `save`.

    Errors name the workbook where it is used as a context manager.
    """

    calculates = False

    def __init__(self, path: str | Path | Location, package: Package | None = None) -> None:
        self.place = location_of(path)
        with self:
            self._workbook = Workbook(package or Package(self.place))
            if self.place.suffix in (".xls", ".xlsb", ".ods"):
                raise FileError(
                    f"the file is a workbook of the .xlsx kind under the name of another, {self.place.suffix}",
                    remedy="give it a name that ends in .xlsx",
                )

    def __enter__(self) -> "FileGrid":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SheetnetError):
            error.in_book(self.label)

    def __repr__(self) -> str:
        return f"FileGrid({str(self.place)!r})"

    @property
    def label(self) -> str:
        return self.place.name

    @property
    def folder(self) -> Path | None:
        where = str(self.place)
        return None if "://" in where else Path(where).absolute().parent

    @property
    def package(self) -> Package:
        """The file's package, for those who compare parts."""
        return self._workbook.package

    @property
    def workbook(self) -> Workbook:
        """The file's workbook, for those who change what no cell holds."""
        return self._workbook

    def sheets(self) -> list[str]:
        return self._workbook.sheets

    def names(self) -> Mapping[str, str]:
        return self._workbook.names

    def local_names(self) -> set[str]:
        return self._workbook.local_names

    def names_of(self, sheet: str) -> Mapping[str, str]:
        """The names that one sheet defines for itself, and what they refer to."""
        return self._workbook.names_of(sheet)

    def tables(self, sheet: str) -> "list[ListedTable]":
        """The tables that the spreadsheet program knows on a sheet."""
        from sheetnet.sheet.xlsx.listed import listed_tables  # the other commands need not load it

        return list(listed_tables(self.package, sheet, self._workbook.worksheet(sheet).part))

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        """The rows of a sheet that are hidden, by hand or by a filter."""
        return self._workbook.worksheet(sheet).hidden_rows()

    def read(self, area: Area) -> Rows:
        return self._workbook.worksheet(area.sheet).read(area)

    def formulas(self, area: Area) -> Formulas:
        return self._workbook.worksheet(area.sheet).formulas(area)

    def all_formulas(self, outside: Sequence[Area] = ()) -> Iterator[tuple[str, int, int, str]]:
        for sheet in self.sheets():
            others = [area for area in outside if area.sheet.casefold() == sheet.casefold()]
            for row, column, text in self._workbook.worksheet(sheet).all_formulas(others):
                yield sheet, row, column, text

    def array_formulas(self, sheet: str) -> Sequence[Area]:
        return self._workbook.worksheet(sheet).array_formulas()

    def write(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        with self:
            worksheet = self._workbook.worksheet(area.sheet)
            worksheet.refuse(area, values)
            worksheet.write(area, values)

    def refresh(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        self._workbook.worksheet(area.sheet).refresh(area, values)

    def enter(self, area: Area, formulas: Formulas) -> None:
        with self:
            self._workbook.worksheet(area.sheet).enter(area, formulas)

    def dress(self, area: Area, like: Area) -> None:
        self._workbook.worksheet(area.sheet).dress(area, like, self._workbook.worksheet(like.sheet))

    def define(self, name: str, area: Area | None) -> None:
        with self:
            self._workbook.define(name, None if area is None else area.absolute())

    def used(self, sheet: str) -> tuple[int, int]:
        return self._workbook.worksheet(sheet).used()

    def held(self, sheet: str) -> int:
        return self._workbook.worksheet(sheet).held()

    def add_sheet(self, sheet: str) -> None:
        self._workbook.add_sheet(sheet)

    def graft(self, name: str, scratch: Package) -> str:
        """Put the only sheet of another workbook into this one (see `graft`); returns the title that it has here."""
        from sheetnet.sheet.xlsx.graft import graft  # the other commands need not load it

        with self:
            self._workbook.commit()
            sheet = graft(self.package, name, scratch)
            self._workbook = Workbook(self.package)
            return sheet

    def lock(self, but: Sequence[Area], colour: str) -> None:
        """Lock every cell but some, which get a colour (RRGGBB); without a password."""
        from sheetnet.sheet.grids.locking import lock  # the other commands need not load it

        with self:
            self._workbook.commit()
            lock(self.package, but, colour)
            self._workbook = Workbook(self.package)

    def show(self, front: str, hidden: Sequence[str] = ()) -> None:
        """Let the workbook open on a sheet, and hide some others."""
        from sheetnet.sheet.grids.showing import show  # the other commands need not load it

        with self:
            self._workbook.commit()
            show(self.package, front, hidden)
            self._workbook = Workbook(self.package)

    def grow(self, blocks: Sequence[tuple[Area, int]]) -> Callable[[str, str], str]:
        """Let every reference to all rows of some blocks go on over so many rows below them.

        Returns what a formula on a sheet has become by that.
        """
        from sheetnet.sheet.grids.growing import Growth, grow, grown  # the other commands need not load it

        growths = [Growth(area.sheet, area.top, area.bottom, by) for area, by in blocks]
        with self:
            self._workbook.commit()
            grow(self.package, growths)
            self._workbook = Workbook(self.package)
        return lambda text, sheet: grown(text, sheet, growths)

    def stretch_charts(self, sheet: str, top: int, bottom: int, *, on: str | None = None) -> None:
        self._workbook.stretch_charts(sheet, top, bottom, on=on)

    def bound(self, cell: Area, most: int) -> None:
        from sheetnet.sheet.grids.scroll_bars import bound  # a workbook without them need not load it

        worksheet = self._workbook.worksheet(cell.sheet)
        value = worksheet.read(cell)[0][0]
        at = int(value) if isinstance(value, float | int) else 0
        bound(self.package, worksheet.part, cell, most, at)

    def save(
        self,
        target: str | Path | Location | None = None,
        moment: Moment | None = None,
        *,
        backup: bool = False,
        must_undo: bool = False,
        about_to: Callable[[str], None] = lambda digest: None,
    ) -> None:
        """Write all edits over the file, or to `target`, in one atomic step; without an edit nothing is written.

        `moment` is the time that changed parts carry inside the package (now). `backup` keeps the file that is
        replaced as name.bak.xlsx, `must_undo` writes nothing where it cannot be kept for undo; `about_to` is told the
        digest of the new file just before the last step.
        """
        with self:
            self._workbook.commit()
            place = self.place if target is None else location_of(target)
            if self.package.unsaved or place != self.place:
                self.package.save(place, moment, backup=backup, must_undo=must_undo, about_to=about_to)
