"""A workbook of somebody else's in which nothing calls out, runs, or refers to what is not in it.

A list of what is known and harmless, not of what is bad: formulas keep to functions that sheetnet evaluates itself.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from sheetnet.graph.functions import FUNCTIONS

_KNOWN = FUNCTIONS.keys() - {"HYPERLINK", "INDIRECT"} | {"LAMBDA"}  # INDIRECT leads where a text says
_LONGEST = 8192  # characters of a formula, in Excel
_QUOTED = re.compile(r"""("(?:[^"]|"")*")|'((?:[^']|'')*)'""")
_ELSEWHERE = re.compile(r"""[\[\]|\\"']|_xleta\.""", re.IGNORECASE)  # other workbooks, programs, functions as values
_NO_SHEET = re.compile(r"[\[\]|\\/:]")  # none of these is in a sheet's name, and an address of a file has some
_BETWEEN = re.compile(r"[\s(){},;:+\-*/^&=<>!%@]")
_FUTURE = re.compile(r"^(_XLFN\.|_XLWS\.)+")
_RUNS_ITSELF = re.compile(r"(_xlnm\.)?auto_", re.IGNORECASE)


@lru_cache(maxsize=65536)  # of a class most formulas are the same
def is_inert(formula: str) -> bool:
    """Whether a formula calls known functions alone and refers to cells of its own workbook."""
    if len(formula) > _LONGEST:
        return False
    if any(_NO_SHEET.search(found[2] or "") for found in _QUOTED.finditer(formula)):
        return False
    plain = _QUOTED.sub(lambda found: "#" if found[1] == '"#"' else "", formula)
    if _ELSEWHERE.search(plain):
        return False
    return all(_known(before, after) for before, after in pairwise(plain.split("(")))


def _known(before: str, after: str) -> bool:
    """Whether what stands before a bracket is no function, or a known one; a link leads to a place of the workbook."""
    name = _FUTURE.sub("", _BETWEEN.split(before.rstrip())[-1].upper())
    return not name or name in _KNOWN or (name == "HYPERLINK" and after.startswith("#&"))


def make_inert(book: Workbook) -> None:
    """Leave the cells with what belongs to them; a formula that is not inert becomes text."""
    for chart in book.chartsheets:
        book.remove(chart)
    book.loaded_theme = None  # it would be handed on as it is, unread
    _keep_inert(book.defined_names)
    sheet: Any
    for sheet in book.worksheets:
        _keep_inert(sheet.defined_names)
        _calm_cells(sheet)
        _calm_rules(sheet)
        for others in (sheet._charts, sheet._images, sheet._pivots, sheet.tables):
            others.clear()
        sheet.page_setup.id = None  # the settings of a printer, which are not handed on


def _keep_inert(names: dict[str, DefinedName]) -> None:
    for key, name in list(names.items()):
        macro = name.xlm or name.function or name.vbProcedure or _RUNS_ITSELF.match(key)
        if macro or not is_inert(name.attr_text or ""):
            del names[key]


def _calm_cells(sheet: Any) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            cell.hyperlink = None
            if cell.data_type != "f":
                continue
            formula = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
            if not isinstance(formula, str):  # a what-if table, which is no formula
                cell.value = None
            elif not is_inert(formula):
                cell.value, cell.data_type, cell.quotePrefix = formula, "s", True  # text after an edit too


def _calm_rules(sheet: Any) -> None:
    validations = sheet.data_validations
    validations.dataValidation = [
        one for one in validations.dataValidation if is_inert(one.formula1 or "") and is_inert(one.formula2 or "")
    ]
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if all(map(is_inert, _formulas(rule))):
                kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept


def _formulas(rule: Any) -> Iterator[str]:
    yield from (text or "" for text in rule.formula)
    for scale in (rule.colorScale, rule.dataBar, rule.iconSet):
        yield from (str(value.val) for value in (scale.cfvo if scale else ()) if value.val is not None)
