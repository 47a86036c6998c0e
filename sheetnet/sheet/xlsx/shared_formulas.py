"""A shared formula: written out in its first cell, and meant, with its references moved, in others; and its length."""

import re
from functools import cached_property
from typing import NamedTuple

from sheetnet.errors import CellError
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number

LONGEST_FORMULA = 8192  # characters, as in Excel, which does not count its own marks of newer functions
NOT_TOLD = "dataTable"  # the text of a formula of which nothing can be told
_MOST_BRACKETS = 64  # openpyxl reads the rest of a formula anew for each
_CELL = r"(\$?[A-Za-z]{1,3})(\$?[1-9][0-9]{0,6})"
_WHOLE = r"(\$?[1-9][0-9]{0,6}):(\$?[1-9][0-9]{0,6})|(\$?[A-Za-z]{1,3}):(\$?[A-Za-z]{1,3})"


def refuse_long(text: str, cell: Area) -> None:
    """Raise CellError for a formula that is longer than Excel takes."""
    if len(re.sub(r"(?i)_xl(?:fn|ws|pm|udf|eta)\.", "", text)) > LONGEST_FORMULA:
        raise CellError(
            f"the formula has {len(text):,} characters, and Excel takes {LONGEST_FORMULA:,}",
            place=cell.address(),
            remedy="divide it among several cells",
        )


class _Pieces(NamedTuple):
    """A formula in pieces, of which some are numbers of rows and columns that move with the cell."""

    texts: list[str]
    rows: list[tuple[int, int]]  # (which piece, number)
    columns: list[tuple[int, int]]


class Master:
    """The first cell of a shared formula."""

    def __init__(self, text: str, row: int, column: int) -> None:
        self.text = text
        self._row, self._column = row, column

    def at(self, row: int, column: int) -> str:
        """The formula that another cell means; "dataTable", of which nothing can be told, where it cannot be moved.

        That is where a reference comes to lie before the first row or column, or after the last: Excel goes on from
        the other end. What cannot be read as a formula stays as it is, here as little read as where it stands whole.
        """
        if not self._pieces:
            return self.text
        down, across = row - self._row, column - self._column
        texts = self._pieces.texts.copy()
        for place, number in self._pieces.rows:
            if not 0 < number + down <= LAST_ROW:
                return NOT_TOLD
            texts[place] = str(number + down)
        for place, number in self._pieces.columns:
            if not 0 < number + across <= LAST_COLUMN:
                return NOT_TOLD
            texts[place] = column_letters(number + across)
        return "".join(texts)

    @cached_property
    def _pieces(self) -> _Pieces | None:
        from openpyxl.formula import Tokenizer
        from openpyxl.formula.tokenizer import Token, TokenizerError

        if self.text.count("[") > _MOST_BRACKETS:
            return _Pieces([NOT_TOLD], [], [])
        try:
            tokens = Tokenizer("=" + self.text).items
        except (TokenizerError, IndexError, ValueError):
            return None
        pieces = _Pieces([], [], [])
        for token in tokens:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                _divide(token.value, pieces)
            else:
                pieces.texts.append(token.value)
        return pieces


def _divide(operand: str, pieces: _Pieces) -> None:
    """Add a reference or a name to the pieces of a formula."""
    sheet, mark, place = operand.rpartition("!")
    texts = pieces.texts
    texts.append(sheet + mark)
    whole = re.fullmatch(_WHOLE, place)  # rows or columns
    for number, end in enumerate(place.split(":")):
        texts += [":"] * (number > 0)
        cell = re.fullmatch(_CELL, end)
        for text in (end,) if whole or not cell else cell.groups():
            if text.isdigit() and (whole or cell):
                pieces.rows.append((len(texts), int(text)))
            elif text.isalpha() and (whole or cell):
                pieces.columns.append((len(texts), column_number(text.upper())))
            texts.append(text)
