"""The references and names in formulas. Those of one form, such as copies down a column, are read once."""

import re
from collections.abc import Iterator

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, column_number, parse_area

# references into tables and other files; ranges whose ends are computed; a range of sheets
_UNKNOWABLE = re.compile(r"\[|\)\s*+:|:\s*+(?:\(|[A-Za-z_.]++\()|'[^':]*+:[^']*+'!|\bdataTable\b")
_VOLATILE = {"INDIRECT", "OFFSET", "CELL", "INFO", "RAND", "RANDBETWEEN", "RANDARRAY", "NOW", "TODAY"}
_CELL = re.compile(r"(?<![\w.$\\?])(\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))(?![\w.$\\?(!])")
_NUMBER = re.compile(r"(?<![\w.$\\?:!])[0-9]++(?>(?:\.[0-9]++)?)(?![\w.$\\?:!(])")
_ANY = "XFD1048576"  # stands for a cell in a form
_MOST_READ = 2**20  # characters of different forms; openpyxl reads a million in a second
_Cells = list[tuple[str, str, str]]
_Form = list[tuple[str, int, int]]  # operands, and which of the formula's cells stand in each: from, to


class Operands:
    """Reads formulas; None stands for what cannot be told.

    That is what calls a volatile function or one that Excel does not have, what refers into tables or other files or
    to a range with computed ends, what cannot be read as a formula, and all forms that are new after a million
    characters.
    """

    def __init__(self) -> None:
        self._forms: dict[str, _Form | None] = {}
        self._columns: dict[str, int] = {}
        self._left = _MOST_READ

    def areas(self, text: str, sheet: str) -> list[Area | str] | None:
        """The areas and names in a formula of a sheet, each once, names of sheets in lower case."""
        form, cells = self._form(text)
        if form is None:
            return None
        found: dict[Area | str, None] = {}
        for operand, start, end in form:
            if operand == _ANY:  # the usual case, quickly
                _, letters, digits = cells[start]
                column = self._columns.get(letters) or self._columns.setdefault(letters, column_number(letters.upper()))
                row = int(digits)
                if 0 < row <= LAST_ROW and column <= LAST_COLUMN:
                    found[Area(sheet, row, column, row, column)] = None
                    continue
            spelled = _filled(operand, cells[start:end])
            found[area_of(spelled, sheet) or spelled] = None
        return list(found)

    def spelled(self, text: str) -> list[str] | None:
        """The references and names in a formula, as they are spelled."""
        form, cells = self._form(text)
        return None if form is None else [_filled(operand, cells[start:end]) for operand, start, end in form]

    def _form(self, text: str) -> tuple[_Form | None, _Cells]:
        """How formulas are built that differ in cells and numbers alone; the cells of this one."""
        cells = _CELL.findall(text)
        form = _CELL.sub(_ANY, text) if cells else text
        if "'" not in text:  # a sheet's name may hold numbers
            form = _NUMBER.sub("1", form)
        if form not in self._forms:
            self._forms[form] = self._read(form)
        return self._forms[form], cells

    def _read(self, form: str) -> _Form | None:
        from openpyxl.formula import Tokenizer
        from openpyxl.formula.tokenizer import Token, TokenizerError
        from openpyxl.utils import FORMULAE

        self._left -= len(form)
        if self._left < 0 or _UNKNOWABLE.search(form):
            return None
        try:
            tokens = Tokenizer("=" + form.removeprefix("=")).items
        except (TokenizerError, IndexError, ValueError):
            return None
        operands: _Form = []
        passed = 0
        for token in tokens:
            if token.type == Token.FUNC and token.subtype == Token.OPEN:
                function = token.value.rstrip("(").strip().upper()
                plain = function.removeprefix("_XLFN.").removeprefix("_XLWS.")
                if plain in _VOLATILE or (function not in FORMULAE and function == plain):
                    return None
            cells = len(_CELL.findall(token.value)) if _ANY in token.value else 0
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                operands.append((token.value, passed, passed + cells))
            passed += cells
        return operands


def _filled(operand: str, cells: _Cells) -> str:
    """An operand of a form with the cells of a formula in it."""
    some: Iterator[str] = (spelled for spelled, _, _ in cells)
    return _CELL.sub(lambda _: next(some), operand) if cells else operand


def area_of(reference: str, sheet: str) -> Area | None:
    """What a reference of a formula means, of whole rows or columns too; the sheet's name in lower case."""
    area = parse_area(reference, sheet) or _whole(reference, sheet)
    return area and area._replace(sheet=area.sheet.casefold())


def _whole(text: str, sheet: str) -> Area | None:
    """``A:C`` or ``3:5``, with or without a sheet."""
    before, mark, after = text.rpartition("!")
    name = before.strip("'").replace("''", "'") if mark else sheet
    plain = after.replace("$", "").upper()
    columns = re.fullmatch(r"([A-Z]{1,3}):([A-Z]{1,3})", plain)
    if columns:
        left, right = sorted(min(column_number(one), LAST_COLUMN) for one in columns.groups())
        return Area(name, 1, left, LAST_ROW, right)
    rows = re.fullmatch(r"([0-9]{1,7}):([0-9]{1,7})", plain)
    if rows:
        top, bottom = sorted(min(max(int(one), 1), LAST_ROW) for one in rows.groups())
        return Area(name, top, 1, bottom, LAST_COLUMN)
    return None
