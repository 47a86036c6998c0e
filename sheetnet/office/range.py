"""Rectangles of cells: read, written and emptied in one request each."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from sheetnet.office.channel import received, sent
from sheetnet.sheet.cells import Area, column_letters, quoted

if TYPE_CHECKING:
    from sheetnet.office.names import Name
    from sheetnet.office.sheet import Sheet

DIRECTIONS = {"d": "down", "u": "up", "l": "left", "r": "right"}


class Range(base_classes.Range):
    # xlwings leaves the options of a conversion here
    options: dict[str, Any] | None = None

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self._sheet = sheet
        self.area = (top, left, bottom, right)

    def ask(self, what: str, /, **about: Any) -> Any:
        return self._sheet.ask(what, area=self.area, **about)

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def api(self) -> Area:
        """What a request names; xlwings writes only where this is true."""
        return Area(self._sheet.name, *self.area)

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self._sheet.name, self.row, self.column, *self.shape)

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        height, width = self.shape
        return height * width

    def __call__(self, row: int, column: int | None = None) -> Range:
        """The cell at a place counted from this range's first cell, or the n-th one, row by row; outside it, too."""
        if column is None:
            row, column = (part + 1 for part in divmod(row - 1, self.shape[1]))
        if row == 0 or column == 0:
            raise IndexError("rows and columns of a range count from 1")
        return self._sheet.range((self.row + row - 1, self.column + column - 1))

    def _sized(self, height: int, width: int) -> Range:
        return Range(self._sheet, self.row, self.column, self.row + height - 1, self.column + width - 1)

    @property
    def raw_value(self) -> list[list[Any]]:
        """None, bool, float, str, datetime or Fault of each cell, row by row."""
        return [[received(value) for value in row] for row in self.ask("read")]

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        rows = self._rows(value)
        self._sized(len(rows), len(rows[0])).ask("write", rows=[[sent(cell) for cell in row] for row in rows])

    def _rows(self, value: Any) -> list[list[Any]]:
        """What is to be written as rows of one length; a single value fills the range."""
        if not isinstance(value, (list, tuple)):
            height, width = self.shape
            return [[value] * width] * height
        rows = [list(row) for row in value] if isinstance(value[0], (list, tuple)) else [list(value)]
        if len({len(row) for row in rows}) > 1:
            raise ValueError("the rows to be written differ in length")
        return rows

    @property
    def formula(self) -> Any:
        """What stands in the cells; a text that starts with = has a ' before it."""
        rows = self.ask("formulas")
        return rows[0][0] if len(self) == 1 else tuple(tuple(row) for row in rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        if isinstance(value, str):
            self.ask("fill_formula", formula=value)
            return
        rows = self._rows(value)
        texts = [[_entered(cell) for cell in row] for row in rows]
        self._sized(len(rows), len(rows[0])).ask("write_formulas", rows=texts)

    @property
    def formula_array(self) -> str | None:
        return self.ask("array") or None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.ask("array", formula=value)

    @property
    def has_array(self) -> bool:
        return bool(self.ask("array"))

    def copy(self, destination: Any = None) -> None:
        """Copy the cells with their looks over those that begin at another range's first one."""
        if destination is None:
            raise NotImplementedError("there is no clipboard; say where the copy is to be")
        self.ask("copy", to_sheet=destination.sheet.name, to=destination.impl.area)

    def clear_contents(self) -> None:
        self.ask("clear")

    def clear(self) -> None:
        self.ask("clear", everything=True)

    def select(self) -> None:
        self.ask("select")

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell."""
        way = DIRECTIONS[direction[0]]
        return self._sheet.range(tuple(self._sheet.ask("end", row=self.row, column=self.column, direction=way)))

    def get_address(
        self,
        row_absolute: bool = True,  # noqa: FBT001, FBT002 - the signature of xlwings
        col_absolute: bool = True,  # noqa: FBT001, FBT002
        external: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        across, down = "$" if col_absolute else "", "$" if row_absolute else ""
        top, left, bottom, right = self.area
        first = f"{across}{column_letters(left)}{down}{top}"
        last = f"{across}{column_letters(right)}{down}{bottom}"
        address = first if first == last else f"{first}:{last}"
        return f"{quoted(f'[{self._sheet.book.name}]{self._sheet.name}')}!{address}" if external else address

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def name(self) -> Name | None:
        """The name that refers to exactly this range, one of the workbook before one of the sheet."""
        for names in (self._sheet.book.names, self._sheet.names):
            for _, name in names.snapshot():
                if name.covers(self):
                    found: Name = name
                    return found
        return None

    @name.setter
    def name(self, name: str) -> None:
        sheet, _, plain = name.rpartition("!")
        owner = self._sheet.book.sheets(sheet.strip("'")) if sheet else self._sheet.book
        owner.names.add(plain, self.api.absolute())


def _entered(value: Any) -> str:
    """A value as one types it."""
    if value is None:
        return ""
    return repr(float(value)) if isinstance(value, numbers.Real) and not isinstance(value, bool) else str(value)


def prepared(value: Any) -> Any:
    """A Python, numpy or pandas value as a cell can hold it: None, bool, float, str or datetime."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if hasattr(value, "to_pydatetime"):
        value = None if value != value else value.to_pydatetime()
    elif hasattr(value, "item"):
        value = value.item() if not str(getattr(value, "dtype", "")).startswith("datetime64") else _from_numpy(value)
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        return moment.replace(tzinfo=None)
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, numbers.Number):
        return _finite(float(value))  # type: ignore[arg-type]
    raise TypeError(f"a cell cannot hold a {type(value).__name__}")


def _from_numpy(value: Any) -> dt.datetime | None:
    moment: dt.datetime | None = value.astype("datetime64[us]").item()
    return moment


def _finite(value: float) -> float | None:
    """The number; nothing for one that is not a number, as xlwings has it."""
    if math.isinf(value):
        raise ValueError(f"a cell cannot hold {value}")
    return None if math.isnan(value) else value


def cleaned(value: Any, empty: Any, date: Any, number: Any, *, faults: bool) -> Any:
    """A cell's value for the user: `empty` for an empty cell, errors as text or as empty cells."""
    if value is None or value == "":
        return empty
    if isinstance(value, tuple):
        return value[0] if faults else None
    if isinstance(value, dt.datetime):
        parts = {name: getattr(value, name) for name in ("year", "month", "day", "hour", "minute", "second")}
        return date(**parts, microsecond=value.microsecond, tzinfo=None)
    if number is not None and isinstance(value, float):
        return number(value)
    return value


def table(rows: Sequence[Sequence[Any]], clean: Any) -> list[list[Any]]:
    return [[clean(value) for value in row] for row in rows]
