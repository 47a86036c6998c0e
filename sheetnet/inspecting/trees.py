"""Formulas as trees whose references say where they lead: read, walked, changed at one place, and written out."""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.graph.trees import (
    Apply,
    Array,
    At,
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
from sheetnet.graph.values import ERRORS
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, quoted

Path = tuple[int, ...]
_PRECEDENCE = {"^": 5, "*": 4, "/": 4, "+": 3, "-": 3, "&": 2, **dict.fromkeys(("=", "<", ">", "<=", ">=", "<>"), 1)}


class Node(NamedTuple):
    """A part of a formula and where in it: the number of the child, of the child's child, and so on."""

    path: Path
    tree: Tree


def placed(tree: Tree, row: int, column: int) -> Tree:
    """A formula with every reference to the cells that it leads to from its own."""
    if isinstance(tree, Reference):
        return tree._replace(
            top=_fixed(tree.top, row),
            bottom=_fixed(tree.bottom, row),
            left=_fixed(tree.left, column),
            right=_fixed(tree.right, column),
        )
    return with_children(tree, [placed(one, row, column) for one in children(tree)])


def _fixed(at: At, own: int) -> At:
    return at if at.fixed else At(own + at.number, fixed=True)


def area_of(reference: Reference) -> Area:
    """Where a reference of a placed formula leads."""
    return Area(
        reference.sheet,
        min(reference.top.number, reference.bottom.number),
        min(reference.left.number, reference.right.number),
        max(reference.top.number, reference.bottom.number),
        max(reference.left.number, reference.right.number),
    )


def reference_to(area: Area) -> Reference | None:
    """A reference to some cells; None where a sheet does not reach."""
    if area.top < 1 or area.left < 1 or area.bottom > LAST_ROW or area.right > LAST_COLUMN:
        return None
    top, left, bottom, right = (At(one, fixed=True) for one in area[1:])
    return Reference(area.sheet, top, left, bottom, right, area.size == 1)


def children(tree: Tree) -> tuple[Tree, ...]:
    """The parts that a formula is made of, from left to right."""
    match tree:
        case Chain(first, rest):
            return (first, *(operand for _, operand in rest))
        case Sign(_, operand):
            return (operand,)
        case Union(parts) | Call(_, parts):
            return parts
        case Apply(function, arguments):
            return (function, *arguments)
        case Array(rows):
            return tuple(one for row in rows for one in row)
    return ()


def with_children(tree: Tree, parts: list[Tree]) -> Tree:
    """The same formula made of other parts."""
    match tree:
        case Chain(_, rest):
            return Chain(parts[0], tuple((sign, one) for (sign, _), one in zip(rest, parts[1:], strict=True)))
        case Sign(mark, _):
            return Sign(mark, parts[0])
        case Union():
            return Union(tuple(parts))
        case Call(name, _):
            return Call(name, tuple(parts))
        case Apply():
            return Apply(parts[0], tuple(parts[1:]))
        case Array(rows):
            wide = len(rows[0])
            return Array(tuple(tuple(parts[at : at + wide]) for at in range(0, len(parts), wide)))
    return tree


def nodes(tree: Tree, path: Path = ()) -> Iterator[Node]:
    """Every part of a formula, itself first."""
    yield Node(path, tree)
    for number, one in enumerate(children(tree)):
        yield from nodes(one, (*path, number))


def put(tree: Tree, path: Path, new: Tree) -> Tree:
    """The formula with another part at one place."""
    if not path:
        return new
    parts = list(children(tree))
    parts[path[0]] = put(parts[path[0]], path[1:], new)
    return with_children(tree, parts)


def exchanged(tree: Tree, others: dict[Tree, Tree]) -> Tree:
    """The formula with some parts replaced wherever they stand."""
    if tree in others:
        return others[tree]
    return with_children(tree, [exchanged(one, others) for one in children(tree)])


def references(tree: Tree) -> list[Reference]:
    """Every reference of a formula, each once, from left to right."""
    return list(dict.fromkeys(one.tree for one in nodes(tree) if isinstance(one.tree, Reference)))


def written(tree: Tree, sheet: str, least: int = 0) -> str:
    """A formula as one writes it on a sheet; in brackets where operators around bind as strongly as `least`."""
    match tree:
        case Number(x):
            return f"{x:.15g}"
        case Text(word):
            return '"' + word.replace('"', '""') + '"'
        case Logical(true):
            return str(true).upper()
        case Mistake(code):
            return ERRORS[code]
        case Missing():
            return ""
        case Variable(name):
            return name
        case Reference():
            area = area_of(tree)
            return area.range if area.sheet == sheet else f"{quoted(area.sheet)}!{area.range}"
        case Chain(first, rest):
            power = _PRECEDENCE[rest[0][0]]
            text = written(first, sheet, power - 1)
            text += "".join(sign + written(operand, sheet, power) for sign, operand in rest)
            return f"({text})" if power <= least else text
        case Sign("%", operand):
            return written(operand, sheet, 6) + "%"
        case Sign(mark, operand):
            text = mark + written(operand, sheet, 4)
            return f"({text})" if least >= 5 else text
        case Call(name, arguments):
            return f"{name}({','.join(written(one, sheet) for one in arguments)})"
        case Apply(function, arguments):
            return f"{written(function, sheet)}({','.join(written(one, sheet) for one in arguments)})"
        case Array(rows):
            return "{" + ";".join(",".join(written(one, sheet) for one in row) for row in rows) + "}"
        case Union(parts):
            return "(" + ",".join(written(one, sheet) for one in parts) + ")"
    raise AssertionError(tree)
