"""What names in formulas stand for: sheets, defined names of the workbook and of single sheets, and tables."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from sheetnet.graph.trouble import NotUnderstood
from sheetnet.sheet.cells import Area, column_letters, quoted

_DEEPEST = 32  # names that stand for names


class Table(NamedTuple):
    """A table: the whole of it with headings and totals, how many rows of each, and its columns."""

    area: Area
    columns: Sequence[str]
    headings: int = 1
    totals: int = 0


class Names:
    """Names as formulas may write them, upper and lower case alike."""

    def __init__(
        self,
        sheets: Sequence[str],
        workbook: Mapping[str, str],
        local: Mapping[str, Mapping[str, str]] | None = None,
        tables: Mapping[str, Table] | None = None,
    ) -> None:
        self._sheets = {name.casefold(): name for name in sheets}
        self._workbook = {name.casefold(): text for name, text in workbook.items()}
        self._local = {
            sheet.casefold(): {name.casefold(): text for name, text in names.items()}
            for sheet, names in (local or {}).items()
        }
        self._tables = {name.casefold(): table for name, table in (tables or {}).items()}
        self._deep = 0

    @cached_property
    def _told(self) -> str:
        return repr((self._sheets, self._workbook, self._local, self._tables))

    def __eq__(self, other: object) -> bool:
        """Names that stand for the same are the same."""
        return isinstance(other, Names) and (self._deep, self._told) == (other._deep, other._told)

    def __hash__(self) -> int:
        return hash((self._deep, self._told))

    def deeper(self) -> "Names":
        """The same one level further down, for a name that stands for names."""
        if self._deep >= _DEEPEST:
            raise NotUnderstood("names that stand for each other")
        other = Names((), {})
        other.__dict__ |= self.__dict__ | {"_deep": self._deep + 1}
        return other

    def sheet(self, written: str) -> str | None:
        """The sheet of that name, with or without quotes."""
        bare = written[1:-1].replace("''", "'") if written.startswith("'") else written
        return self._sheets.get(bare.casefold())

    def defined(self, written: str, sheet: str) -> str | None:
        """What a name stands for on a sheet: a name of that sheet goes before one of the workbook."""
        before, mark, name = written.rpartition("!")
        if mark:
            sheet = self.sheet(before) or sheet
        key = name.casefold()
        return self._local.get(sheet.casefold(), {}).get(key, self._workbook.get(key))

    def table(self, written: str, sheet: str, row: int) -> str | None:
        """The range of ``Table[Column]``, ``Table[[#Totals],[Column]]``, ``Table[@Column]`` or ``Table``."""
        name, bracket, inside = written.partition("[")
        table = self._tables.get(name.casefold())
        if table is None:
            return None
        parts = re.findall(r"\[?(@|#[^\]\[]+|[^\]\[,:#@][^\]\[]*)\]?", inside[:-1]) if bracket else []
        area, columns, wanted = table.area, [], set()
        for part in parts:
            plain = part.strip()
            if plain == "@" or plain.casefold() == "#this row":
                wanted.add("this row")
            elif plain.startswith("#"):
                wanted.add(plain[1:].casefold())
            elif plain not in (",", ":", ""):
                columns.append(plain.replace("'", ""))
        top, bottom = self._rows(table, wanted, row)
        left, right = area.left, area.right
        if columns:
            known = [one.casefold() for one in table.columns]
            try:
                numbers = [known.index(one.casefold()) for one in columns]
            except ValueError:
                raise NotUnderstood(f"a column that the table '{name}' has not: {written[:60]}") from None
            left, right = area.left + min(numbers), area.left + max(numbers)
        fixed = "" if "this row" in wanted else "$"  # formulas of a column that name their own row are alike
        return f"{quoted(area.sheet)}!${column_letters(left)}{fixed}{top}:${column_letters(right)}{fixed}{bottom}"

    @staticmethod
    def _rows(table: Table, wanted: set[str], row: int) -> tuple[int, int]:
        first, last = table.area.top + table.headings, table.area.bottom - table.totals
        if "this row" in wanted:
            return row, row
        if "all" in wanted:
            return table.area.top, table.area.bottom
        if wanted == {"headers"}:
            return table.area.top, first - 1
        if wanted == {"totals"}:
            return last + 1, table.area.bottom
        return (table.area.top if "headers" in wanted else first), (table.area.bottom if "totals" in wanted else last)
