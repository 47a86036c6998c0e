"""Formulas that differ by their place alone, together: they are read once and computed side by side."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from sheetnet.graph.alone import Program, program
from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.functions import SOFT
from sheetnet.graph.names import Names
from sheetnet.graph.syntax import parse
from sheetnet.graph.trees import Apply, Array, At, Call, Chain, FormulaCell, Reference, Sign, Tree, Union
from sheetnet.graph.trouble import NotUnderstood, TooMuch
from sheetnet.sheet.cells import Area, column_number

_PIECES = re.compile(
    r"\"[^\"]*\"|'(?:[^']|'')*'|\[[^\[\]]*\]"
    r"|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w.(!])"
    r"|(?<![\w.$])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(!$])"
    r"|(?<![\w.$])(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![\w.(!$])"
)


def relative(formula: str, row: int, column: int) -> str:
    """The formula with its references counted from its cell, as ``R[-1]C[2]`` is: alike where formulas are alike."""
    return (_relative_once if len(formula) <= _USUAL else _relative)(formula, row, column)


def _relative(formula: str, row: int, column: int) -> str:
    def counted(found: re.Match[str]) -> str:
        fixed, letters, still, number, *ends = found.groups()
        if number is not None:
            down = number if still else f"[{int(number) - row}]"
            along = letters.upper() if fixed else f"[{column_number(letters.upper()) - column}]"
            return f"R{down}C{along}"
        if ends[1] is not None:
            marks = ((ends[0], ends[1]), (ends[2], ends[3]))
            return ":".join(f"C{one}" if mark else f"C[{column_number(one.upper()) - column}]" for mark, one in marks)
        if ends[5] is not None:
            marks = ((ends[4], ends[5]), (ends[6], ends[7]))
            return ":".join(f"R{one}" if mark else f"R[{int(one) - row}]" for mark, one in marks)
        return found[0]

    return _PIECES.sub(counted, formula)


_relative_once = lru_cache(maxsize=2**15)(_relative)  # the workbooks of a class have most formulas in common


class _Box(NamedTuple):
    """Rectangles of one size, one for each formula or one for all."""

    up: Indices
    near: Indices
    height: int
    width: int


class Group:
    """Formulas of one tree: where they stand, and what they read.

    `rows` and `columns` have shape (n,), `indices` are their places among all cells. `array` says that they are array
    formulas. With `area`, it is one that fills a rectangle; `indices` are then all cells of that.
    """

    def __init__(
        self,
        cells: Cells,
        sheet: str,
        tree: Tree,
        rows: Indices,
        columns: Indices,
        *,
        array: bool = False,
        area: Area | None = None,
    ) -> None:
        self._cells, self.sheet, self.tree, self.rows, self.columns = cells, sheet, tree, rows, columns
        self.array, self.area = array, area
        if area is None:
            self.indices = cells.indices(sheet, rows, columns, 1, 1).reshape(-1)
        else:
            self.indices = cells.all_of(area).reshape(-1)

    @cached_property
    def places(self) -> dict[Reference, Indices]:
        """Where each reference leads: shape (n, height, width), or (1, ...) where it is the same for all."""
        every = dict.fromkeys(references(self.tree))  # a formula may read one cell a thousand times
        return {one: found for one in every if (found := self._read_by(one)) is not None}

    @cached_property
    def program(self) -> Program | None:
        """What computes one of its formulas alone in plain numbers, where these suffice."""
        if self.area is not None or self.array:
            return None
        reads = tuple(self.places)
        return program(self.tree, reads) if set(reads) == set(references(self.tree)) else None

    @property
    def reads(self) -> list[Indices]:
        """The places that each formula reads."""
        return list(self.places.values())

    @property
    def count_of_reads(self) -> int:
        """How many places `reads` has, told without listing them."""
        every = set(references(self.tree))
        boxes = (self._box(one) for one in every if not one.single)
        ranges = sum(len(box.up) * box.height * box.width for box in boxes if box is not None)
        return ranges + len(self.rows) * sum(one.single for one in every)

    def _read_by(self, reference: Reference) -> Indices | None:
        box = self._box(reference)
        return None if box is None else self._cells.indices(reference.sheet, *box)

    def _box(self, reference: Reference) -> "_Box | None":
        """Where the rectangles of a reference begin, and their size; None where they leave the sheet."""
        sheet, top, left, bottom, right, _ = reference
        if sheet not in self._cells:
            return None
        up, down = sorted((_at(top, self.rows), _at(bottom, self.rows)), key=lambda at: int(at[0]))
        near, far = sorted((_at(left, self.columns), _at(right, self.columns)), key=lambda at: int(at[0]))
        up, near, down, far = np.broadcast_arrays(up, near, down, far)
        if up.min() < 1 or near.min() < 1:
            return None
        low, wide = self._cells.clipped(sheet, int(up[0]), int(near[0]), int(down[0]), int(far[0]))
        return _Box(up, near, low - int(up[0]) + 1, wide - int(near[0]) + 1)

    def some(self, members: Indices) -> "Group":
        """The group of some of its formulas."""
        if self.area is not None:
            return self
        part = Group(self._cells, self.sheet, self.tree, self.rows[members], self.columns[members], array=self.array)
        if "places" in self.__dict__:
            part.places = {
                reference: indices if indices.shape[0] == 1 else indices[members]
                for reference, indices in self.places.items()
            }
            if len(members) == 1:
                part.program = self.program
        return part

    def with_tree(self, tree: Tree) -> "Group":
        """Other formulas at the places of these."""
        return Group(self._cells, self.sheet, tree, self.rows, self.columns, array=self.array)


def _at(at: At, own: Indices) -> Indices:
    return np.array([at.number]) if at.fixed else own + at.number


def references(tree: Tree) -> Iterator[Reference]:
    """The references that a formula reads whatever its numbers are."""
    match tree:
        case Reference():
            yield tree
        case Chain(first, rest):
            yield from references(first)
            for _, operand in rest:
                yield from references(operand)
        case Sign(_, operand):
            yield from references(operand)
        case Union(parts):
            for one in parts:
                yield from references(one)
        case Array(rows):
            for row in rows:
                for one in row:
                    yield from references(one)
        case Apply(function, arguments):
            yield from references(function)
            for one in arguments:
                yield from references(one)
        case Call(name, arguments):
            for place, one in enumerate(arguments):
                if place >= SOFT.get(name, 0) or not isinstance(one, Reference | Call) or isinstance(one, Call):
                    yield from references(one)


_MOST_FORMS = 50_000  # of formulas that do not differ by their place alone; each takes 16 KB
_MOST_CHARACTERS = 3_000_000  # of these formulas together; a page of digits with live formulas has 2,200,000
_SHORT = 200  # characters of a formula that is kept as it was read
_USUAL = 1_000  # characters of one that is known again in the next workbook: thirty thousand long ones fill memory


class Formula(NamedTuple):
    """A formula of a workbook: its place, its text without the equals sign, and what it fills if it is an array."""

    sheet: str
    row: int
    column: int
    text: str
    area: Area | None = None


class Grouped(NamedTuple):
    """All formulas in groups, and for each that cannot be read its place and the reason."""

    groups: list[Group]
    unread: dict[int, str]


_parsed_once = lru_cache(maxsize=2**13)(parse)  # likewise; a tree is never changed


def grouped(formulas: Sequence[Formula], cells: Cells, names: Names) -> Grouped:
    """Formulas that are alike together; those whose ranges grow from row to row by their size."""
    alike: dict[tuple[str, bool, str], list[Formula]] = {}
    groups: list[Group] = []
    unread: dict[int, str] = {}
    for one in formulas:
        fills = one.area is not None and one.area.size > 1
        key = f"{one.area}" if fills else relative(one.text, one.row, one.column)
        alike.setdefault((one.sheet, one.area is not None, key), []).append(one)
    if len(alike) > _MOST_FORMS:
        raise TooMuch(f"{len(alike):,} formulas that are no copies of each other, of {_MOST_FORMS:,} at most")
    characters = sum(len(members[0].text) for members in alike.values())
    if characters > _MOST_CHARACTERS:
        raise TooMuch(
            f"formulas that are no copies of each other, of {characters:,} characters together, of "
            f"{_MOST_CHARACTERS:,} at most"
        )
    for (sheet, array, _), members in alike.items():
        first = members[0]
        try:
            read = _parsed_once if len(first.text) <= _SHORT else parse
            tree = read(first.text, FormulaCell(sheet, first.row, first.column), names)
        except (NotUnderstood, RecursionError) as error:
            reason = str(error) if isinstance(error, NotUnderstood) else "names that lead too deep into each other"
            for one in members:
                unread |= dict.fromkeys(_places(cells, one), reason)
            continue
        rows, columns = np.array([one.row for one in members]), np.array([one.column for one in members])
        area = first.area if first.area is not None and first.area.size > 1 else None
        whole = Group(cells, sheet, tree, rows, columns, array=array, area=area)
        groups += _of_one_size(whole) if area is None else [whole]
    return Grouped(groups, unread)


def _places(cells: Cells, formula: Formula) -> list[int]:
    if formula.area is not None:
        return [int(one) for one in cells.all_of(formula.area).reshape(-1) if one != NOWHERE]
    return [cells.index(formula.sheet, formula.row, formula.column)]


def _of_one_size(group: Group) -> list[Group]:
    """The group, or several where a reference such as ``$A$1:A5`` has another size in each row."""
    spans = [
        _at(high, own) - _at(low, own)
        for one in references_of_all(group.tree)
        for low, high, own in ((one.top, one.bottom, group.rows), (one.left, one.right, group.columns))
        if low.fixed != high.fixed
    ]
    if not spans or len(group.rows) == 1:
        return [group]
    table = np.stack([np.broadcast_to(span, group.rows.shape) for span in spans], axis=1)
    _, which = np.unique(table, axis=0, return_inverse=True)
    which = which.reshape(-1)
    return [group.some(np.flatnonzero(which == number)) for number in range(int(which.max()) + 1)]


def references_of_all(tree: Tree) -> Iterator[Reference]:
    """Every reference in a tree, also those that only numbers lead to."""
    if isinstance(tree, Call):
        for one in tree.arguments:
            yield from references_of_all(one)
    elif isinstance(tree, Reference):
        yield tree
    else:
        yield from (found for found in references(tree))


def address(cells: Cells, index: int) -> str:
    """``BP!C15`` of a place."""
    sheet, row, column = cells.address(index)
    return Area(sheet, row, column, row, column).address()
