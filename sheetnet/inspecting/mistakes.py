"""The name of a mistake: what an edit that mends a formula says about how it went wrong.

The kinds are the keys of `sheetnet.sheet.words.mistakes`, which has the sentence of each.
"""

from sheetnet.graph.trees import Call, Chain, Number, Reference, Sign, Tree
from sheetnet.inspecting.backward import Role
from sheetnet.inspecting.edits import Edit
from sheetnet.inspecting.scene import Scene
from sheetnet.inspecting.trees import area_of, nodes, references
from sheetnet.sheet.cells import Area

_OTHER_UNIT = {
    "parameter": "weight_of_other_unit",
    "delta": "delta_of_other_unit",
    "output": "output_of_other_unit",
    "sum": "output_of_other_unit",
    "target": "target_of_other_output",
    "data": "input_of_other_unit",
}
_OTHER_CASE = {
    "target": "target_of_other_case",
    "data": "input_of_other_case",
    "delta": "delta_of_other_case",
    "output": "output_of_other_case",
    "sum": "output_of_other_case",
}


def name(edit: Edit, tree: Tree, role: Role, scene: Scene) -> str:
    """The kind of the mistake that an edit undoes."""
    match edit.what:
        case "minus" | "minus_too_much" | "turned" | "operator":
            return _of_signs(edit, tree, role, scene)
        case "exchange":
            return _of_references(edit, tree, role, scene)
        case "mirrored":
            return "transposed_weights"
        case "transpose" | "transpose_too_much" | "turned_product":
            return _of_transposition(edit, scene)
        case "factor_of_step":
            return "factor_left_out"
        case "factor" | "divisor":
            return _of_factors(edit, tree, scene)
        case "factor_too_much" | "divisor_too_much":
            return _of_extra_factor(edit, scene)
        case "function":
            return _of_functions(edit)
        case "brackets":
            return "brackets_missing"
        case "brackets_too_much":
            return "brackets_too_much"
        case "term":
            return _of_terms(edit, scene)
        case "term_too_much":
            return "term_too_much"
        case "other_slope":
            return "other_slope"
        case "minus_inside":
            return "minus_left_out"
        case "one_minus":
            return "one_minus_left_out"
        case "typed_number":
            return "typed_number"
        case "square":
            return "square_left_out"
        case "turned_mask" | "mask_too_much":
            return "wrong_mask"
    return "wrong_number"


def _of_signs(edit: Edit, tree: Tree, role: Role, scene: Scene) -> str:
    if edit.what == "operator":
        if isinstance(edit.new, Chain) and edit.new.first == Number(1.0) and edit.new.rest[0][0] == "-":
            return "slope_with_wrong_sign"
        added = isinstance(edit.new, Chain) and len(edit.new.rest) == 1 and edit.new.rest[0][0] == "-"
        if added and "target" in _kinds(edit.new, scene):
            return "target_added"
        return "wrong_operator"
    if _reads_target(tree, scene):
        return "target_minus_output"
    if role.of in scene.parameters and _is_threshold(role.of, tree, scene):
        return "sign_of_threshold"
    return "sign"


def _reads_target(tree: Tree, scene: Scene) -> bool:
    return "target" in _kinds(tree, scene)


def _kinds(tree: Tree | None, scene: Scene) -> set[str]:
    """What a formula reads, by the first cell of each reference."""
    found = references(tree) if tree is not None else []
    return {scene.kind(cells[0]) for one in found if (cells := scene.cells(one))}


def _is_threshold(parameter: int, tree: Tree, scene: Scene) -> bool:
    """A threshold's gradient reads deltas alone."""
    del parameter
    return _kinds(tree, scene) <= {"delta", "gradient"}


def _of_references(edit: Edit, tree: Tree, role: Role, scene: Scene) -> str:
    old, new = edit.old, edit.new
    if not (isinstance(old, Reference) and isinstance(new, Reference)):
        return "slipped_reference"
    gone, come = scene.cells(old), scene.cells(new)
    if not gone or not come:
        return "slipped_reference"
    before, after = scene.kind(gone[0]), scene.kind(come[0])
    if after == "parameter" and before in ("updated", "earlier", "gradient", "other", "data"):
        return {"updated": "updated_weights", "gradient": "gradient_for_weight"}.get(before, "initial_weights")
    if old.single and new.single and after == before == "parameter" and _mirrored(gone[0], come[0], scene):
        return "transposed_weights"
    if not old.single:
        ranged = _of_ranges(area_of(old), area_of(new))
        if ranged:
            return ranged
    if before == "sum" and after == "output" and scene.outputs.get(come[0]) == gone[0]:
        return "sum_for_output"
    if after == "delta" and before != "delta":
        return "error_for_delta"
    if {before, after} <= {"output", "sum"} and _in_slope(old, tree):
        return "slope_of_other_unit"
    if before == after or {before, after} <= {"output", "sum"} or {before, after} <= {"data", "target"}:
        kind = "target" if "target" in (before, after) else after
        return _unit_or_case(gone[0], come[0], kind, role, scene)
    return "slipped_reference"


def _unit_or_case(old: int, new: int, kind: str, role: Role, scene: Scene) -> str:
    """Whether two cells belong to one case; where that is not seen, another row is another case.

    Blocks lie alike: what is as far from the sum that the formula belongs to says whether that way lies another case.
    """
    same = _along_a_case(old, new, role, scene)
    if same is None:
        same = scene.of_one_case(old, new)
    if same is None:
        (_, row, column), (_, row2, column2) = (scene.workings.cells.address(cell) for cell in (old, new))
        same = row == row2 or (column != column2 and kind != "data")
    table = _OTHER_UNIT if same else _OTHER_CASE
    return table.get(kind, "slipped_reference")


def _along_a_case(old: int, new: int, role: Role, scene: Scene) -> bool | None:
    cells = scene.workings.cells
    if role.of not in scene.forward:
        return None
    (_, row, column), (_, row2, column2) = cells.address(old), cells.address(new)
    sheet, own, across = cells.address(role.of)
    for sign in (1, -1):
        place = own + sign * (row2 - row), across + sign * (column2 - column)
        other = cells.index(sheet, *place) if min(place) > 0 else 0
        if other in scene.forward and scene.workings.alike[other] == scene.workings.alike[role.of]:
            return scene.of_one_case(role.of, other)
    return None


def _mirrored(one: int, other: int, scene: Scene) -> bool:
    """Whether two parameters lie across the diagonal of their block."""
    if scene.parameters[one] != scene.parameters[other]:
        return False
    (_, row, column), (_, row2, column2) = (scene.workings.cells.address(cell) for cell in (one, other))
    cells = [
        scene.workings.cells.address(cell) for cell, block in scene.parameters.items() if block == scene.parameters[one]
    ]
    top, left = min(at for _, at, _ in cells), min(at for _, _, at in cells)
    return (row - top, column - left) == (column2 - left, row2 - top)


def _of_ranges(old: Area, new: Area) -> str:
    if (old.height, old.width) == (new.height, new.width):
        moved = abs(old.top - new.top), abs(old.left - new.left)
        long = old.height > old.width
        if (long and moved == (moved[0], 0) and moved[0] <= 2) or (
            not long and moved == (0, moved[1]) and moved[1] <= 2
        ):
            return "off_by_one_row"
        return ""
    if old.top >= new.top and old.bottom <= new.bottom and old.left >= new.left and old.right <= new.right:
        return "case_left_out"
    return "range_too_long"


def _in_slope(old: Reference, tree: Tree) -> bool:
    """Whether a reference stands in ``x*(1 - x)``, ``1 - x^2`` or a mask."""
    for _, node in nodes(tree):
        if isinstance(node, Chain) and node.first == Number(1.0) and old in references(node):
            return True
        if isinstance(node, Call) and node.function == "IF" and old in references(node.arguments[0]):
            return True
    return False


def _of_transposition(edit: Edit, scene: Scene) -> str:
    kinds = _kinds(edit.old, scene) | _kinds(edit.new, scene)
    return "transposed_weights" if "parameter" in kinds else "transposed_product"


def _of_factors(edit: Edit, tree: Tree, scene: Scene) -> str:
    new = edit.new
    if isinstance(new, Number):
        if new.x in scene.counts and new.x > 2:
            return "sum_for_mean" if edit.what == "divisor" else "mean_for_sum"
        return _of_number(1 / new.x if edit.what == "divisor" else new.x, scene)
    if isinstance(new, Call):
        return "relu_mask_left_out"
    if isinstance(new, Chain):
        if len(references(new)) == 1 and (len(new.rest) == 1 and new.rest[0][0] == "*"):
            return "slope_left_out"
        if isinstance(new.rest[0][1], Chain):
            return "slope_left_out"
        return "half_of_slope"
    if isinstance(new, Reference):
        if any(
            isinstance(node, Chain) and node.first == Number(1.0) and new in references(node) for _, node in nodes(tree)
        ):
            return "half_of_slope"
        kind = scene.kind(scene.cells(new)[0])
        return {"delta": "delta_left_out", "parameter": "weight_left_out"}.get(kind, "input_left_out")
    return "factor_left_out"


def _of_number(x: float, scene: Scene) -> str:
    """What a missing factor x means."""
    if x == 2.0:
        return "half_too_much"
    if x == 0.5:
        return "factor_two"
    del scene
    return "factor_left_out"


def _of_extra_factor(edit: Edit, scene: Scene) -> str:
    old = edit.old
    if isinstance(old, Number):
        x = 1 / old.x if edit.what == "divisor_too_much" and old.x else old.x
        if x == 2.0:
            return "factor_two"
        if x == 0.5:
            return "half_too_much"
        return "mean_for_sum" if old.x in scene.counts or old.x == int(old.x) else "factor_too_much"
    if isinstance(old, Chain) and len(references(old)) == 1:
        return "slope_too_much"
    if isinstance(old, Call) and old.function in ("COUNT", "ROWS", "COUNTA"):
        return "mean_for_sum"
    return "factor_too_much"


def _of_functions(edit: Edit) -> str:
    if isinstance(edit.old, Call) and isinstance(edit.new, Call):
        if (edit.old.function, edit.new.function) == ("AVERAGE", "SUM"):
            return "mean_for_sum"
        if (edit.old.function, edit.new.function) == ("SUM", "AVERAGE"):
            return "sum_for_mean"
    return "wrong_function"


def _of_terms(edit: Edit, scene: Scene) -> str:
    """A term that a sum lacks: of an output where it multiplies a weight, else of a case."""
    return "output_left_out" if "parameter" in _kinds(edit.new, scene) else "case_left_out"


def is_negated(tree: Tree) -> bool:
    """Whether a formula begins with a minus."""
    return isinstance(tree, Sign) and tree.mark == "-"
