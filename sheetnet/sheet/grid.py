"""The port: a workbook as sheets of rectangular values. Adapters put it over a file, a live program, or memory."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sheetnet.errors import CellError, LayoutError
from sheetnet.sheet.cells import Area, Formulas, Rows, Unsaved, Value

UNTOLD = "?"  # what a program that tells no formulas has in place of them, in cells that hold anything


class ListedTable(Protocol):
    """A table that the spreadsheet program knows: its rows of headings and of totals are part of `area`."""

    @property
    def name(self) -> str: ...

    @property
    def area(self) -> Area: ...

    @property
    def headings(self) -> int: ...

    @property
    def totals(self) -> int: ...

    @property
    def columns(self) -> Sequence[str]: ...


class Grid(Protocol):
    """A workbook whose cells can be read and written in rectangles; always two-dimensional.

    `label` is the name that messages use. Nothing is saved by these methods: opening and saving belong to the adapter.
    """

    @property
    def label(self) -> str:
        """The workbook's name in messages."""
        ...

    @property
    def calculates(self) -> bool:
        """Whether formulas compute themselves, as in an open program, so that no saved result can be out of date."""
        ...

    @property
    def folder(self) -> Path | None:
        """Where the workbook lies, for what it refers to; None where that is no folder of this machine."""
        ...

    def sheets(self) -> list[str]:
        """The names of the worksheets, in order."""
        ...

    def names(self) -> Mapping[str, str]:
        """Workbook-level defined names and what they refer to, as text."""
        ...

    def local_names(self) -> set[str]:
        """Names that some sheet defines for itself."""
        ...

    def read(self, area: Area) -> Rows:
        """The values of the cells; of a formula, the saved result or `Unsaved`."""
        ...

    def formulas(self, area: Area) -> Formulas:
        """The text of each formula without its equals sign; None where a cell holds none."""
        ...

    def write(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Put values into cells; None empties one. A cell with a formula is an error: nothing of it is overwritten."""
        ...

    def refresh(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Replace the saved results of formulas, the formulas stay. None removes one: it has to be computed again."""
        ...

    def enter(self, area: Area, formulas: Formulas) -> None:
        """Put formulas into cells, without their equals signs, whatever stands there; None empties a cell."""
        ...

    def dress(self, area: Area, like: Area) -> None:
        """Give cells the looks of those of an area of the same shape. What they hold is written afterwards."""
        ...

    def define(self, name: str, area: Area | None) -> None:
        """Let a name of the workbook refer to an area, anew or for the first time; None takes the name away."""
        ...

    def all_formulas(self, outside: Sequence[Area] = ()) -> Iterator[tuple[str, int, int, str]]:
        """(sheet, row, column, text) of every formula of the workbook that lies in none of some areas."""
        ...

    def names_of(self, sheet: str) -> Mapping[str, str]:
        """The names that a sheet defines for itself, and what they refer to, as text."""
        ...

    def array_formulas(self, sheet: str) -> Sequence[Area]:
        """The cells that each array formula of a sheet fills, its own among them."""
        ...

    def tables(self, sheet: str) -> Sequence[ListedTable]:
        """The tables that the spreadsheet program knows on a sheet, as far as that can be told."""
        ...

    def stretch_charts(self, sheet: str, top: int, bottom: int, *, on: str | None = None) -> None:
        """Let charts over the sheet's rows from `top` down end at row `bottom`; they stand there, or on another one."""
        ...

    def bound(self, cell: Area, most: int) -> None:
        """Let the scroll bars on its sheet that are linked to a cell end at a number, and stand at that of the cell."""
        ...

    def used(self, sheet: str) -> tuple[int, int]:
        """(last row, last column) that hold anything; (0, 0) of an empty sheet."""
        ...

    def held(self, sheet: str) -> int:
        """How many cells hold anything, at most."""
        ...

    def add_sheet(self, sheet: str) -> None:
        """Add an empty worksheet after the last one."""
        ...


class MemoryGrid:
    """A workbook in memory: for tests, and for trying something without a file.

    A formula is a cell `Unsaved("=...")` until `refresh` gives it a result.
    """

    calculates = False
    folder: Path | None = None

    def __init__(
        self,
        sheets: Mapping[str, Mapping[tuple[int, int], Value]],
        names: Mapping[str, str] | None = None,
        label: str = "memory",
    ) -> None:
        self.label = label
        self._values = {name: dict(cells) for name, cells in sheets.items()}
        self._formulas = {
            name: {at: value.formula.removeprefix("=") for at, value in cells.items() if isinstance(value, Unsaved)}
            for name, cells in sheets.items()
        }
        self._names = dict(names or {})

    def sheets(self) -> list[str]:
        return list(self._values)

    def names(self) -> Mapping[str, str]:
        return self._names

    def local_names(self) -> set[str]:
        return set()

    def read(self, area: Area) -> Rows:
        cells = self._values[area.sheet]
        return [
            [cells.get((row, column)) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]

    def formulas(self, area: Area) -> Formulas:
        cells = self._formulas[area.sheet]
        return [
            [cells.get((row, column)) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]

    def write(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        for row, column in area.cells():
            if (row, column) in self._formulas[area.sheet]:
                place = area.address(row - area.top, column - area.left)
                raise CellError("a formula stands where a value is to be written", place=place)
        for row, column in area.cells():
            value = values[row - area.top][column - area.left]
            if value is None:
                self._values[area.sheet].pop((row, column), None)
            else:
                self._values[area.sheet][row, column] = value

    def refresh(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        for at in area.cells():
            formula = self._formulas[area.sheet].get(at)
            if formula is not None:
                value = values[at[0] - area.top][at[1] - area.left]
                self._values[area.sheet][at] = Unsaved(formula) if value is None else value

    def enter(self, area: Area, formulas: Formulas) -> None:
        values, texts = self._values[area.sheet], self._formulas[area.sheet]
        for at in area.cells():
            text = formulas[at[0] - area.top][at[1] - area.left]
            values.pop(at, None)
            texts.pop(at, None)
            if text is not None:
                values[at], texts[at] = Unsaved(text), text

    def dress(self, area: Area, like: Area) -> None:
        """In memory cells have no looks."""

    def define(self, name: str, area: Area | None) -> None:
        self._names = {known: text for known, text in self._names.items() if known.casefold() != name.casefold()}
        if area is not None:
            self._names[name] = area.absolute()

    def all_formulas(self, outside: Sequence[Area] = ()) -> Iterator[tuple[str, int, int, str]]:
        for sheet, cells in self._formulas.items():
            for (row, column), text in cells.items():
                if not any(Area(sheet, row, column, row, column).overlaps(area) for area in outside):
                    yield sheet, row, column, text

    def names_of(self, sheet: str) -> Mapping[str, str]:
        return {}

    def array_formulas(self, sheet: str) -> Sequence[Area]:
        """A formula in memory fills its own cell."""
        return ()

    def tables(self, sheet: str) -> Sequence[ListedTable]:
        """There are no tables in memory."""
        return ()

    def stretch_charts(self, sheet: str, top: int, bottom: int, *, on: str | None = None) -> None:
        """There are no charts in memory."""

    def bound(self, cell: Area, most: int) -> None:
        """There are no scroll bars in memory."""

    def used(self, sheet: str) -> tuple[int, int]:
        cells = self._values[sheet]
        return max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0)

    def held(self, sheet: str) -> int:
        return len(self._values[sheet])

    def add_sheet(self, sheet: str) -> None:
        if sheet.casefold() in {name.casefold() for name in self._values}:
            raise LayoutError(f"there is a sheet '{sheet}' already")
        self._values[sheet] = {}
        self._formulas[sheet] = {}
