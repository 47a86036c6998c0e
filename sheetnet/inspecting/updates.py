"""Formulas of the shape ``new = old - eta * gradient``, and the steps of learning that they make."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sheetnet.graph.groups import Group
from sheetnet.graph.trees import Array, Call, Chain, Number, Reference, Sign, Text, Tree
from sheetnet.inspecting.trees import area_of
from sheetnet.inspecting.workings import Workings

_FEW = 3  # cells that are multiplied in an update


class Update(NamedTuple):
    """``cell = parameter + sign * rate * gradient``.

    `rate` is a cell or a number; `gradient` is None where it is worked out inside the formula.
    """

    cell: int
    parameter: int
    gradient: int | None
    rate: int | float
    rate_is_cell: bool
    sign: float


class _Product(NamedTuple):
    """A product taken apart: its number, the cells in it, and whatever else is multiplied."""

    number: float
    cells: tuple[int, ...]
    others: tuple[Tree, ...]


class _Shape(NamedTuple):
    """What an update looks like before it is known which of its factors is the rate."""

    cell: int
    parameter: int
    product: _Product


def updates(workings: Workings) -> list[Update]:
    """Every update of a workbook; the rate is the factor that most updates of a sheet share, or a number."""
    shapes = [one for cell in _formulas(workings) for one in _shapes(workings, cell)]
    sheet = {shape.cell: workings.cells.address(shape.cell)[0] for shape in shapes}
    shared = Counter((sheet[shape.cell], cell) for shape in shapes for cell in set(shape.product.cells))
    rated = {here for here, cell in shared if shared[here, cell] > 1 and workings.is_number(cell)}
    found = []
    for shape in shapes:
        number, cells, others = shape.product
        here = sheet[shape.cell]
        rate: int | None = None
        if len(cells) + len(others) >= 2 and cells:
            best = max(cells, key=lambda cell: (shared[here, cell], workings.is_number(cell)))
            if shared[here, best] > 1 or (workings.is_number(best) and here not in rated):
                rate = best
        left = [cell for cell in cells if cell != rate]
        alone = len(left) == 1 and not others and len(cells) - len(left) == (rate is not None)
        if rate is None and (here in rated or number > 0 or (not alone and abs(number) == 1)):
            continue
        if not left and not others:
            continue
        if alone and not workings.is_formula[left[0]] and rate is None:
            continue
        sign = 1.0 if number > 0 else -1.0
        told = abs(number) if rate is None else rate
        found.append(Update(shape.cell, shape.parameter, left[0] if alone else None, told, rate is not None, sign))
    return found


def _formulas(workings: Workings) -> Iterator[int]:
    for group in workings.groups:
        if _may_be_update(group):
            yield from group.indices.tolist() if group.area is None else group.indices.tolist()[:1]


def _may_be_update(group: Group) -> bool:
    return any(
        isinstance(one, Chain) and one.rest[0][0] in "+-" and len(one.rest) == 1 for one in _branches(group.tree)
    )


def _branches(tree: Tree) -> Iterator[Tree]:
    """A formula, or what IF chooses from: ``=IF(reset, first, old - eta*gradient)``."""
    if isinstance(tree, Call) and tree.function == "IF":
        for one in tree.arguments[1:]:
            yield from _branches(one)
    else:
        yield tree


def _shapes(workings: Workings, cell: int) -> list[_Shape]:
    tree = workings.tree(cell)
    for branch in () if tree is None else _branches(tree):
        if isinstance(branch, Chain) and len(branch.rest) == 1 and branch.rest[0][0] in "+-":
            (sign, right), left = branch.rest[0], branch.first
            if sign == "+" and not isinstance(left, Reference):
                left, right = right, left
            if isinstance(left, Reference):
                found = _of(workings, cell, left, right, -1.0 if sign == "-" else 1.0)
                if found:
                    return found
    return []


def _of(workings: Workings, cell: int, left: Reference, right: Tree, sign: float) -> list[_Shape]:
    group, _ = workings.group(cell)
    if group.area is not None and not left.single:
        return _of_area(workings, group, left, right, sign)
    if not left.single:
        return []
    parameter = _place(workings, left)
    product = _factors(workings, right, sign)
    if parameter is None or product is None or not (workings.is_number(parameter) or workings.is_formula[parameter]):
        return []
    if len(product.cells) == 1 and not product.others and abs(product.number) == 1:
        product = _step(workings, product)  # current - step, where step = eta * gradient stands in a cell
    if len(product.cells) > _FEW or len(product.others) > 1:
        return []
    return [_Shape(cell, parameter, product)]


def _step(workings: Workings, product: _Product) -> _Product:
    tree = workings.tree(product.cells[0]) if workings.is_formula[product.cells[0]] else None
    if isinstance(tree, Sign) or (isinstance(tree, Chain) and tree.rest[0][0] in "*/"):
        deeper = _factors(workings, tree, product.number)
        if (
            deeper is not None
            and deeper.cells
            and (len(deeper.cells) + len(deeper.others) > 1 or abs(deeper.number) != 1)
        ):
            return deeper
    return product


def _of_area(workings: Workings, group: Group, left: Reference, right: Tree, sign: float) -> list[_Shape]:
    """Ranges of one size: each cell is updated by the one at its place."""
    product = _factors(workings, right, sign)
    if product is None or group.area is None or len(product.others) != 1:
        return []
    gradient = product.others[0]
    if not isinstance(gradient, Reference):
        return []
    areas = area_of(left), area_of(gradient)
    if any((one.height, one.width) != (group.area.height, group.area.width) for one in areas):
        return []
    parameters, gradients = (workings.cells.all_of(one).reshape(-1).tolist() for one in areas)
    return [
        _Shape(int(cell), parameter, _Product(product.number, (*product.cells, one), ()))
        for cell, parameter, one in zip(group.indices, parameters, gradients, strict=True)
    ]


def _place(workings: Workings, reference: Reference) -> int | None:
    if reference.sheet not in workings.cells or reference.top.number < 1 or reference.left.number < 1:
        return None
    return workings.cells.index(reference.sheet, reference.top.number, reference.left.number)


def _factors(workings: Workings, tree: Tree, sign: float) -> _Product | None:
    match tree:
        case Number(x):
            return _Product(sign * x, (), ())
        case Sign("-", operand):
            return _factors(workings, operand, -sign)
        case Reference() if tree.single:
            place = _place(workings, tree)
            return None if place is None else _Product(sign, (place,), ())
        case Chain(first, rest) if rest[0][0] in "*/":
            whole = _factors(workings, first, sign)
            for mark, operand in rest:
                part = _factors(workings, operand, 1.0)
                if whole is None or part is None:
                    return None
                if mark == "/":
                    plain = not part.cells and not part.others and part.number
                    part = _Product(1 / part.number, (), ()) if plain else _Product(1.0, (), (operand,))
                whole = _Product(whole.number * part.number, whole.cells + part.cells, whole.others + part.others)
            return whole
        case Text() | Array():
            return None
    return _Product(sign, (), (tree,))


class Step(NamedTuple):
    """The updates of parameters that learn together, and how many updates lie behind them."""

    depth: int
    updates: tuple[Update, ...]


def steps(workings: Workings, found: Iterable[Update]) -> list[Step]:
    """Updates of one sheet and depth, joined where the gradient of one depends on the parameter of another."""
    by_cell = {update.cell: update for update in found}
    level: dict[int, int] = {}
    layers: dict[tuple[str, int], list[Update]] = defaultdict(list)
    for update in by_cell.values():
        layers[workings.cells.address(update.cell)[0], _depth(workings, by_cell, update.parameter, level)].append(
            update
        )
    return [
        Step(depth, tuple(part))
        for (_, depth), some in sorted(layers.items(), key=lambda one: (one[0][0], one[0][1]))
        for part in _joined(workings, some)
    ]


def _depth(workings: Workings, by_cell: dict[int, Update], cell: int, level: dict[int, int]) -> int:
    """How many updates lie behind a cell, through plain copies."""
    path: list[tuple[int, int]] = []
    at, seen = cell, set()
    while at not in level and at not in seen:
        seen.add(at)
        if at in by_cell:
            path.append((at, 1))
            at = by_cell[at].parameter
            continue
        tree = workings.tree(at) if workings.is_formula[at] else None
        before = _place(workings, tree) if isinstance(tree, Reference) and tree.single else None
        path.append((at, 0))
        if before is None:
            break
        at = before
    depth = level.get(at, 0)
    for one, more in reversed(path):
        depth += more
        level[one] = depth
    return level.get(cell, 0)


def _joined(workings: Workings, some: list[Update]) -> list[list[Update]]:
    parameters = {update.parameter for update in some}
    root: dict[int, int] = {one: one for one in parameters}

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    starts = [update.cell if update.gradient is None else update.gradient for update in some]
    upstream: dict[int, int] = {one: one for one in parameters}  # cell -> a parameter that it depends on
    for cell in workings.in_order(workings.before(starts, parameters) | set(starts)):
        read = [upstream[one] for one in workings.reads.of(cell) if one in upstream] if cell not in parameters else []
        if read:
            upstream[cell] = read[0]
            for one in read[1:]:
                root[top(one)] = top(read[0])
    for update, start in zip(some, starts, strict=True):
        if start in upstream:
            root[top(upstream[start])] = top(update.parameter)
    parts: dict[int, list[Update]] = defaultdict(list)
    for update in some:
        parts[top(update.parameter)].append(update)
    return list(parts.values())
