"""Defined names of a workbook or of one of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from sheetnet.office.channel import OfficeError
from sheetnet.office.range import Range
from sheetnet.sheet.cells import quoted

if TYPE_CHECKING:
    from sheetnet.office.book import Book
    from sheetnet.office.sheet import Sheet


class Names(base_classes.Names):
    """All names of a workbook, those of its sheets with the sheet before them; or those of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> str:
        return self.book.id

    def snapshot(self) -> list[tuple[str, Name]]:
        names = [Name(self.book, about) for about in self._listed()]
        return [(name.name, name) for name in names]

    def _listed(self) -> list[dict[str, Any]]:
        if self.sheet is not None:
            return list(self.sheet.ask("names"))
        return list(self.book.ask("all_names"))

    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        sheet, _, plain = name_or_index.rpartition("!")
        scope = sheet.strip("'").replace("''", "'") if sheet else self.sheet.name if self.sheet is not None else None
        try:
            return Name(self.book, self.book.ask("name", name=plain, sheet=scope))
        except OfficeError as error:
            if error.kind == "missing":
                raise KeyError(name_or_index) from error
            raise

    def contains(self, name_or_index: str | int) -> bool:
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return len(self._listed())

    def add(self, name: str, refers_to: str) -> Name:
        sheet, _, plain = name.rpartition("!")
        scope = sheet.strip("'") if sheet else self.sheet.name if self.sheet is not None else None
        self.book.ask("name_add", name=plain, refers_to=refers_to, sheet=scope)
        return self(name)


class Name(base_classes.Name):
    """A name as it was when it was asked for: its text and, where it refers to one, its range."""

    def __init__(self, book: Book, about: dict[str, Any]) -> None:
        self._book = book
        self._about = about

    def _ask(self, what: str, **about: Any) -> None:
        self._book.ask(what, name=self._about["name"], sheet=self._about["scope"], **about)

    @property
    def api(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        scope = self._about["scope"]
        return str(self._about["name"] if scope is None else f"{quoted(scope)}!{self._about['name']}")

    @name.setter
    def name(self, name: str) -> None:
        plain = name.rpartition("!")[2]
        self._ask("name_rename", to=plain)
        self._about = {**self._about, "name": plain}

    @property
    def refers_to(self) -> str:
        return str(self._about["refers_to"])

    @refers_to.setter
    def refers_to(self, refers_to: str) -> None:
        self._ask("name_add", refers_to=refers_to)
        self._about = self._book.names(self.name)._about

    @property
    def refers_to_range(self) -> Range:
        if self._about["area"] is None:
            raise ValueError(f"the name '{self.name}' refers to no range: {self.refers_to}")
        return Range(self._book.sheets(self._about["sheet"]), *self._about["area"])

    def covers(self, cells: Range) -> bool:
        """Whether it refers to exactly these cells."""
        return bool(self._about["sheet"] == cells.sheet.name and self._about["area"] == list(cells.area))

    def delete(self) -> None:
        self._ask("name_delete")
