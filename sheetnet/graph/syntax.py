"""From the text of a formula to its tree.

The tokens are openpyxl's; the grammar is that of spreadsheets: a sign binds before ``^``, ``^`` from left to right,
then ``%``, products, sums, ``&`` and comparisons.
"""

import re

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from sheetnet.graph.names import Names
from sheetnet.graph.trees import (
    Apply,
    Array,
    At,
    Call,
    Chain,
    FormulaCell,
    Logical,
    Missing,
    Mistake,
    Number,
    Reference,
    Sign,
    Text,
    Tree,
    Union,
    Variable,
)
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import ERRORS
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, column_number

_DEEPEST = 100  # levels of brackets and functions; Excel takes 64 of functions
_LONGEST = 8192  # characters of a formula, in Excel
_PRECEDENCE = {"^": 5, "*": 4, "/": 4, "+": 3, "-": 3, "&": 2, **dict.fromkeys(("=", "<", ">", "<=", ">=", "<>"), 1)}
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})", re.IGNORECASE)
_COLUMN = re.compile(r"(\$?)([A-Z]{1,3})", re.IGNORECASE)
_ROW = re.compile(r"(\$?)(\d{1,7})")
_SPILLED = re.compile(r"(\"[^\"]*\")|((?:'(?:[^']|'')+'!|[\w.]+!)?\$?[A-Z]{1,3}\$?\d{1,7})#", re.IGNORECASE)


def parse(formula: str, place: FormulaCell, names: Names) -> Tree:
    """The tree of a formula (without its equals sign); raises NotUnderstood with the reason."""
    if len(formula) > _LONGEST:
        raise NotUnderstood(f"a formula of {len(formula):,} characters, more than {_LONGEST:,}")
    spilled = _SPILLED.sub(lambda found: found[1] or f"ANCHORARRAY({found[2]})", formula)
    try:
        tokens = [one for one in Tokenizer("=" + spilled).items if one.type != Token.WSPACE]
    except (TokenizerError, IndexError):
        raise NotUnderstood("a formula that cannot be read") from None
    parser = _Parser(tokens, place, names)
    tree = parser.expression(0)
    if parser.token is not None:
        raise NotUnderstood(f"'{parser.token.value[:20]}' where the formula should end")
    return tree


class _Parser:
    def __init__(self, tokens: list[Token], place: FormulaCell, names: Names) -> None:
        self._tokens, self._place, self._names = tokens, place, names
        self._at, self._deep = 0, 0
        self._given: list[set[str]] = []  # names of LET and LAMBDA, innermost last

    @property
    def token(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is(self, kind: str, subtype: str = "") -> bool:
        token = self.token
        return token is not None and token.type == kind and (not subtype or token.subtype == subtype)

    def _next(self) -> Token:
        token = self.token
        if token is None:
            raise NotUnderstood("a formula that ends too early")
        self._at += 1
        return token

    def expression(self, least: int) -> Tree:
        """The operand here, and what operators of a precedence above `least` make of it."""
        self._deep += 1
        if self._deep > _DEEPEST:
            raise NotUnderstood(f"a formula nested deeper than {_DEEPEST} levels")
        left = self._signed()
        while self._is(Token.OP_IN):
            token = self.token
            assert token is not None  # noqa: S101 - it is an operator
            power = _PRECEDENCE.get(token.value)
            if token.value == ",":  # of a union, or between the arguments of a LAMBDA
                break
            if power is None:
                raise NotUnderstood(f"the operator '{token.value}'")
            if power <= least:
                break
            rest: list[tuple[str, Tree]] = []
            while self._is(Token.OP_IN) and _PRECEDENCE.get(self._tokens[self._at].value) == power:
                sign = self._next().value
                rest.append((sign, self.expression(power)))
            left = Chain(left, tuple(rest))
        self._deep -= 1
        return left

    def _signed(self) -> Tree:
        signs = []
        while self._is(Token.OP_PRE):
            signs.append(self._next().value)
            self._refuse_many(len(signs))
        operand = self._postfixed()
        for sign in reversed(signs):
            operand = Number(-operand.x) if sign == "-" and isinstance(operand, Number) else Sign(sign, operand)
        count = 0
        while self._is(Token.OP_POST):
            operand, count = Sign(self._next().value, operand), count + 1
            self._refuse_many(count)
        return operand

    @staticmethod
    def _refuse_many(count: int) -> None:
        if count > _DEEPEST:
            raise NotUnderstood(f"a formula with more than {_DEEPEST} signs or calls in a row")

    def _postfixed(self) -> Tree:
        operand, count = self._operand(), 0
        while self._is(Token.PAREN, Token.OPEN):  # LAMBDA(x, x + 1)(3)
            self._next()
            count += 1
            self._refuse_many(count)
            operand = Apply(operand, self._arguments(Token.PAREN))
        return operand

    def _operand(self) -> Tree:
        token = self._next()
        match token.type, token.subtype:
            case Token.OPERAND, Token.NUMBER:
                return Number(float(token.value))
            case Token.OPERAND, Token.TEXT:
                return Text(token.value[1:-1].replace('""', '"'))
            case Token.OPERAND, Token.LOGICAL:
                return Logical(token.value.upper() == "TRUE")
            case Token.OPERAND, Token.ERROR:
                return _mistake(token.value)
            case Token.OPERAND, _:
                return self._reference(token.value)
            case Token.FUNC, Token.OPEN:
                return self._call(token.value[:-1])
            case Token.PAREN, Token.OPEN:
                return self._in_brackets()
            case Token.ARRAY, Token.OPEN:
                return self._array()
        raise NotUnderstood(f"'{token.value[:20]}' where a value should stand")

    def _in_brackets(self) -> Tree:
        parts = [self.expression(0)]
        while self._is(Token.OP_IN) and self._tokens[self._at].value == ",":
            self._next()
            parts.append(self.expression(0))
        if not self._is(Token.PAREN, Token.CLOSE):
            raise NotUnderstood("a bracket that is not closed")
        self._next()
        return parts[0] if len(parts) == 1 else Union(tuple(parts))

    def _array(self) -> Tree:
        rows: list[list[Tree]] = [[]]
        while not self._is(Token.ARRAY, Token.CLOSE):
            if self._is(Token.SEP, Token.ROW):
                self._next()
                rows.append([])
            elif self._is(Token.SEP) or self._is("ARRAYROW"):
                self._next()
            else:
                rows[-1].append(self._signed())
        self._next()
        if len({len(row) for row in rows}) != 1 or not rows[0]:
            raise NotUnderstood("an array whose rows differ in length")
        return Array(tuple(tuple(row) for row in rows))

    def _call(self, name: str) -> Tree:
        function = name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.").removeprefix("_XLUDF.").lstrip("@+")
        if ":" in function:
            raise NotUnderstood(f"a range whose end is a function: {name}(")
        bare = _bare(name)
        if self._known(bare):
            return Apply(Variable(bare), self._arguments(Token.FUNC))
        if function == "LET":
            return self._let()
        if function == "LAMBDA":
            return self._lambda()
        named = self._names.defined(name, self._place.sheet)
        if named is not None:
            return Apply(self._named(named), self._arguments(Token.FUNC))
        return Call(function, self._arguments(Token.FUNC))

    def _arguments(self, kind: str) -> tuple[Tree, ...]:
        """What stands up to the closing bracket, which is passed."""
        arguments: list[Tree] = []
        if self._closes(kind):
            self._next()
            return ()
        while True:
            separated = self._is(Token.SEP) or self._comma()
            arguments.append(Missing() if separated or self._closes(kind) else self.expression(0))
            if self._closes(kind):
                self._next()
                return tuple(arguments)
            if not (self._is(Token.SEP) or self._comma()):
                raise NotUnderstood("arguments without a comma between them")
            self._next()

    def _closes(self, kind: str) -> bool:
        return self._is(kind, Token.CLOSE)

    def _comma(self) -> bool:
        """Between brackets that are no function's, a comma is an operator to the tokens."""
        return self._is(Token.OP_IN) and self._tokens[self._at].value == ","

    def _let(self) -> Tree:
        """LET(name, value, ..., result): each value may use the names before it."""
        self._given.append(set())
        arguments: list[Tree] = []
        while True:
            follows = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else None
            token = self.token
            naming = follows is not None and follows.type == Token.SEP and token is not None
            if naming and token is not None and token.type == Token.OPERAND and token.subtype == Token.RANGE:
                name = _bare(self._next().value)
                self._next()
                arguments += [Text(name), self.expression(0)]
                self._given[-1].add(name)
                if not self._is(Token.SEP):
                    raise NotUnderstood("LET without a result")
                self._next()
                continue
            arguments.append(self.expression(0))
            break
        if not self._closes(Token.FUNC):
            raise NotUnderstood("LET with something behind its result")
        self._next()
        self._given.pop()
        return Call("LET", tuple(arguments))

    def _lambda(self) -> Tree:
        """LAMBDA(name, ..., result)."""
        self._given.append(set())
        arguments: list[Tree] = []
        while self._at + 1 < len(self._tokens) and self._tokens[self._at + 1].type == Token.SEP:
            name = _bare(self._next().value)
            self._next()
            self._given[-1].add(name)
            arguments.append(Text(name))
        arguments.append(self.expression(0))
        if not self._closes(Token.FUNC):
            raise NotUnderstood("LAMBDA with something behind its result")
        self._next()
        self._given.pop()
        return Call("LAMBDA", tuple(arguments))

    def _known(self, name: str) -> bool:
        return any(name in names for names in self._given)

    def _reference(self, written: str) -> Tree:
        if self._known(_bare(written)):
            return Variable(_bare(written))
        if written.startswith("@"):
            return Sign("@", self._reference(written[1:]))
        found = self._area(written)
        if found is not None:
            return found
        named = self._names.defined(written, self._place.sheet)
        if named is not None:
            return self._named(named)
        table = self._names.table(written, self._place.sheet, self._place.row)
        if table is not None:
            return parse(table, self._place, self._names)
        if written.lower().startswith("_xlpm."):
            return Variable(_bare(written))
        raise NotUnderstood(f"the name '{written[:40]}'")

    def _named(self, formula: str) -> Tree:
        """What a defined name stands for; names may use names, up to a depth."""
        return parse(formula.removeprefix("="), self._place, self._names.deeper())

    def _area(self, written: str) -> Tree | None:
        """A cell, a rectangle, whole columns or rows, with or without a sheet; None if it is none of these."""
        before, mark, after = written.rpartition("!")
        sheet = self._place.sheet
        if mark:
            if before.endswith(":") or "!" in before:  # 'My sheet'!A1:'My sheet'!B2
                first, _, second = written.partition(":")
                if second.rpartition("!")[0] == first.rpartition("!")[0]:
                    return self._area(f"{first}:{second.rpartition('!')[2]}")
            if "[" in before or (after.startswith("#") and "[" in written):
                raise NotUnderstood(f"a link to another workbook: {written[:40]}")
            name = self._names.sheet(before)
            if name is None:
                return Mistake(ERRORS.index("#REF!")) if after.startswith("#") else None
            sheet = name
        if after.startswith("#"):
            return _mistake(after)
        first, colon, second = after.partition(":")
        one, two = self._corner(first), self._corner(second or first)
        if one is None or two is None or one[2] != two[2] or (one[2] != "cell" and not colon):
            return None
        (top, left, _), (bottom, right, _) = one, two
        if one[2] == "column":
            top, bottom = At(1, fixed=True), At(LAST_ROW, fixed=True)
        elif one[2] == "row":
            left, right = At(1, fixed=True), At(LAST_COLUMN, fixed=True)
        if self._number(top, self._place.row) > self._number(bottom, self._place.row):
            top, bottom = bottom, top
        if self._number(left, self._place.column) > self._number(right, self._place.column):
            left, right = right, left
        return Reference(sheet, top, left, bottom, right, not colon)

    def _number(self, at: At, own: int) -> int:
        return at.number if at.fixed else own + at.number

    def _corner(self, written: str) -> tuple[At, At, str] | None:
        """(row, column, what it is) of ``$A1``, ``A`` or ``$1``."""
        nothing = At(1, fixed=True)
        if found := _CELL.fullmatch(written):
            row, column = int(found[4]), column_number(found[2].upper())
            if 1 <= row <= LAST_ROW and column <= LAST_COLUMN:
                return self._row(row, found[3]), self._column(column, found[1]), "cell"
        elif (found := _COLUMN.fullmatch(written)) and column_number(found[2].upper()) <= LAST_COLUMN:
            return nothing, self._column(column_number(found[2].upper()), found[1]), "column"
        elif found := _ROW.fullmatch(written):
            return self._row(int(found[2]), found[1]), nothing, "row"
        return None

    def _row(self, number: int, mark: str) -> At:
        return At(number if mark else number - self._place.row, fixed=bool(mark))

    def _column(self, number: int, mark: str) -> At:
        return At(number if mark else number - self._place.column, fixed=bool(mark))


def _bare(name: str) -> str:
    return name.lower().removeprefix("_xlpm.").removeprefix("_xlfn.")


def _mistake(written: str) -> Mistake:
    if written.upper() not in ERRORS:
        raise NotUnderstood(f"the error value '{written[:20]}'")
    return Mistake(ERRORS.index(written.upper()))
