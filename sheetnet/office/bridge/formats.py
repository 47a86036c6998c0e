"""The number formats of a workbook: which cells show a date, and which TRUE or FALSE."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from .addresses import positions
from .structs import struct

# constants of com.sun.star.sheet.CellFlags and com.sun.star.util.NumberFormat, which cannot be imported without uno
VALUES, DATES = 1, 2
DATE, DATE_OR_TIME, LOGICAL = 2, 6, 1024
FEW = 5


class Formats:
    """Those of one workbook, each looked up once."""

    def __init__(self, document: Any) -> None:
        self.formats = document.getNumberFormats()
        self.kinds: dict[int, str] = {}
        self.standards: dict[int, int] = {}
        day = document.NullDate
        self.first_day = datetime.datetime(day.Year, day.Month, day.Day)

    def kind(self, key: int) -> str:
        if key not in self.kinds:
            kind = self.formats.getByKey(key).Type
            self.kinds[key] = "logical" if kind & LOGICAL else "date" if kind & DATE_OR_TIME else ""
        return self.kinds[key]

    def standard(self, kind: int) -> int:
        """The key of LibreOffice's own format of that kind."""
        if kind not in self.standards:
            self.standards[kind] = int(self.formats.getStandardFormat(kind, struct("lang.Locale")))
        return self.standards[kind]

    def special(self, cells: Any, held: dict[tuple[int, int], Any]) -> dict[tuple[int, int], str]:
        """``date`` or ``logical`` for those cells, counted within the rectangle, that are formatted so.

        `held` is what the cells that matter hold, or held before: only an empty one, 0 or 1 can be a truth value.
        """
        state = cells.getPropertyState("NumberFormat").value
        if state == "DEFAULT_VALUE":
            return {}
        if state == "DIRECT_VALUE":
            kind = self.kind(cells.NumberFormat)
            return dict.fromkeys(positions(cells, [cells.getRangeAddress()]), kind) if kind else {}
        perhaps = [at for at, value in held.items() if not isinstance(value, float) or value in (0.0, 1.0)]
        if len(perhaps) <= FEW and not cells.queryFormulaCells(VALUES).getCount():
            # a request for each of a few cells, where otherwise each of the many formats would cost one
            logical = [
                at for at in perhaps if self.kind(cells.getCellByPosition(at[1], at[0]).NumberFormat) == "logical"
            ]
            dates = positions(cells, cells.queryContentCells(DATES).getRangeAddresses())
            return {**dict.fromkeys(dates, "date"), **dict.fromkeys(logical, "logical")}
        found: dict[tuple[int, int], str] = {}
        every = cells.getUniqueCellFormatRanges()
        for number in range(every.getCount()):
            alike = every.getByIndex(number)
            kind = self.kind(alike.NumberFormat)
            if kind:
                found.update(dict.fromkeys(positions(cells, alike.getRangeAddresses()), kind))
        return found

    def shown_logical(self, cells: Any, maybe: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
        """Those of some cells whose formula, without a format of its own, results in TRUE or FALSE."""
        maybe = set(maybe)
        if maybe:
            maybe &= positions(cells, cells.queryFormulaCells(VALUES).getRangeAddresses())
        if not maybe:
            return
        texts = cells.getFormulaArray()
        first = cells.getRangeAddress().StartRow + 1
        seen: dict[str, bool] = {}
        for row, column in sorted(maybe):
            # each look costs two round trips: formulas that are copies of each other down a column are looked at once
            shape = re.sub(rf"(?<!\d){first + row}(?!\d)", "#", texts[row][column])
            if shape not in seen:
                seen[shape] = self.kind(cells.getCellByPosition(column, row).NumberFormat) == "logical"
            if seen[shape]:
                yield row, column

    def date(self, serial: float) -> Any:
        """The moment, to the millisecond: what a serial number can hold."""
        try:
            moment = self.first_day + datetime.timedelta(milliseconds=round(serial * 86400000))
        except OverflowError:
            return serial
        return {"date": moment.isoformat()}

    def stored(self, value: Any) -> Any:
        """What a cell holds for a value: a number or a text."""
        if is_text(value):
            return value or ""
        return self.serial(value["date"]) if isinstance(value, dict) else float(value)

    def needed(self, value: Any, now: str) -> int | None:
        """The format that a value needs to be read back as what it is, where the present kind is another."""
        if isinstance(value, dict):
            kind = DATE if value["date"].endswith("T00:00:00") else DATE_OR_TIME
            return None if now == "date" else self.standard(kind)
        if isinstance(value, bool):
            return None if now == "logical" else self.standard(LOGICAL)
        return 0 if now == "logical" else None

    def serial(self, text: str) -> float:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S" + (".%f" if "." in text else ""))
        return (moment - self.first_day) / datetime.timedelta(days=1)


def is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)
