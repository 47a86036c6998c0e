"""Which formulas depend on cells that change: through references, names, and other formulas."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, column_number, parse_area

Formula = tuple[str, int, int, str]
_UNKNOWABLE = re.compile(r"\b(INDIRECT|OFFSET|CELL|INFO|RAND|RANDBETWEEN|NOW|TODAY)\s*\(|\[", re.I)


def dependents(formulas: Iterable[Formula], changed: Iterable[Area], names: Mapping[str, str]) -> list[Formula]:
    """The formulas that depend on a changed area, directly or through one another.

    What cannot be told from the text (INDIRECT, OFFSET, volatile functions, references into tables or other files)
    counts as dependent.
    """
    waiting: list[tuple[Formula, Sequence[Area] | None]] = [
        (formula, _references(formula, names)) for formula in formulas
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
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    sheet, _, _, text = formula
    folded = {name.casefold(): target for name, target in names.items()}
    areas = []
    todo = [text]
    seen: set[str] = set()
    while todo:
        part = todo.pop()
        if _UNKNOWABLE.search(part):
            return None
        for token in Tokenizer("=" + part.removeprefix("=")).items:
            if token.type != Token.OPERAND or token.subtype != Token.RANGE:
                continue
            area = parse_area(token.value, sheet) or _whole(token.value, sheet)
            if area:
                areas.append(area)
            elif token.value.casefold() not in folded:
                return None
            elif token.value.casefold() not in seen:
                seen.add(token.value.casefold())
                todo.append(folded[token.value.casefold()])
    return areas


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
