"""An engine of xlwings in memory: IronCalc computes the formulas, and every round trip is written down.

It stands in for Excel where there is none, so that the code behind a button is tested through xlwings itself.
"""

import io
import itertools
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import xlwings
from xlwings import base_classes, utils

_FAULTS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class Engine:
    name = "memory"

    def __init__(self) -> None:
        self.type = "desktop"
        self.calls: list[tuple[str, str]] = []
        self.before_call: Callable[[str, str], None] = lambda what, place: None
        self.apps = Apps(self)

    def note(self, what: str, place: str) -> None:
        self.before_call(what, place)
        self.calls.append((what, place))

    def count(self, what: str) -> int:
        return sum(kind == what for kind, _ in self.calls)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        return x

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def one(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, str) and value in _FAULTS and not err_to_str:
                return None
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[one(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self._app = App(engine)

    def keys(self) -> list[int]:
        return [1]

    def __iter__(self) -> Iterator["App"]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: Any) -> "App":
        return self._app


class App(base_classes.App):
    """Its settings are plain attributes; each change is written down in `settings`."""

    pid, version, api = 1, "16.0", None
    status_bar = screen_updating = calculation = books = engine = None  # the base class has them as properties

    def __init__(self, engine: Engine) -> None:
        self.__dict__.update(
            engine=engine,
            settings=[],
            books=Books(self),
            screen_updating=True,
            calculation="automatic",
            status_bar=False,
        )

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__["settings"].append((name, value))
        self.__dict__[name] = value
        if (name, value) == ("calculation", "automatic"):
            self.calculate()

    def calculate(self) -> None:
        for book in self.books:
            book.model.evaluate()


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app
        self._open: list[Book] = []

    @property
    def active(self) -> Any:
        return self._open[-1] if self._open else None

    def __iter__(self) -> Iterator["Book"]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    def __call__(self, key: Any) -> "Book":
        for book in self._open:
            if key == book.fullname or str(key).casefold() == book.name.casefold():
                return book
        raise KeyError(key)

    def open(self, fullname: Any, *arguments: Any, **keywords: Any) -> "Book":
        self._open.append(Book(Path(fullname), self.app))
        return self._open[-1]


@lru_cache(maxsize=16)
def empty_cells(content: bytes) -> list[tuple[int, int, int]]:
    """(number of the sheet, row, column) of every cell of a file that holds nothing, as openpyxl reads it."""
    return [
        (number, cell.row, cell.column)
        for number, sheet in enumerate(openpyxl.load_workbook(io.BytesIO(content)).worksheets)
        for cell in itertools.chain.from_iterable(sheet.iter_rows())
        if cell.value is None
    ]


class Book(base_classes.Book):
    app = fullname = model = api = None

    def __init__(self, path: Path, app: App) -> None:
        self.app, self.fullname, self.name_ = app, str(path), path.name
        self.model: Any = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self._empty_the_empty(path)
        self.model.evaluate()

    def _empty_the_empty(self, path: Path) -> None:
        """IronCalc takes an empty cell that says it holds a number for the number 0."""
        for place in empty_cells(path.read_bytes()):
            if self.model.get_cell_value(*place) is not None:
                self.model.clear_cell_contents(*place)

    @property
    def name(self) -> str:
        return self.name_

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)

    @property
    def names(self) -> "Names":
        return Names(self)

    def save(self, path: Any = None, password: Any = None) -> None:
        self.app.engine.note("save", str(path))

    def close(self) -> None:
        self.app.books._open.remove(self)


class Names(base_classes.Names):
    """The names of the workbook, or of the sheet with a number."""

    def __init__(self, book: Book, sheet: int | None = None) -> None:
        self.book = book
        self.sheet = sheet

    def _list(self) -> list["Name"]:
        listed = self.book.model.get_defined_name_list()
        return [Name(one["name"], one["formula"]) for one in listed if one["scope"] == self.sheet]

    def __len__(self) -> int:
        return len(self._list())

    def __call__(self, key: Any) -> "Name":
        listed = self._list()
        return listed[key - 1] if isinstance(key, int) else next(name for name in listed if name.name == key)

    def snapshot(self) -> list[tuple[str, "Name"]]:
        return [(name.name, name) for name in self._list()]


class Name(base_classes.Name):
    name = refers_to = ""

    def __init__(self, name: str, formula: str) -> None:
        self.name, self.refers_to = name, f"={formula.removeprefix('=')}"


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def _names(self) -> list[str]:
        return [one["name"] for one in self.book.model.get_worksheets_properties()]

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, name, index) for index, name in enumerate(self._names()))

    def __call__(self, key: Any) -> "Sheet":
        names = self._names()
        if isinstance(key, int):
            return Sheet(self.book, names[key - 1], key - 1)
        if key not in names:
            raise xlwings.NoSuchObjectError(f"Sheet {key!r} doesn't exist.")
        return Sheet(self.book, key, names.index(key))

    def __contains__(self, key: Any) -> bool:
        return key in self._names()

    def add(self, before: Any = None, after: Any = None, name: Any = None) -> "Sheet":
        self.book.model.add_sheet(name)
        return self(name)


class Sheet(base_classes.Sheet):
    book = name = api = index = None

    def __init__(self, book: Book, name: str, number: int) -> None:
        self.book, self.name, self.number, self.index = book, name, number, number + 1

    def delete(self) -> None:
        self.book.model.delete_sheet(self.number)

    @property
    def names(self) -> Names:
        return Names(self.book, self.number)

    @property
    def used_range(self) -> "Range":
        _, bottom, _, right = self.book.model.get_sheet_dimensions(self.number)
        return Range(self, 1, 1, bottom, right)

    def range(self, first: Any, second: Any = None) -> "Range":
        if isinstance(first, Range) and second is None:
            return first
        if isinstance(first, str):
            first, corner = utils.a1_to_tuples(first)
            second = second or corner
        if isinstance(first, Range):
            first = (first.row, first.column)
        if isinstance(second, Range):
            second = (second.row + second.shape[0] - 1, second.column + second.shape[1] - 1)
        second = second or first
        return Range(self, first[0], first[1], second[0] - first[0] + 1, second[1] - first[1] + 1)


class Range(base_classes.Range):
    row = column = shape = sheet = has_array = None
    api = True  # xlwings writes only where there is one
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, row: int, column: int, height: int, width: int) -> None:
        self.sheet, self.row, self.column, self.shape, self.options = sheet, row, column, (height, width), None

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, self.row + row - 1, self.column + column - 1, 1, 1)

    @property
    def address(self) -> str:
        return self.get_address()

    def get_address(self, *arguments: Any, **keywords: Any) -> str:
        last = f"${utils.col_name(self.column + self.shape[1] - 1)}${self.row + self.shape[0] - 1}"
        first = f"${utils.col_name(self.column)}${self.row}"
        return first if self.shape == (1, 1) else f"{first}:{last}"

    def _note(self, what: str) -> None:
        self.sheet.book.app.engine.note(what, f"{self.sheet.name}!{self.address.replace('$', '')}")

    def _each(self, ask: Callable[[int, int, int], Any]) -> list[list[Any]]:
        height, width = self.shape
        return [
            [ask(self.sheet.number, row, column) for column in range(self.column, self.column + width)]
            for row in range(self.row, self.row + height)
        ]

    @property
    def raw_value(self) -> list[list[Any]]:
        self._note("read")
        return self._each(self.sheet.book.model.get_cell_value)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._note("write")
        model = self.sheet.book.model
        rows = value if isinstance(value, list | tuple) else [[value] * self.shape[1]] * self.shape[0]
        places = itertools.product(range(self.shape[0]), range(self.shape[1]))
        for row, column in places:
            one, at = rows[row][column], (self.sheet.number, self.row + row, self.column + column)
            if one is None or one == "":
                model.range_clear_contents(at[0], at[1], at[2], at[1], at[2])
            elif isinstance(one, bool):
                model.update_cell_with_bool(*at, one)
            elif isinstance(one, int | float):
                model.update_cell_with_number(*at, one)
            else:
                model.update_cell_with_text(*at, str(one))
        if self.sheet.book.app.calculation == "automatic":
            model.evaluate()

    @property
    def formula(self) -> Any:
        if self.sheet.book.app.engine.type == "remote":
            raise NotImplementedError
        self._note("formulas")
        texts = self._each(lambda *at: self.sheet.book.model.get_cell_formula(*at) or "")
        return texts if len(self) > 1 else texts[0][0]

    @formula.setter
    def formula(self, value: str) -> None:
        at = (self.sheet.number, self.row, self.column)
        self.sheet.book.model.update_cell_with_formula(*at, value)
        self.sheet.book.app.calculate()


def register() -> Engine:
    """Add an engine to xlwings and make it the one that `xlwings.Book(...)` uses."""
    engine = Engine()
    wrapped = xlwings.Engine(impl=engine)
    xlwings.engines.add(wrapped)
    wrapped.activate()
    return engine
