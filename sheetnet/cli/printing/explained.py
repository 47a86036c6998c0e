"""What `sheetnet explain` prints: the chain from inputs to a gradient, one line a step."""

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

from sheetnet.cli.printing.terminal import bold
from sheetnet.saying import in_words, said
from sheetnet.width import width_of

if TYPE_CHECKING:
    from sheetnet.session.explaining import Explanation, Gradient
    from sheetnet.session.spelling import Line

_WIDE = 100
_PUSHES = {"up": "pushes up", "down": "pushes down", "": ""}


def print_explanation(book: str, one: "Explanation") -> None:
    print(f"{bold(book)}: {one.place}, {in_words(one.what)}")
    print("  " + said("iteration {}: {}", one.iteration, in_words(one.source)))
    test = "" if one.training else said("; a test case, which counts nothing in E")
    print("  " + said("case {} is {}, read as {}{}", one.case, one.label, one.read, test))
    _section(said("Forward"))
    _print_table((line.name, line.formula, line.numbers or line.result, line.result) for line in one.inputs)
    if one.left_out:
        plural = ("s", "are") if one.left_out != 1 else ("", "is")
        print("    " + said("{} input{} more {} 0 and add nothing", one.left_out, *plural))
    _print_line(one.s)
    _print_line(one.output)
    if one.errors:
        _section(said("Back: unit errors δ = ∂e/∂s of this case"))
        for line in one.errors:
            _print_line(line)
    if one.product:
        _section(said("What this case counts in the gradient"))
        _print_line(one.product)
    if one.gradient:
        _print_gradient(one.gradient)


def _print_gradient(found: "Gradient") -> None:
    told = len(found.contributions)
    _section(said("The gradient: the sum over {} cases, the largest {} of them one by one", found.cases, told))
    rows = [
        (in_words(each.line.name), each.label, each.line.numbers, each.line.result, said(_PUSHES[each.pushes]))
        for each in found.contributions
    ]
    others = found.cases - told
    if others:
        rows.append((said("{} others", others), "", "", found.others_shown, ""))
    _print_table(rows)
    print("    " + said("the sum: {}", bold(found.total)))
    _section(said("The same by E alone"))
    _print_line(found.quotient)
    if found.update:
        _section(said("What it is for"))
        _print_line(found.update)


def _section(title: str) -> None:
    print(f"\n  {bold(title)}")


def _print_line(line: "Line") -> None:
    """``name = formula = numbers = result``, the numbers on a line of their own where they are long."""
    line = line._replace(name=in_words(line.name), formula=in_words(line.formula))
    text = str(line)
    if width_of(text) + 4 <= _WIDE:
        print(f"    {text}")
        return
    print(f"    {line.name} = {line.formula}")
    for number, part in enumerate(wrap(f"{line.numbers} = {line.result}", _WIDE - 8, break_long_words=False)):
        print(f"      {'= ' if number == 0 else '  '}{part}")


def _print_table(rows: Iterable[tuple[str, ...]]) -> None:
    """Columns as wide as their widest text, numbers at the right."""
    lines = list(rows)
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = []
        for number, (text, width) in enumerate(zip(line, widths, strict=True)):
            room = " " * int(width - width_of(text))
            cells.append(text + room if number < 2 else room + text)
        print("    " + "   ".join(cells).rstrip())
