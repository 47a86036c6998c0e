"""A shared formula: written out in its first cell, and meant, with its references moved, in others."""

from functools import cached_property
from typing import TYPE_CHECKING

from sheetnet.sheet.cells import column_letters

if TYPE_CHECKING:
    from openpyxl.formula.translate import Translator


class Master:
    """The first cell of a shared formula."""

    def __init__(self, text: str, row: int, column: int) -> None:
        self.text = text
        self._origin = f"{column_letters(column)}{row}"

    @cached_property
    def _translator(self) -> "Translator":
        from openpyxl.formula.translate import Translator

        return Translator("=" + self.text, origin=self._origin)

    def at(self, row: int, column: int) -> str:
        """The formula that another cell means; "dataTable", of which nothing can be told, where it cannot be moved."""
        from openpyxl.formula.tokenizer import TokenizerError
        from openpyxl.formula.translate import TranslatorError

        try:
            return str(self._translator.translate_formula(f"{column_letters(column)}{row}"))[1:]
        except TranslatorError:  # a reference before the first row or column, which Excel takes from the far end
            return "dataTable"
        except (TokenizerError, IndexError, ValueError):
            return self.text  # cannot be read as a formula, here as little as where it stands whole
