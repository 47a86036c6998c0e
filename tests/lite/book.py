"""A workbook as xlwings Lite hands it to a script: it is read once at the start, and written when the script has ended.

It answers what Lite's engine answers and refuses what that refuses (read in xlwings 0.37.8), without xlwings, so that
it runs in Pyodide too. Empty cells come as "", whole numbers as int, formulas are not told.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

Cells = dict[tuple[int, int], Any]


class Book:
    """`sheets` are cells by sheet, `names` what each name refers to, `actions` what Excel is asked to do at the end."""

    def __init__(self, name: str, sheets: dict[str, Cells], names: dict[str, str]) -> None:
        self.name = self.fullname = name
        self.app = App(self)
        self.names = [SimpleNamespace(name=name, refers_to=text) for name, text in names.items()]
        self.sheets = Sheets(self, sheets)
        self.actions: list[tuple[Any, ...]] = []

    @classmethod
    def of(cls, cells: dict[str, Any]) -> "Book":
        """The workbook whose cells were put down as row, column, value and formula."""
        sheets = {
            name: {(row, column): value for row, column, value, _ in each} for name, each in cells["sheets"].items()
        }
        return cls("letters.xlsx", sheets, {name: f"={text}" for name, text in cells["names"].items()})

    def written(self) -> dict[str, dict[tuple[int, int], Any]]:
        """What stands in the cells that were written, when the script has ended."""
        cells: dict[str, dict[tuple[int, int], Any]] = {}
        for what, *rest in self.actions:
            if what == "setValues":
                sheet, top, left, rows = rest
                for row, line in enumerate(rows, top):
                    for column, value in enumerate(line, left):
                        text = isinstance(value, str) and value.startswith("'")  # Excel's mark for text as it stands
                        cells.setdefault(sheet, {})[row, column] = value[1:] if text else value
        return cells


class App:
    """Of the application's settings only the calculation mode can be read; the rest is refused."""

    def __init__(self, book: Book) -> None:
        self.__dict__.update(engine=SimpleNamespace(name="remote", type="remote"), calculation="automatic", book=book)

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(f"App.{name} is not supported on this engine")

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "calculation":
            self.__dict__[name] = value
        elif name != "screen_updating":
            raise NotImplementedError(f"App.{name} is not supported on this engine")
        self.book.actions.append((name, value))

    def calculate(self) -> None:
        self.book.actions.append(("calculate",))


class Sheets:
    def __init__(self, book: Book, sheets: dict[str, Cells]) -> None:
        self._book = book
        self._all = [Sheet(book, name, cells) for name, cells in sheets.items()]

    def __iter__(self) -> Iterator["Sheet"]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, key: int | str) -> "Sheet":
        if isinstance(key, int):
            return self._all[key]
        return next(sheet for sheet in self._all if sheet.name.casefold() == key.casefold())

    def add(self, name: str, before: Any = None, after: Any = None) -> "Sheet":
        self._book.actions.append(("addSheet", name))
        self._all.append(Sheet(self._book, name, {}))
        return self._all[-1]


class Sheet:
    def __init__(self, book: Book, name: str, cells: Cells) -> None:
        self.book, self.name, self.cells, self.api = book, name, cells, {"name": name}

    @property
    def used_range(self) -> "Range":
        last = [max((at[axis] for at in self.cells), default=1) for axis in (0, 1)]
        return self.range((1, 1), (last[0], last[1]))

    def range(self, first: tuple[int, int], last: tuple[int, int] | None = None) -> "Range":
        return Range(self, first, last or first)


class Range:
    def __init__(self, sheet: Sheet, first: tuple[int, int], last: tuple[int, int], **options: Any) -> None:
        self.sheet, self._first, self._last, self._options = sheet, first, last, options
        self.row, self.column = first

    @property
    def last_cell(self) -> "Range":
        return Range(self.sheet, self._last, self._last)

    def options(self, **options: Any) -> "Range":
        assert set(options) <= {"ndim", "err_to_str", "numbers"}, "the double knows no other options"
        return Range(self.sheet, self._first, self._last, **options)

    @property
    def value(self) -> Any:
        assert self._options.get("ndim") == 2, "without ndim=2 the shape depends on the size"
        assert self._options.get("err_to_str"), "without err_to_str an error value is read as an empty cell"
        rows, columns = (range(a, b + 1) for a, b in zip(self._first, self._last, strict=True))
        return [[self._as_read(self.sheet.cells.get((row, column))) for column in columns] for row in rows]

    @value.setter
    def value(self, rows: list[list[Any]]) -> None:
        height, width = (b - a + 1 for a, b in zip(self._first, self._last, strict=True))
        assert [len(line) for line in rows] == [width] * height, "Excel refuses a block of another shape"
        self.sheet.book.actions.append(("setValues", self.sheet.name, *self._first, rows))

    @property
    def formula(self) -> Any:
        raise NotImplementedError("Reading formulas synchronously isn't supported on this engine.")

    def _as_read(self, value: Any) -> Any:
        """JavaScript has one kind of number: a whole one arrives as int, which `numbers=` does not touch."""
        return int(value) if isinstance(value, float) and value.is_integer() else value
