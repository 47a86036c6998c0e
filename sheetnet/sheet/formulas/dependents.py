"""Which formulas depend on cells that change: through references, names, and other formulas."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, column_number, parse_area

Formula = tuple[str, int, int, str]
_VOLATILE = {"INDIRECT", "OFFSET", "CELL", "INFO", "RAND", "RANDBETWEEN", "RANDARRAY", "NOW", "TODAY"}
# references into tables and other files; ranges whose ends are computed; a range of sheets
_UNKNOWABLE = re.compile(r"\[|\)\s*:|:\s*(?:\(|[A-Za-z_.]+\()|'[^']*:[^']*'!|\bdataTable\b")


def dependents(
    formulas: Iterable[Formula],
    changed: Iterable[Area],
    names: Mapping[str, str],
    local_names: Collection[str] = (),
) -> list[Formula]:
    """The formulas that depend on a changed area, directly or through one another.

    What cannot be told from the text counts as dependent: INDIRECT, OFFSET and volatile functions, functions that Excel
    does not have, references into tables or other files, ranges with computed ends, names that a sheet has of its own
    (`local_names`) or that are relative, and what cannot be read as a formula.
    """
    known = {name.casefold(): target for name, target in names.items()}
    for name in local_names:
        known.pop(name.casefold(), None)
    waiting: list[tuple[Formula, Sequence[Area] | None]] = [
        (formula, _references(formula, known)) for formula in formulas
    ]
    found: list[Formula] = []
    new = list(changed)
    while new and waiting:
        rest: list[tuple[Formula, Sequence[Area] | None]] = []
        newly: list[Area] = []
        for formula, references in waiting:
            if references is None or any(one.overlaps(other) for one in references for other in new):
                found.append(formula)
                sheet, row, column, _ = formula
                newly.append(Area(sheet, row, column, row, column))
            else:
                rest.append((formula, references))
        waiting, new = rest, newly
    return found


def _references(formula: Formula, names: Mapping[str, str]) -> list[Area] | None:
    """The areas that a formula refers to; None if that cannot be told."""
    sheet, _, _, text = formula
    areas: list[Area] = []
    todo, seen = [(text, False)], set[str]()
    while todo:
        part, in_name = todo.pop()
        operands = None if _UNKNOWABLE.search(part) else _operands(part)
        if operands is None:
            return None
        for operand in operands:
            area = parse_area(operand, sheet) or _whole(operand, sheet)
            name = operand.casefold()
            if area and not (in_name and "$" not in operand):
                areas.append(area)
            elif area or name not in names:
                return None
            elif name not in seen:
                seen.add(name)
                todo.append((names[name], True))
    return areas


def _operands(text: str) -> list[str] | None:
    """The references and names in a formula; None if it calls what is volatile or unknown, or is no formula."""
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token, TokenizerError
    from openpyxl.utils import FORMULAE

    try:
        tokens = Tokenizer("=" + text.removeprefix("=")).items
    except (TokenizerError, IndexError, ValueError):
        return None
    for token in tokens:
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            function = token.value.rstrip("(").strip().upper()
            plain = function.removeprefix("_XLFN.").removeprefix("_XLWS.")
            if plain in _VOLATILE or (function not in FORMULAE and function == plain):
                return None
    return [token.value for token in tokens if token.type == Token.OPERAND and token.subtype == Token.RANGE]


def _whole(text: str, sheet: str) -> Area | None:
    """``A:C`` or ``3:5``, with or without a sheet."""
    before, mark, after = text.rpartition("!")
    name = before.strip("'").replace("''", "'") if mark else sheet
    plain = after.replace("$", "").upper()
    columns = re.fullmatch(r"([A-Z]{1,3}):([A-Z]{1,3})", plain)
    if columns:
        left, right = sorted(map(column_number, columns.groups()))
        return Area(name, 1, left, LAST_ROW, right)
    rows = re.fullmatch(r"(\d+):(\d+)", plain)
    if rows:
        top, bottom = sorted(map(int, rows.groups()))
        return Area(name, top, 1, bottom, LAST_COLUMN)
    return None
