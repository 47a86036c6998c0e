"""Evaluating one formula for all cells that have it: its tree, at n places at once."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from sheetnet.graph.arrays import beside, first_cell
from sheetnet.graph.bindings import Bound, Lambda, Leaf, NeedsFirst, Rectangle, ordered
from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.operators import negated, operate, scaled
from sheetnet.graph.trees import (
    Apply,
    Array,
    Call,
    Chain,
    Logical,
    Missing,
    Mistake,
    Number,
    Reference,
    Sign,
    Text,
    Tree,
    Union,
    Variable,
)
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    LOGICAL,
    MOST,
    REF,
    VALUE,
    Value,
    as_numbers,
    empty,
    error,
    number,
    one_text,
    spoiled,
)
from sheetnet.sheet.cells import Area

_CALLS = 100_000  # of functions and LAMBDAs in one formula
_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")


class Frame:
    """One evaluation: where the formulas stand, what cells hold, and which of them are asked for derivatives.

    `rows` and `columns` have shape (n,). With `active` (a mark for each cell that depends on a parameter), values know
    what they depend on, and `leaves` lists the cells read; where `apart`, cells that all n read once for each of them.
    `pending` marks cells that are not computed yet. `places` is where references lead, as far as that is known.
    """

    def __init__(
        self,
        cells: Cells,
        sheet: str,
        rows: Indices,
        columns: Indices,
        functions: Mapping[str, "Function"],
        *,
        places: Mapping[Reference, Indices] | None = None,
        spills: Mapping[tuple[str, int, int], Area] | None = None,
        active: np.ndarray | None = None,
        apart: bool = False,
        pending: np.ndarray | None = None,
    ) -> None:
        self.cells, self.sheet, self.rows, self.columns = cells, sheet, rows, columns
        self.functions, self.places, self.spills = functions, places or {}, spills or {}
        self.active, self.apart, self.pending = active, apart, pending
        self.leaves: list[Leaf] = []
        self.read: list[Indices] = []  # what was read by a reference that only the values lead to
        self.kinks: set[str] = set()  # functions whose branch changes just here
        self.steps: set[str] = set()  # functions whose slope is 0 between jumps
        self._given: dict[str, Bound] = {}
        self._calls = 0

    # values of trees

    def value(self, tree: Tree, *, array: bool) -> Value:
        """The value of a tree; where no array is wanted, of a range the cell in the formula's own row or column."""
        match tree:
            case Number(x):
                return number(x)
            case Reference():
                return self.read_by(tree) if array or tree.single else self.crossing(self.rectangle(tree))
            case Chain(first, rest):
                result = self.value(first, array=array)
                for sign, operand in rest:
                    result = self._operated(sign, result, self.value(operand, array=array))
                return result
            case Sign(mark, operand):
                return self._signed(mark, operand, array=array)
            case Call(name, arguments):
                return self.call(name, arguments, array=array)
            case Text(word):
                return one_text(word)
            case Logical(true):
                return Value(np.full((1, 1, 1), float(true)), np.full((1, 1, 1), LOGICAL, np.int8))
            case Mistake(code):
                return error(float(code))
            case Missing():
                return empty()
            case Array(rows):
                return self._array(rows)
            case Variable(name):
                return self._variable(name)
            case Apply(function, arguments):
                return self.apply(self.function(function), [self.bound(one, array=array) for one in arguments])
            case Union():
                raise NotUnderstood("several ranges where one is expected")
        raise AssertionError(tree)

    def whole(self, tree: Tree, *, array: bool) -> Value:
        """The value of an argument that may be a range: all of it, even where no array is wanted."""
        if isinstance(tree, Reference):
            return self.read_by(tree)
        if isinstance(tree, Call) and self.refers(tree):
            return self.gathered(self.rectangle_of(tree), computed=True)
        return self.value(tree, array=array)

    def one(self, tree: Tree, *, array: bool) -> Value:
        """The value of an argument that is no array: of an array its first cell."""
        found = self.value(tree, array=array)
        return found if found.size == 1 else first_cell(found)

    def whole_number(self, tree: Tree, default: int | None = None) -> int:
        """An argument that is the same whole number for all n places; raises NotUnderstood where it is not."""
        if isinstance(tree, Missing) and default is not None:
            return default
        x, wrong, _ = as_numbers(self.one(tree, array=False))
        if wrong is not None or not (x == x.flat[0]).all():
            raise NotUnderstood("a size that differs from row to row")
        return int(np.floor(x.flat[0]))

    def _operated(self, sign: str, left: Value, right: Value) -> Value:
        if sign in _COMPARISONS and (left.depends or right.depends):
            self.steps.add("a comparison")
            if left.shape[1:] == right.shape[1:] and (left.x == right.x).any():
                self.kinks.add("a comparison")
        return operate(sign, left, right)

    def _signed(self, mark: str, operand: Tree, *, array: bool) -> Value:
        if mark == "@":
            return self.value(operand, array=False)
        found = self.value(operand, array=array)
        if mark == "-":
            return negated(found)
        return scaled(found, 0.01) if mark == "%" else found

    def _array(self, rows: tuple[tuple[Tree, ...], ...]) -> Value:
        made = [[self.value(one, array=False) for one in row] for row in rows]
        return beside([beside(row, axis=2) for row in made], axis=1)

    # names, LAMBDA

    def _variable(self, name: str) -> Value:
        found = self._given.get(name)
        if found is None:
            raise NotUnderstood(f"the name '{name}'")
        if isinstance(found, Lambda):
            return error(VALUE)
        return found

    def bound(self, tree: Tree, *, array: bool) -> Bound:
        """A value or a LAMBDA, to be given a name."""
        if isinstance(tree, Variable) and isinstance(self._given.get(tree.name), Lambda):
            return self._given[tree.name]
        if isinstance(tree, Call) and tree.function == "LAMBDA":
            return self.function(tree)
        return self.whole(tree, array=array)

    def function(self, tree: Tree) -> Lambda:
        """What a tree that is called means."""
        match tree:
            case Call("LAMBDA", (*names, body)):
                return Lambda(tuple(one.word for one in names if isinstance(one, Text)), body, dict(self._given))
            case Variable(name) if isinstance(self._given.get(name), Lambda):
                found = self._given[name]
                assert isinstance(found, Lambda)  # noqa: S101 - asked just now
                return found
            case Apply(inner, arguments):
                made = self.function(inner)
                with self.names(made, [self.bound(one, array=True) for one in arguments]):
                    return self.function(made.body)
        raise NotUnderstood("something that is no LAMBDA is called")

    def apply(self, function: Lambda, arguments: list[Bound]) -> Value:
        """The value of a LAMBDA with arguments."""
        self._count()
        with self.names(function, arguments):
            return self.whole(function.body, array=True)

    def names(self, function: Lambda, arguments: list[Bound]) -> "_Given":
        """The names of a LAMBDA for the time of one call."""
        if len(arguments) > len(function.names):
            raise NotUnderstood("a LAMBDA with more arguments than it has names")
        missing = [empty()] * (len(function.names) - len(arguments))
        given = dict(zip(function.names, [*arguments, *missing], strict=True))
        return _Given(self, {**function.around, **given})

    def let(self, arguments: tuple[Tree, ...], *, array: bool) -> Value:
        """LET: names and values in turn, then the result."""
        with _Given(self, dict(self._given)):
            for name, tree in zip(arguments[:-1:2], arguments[1:-1:2], strict=True):
                assert isinstance(name, Text)  # noqa: S101 - the parser made it
                self._given[name.word] = self.bound(tree, array=array)
            return self.whole(arguments[-1], array=array)

    # functions

    def call(self, name: str, arguments: tuple[Tree, ...], *, array: bool) -> Value:
        """The value of a function; raises NotUnderstood where it is not known."""
        self._count()
        function = self.functions.get(name)
        if function is None:
            raise NotUnderstood(f"the function {name}")
        found = function(self, arguments, array)
        if found.x.size > MOST:
            raise NotUnderstood(f"{name} makes an array of {found.x.size:,} cells")
        return found

    def _count(self) -> None:
        self._calls += 1
        if self._calls > _CALLS:
            raise NotUnderstood(f"a formula that calls functions more than {_CALLS:,} times")

    # references

    def refers(self, tree: Tree) -> bool:
        """Whether a tree is a reference, or a function that answers with one."""
        if isinstance(tree, Reference):
            return True
        if not isinstance(tree, Call) or tree.function not in _REFERRING or not tree.arguments:
            return False
        return tree.function in _BY_TEXT or self.refers(tree.arguments[0])

    def rectangle(self, reference: Reference) -> Rectangle:
        """Where a reference leads from each of the n places."""
        sheet, top, left, bottom, right, _ = reference
        top_, bottom_ = ((np.array([at.number]) if at.fixed else self.rows + at.number) for at in (top, bottom))
        left_, right_ = ((np.array([at.number]) if at.fixed else self.columns + at.number) for at in (left, right))
        return sheet, *ordered(top_, bottom_, left_, right_)

    def rectangle_of(self, tree: Tree) -> Rectangle:
        """Where a tree that is a reference leads; raises NotUnderstood where it is none."""
        if isinstance(tree, Reference):
            return self.rectangle(tree)
        if isinstance(tree, Call) and tree.function in _REFERRING:
            found = _REFERRING[tree.function](self, tree.arguments)
            if found is not None:
                return found
        raise NotUnderstood("a range that is computed")

    def resized(self, tree: Tree, height: int, width: int) -> Value:
        """The cells of a size from the first one of a reference on, such as the third argument of SUMIF."""
        sheet, top, left, _, _ = self.rectangle_of(tree)
        return self.gathered((sheet, top, left, top + height - 1, left + width - 1), computed=True)

    def read_by(self, reference: Reference) -> Value:
        """The values of the cells that a reference leads to."""
        indices = self.places.get(reference)
        return self.gathered(self.rectangle(reference)) if indices is None else self.taken(indices)

    def gathered(self, rectangle: Rectangle, *, computed: bool = False) -> Value:
        """The values of a rectangle's cells."""
        sheet, top, left, bottom, right = rectangle
        if sheet not in self.cells:
            return error(REF)
        if min(top.min(), left.min()) < 1:
            return error(REF)
        if len(top) == 1 or ((bottom - top == bottom[0] - top[0]).all() and (right - left == right[0] - left[0]).all()):
            low, wide = self.cells.clipped(sheet, int(top[0]), int(left[0]), int(bottom[0]), int(right[0]))
            height, width = low - int(top[0]) + 1, wide - int(left[0]) + 1
            if height * width * len(top) > MOST:
                raise NotUnderstood(f"a range of {height:,} x {width:,} cells")
            return self.taken(self.cells.indices(sheet, top, left, height, width), computed=computed)
        raise NotUnderstood("a range whose size differs from row to row")

    def taken(self, indices: Indices, *, computed: bool = False) -> Value:
        """The values at places, shape (n, height, width), which depend on parameters where the cells do."""
        if self.pending is not None and computed:
            waiting = self.pending[indices]
            if waiting.any():
                raise NeedsFirst(indices[waiting])
        if computed:
            self.read.append(indices)
        depends = self.active is not None and bool(self.active[indices].any())
        if depends and self.apart:
            indices = np.broadcast_to(indices, (len(self.rows), *indices.shape[1:]))
        found = self.cells.gathered(indices)
        if depends:
            found = Value(found.x, found.kinds, found.texts, ())
            self.leaves.append(Leaf(found, indices))
        return found

    def crossing(self, rectangle: Rectangle) -> Value:
        """Where no array is wanted: the cell of a column in the formula's row, of a row in its column."""
        sheet, top, left, bottom, right = rectangle
        if (top == bottom).all() and (left == right).all():
            return self.gathered(rectangle)
        rows, columns = self.rows, self.columns
        if (left == right).all() and not (top == bottom).all():
            inside, row, column = (rows >= top) & (rows <= bottom), rows, left
        elif (top == bottom).all():
            inside, row, column = (columns >= left) & (columns <= right), top, columns
        else:
            inside = (rows >= top) & (rows <= bottom) & (columns >= left) & (columns <= right)
            row, column = rows, columns
        row, column, inside = np.broadcast_arrays(row, column, inside)
        if not inside.any():
            return error(VALUE)
        found = self.cells.indices(sheet, row, column, 1, 1) if sheet in self.cells else np.zeros((1, 1, 1), np.int64)
        value = self.taken(np.where(inside[:, None, None], found, NOWHERE))
        return value if inside.all() else spoiled(value, ~inside[:, None, None], VALUE)


class _Given:
    """Names that hold for a while."""

    def __init__(self, frame: Frame, given: dict[str, Bound]) -> None:
        self._frame, self._now, self._before = frame, given, frame._given

    def __enter__(self) -> None:
        self._frame._given = self._now

    def __exit__(self, *_: object) -> None:
        self._frame._given = self._before


Function = Callable[[Frame, tuple[Tree, ...], bool], Value]
Referring = Callable[[Frame, tuple[Tree, ...]], Rectangle | None]
_REFERRING: Final[dict[str, Referring]] = {}
_BY_TEXT: Final[set[str]] = set()


def referring(name: str, *, by_text: bool = False) -> Callable[[Referring], Referring]:
    """Let a function be known as one that answers with a reference; `by_text` to what no argument of it refers to."""

    def known(function: Referring) -> Referring:
        _REFERRING[name] = function
        if by_text:
            _BY_TEXT.add(name)
        return function

    return known
