"""Every formula that is one edit away from another: another sign, operator, bracket, number or function.

No edit knows what a network is. An edit that puts a cell somewhere is written once for all cells that may be
meant, with a hole in its formula (see `cell_edits`): they are tried side by side.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sheetnet.graph.trees import Call, Chain, Number, Reference, Sign, Tree, Variable
from sheetnet.inspecting.trees import children, exchanged, nodes, put

HOLE = Variable("?")
ONE = Number(1.0)


class Edit(NamedTuple):
    """A formula with one thing changed: `what` was done, the part that goes and the part that comes."""

    what: str
    tree: Tree
    old: Tree | None = None
    new: Tree | None = None


class Family(NamedTuple):
    """Edits that differ by one reference, which stands as a hole in them; `holes` are those that may fill it."""

    edit: Edit
    holes: tuple[Reference, ...]

    def filled(self, reference: Reference) -> Edit:
        """The edit with one of them."""
        what, tree, old, new = self.edit
        table: dict[Tree, Tree] = {HOLE: reference}
        return Edit(what, exchanged(tree, table), old, None if new is None else exchanged(new, table))


def plain_edits(tree: Tree) -> Iterator[Edit]:
    """Those that need no other cell."""
    yield from _signs(tree)
    yield from _operators(tree)
    yield from _brackets(tree)
    yield from _numbers(tree)
    yield from _squares(tree)
    yield from _functions(tree)
    yield from _too_much(tree)
    yield from _left_out(tree)


def _signs(tree: Tree) -> Iterator[Edit]:
    yield Edit("minus", Sign("-", tree))
    for path, node in nodes(tree):
        if isinstance(node, Sign) and node.mark == "-":
            yield Edit("minus_too_much", put(tree, path, node.operand), node, node.operand)
        if isinstance(node, Chain) and len(node.rest) == 1 and node.rest[0][0] == "-":
            turned = Chain(node.rest[0][1], (("-", node.first),))
            yield Edit("turned", put(tree, path, turned), node, turned)


def _operators(tree: Tree) -> Iterator[Edit]:
    for path, node in nodes(tree):
        if isinstance(node, Chain) and node.rest[0][0] in "+-*/":
            for at, (sign, operand) in enumerate(node.rest):
                for other in "+-" if sign in "+-" else "*/":
                    if other != sign:
                        rest = (*node.rest[:at], (other, operand), *node.rest[at + 1 :])
                        new = Chain(node.first, rest)
                        yield Edit("operator", put(tree, path, new), node, new)
                if len(node.rest) == 1:
                    for other in "+-*/":
                        if (other in "+-") != (sign in "+-"):
                            new = Chain(node.first, ((other, operand),))
                            yield Edit("operator", put(tree, path, new), node, new)


def _brackets(tree: Tree) -> Iterator[Edit]:
    """``A + B*C`` where ``(A + B)*C`` is meant, and ``(A + B)*C`` where ``A + B*C`` is."""
    for path, node in nodes(tree):
        if not isinstance(node, Chain):
            continue
        if node.rest[0][0] in "+-":
            sign, last = node.rest[-1]
            if isinstance(last, Chain) and last.rest[0][0] in "*/":
                for cut in range(len(last.rest)):
                    head = last.first if cut == 0 else Chain(last.first, last.rest[:cut])
                    inner = Chain(node.first, (*node.rest[:-1], (sign, head)))
                    yield Edit("brackets", put(tree, path, Chain(inner, last.rest[cut:])), None, inner)
            if isinstance(node.first, Chain) and node.first.rest[0][0] in "*/":
                product = node.first
                mark, last_factor = product.rest[-1]
                inner = Chain(last_factor, node.rest)
                head = Chain(product.first, (*product.rest[:-1], (mark, inner)))
                yield Edit("brackets", put(tree, path, head), None, inner)
        elif isinstance(node.first, Chain) and node.first.rest[0][0] in "+-":
            sums = node.first
            sign, last = sums.rest[-1]
            new = Chain(sums.first, (*sums.rest[:-1], (sign, Chain(last, node.rest))))
            yield Edit("brackets_too_much", put(tree, path, new), sums, new)


def _numbers(tree: Tree) -> Iterator[Edit]:
    for path, node in nodes(tree):
        if isinstance(node, Number):
            for x in (0.0, 1.0, 2.0, 0.5, -1.0, node.x + 1, node.x - 1):
                if x != node.x:
                    yield Edit("number", put(tree, path, Number(x)), node, Number(x))


def _squares(tree: Tree) -> Iterator[Edit]:
    """``x^2`` where x stands, a cell or a difference."""
    for path, node in nodes(tree):
        cell = isinstance(node, Reference) and node.single
        if cell or (isinstance(node, Chain) and node.rest[0][0] in "+-"):
            new = Chain(node, (("^", Number(2.0)),))
            yield Edit("square", put(tree, path, new), node, new)


def _left_out(tree: Tree) -> Iterator[Edit]:
    """``-x`` inside a formula where x stands, and ``1 - x``, also of a square."""
    for path, node in nodes(tree):
        cell = isinstance(node, Reference) and node.single
        if cell and path:
            yield Edit("minus_inside", put(tree, path, Sign("-", node)), node, Sign("-", node))
        if cell or (isinstance(node, Chain) and node.rest[0][0] == "^"):
            new = Chain(ONE, (("-", node),))
            yield Edit("one_minus", put(tree, path, new), node, new)


_FOR: dict[str, tuple[str, ...]] = {
    "SUM": ("AVERAGE", "SUMSQ"),
    "AVERAGE": ("SUM",),
    "MAX": ("MIN",),
    "MIN": ("MAX",),
    "EXP": ("LN",),
    "LN": ("EXP",),
}


def _functions(tree: Tree) -> Iterator[Edit]:
    for path, node in nodes(tree):
        if not isinstance(node, Call):
            continue
        for name in _FOR.get(node.function, ()):
            new = node._replace(function=name)
            yield Edit("function", put(tree, path, new), node, new)
        if node.function == "MMULT" and len(node.arguments) == 2:
            one, other = node.arguments
            new = Call("MMULT", (other, one))
            yield Edit("turned_product", put(tree, path, new), node, new)
        if node.function == "TRANSPOSE":
            yield Edit("transpose_too_much", put(tree, path, node.arguments[0]), node, node.arguments[0])
        if node.function == "MMULT":
            for at, argument in enumerate(node.arguments):
                new = Call("TRANSPOSE", (argument,))
                yield Edit("transpose", put(tree, (*path, at), new), argument, new)
        if node.function in ("TRUNC", "ROUNDDOWN", "ROUNDUP", "INT"):
            yield Edit("function", put(tree, path, node.arguments[0]), node, node.arguments[0])
        if node.function == "IF" and len(node.arguments) >= 2:
            condition, *branches = node.arguments
            yield Edit("mask_too_much", put(tree, path, branches[0]), node, branches[0])
            if len(branches) == 2:
                new = Call("IF", (condition, branches[1], branches[0]))
                yield Edit("turned_mask", put(tree, path, new), node, new)
            if isinstance(condition, Chain) and condition.rest[0][0] in "<>":
                mark = ">" if condition.rest[0][0] == "<" else "<"
                opposite = Chain(condition.first, ((mark, condition.rest[0][1]),))
                new = Call("IF", (opposite, *branches))
                yield Edit("turned_mask", put(tree, path, new), node, new)


def _too_much(tree: Tree) -> Iterator[Edit]:
    """Without one operand of a sum or product; without two factors x*(1 - x)."""
    for path, node in nodes(tree):
        if not isinstance(node, Chain) or node.rest[0][0] not in "+-*/":
            continue
        product = node.rest[0][0] in "*/"
        operands = children(node)
        for at, operand in enumerate(operands):
            if at == 0 and node.rest[0][0] == "/":
                continue
            left = without(node, {at})
            divides = at > 0 and node.rest[at - 1][0] == "/"
            what = "divisor_too_much" if divides else "factor_too_much" if product else "term_too_much"
            yield Edit(what, put(tree, path, left), operand, left)
        if product:
            for at in range(len(operands) - 1):
                if len(operands) > 2 and is_slope(operands[at], operands[at + 1]):
                    old = Chain(operands[at], (("*", operands[at + 1]),))
                    yield Edit("factor_too_much", put(tree, path, without(node, {at, at + 1})), old)


def without(node: Chain, gone: set[int]) -> Tree:
    kept = [(sign, one) for at, (sign, one) in enumerate((("+", node.first), *node.rest)) if at not in gone]
    (sign, first), *rest = kept
    if sign == "-":
        first = Sign("-", first)
    return Chain(first, tuple(rest)) if rest else first


def is_slope(one: Tree, other: Tree) -> bool:
    """x*(1 - x), also with the wrong sign."""
    for x, complement in ((one, other), (other, one)):
        single = isinstance(complement, Chain) and complement.first == ONE and len(complement.rest) == 1
        if single and isinstance(complement, Chain) and complement.rest[0][1] == x:
            return True
    return False
