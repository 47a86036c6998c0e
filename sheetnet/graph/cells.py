"""The cells of a workbook in one row of numbers: where each stands in it, and what it holds."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.trouble import TooMuch
from sheetnet.graph.values import EMPTY, ERROR, ERRORS, LOGICAL, NA, NUMBER, TEXT, Kinds, Numbers, Value
from sheetnet.sheet.cells import Area, Date, Fault, Unsaved
from sheetnet.sheet.cells import Value as CellValue

Indices = NDArray[np.int64]
NOWHERE = 0  # the index of every cell beyond what a sheet uses: empty for ever
_MOST = 30_000_000  # cells of all sheets together, from A1 to the last one used
_FAR = 100_000  # rows or columns past the used part from which on a reference means "all there are"


class Cells:
    """What the cells hold: numbers, kinds and texts, one place for each from A1 to the last used cell of each sheet."""

    def __init__(self, sizes: Sequence[tuple[str, int, int]]) -> None:
        """`sizes`: (sheet, last row, last column), as far as anything stands in it."""
        self._first: dict[str, int] = {}
        self._size: dict[str, tuple[int, int]] = {}
        count = 1
        for sheet, rows, columns in sizes:
            self._first[sheet], self._size[sheet] = count, (rows, columns)
            count += rows * columns
            if count > _MOST:
                raise TooMuch(f"sheet '{sheet}' reaches down to row {rows:,} and column {columns:,}: too many cells")
        self.count = count
        self.x: Numbers = np.zeros(count)
        self.kinds: Kinds = np.zeros(count, np.int8)
        self.texts: NDArray[np.object_] = np.full(count, None, dtype=object)

    def copy(self) -> "Cells":
        """The same cells, to be filled otherwise."""
        other = Cells(())
        other.__dict__ |= self.__dict__ | {"x": self.x.copy(), "kinds": self.kinds.copy(), "texts": self.texts.copy()}
        return other

    @property
    def sheets(self) -> Sequence[str]:
        return tuple(self._size)

    def __contains__(self, sheet: str) -> bool:
        return sheet in self._first

    def used(self, sheet: str) -> tuple[int, int]:
        return self._size[sheet]

    def spare(self, sheet: str) -> tuple[int, int]:
        """(row, column) of a cell below the used part of a sheet, for a formula that stands in none."""
        return self._size[sheet][0], 1

    def index(self, sheet: str, row: int, column: int) -> int:
        """The place of a cell; NOWHERE where the sheet does not reach."""
        rows, columns = self._size[sheet]
        if not (1 <= row <= rows and 1 <= column <= columns):
            return NOWHERE
        return self._first[sheet] + (row - 1) * columns + column - 1

    def indices(self, sheet: str, top: Indices, left: Indices, height: int, width: int) -> Indices:
        """The places of rectangles of one size with their first cells at (top, left): shape (n, height, width)."""
        rows, columns = self._size[sheet]
        if height == width == len(top) == 1:  # a cell alone
            return np.array([[[self.index(sheet, int(top[0]), int(left[0]))]]])
        down = top[:, None, None] + np.arange(height)[None, :, None]
        right = left[:, None, None] + np.arange(width)[None, None, :]
        found = self._first[sheet] + (down - 1) * columns + right - 1
        beyond = (down > rows) | (right > columns)
        if beyond.any():
            return np.where(beyond, NOWHERE, found)
        return found

    def all_of(self, area: Area) -> Indices:
        """The places of an area: shape (1, height, width)."""
        at = np.array([area.top]), np.array([area.left])
        return self.indices(area.sheet, *at, area.height, area.width)

    def clipped(self, sheet: str, top: int, left: int, bottom: int, right: int) -> tuple[int, int]:
        """(bottom, right) of a reference that means all there are, such as A:A, up to the last used cell."""
        rows, columns = self._size[sheet]
        if bottom - rows > _FAR:
            bottom = max(rows, top)
        if right - columns > _FAR // 10:
            right = max(columns, left)
        return bottom, right

    def address(self, index: int) -> tuple[str, int, int]:
        """(sheet, row, column) of a place."""
        for sheet, first in reversed(self._first.items()):
            if index >= first:
                row, column = divmod(index - first, self._size[sheet][1])
                return sheet, row + 1, column + 1
        raise IndexError(index)

    def put(self, index: int, value: CellValue) -> None:
        """What a workbook's cell holds; a date counts as its serial number."""
        match value:
            case None | Unsaved():
                self.x[index], self.kinds[index] = 0.0, EMPTY
            case bool():
                self.x[index], self.kinds[index] = float(value), LOGICAL
            case float() | int():
                self.x[index], self.kinds[index] = value, NUMBER
            case Date(serial):
                self.x[index], self.kinds[index] = serial, NUMBER
            case Fault(code):
                self.x[index] = ERRORS.index(code) if code in ERRORS else NA
                self.kinds[index] = ERROR
            case str():
                self.x[index], self.kinds[index], self.texts[index] = 0.0, TEXT, value

    def gathered(self, indices: Indices) -> Value:
        """The values at places, without what they depend on."""
        kinds = self.kinds[indices]
        if (kinds == NUMBER).all():
            return Value(self.x[indices])
        texts = self.texts[indices] if (kinds == TEXT).any() else None
        return Value(self.x[indices], kinds, texts)

    def store(self, indices: Indices, value: Value) -> None:
        """Put values of shape (n, 1, 1), or one for all, into n places; an empty result shows as 0."""
        x = np.broadcast_to(value.x.reshape(-1), indices.shape)
        kinds = np.full(1, NUMBER, np.int8) if value.kinds is None else value.kinds.reshape(-1)
        self.x[indices] = x
        self.kinds[indices] = np.where(kinds == EMPTY, NUMBER, kinds)
        if value.texts is not None:
            self.texts[indices] = np.broadcast_to(value.texts.reshape(-1), indices.shape)

    def value(self, index: int) -> CellValue:
        """What a place holds, as a cell's value."""
        match int(self.kinds[index]):
            case 1:
                return float(self.x[index])
            case 2:
                return str(self.texts[index])
            case 3:
                return bool(self.x[index])
            case 4:
                return Fault(ERRORS[int(self.x[index])])
        return None

    def places(self, addresses: Iterable[tuple[str, int, int]]) -> Indices:
        return np.array([self.index(*address) for address in addresses], np.int64)
