"""Formulas between the grammar of Excel and the one in which LibreOffice's programming interface takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .structs import struct

# constants of com.sun.star.sheet: AddressConvention, FormulaLanguage, FormulaMapGroup
OWN_ADDRESSES, EXCEL_ADDRESSES, EXCEL_ENGLISH = 0, 1, 4
EVERY_FUNCTION = 0x7FFFFFFF
BETWEEN = "\ue000"
AT_ONCE = 100
SIGNS_AT_ONCE = 4000  # in these: a formula of LibreOffice has at most 8,192 tokens, and a token is a sign or more


class Grammar:
    """Both grammars, as a workbook's own parsers know them."""

    def __init__(self, document: Any) -> None:
        self.excel = self.parser(document, EXCEL_ADDRESSES)
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        self.excel.OpCodeMap = mapper.getAvailableMappings(EXCEL_ENGLISH, EVERY_FUNCTION)
        self.own = self.parser(document, OWN_ADDRESSES)
        self.first = struct("table.CellAddress")

    @staticmethod
    def parser(document: Any, addresses: int) -> Any:
        made = document.createInstance("com.sun.star.sheet.FormulaParser")
        made.CompileEnglish = True
        made.FormulaConvention = addresses
        return made

    def to_excel(self, texts: list[str]) -> list[str]:
        return self.translate(texts, self.own, self.excel, ";")

    def to_own(self, texts: list[str]) -> list[str]:
        return self.translate(texts, self.excel, self.own, ",")

    def translate(self, texts: list[str], source: Any, target: Any, separator: str) -> list[str]:
        """The formulas among some texts in the other grammar, many to a round trip; other texts as they are."""
        formulas = sorted({text[1:] for text in texts if text.startswith("=")})
        whole = [text for text in formulas if is_whole(text)]
        alone = [[text] for text in formulas if not is_whole(text)]
        mark = f'"{BETWEEN}"'
        known: dict[str, str] = {}
        for some in [*grouped(whole), *alone]:
            joined = (separator + mark + separator).join(some)
            other = target.printFormula(source.parseFormula(joined, self.first), self.first)
            known.update(zip(some, re.split(f"[;,]{mark}[;,]", other)))
        return ["=" + known[text[1:]] if text.startswith("=") else text for text in texts]

    def filled(self, formula: str, address: Any) -> tuple[tuple[str, ...], ...]:
        """The formula for each cell of a rectangle, in LibreOffice's own grammar."""
        if not formula.startswith("="):
            width = address.EndColumn - address.StartColumn + 1
            alike: tuple[str, ...] = (formula,) * width
            return (alike,) * int(address.EndRow - address.StartRow + 1)

        def at(row: int, column: int) -> Any:
            return struct("table.CellAddress", Sheet=address.Sheet, Row=row, Column=column)

        tokens = self.excel.parseFormula(formula[1:], at(address.StartRow, address.StartColumn))
        return tuple(
            tuple(
                "=" + self.own.printFormula(tokens, at(row, column))
                for column in range(address.StartColumn, address.EndColumn + 1)
            )
            for row in range(address.StartRow, address.EndRow + 1)
        )


def grouped(formulas: list[str]) -> Iterator[list[str]]:
    """Formulas in groups that the parser takes as one: of too many signs it silently leaves out the rest."""
    group: list[str] = []
    length = 0
    for formula in formulas:
        if group and (len(group) == AT_ONCE or length + len(formula) > SIGNS_AT_ONCE):
            yield group
            group, length = [], 0
        group.append(formula)
        length += len(formula) + len(BETWEEN) + 4
    if group:
        yield group


def is_whole(formula: str) -> bool:
    """Whether a formula ends where its text ends; of another, the parser takes what follows for a part of it."""
    rest = re.sub(r"\"[^\"]*\"|'[^']*'", "", formula)
    pairs_match = rest.count("(") == rest.count(")") and rest.count("{") == rest.count("}")
    return pairs_match and not re.search("[\"'#\\[]", rest)
