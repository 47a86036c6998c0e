"""Numbers in a line, with so many digits that a reader who works it out gets the number behind the equals sign."""

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

RESULT = 4  # significant digits of a result
_MOST = 17  # digits that tell any number apart
_FIXED = (1e-4, 1e9)  # outside of these a number is shown with an exponent

_OPERATORS: Mapping[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
_FUNCTIONS: Mapping[str, Callable[..., float]] = {"max": max, "tanh": math.tanh}


class Line(NamedTuple):
    """``formula = numbers = result``: the general line, the same with numbers, what comes out, and its full value.

    `numbers` is empty where there is nothing to work out.
    """

    name: str
    formula: str
    numbers: str
    result: str
    value: float

    def __str__(self) -> str:
        return " = ".join(part for part in (self.name, self.formula, self.numbers, self.result) if part)


def shown(number: float, digits: int = RESULT) -> str:
    """A number with so many significant digits, without zeros that say nothing."""
    if number == 0:
        return "0"
    if not math.isfinite(number):
        return str(number)
    if not _FIXED[0] <= abs(number) < _FIXED[1]:
        mantissa, _, exponent = f"{number:.{digits - 1}e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}e{int(exponent)}"
    decimals = max(digits - 1 - math.floor(math.log10(abs(number))), 0)
    text = f"{number:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Sum(NamedTuple):
    """Lines whose results add up, with what is left over, to a total."""

    lines: tuple[Line, ...]
    rest: str
    total: str


class Unspelled(NamedTuple):
    """A line before its digits are chosen: see `spelled`."""

    name: str
    formula: str
    template: str
    numbers: Mapping[str, float]
    value: float


def spelled(line: Unspelled, form: Callable[[float], str] = shown) -> Line:
    """A line with as few digits as let it be worked out to its result, which is in that `form`."""
    result = form(line.value)
    text = ""
    for digits in range(RESULT - 1, _MOST + 1):
        letters = {letter: as_factor(shown(number, digits)) for letter, number in line.numbers.items()}
        text = line.template.format(**letters)
        if form(worked_out(text)) == result:
            break
    return Line(line.name, line.formula, "" if text == result else text, result, line.value)


def added_up(lines: Sequence[Unspelled], rest: float, total: float) -> Sum:
    """Lines with as many decimals as let their results and the `rest` be added up to the total."""
    for decimals in range(RESULT, _MOST + 1):
        form = partial(fixed, decimals=decimals)
        texts = [*(form(line.value) for line in lines), form(rest)]
        if shown(sum(map(float, texts))) == shown(total):
            break
    return Sum(tuple(spelled(line, form) for line in lines), form(rest), shown(total))


def fixed(number: float, decimals: int) -> str:
    """With so many decimals; a number that has none of them is 0."""
    return f"{number + 0.0:.{decimals}f}" if abs(number) >= 0.5 * 10.0**-decimals else f"{0:.{decimals}f}"


def as_factor(text: str) -> str:
    """A number as it can stand anywhere in a line: a negative one in parentheses."""
    return f"({text})" if text.startswith("-") else text


def worked_out(text: str) -> float:
    """What a reader gets who works a line out."""
    python = text.replace("·", "*").replace("^", "**")
    try:
        return _value(ast.parse(python, mode="eval").body)
    except OverflowError:
        return math.inf


def _value(node: Any) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id="e"):
            return math.e
        case ast.UnaryOp(op=op, operand=operand):
            return _OPERATORS[type(op)](_value(operand))
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name](*map(_value, arguments))
    raise ValueError(f"no line that can be worked out: {ast.dump(node)}")
