"""Edits that bring another cell into a formula: in the place of one, as a factor, or in one more term."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from sheetnet.graph.trees import Call, Chain, Number, Reference, Tree
from sheetnet.inspecting.edits import HOLE, ONE, Edit, Family, is_slope, without
from sheetnet.inspecting.scene import Scene
from sheetnet.inspecting.trees import Node, area_of, children, exchanged, nodes, put, reference_to, references
from sheetnet.sheet.cells import Area

NEAR = (-2, -1, 0, 1, 2)
_POOL = 120
_TERMS = 16
_OCCURRENCES = 4
_IN_TURN = 8  # references of a kind that may have changed places in turn
Move = Callable[[Area], Reference | None]


def other_blocks(tree: Tree, scene: Scene) -> Iterator[Edit]:
    """Updated or earlier values where current ones are meant, and weights across the diagonal of their block."""
    kinds = _by_kind(tree, scene)
    for table, kind in ((scene.updated, "updated"), (scene.earlier, "earlier")):
        led = {one: _led(one, table, scene) for one in kinds.get(kind, [])}
        others: dict[Tree, Tree] = {one: new for one, new in led.items() if new is not None}
        if others:
            yield Edit("exchange", exchanged(tree, others), *next(iter(others.items())))
    yield from _onto_parameters(tree, [*kinds.get("data", []), *kinds.get("other", [])], scene)
    yield from _mirrored(tree, kinds, scene)


def _onto_parameters(tree: Tree, some: list[Reference], scene: Scene) -> Iterator[Edit]:
    """Numbers of a block that is no part of the forward pass, and the same places of the parameters."""
    idle = [one for one in some if not scene.forward.intersection(scene.workings.users.of(scene.cells(one)[0]))]
    if not idle:
        return
    here = area_of(idle[0])
    for parameter in scene.parameters:
        _, row, column = scene.workings.cells.address(parameter)
        for edit in _all_moved(tree, idle, _by(row - here.top, column - here.left)):
            if all(scene.kind(scene.cells(one)[0]) == "parameter" for one in _new_references(tree, edit)):
                yield edit


def _new_references(tree: Tree, edit: Edit) -> list[Reference]:
    before = references(tree)
    return [one for one in references(edit.tree) if one not in before]


def factors(tree: Tree, scene: Scene, singles: list[Reference]) -> Iterator[Edit | Family]:
    """With a factor more: a cell, the slope of a unit, or a number."""
    for x in (2.0, 0.5, *sorted(scene.counts)):
        yield Edit("factor", _times(tree, Number(x)), None, Number(x))
        if x > 1:
            yield Edit("divisor", Chain(tree, (("/", Number(x)),)), None, Number(x))
    useful = tuple(one for one in singles if scene.kind(scene.cells(one)[0]) not in ("gradient", "updated"))
    for form in (*slopes_of(HOLE), Chain(ONE, (("-", HOLE),)), HOLE):
        yield Family(Edit("factor", _times(tree, form), None, form), useful)
    if isinstance(tree, Chain) and len(tree.rest) == 1 and tree.rest[0][0] == "-":  # the rate of an update
        step = tree.rest[0][1]
        new = _times(step, HOLE)
        yield Family(Edit("factor_of_step", Chain(tree.first, (("-", new),)), step, new), tuple(singles))
    ranges = [one for one in references(tree) if not one.single] + _array_areas(scene)
    for form in dict.fromkeys(form for one in ranges for form in slopes_of(one)):
        yield Edit("factor", _times(tree, form), None, form)


def arguments(tree: Tree, scene: Scene, singles: list[Reference]) -> Iterator[Family]:
    """A range more in a sum of products."""
    for path, node in nodes(tree):
        if isinstance(node, Call) and node.function == "SUMPRODUCT":
            ranges = [one for one in node.arguments if isinstance(one, Reference) and not one.single]
            for one in ranges[:1]:
                more = node._replace(arguments=(*node.arguments, HOLE))
                yield Family(Edit("factor", put(tree, path, more), None, HOLE), _alternatives(one, scene, singles))


def other_slopes(tree: Tree, singles: list[Reference]) -> Iterator[Edit | Family]:
    """Another activation's slope in the place of one."""
    for path, node in nodes(tree):
        if not isinstance(node, Chain):
            continue
        operands = children(node)
        if node.rest[0][0] in "*/":
            for at in range(len(operands) - 1):
                if is_slope(operands[at], operands[at + 1]):
                    rest = without(node, {at, at + 1}) if len(operands) > 2 else None
                    old = Chain(operands[at], (("*", operands[at + 1]),))
                    for form in slopes_of(HOLE)[1:]:
                        new = form if rest is None else _times(rest, form)
                        yield Family(Edit("other_slope", put(tree, path, new), old, form), tuple(singles))
        square = node.rest[0][1]
        if node.first == ONE and isinstance(square, Chain) and square.rest[0][0] == "^":
            for form in (slopes_of(HOLE)[0], slopes_of(HOLE)[2]):
                yield Family(Edit("other_slope", put(tree, path, form), node, form), tuple(singles))


def typed(tree: Tree, singles: list[Reference]) -> Iterator[Family]:
    """A cell in the place of a number that was typed."""
    found = list(nodes(tree))
    powers = {(*path, 1) for path, node in found if isinstance(node, Chain) and node.rest[0][0] == "^"}
    for path, node in found:
        if isinstance(node, Number) and node.x not in (0.0, 1.0) and path not in powers:
            yield Family(Edit("typed_number", put(tree, path, HOLE), node, HOLE), tuple(singles))


def exchanges(tree: Tree, scene: Scene, singles: list[Reference]) -> Iterator[Edit | Family]:
    """Another reference in the place of one, each time or once; of ranges also longer and shorter ones."""
    found = list(nodes(tree))
    for reference in references(tree):
        places = [node.path for node in found if node.tree == reference]
        holes = _alternatives(reference, scene, singles)
        yield Family(Edit("exchange", exchanged(tree, {reference: HOLE}), reference, HOLE), holes)
        if 1 < len(places) <= _OCCURRENCES:
            for path in places:
                yield Family(Edit("exchange", put(tree, path, HOLE), reference, HOLE), holes)
        for other in _resized(reference):
            yield Edit("exchange", exchanged(tree, {reference: other}), reference, other)


def together(tree: Tree, scene: Scene) -> Iterator[Edit]:
    """Several references changed alike: all of a kind some rows or columns on, or in turn, or every range longer."""
    ranges = [one for one in references(tree) if not one.single]
    if len(ranges) > 1:
        for sides in ((0, 0, 1, 0), (-1, 0, 0, 0), (0, 0, 0, 1), (0, -1, 0, 0), (0, 0, -1, 0), (1, 0, 0, 0)):
            yield from _all_moved(tree, ranges, _longer(*sides))
    kinds = _by_kind(tree, scene)
    apart = [one for kind, several in kinds.items() if kind not in ("delta", "gradient") for one in several]
    for some in (*kinds.values(), apart):
        if len(some) > 1:
            for down in NEAR:
                for along in NEAR:
                    if down or along:
                        yield from _all_moved(tree, some, _by(down, along))
    for some in kinds.values():
        single = [one for one in some if one.single]
        for step in range(1, len(single)) if 1 < len(single) <= _IN_TURN else ():
            others: dict[Tree, Tree] = dict(zip(single, [*single[step:], *single[:step]], strict=True))
            yield Edit("exchange", exchanged(tree, others), single[0], others[single[0]])


def terms(tree: Tree, scene: Scene) -> Iterator[Edit | Family]:
    """With a term more: a delta times a parameter, an input or an output that the formula does not have yet."""
    read = {cell for one in references(tree) for cell in scene.cells(one)}
    own = [scene.workings.cells.address(cell) for cell in scene.deltas if cell in read]
    if not own:
        return
    rows, columns = {(sheet, row) for sheet, row, _ in own}, {(sheet, column) for sheet, _, column in own}
    others = []
    for cell in scene.deltas:
        sheet, row, column = scene.workings.cells.address(cell)
        if cell not in read and ((sheet, row) in rows or (sheet, column) in columns):
            others.append(scene.reference(cell))
    partners = [cell for cell in (*scene.parameters, *scene.outputs, *_beside(scene, read)) if cell not in read]
    holes = tuple(scene.reference(cell) for cell in dict.fromkeys(partners))
    for path, part in _sums(tree):
        for delta in others[:_TERMS]:
            term = Chain(delta, (("*", HOLE),))
            yield Family(Edit("term", put(tree, path, _plus(part, term)), None, term), holes)
            yield Edit("term", put(tree, path, _plus(part, delta)), None, delta)


def pool_of(scene: Scene, cells: Iterable[int]) -> list[Reference]:
    """References to some cells, each once, the first of them."""
    return [scene.reference(cell) for cell in list(dict.fromkeys(cells))[:_POOL]]


def _by_kind(tree: Tree, scene: Scene) -> dict[str, list[Reference]]:
    kinds: dict[str, list[Reference]] = {}
    for reference in references(tree):
        cells = scene.cells(reference)
        if cells:
            kinds.setdefault(scene.kind(cells[0]), []).append(reference)
    return kinds


def _alternatives(reference: Reference, scene: Scene, singles: list[Reference]) -> tuple[Reference, ...]:
    """References of the same size that may be meant: near ones, and those of formulas like this."""
    area = area_of(reference)
    near = [shifted(area, down, along) for down in NEAR for along in NEAR]
    if area.size == 1:
        near += singles
    else:
        near += [_from(area, single) for single in singles] + _ranges_of(area, scene)
    size = area.height, area.width
    alike = [one for one in dict.fromkeys(near) if one is not None and one != reference]
    return tuple(one for one in alike if (area_of(one).height, area_of(one).width) == size)


def _resized(reference: Reference) -> list[Reference]:
    if reference.single:
        return []
    area, span = area_of(reference), (-1, 0, 1)
    found = [
        _stretched(area, a, b, c, d)
        for a in span
        for b in span
        for c in span
        for d in span
        if 1 <= abs(a) + abs(b) + abs(c) + abs(d) <= 2 and (a != c or b != d)
    ]
    return [one for one in found if one is not None]


def _stretched(area: Area, top: int, left: int, bottom: int, right: int) -> Reference | None:
    """A range with its four sides moved."""
    one = Area(area.sheet, area.top + top, area.left + left, area.bottom + bottom, area.right + right)
    return reference_to(one) if one.top <= one.bottom and one.left <= one.right else None


def shifted(area: Area, down: int, along: int) -> Reference | None:
    """A range led elsewhere."""
    return reference_to(Area(area.sheet, area.top + down, area.left + along, area.bottom + down, area.right + along))


def _from(area: Area, single: Reference) -> Reference | None:
    """A range of the same size from another cell on."""
    place = area_of(single)
    return reference_to(
        Area(place.sheet, place.top, place.left, place.top + area.height - 1, place.left + area.width - 1)
    )


def _ranges_of(area: Area, scene: Scene) -> list[Reference | None]:
    """Ranges of that size that array formulas fill."""
    found = [group.area for group in scene.workings.groups if group.area is not None]
    return [reference_to(one) for one in found if (one.height, one.width) == (area.height, area.width)][:_POOL]


def _array_areas(scene: Scene) -> list[Reference]:
    found = [reference_to(group.area) for group in scene.workings.groups if group.area is not None]
    return [one for one in found if one is not None][:_TERMS]


def slopes_of(x: Tree) -> list[Tree]:
    """x(1 - x), 1 - x^2 and the mask x > 0."""
    return [
        Chain(x, (("*", Chain(ONE, (("-", x),))),)),
        Chain(ONE, (("-", Chain(x, (("^", Number(2.0)),))),)),
        Call("IF", (Chain(x, ((">", Number(0.0)),)), ONE, Number(0.0))),
    ]


def _times(tree: Tree, factor: Tree) -> Tree:
    if isinstance(tree, Chain) and tree.rest[0][0] in "*/":
        return Chain(tree.first, (*tree.rest, ("*", factor)))
    return Chain(tree, (("*", factor),))


def _led(reference: Reference, table: dict[int, int], scene: Scene) -> Reference | None:
    """The range of the parameters that a range holds other values of."""
    places = [table.get(cell) for cell in scene.cells(reference)]
    if not places or None in places:
        return None
    first, last = (scene.workings.cells.address(int(one or 0)) for one in (places[0], places[-1]))
    return reference_to(Area(first[0], first[1], first[2], last[1], last[2]))


def _by(down: int, along: int) -> Move:
    return lambda area: shifted(area, down, along)


def _longer(*sides: int) -> Move:
    return lambda area: _stretched(area, *sides)


def _all_moved(tree: Tree, some: list[Reference], move: Move) -> Iterator[Edit]:
    others: dict[Tree, Tree] = {}
    for one in some:
        new = move(area_of(one))
        if new is None:
            return
        others[one] = new
    pairs = list(others.items())
    old, new_ = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])  # of a block that is mirrored, some stay
    yield Edit("exchange", exchanged(tree, others), old, new_)


def _mirrored(tree: Tree, kinds: Mapping[str, list[Reference]], scene: Scene) -> Iterator[Edit]:
    """Parameters at the transposed places of their block; of one that is no square, cells beside it are led back too.

    Single cells that have no transposed place stay.
    """
    some = kinds.get("parameter", [])
    beside = [one for kind in ("data", "other") for one in kinds.get(kind, []) if one.single]
    for top, left in {_corner(one, scene) for one in some}:

        def turned(area: Area, top: int = top, left: int = left) -> Reference | None:
            down, along, low, far = area.left - left, area.top - top, area.right - left, area.bottom - top
            if min(down, along) < 0:
                return reference_to(area) if area.size == 1 else None
            new = reference_to(Area(area.sheet, top + down, left + along, top + low, left + far))
            if new is None or area.size > 1:
                return new
            return new if scene.cells(new)[0] in scene.parameters else reference_to(area)

        for edit in _all_moved(tree, [*some, *beside], turned):
            if edit.tree != tree:
                yield edit._replace(what="mirrored")


def _corner(reference: Reference, scene: Scene) -> tuple[int, int]:
    block = scene.parameters.get(scene.cells(reference)[0], -1)
    places = [scene.workings.cells.address(cell) for cell, number in scene.parameters.items() if number == block]
    return min(row for _, row, _ in places), min(column for _, _, column in places)


def _beside(scene: Scene, read: set[int]) -> list[int]:
    """Data next to data that is read."""
    found = []
    for cell in read:
        if scene.kind(cell) in ("data", "target"):
            sheet, row, column = scene.workings.cells.address(cell)
            around = ((1, 0), (-1, 0), (0, 1), (0, -1))
            found += [scene.workings.cells.index(sheet, row + down, column + along) for down, along in around]
    return [one for one in dict.fromkeys(found) if one]


def _sums(tree: Tree) -> list[Node]:
    """Where a term may be missing: sums of products, products of two, and what precedes a slope in a product."""
    found = []
    for path, node in nodes(tree):
        chain = isinstance(node, Chain) and node.rest[0][0] in "+-*"
        if chain or (isinstance(node, Reference) and node.single and path and path[-1] == 0):
            found.append(Node(path, node))
    return found


def _plus(tree: Tree, term: Tree) -> Tree:
    if isinstance(tree, Chain) and tree.rest[0][0] in "+-":
        return Chain(tree.first, (*tree.rest, ("+", term)))
    if isinstance(tree, Chain) and len(tree.rest) > 1:
        head = Chain(tree.first, tree.rest[:1])
        return Chain(Chain(head, (("+", term),)), tree.rest[1:])
    return Chain(tree, (("+", term),))
