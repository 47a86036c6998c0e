"""Sheets of an open workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from sheetnet.errors import did_you_mean
from sheetnet.office.names import Names
from sheetnet.office.range import Range
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, column_number, parse_area

if TYPE_CHECKING:
    from sheetnet.office.book import Book


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> str:
        return self.book.id

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.ask("sheet_active"))

    def names(self) -> list[str]:
        return list(self.book.ask("sheets"))

    def __len__(self) -> int:
        return len(self.names())

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self.book, name) for name in self.names()])

    def __call__(self, name_or_index: str | int) -> Sheet:
        names = self.names()
        if isinstance(name_or_index, int):
            return Sheet(self.book, names[name_or_index - 1])
        for name in names:
            if name.lower() == name_or_index.lower():
                return Sheet(self.book, name)
        listed = "', '".join(names)
        hint = did_you_mean(name_or_index, names)
        raise NoSuchObjectError(f"{self.book.name}: no sheet '{name_or_index}'; the workbook has '{listed}'{hint}")

    def __contains__(self, name: str) -> bool:
        return name.lower() in (known.lower() for known in self.names())

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, in front of the active one unless told otherwise; it becomes the active one."""
        names = self.names()
        neighbour = before or after or self.active
        at = names.index(neighbour.name) + (2 if after is not None and before is None else 1)
        added = name or next(free for n in range(1, len(names) + 2) if (free := f"Sheet{n}") not in names)
        self.book.ask("sheet_add", name=added, at=at)
        sheet = Sheet(self.book, added)
        sheet.activate()
        return sheet


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name

    def ask(self, what: str, /, **about: Any) -> Any:
        return self._book.ask(what, sheet=self._name, **about)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def api(self) -> tuple[str, str]:
        return self._book.id, self._name

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self.ask("sheet_rename", name=name)
        self._name = name

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    @property
    def index(self) -> int:
        return self._book.sheets.names().index(self._name) + 1

    @property
    def visible(self) -> bool:
        return bool(self.ask("sheet")["visible"])

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.ask("sheet_show", visible=visible)

    @property
    def protected(self) -> bool:
        return bool(self.ask("sheet")["protected"])

    def activate(self) -> None:
        self.ask("sheet_activate")

    select = activate

    def delete(self) -> None:
        self.ask("sheet_delete")

    def clear_contents(self) -> None:
        self.ask("clear")

    def clear(self) -> None:
        self.ask("clear", everything=True)

    @property
    def cells(self) -> Range:
        return Range(self, 1, 1, LAST_ROW, LAST_COLUMN)

    @property
    def used_range(self) -> Range:
        return Range(self, *self.ask("used"))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """The rectangle of an address, of corners (ranges, addresses or pairs of numbers), or of a defined name."""
        first = self._corners(arg1)
        second = first if arg2 is None else self._corners(arg2)
        area = (
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[2], second[2]),
            max(first[3], second[3]),
        )
        if area[0] < 1 or area[1] < 1:
            raise IndexError("rows and columns of a range count from 1")
        return Range(self, *area)

    def _corners(self, place: Any) -> tuple[int, int, int, int]:
        if isinstance(place, Range):
            return place.area
        if not isinstance(place, str):
            row, column, *shape = place
            height, width = shape or (1, 1)
            return row, column, row + height - 1, column + width - 1
        area = parse_area(place, self._name)
        if area is not None and area.sheet.lower() == self._name.lower():
            return area.top, area.left, area.bottom, area.right
        return _whole_lines(place) or self._named(place)

    def _named(self, name: str) -> tuple[int, int, int, int]:
        for names in (self.names, self._book.names):
            if names.contains(name):
                found: Range = names(name).refers_to_range
                if found.sheet.name == self._name:
                    return found.area
                raise NoSuchObjectError(f"'{name}' lies on sheet '{found.sheet.name}', not on '{self._name}'")
        raise NoSuchObjectError(f"'{name}' is neither an address nor a name on sheet '{self._name}'")


def _whole_lines(address: str) -> tuple[int, int, int, int] | None:
    """``3:5`` or ``A:C``."""
    if rows := re.fullmatch(r"\$?(\d+):\$?(\d+)", address):
        top, bottom = sorted(map(int, rows.groups()))
        return top, 1, bottom, LAST_COLUMN
    if columns := re.fullmatch(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", address, re.IGNORECASE):
        left, right = sorted(column_number(letters.upper()) for letters in columns.groups())
        return 1, left, LAST_ROW, right
    return None
