"""The port onto a workbook that is open in a program: Excel, LibreOffice, or any other engine of xlwings.

A sheet is read once, as one rectangle, however many blocks are asked for; edits are kept until `commit`, which writes
each block once, as one rectangle. So a training run needs a handful of round trips to the program.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import Any

from sheetnet.errors import CellError, LiveError
from sheetnet.sheet.cells import Area, Formulas, Rows, Value, parse_area
from sheetnet.sheet.grid import UNTOLD, ListedTable
from sheetnet.sheet.grids.edits import Edit, cut, entered, joined
from sheetnet.sheet.grids.putting import define, dress, put
from sheetnet.sheet.grids.xlwings_values import asking, incoming

_WHOLE = 500_000  # cells: a sheet with more is read block by block
_LONG = 1.0  # seconds in which a person can have changed something


class LiveGrid:
    """An open workbook (an `xlwings.Book`) as a Grid; nothing is written before `commit`, and nothing is ever saved.

    Formulas compute themselves: there are no saved results to refresh, and the values read are the program's own.
    """

    calculates = True

    def __init__(self, book: Any) -> None:
        self._book = book
        with asking("open workbook"):
            self.label: str = book.name
        self._names: dict[str, str] | None = None
        self._local: set[str] = set()
        self._corners: dict[str, tuple[int, int]] = {}
        self._values: dict[str, Rows] = {}
        self._formulas: dict[str, Formulas] = {}
        self._since = time.monotonic()
        self._edits: list[Edit] = []
        self._put_already: list[Area] = []  # behind the back of what was read
        self._added: list[str] = []
        self._dressed: list[tuple[Area, Area]] = []
        self._defined: dict[str, Area | None] = {}

    @property
    def book(self) -> Any:
        """The `xlwings.Book` itself."""
        return self._book

    @property
    def folder(self) -> Path | None:
        with suppress(Exception):  # a workbook that was never saved has no place
            where = Path(self._book.fullname)
            return where.parent if where.is_absolute() and where.exists() else None
        return None

    def sheets(self) -> list[str]:
        with asking(self.label):
            return [sheet.name for sheet in self._book.sheets] + self._added

    def names(self) -> Mapping[str, str]:
        if self._names is None:
            self._names = {}
            with asking(self.label):
                for name in self._book.names:
                    sheet, _, own = name.name.rpartition("!")
                    if sheet:
                        self._local.add(own)
                    else:
                        self._names[own] = (name.refers_to or "").removeprefix("=")
        return self._names

    def local_names(self) -> set[str]:
        self.names()
        return self._local

    def used(self, sheet: str) -> tuple[int, int]:
        if sheet in self._added:
            return 0, 0
        if sheet not in self._corners:
            with asking(self.label, sheet):
                last = self._book.sheets[sheet].used_range.last_cell
                self._corners[sheet] = last.row, last.column
        return self._corners[sheet]

    def held(self, sheet: str) -> int:
        rows, columns = self.used(sheet)
        return rows * columns

    def read(self, area: Area) -> Rows:
        rows = self._before(area)
        for edit in self._edits:
            edit.over(rows, area, texts=False)
        return rows

    def formulas(self, area: Area) -> Formulas:
        texts = self._formulas_before(area)
        for edit in self._edits:
            edit.over(texts, area, texts=True)
        return texts

    def _formulas_before(self, area: Area) -> Formulas:
        """The formulas without the edits."""
        if area.sheet in self._added:
            return [[None] * area.width for _ in range(area.height)]
        whole = self._whole(area.sheet)
        if whole is None:
            return self._ask_formulas(area)
        if area.sheet not in self._formulas:
            self._formulas[area.sheet] = self._ask_formulas(whole)
        return cut(self._formulas[area.sheet], area)

    def all_formulas(self, outside: Sequence[Area] = ()) -> Iterator[tuple[str, int, int, str]]:
        """None: in an open workbook no formula's result can be out of date."""
        return iter(())

    def names_of(self, sheet: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        with asking(self.label, sheet):
            for name in self._book.sheets[sheet].names:
                found[name.name.rpartition("!")[2]] = (name.refers_to or "").removeprefix("=")
        return found

    def array_formulas(self, sheet: str) -> Sequence[Area]:
        """None: what an open program's formulas fill is in its cells, which are values to us."""
        return ()

    def tables(self, sheet: str) -> Sequence[ListedTable]:
        """None: engines do not tell them alike."""
        return ()

    def write(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        for row, line in enumerate(self.formulas(area)):
            for column, text in enumerate(line):
                if text not in (None, UNTOLD):
                    place = area.address(row, column)
                    raise CellError(
                        f"a formula stands where a value is to be written: ={text}", place=place, remedy="move it"
                    )
        for row, cells in enumerate(values):
            for column, value in enumerate(cells):
                if isinstance(value, float) and not isfinite(value):
                    raise CellError(f"{value} cannot be written into a cell", place=area.address(row, column))
        self._edits.append(Edit(area, [list(line) for line in values]))

    def enter(self, area: Area, formulas: Formulas) -> None:
        self._edits.append(entered(area, formulas))

    def dress(self, area: Area, like: Area) -> None:
        self._dressed.append((area, like))

    def define(self, name: str, area: Area | None) -> None:
        known = {one: text for one, text in self.names().items() if one.casefold() != name.casefold()}
        self._names = known if area is None else known | {name: area.absolute()}
        self._defined[name] = area

    def refresh(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Nothing: the program has computed its formulas itself."""

    def stretch_charts(self, sheet: str, top: int, bottom: int, *, on: str | None = None) -> None:
        """Nothing: charts of an open workbook are the program's, and those of sheetnet reach over N + 1 rows."""

    def bound(self, cell: Area, most: int) -> None:
        """Nothing: the scroll bars of an open workbook are the program's; the cell that one is linked to says more."""

    def add_sheet(self, sheet: str) -> None:
        self._added.append(sheet)

    def place_now(self, name: str) -> Area | None:
        """Where a workbook's name leads at this moment, if it is a name of the workbook."""
        if name not in self.names():
            return None
        if name in self._defined:
            return self._defined[name]
        with asking(self.label):
            return parse_area(self._book.names[name].refers_to)

    def refuse_moved(self, *names: str) -> None:
        """Raise LiveError when a name (any, where none is given) no longer refers to the cells that it did at first."""
        known = {name: text for name, text in self.names().items() if name not in self._defined}
        with asking(self.label):
            for name in names or known:
                now = self._book.names[name].refers_to if name in known else ""
                if name in known and (now or "").removeprefix("=") != known[name]:
                    raise LiveError(
                        f"the block '{name}' was moved while the run went on", book=self.label, remedy="run again"
                    )

    def commit(self) -> None:
        """Write all edits, each as one rectangle; if one fails, those before it are taken back."""
        done: list[Edit] = []
        renamed: dict[str, str | None] = {}
        snapshot = getattr(self._book.app.engine, "type", "") == "remote"  # there nothing new is seen until the end
        if time.monotonic() - self._since > _LONG and not snapshot:
            self._refuse_overtaken()
        try:
            for sheet in {edit.area.sheet: None for edit in self._edits if edit.area.sheet not in self._added}:
                self._refuse_filtered(sheet)
            for sheet in self._added:
                with asking(self.label, sheet):
                    self._book.sheets.add(sheet, after=self._book.sheets[-1])
            for area, like in self._dressed:
                done.append(self._as_it_is(area))
                dress(self._book, self.label, area, like)
            for edit in joined(self._edits):
                before = self._before(edit.area)
                if edit.formulas:
                    done.append(self._as_it_is(edit.area))
                    put(self._book, self.label, edit)
                elif before != edit.values or any(area.overlaps(edit.area) for area in self._put_already):
                    done.append(Edit(edit.area, before))
                    put(self._book, self.label, edit)
            for name, place in self._defined.items():
                renamed[name] = define(self._book, self.label, name, place and "=" + place.absolute())
        except BaseException:  # whatever stops it, Ctrl-C too
            for name, text in renamed.items():
                with suppress(BaseException):
                    define(self._book, self.label, name, text)
            for edit in reversed(done):
                with suppress(BaseException):
                    put(self._book, self.label, edit)
            for sheet in self._added:
                with suppress(BaseException):
                    self._book.sheets[sheet].delete()
            raise
        finally:
            for edit in self._edits:
                self._values.pop(edit.area.sheet, None)
                self._corners.pop(edit.area.sheet, None)
                if edit.formulas:
                    self._formulas.pop(edit.area.sheet, None)
            self._edits.clear()
            self._dressed.clear()
            if self._defined:
                self._defined.clear()
                self._names = None
            self._put_already.clear()
            self._added.clear()
            self.forget()

    def value_now(self, cell: Area) -> Value:
        """What a cell holds at this moment, whatever was read before."""
        return self._ask(cell)[0][0]

    def put_now(self, area: Area, rows: Rows) -> None:
        """Write a rectangle at once, whatever is kept for `commit`; what `commit` would put back stays as it was."""
        self._put_already.append(area)
        put(self._book, self.label, Edit(area, rows))

    def forget(self) -> None:
        """Read the values of sheets with formulas anew from now on; the rest is what it was."""
        for sheet, lines in self._formulas.items():
            if any(text is not None for line in lines for text in line):
                self._values.pop(sheet, None)

    def _before(self, area: Area) -> Rows:
        """What the cells hold without the edits."""
        if area.sheet in self._added:
            return [[None] * area.width for _ in range(area.height)]
        whole = self._whole(area.sheet)
        if whole is None:
            return self._ask(area)
        if area.sheet not in self._values:
            self._values[area.sheet] = self._ask(whole)
        return cut(self._values[area.sheet], area)

    def _whole(self, sheet: str) -> Area | None:
        """The used part of a sheet from A1, unless it is too large to be read at once."""
        bottom, right = self.used(sheet)
        whole = Area(sheet, 1, 1, max(bottom, 1), max(right, 1))
        return whole if whole.size <= _WHOLE else None

    def _range(self, area: Area) -> Any:
        return self._book.sheets[area.sheet].range((area.top, area.left), (area.bottom, area.right))

    def _ask(self, area: Area) -> Rows:
        with asking(self.label, area.sheet):
            found = self._range(area).options(ndim=2, err_to_str=True, numbers=float).value
        return [[incoming(one, area, row, column) for column, one in enumerate(line)] for row, line in enumerate(found)]

    def _ask_formulas(self, area: Area) -> Formulas:
        try:
            with asking(self.label, area.sheet):
                found = self._range(area).formula
        except NotImplementedError:
            return [[None if value is None else UNTOLD for value in line] for line in self._before(area)]
        lines = found if isinstance(found, tuple | list) else ((found,),)
        if area.height == 1 and not isinstance(lines[0], tuple | list):
            lines = (lines,)
        return [
            [text[1:] if isinstance(text, str) and text.startswith("=") else None for text in line] for line in lines
        ]

    def _as_it_is(self, area: Area) -> Edit:
        """What cells hold now, formulas and values, so that it can be put back."""
        texts, values = self._ask_formulas(area), self._ask(area)
        if any(text is not None for line in texts for text in line):
            return Edit(area, values, texts)
        return Edit(area, values)

    def _refuse_overtaken(self) -> None:
        """After a long run: what was found at its beginning may have been moved, or overwritten with a formula."""
        self.refuse_moved(*(name for name, text in self.names().items() if self._is_edited(text)))
        for edit in self._edits:
            if edit.area.sheet not in self._added and not edit.formulas:
                for row, line in enumerate(self._ask_formulas(edit.area)):
                    if any(text not in (None, UNTOLD) for text in line):
                        raise LiveError(
                            "a formula has come to stand here while the run went on",
                            book=self.label,
                            place=edit.area.address(row),
                            remedy="run again",
                        )

    def _is_edited(self, text: str) -> bool:
        area = parse_area(text)
        return area is not None and any(edit.area.overlaps(area) for edit in self._edits)

    def _refuse_filtered(self, sheet: str) -> None:
        """Excel writes a block into the rows that a filter shows, and skips the others."""
        filtered = False
        with suppress(Exception):
            filtered = self._book.sheets[sheet].api.FilterMode is True
        if filtered:
            raise LiveError(
                "the sheet is filtered",
                book=self.label,
                place=sheet,
                remedy="show all rows (Data > Clear) and run again",
            )
