"""The findings as one page of text, in the language that is spoken."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from sheetnet.doctor.finding import Finding, usable
from sheetnet.saying import in_words, said
from sheetnet.width import folded, padded, width_of

Paint = Callable[[str, str, TextIO], str]
_COLOURS = {"ok": "32", "note": "33", "problem": "31"}
_GAP = "  "


def _plain(code: str, text: str, stream: TextIO) -> str:
    return text


def page(findings: Sequence[Finding], width: int = 100, paint: Paint = _plain) -> str:
    """A table of all findings, then the command for each problem, then what works."""
    names = max((width_of(said(finding.name)) for finding in findings), default=0)
    lines = list(_table(findings, names, width, paint))
    problems = [finding for finding in findings if finding.status == "problem"]
    if problems:
        lines += ["", paint("1", said("To mend what is not right:"), sys.stdout)]
        lines += [f"{_GAP}{padded(said(one.name), names)}{_GAP}{in_words(one.fix)}" for one in problems]
    return "\n".join([*lines, "", paint("1", _verdict(findings), sys.stdout)])


def _table(findings: Sequence[Finding], names: int, width: int, paint: Paint) -> Iterator[str]:
    """Status, name, and what was found, in as many lines as that takes."""
    states = max((width_of(said(finding.status)) for finding in findings), default=0)
    begin = " " * (states + len(_GAP) + names + len(_GAP))
    for one in findings:
        state, name = said(one.status), padded(said(one.name), names)
        shown = paint(_COLOURS[one.status], state, sys.stdout) + " " * (states - width_of(state))
        first, *rest = folded(in_words(one.found), max(width - len(begin), 30))
        yield f"{shown}{_GAP}{name}{_GAP}{first}".rstrip()
        yield from (begin + line for line in rest)


def _verdict(findings: Sequence[Finding]) -> str:
    match usable(findings):
        case []:
            return said(
                "Training inside an open workbook cannot work on this machine; sheetnet train needs no other program."
            )
        case [program]:
            return said("Training inside an open workbook can work in {}.", program)
        case programs:
            return said("Training inside an open workbook can work in {} and in {}.", *programs)


def print_page(findings: Sequence[Finding], paint: Paint = _plain) -> None:
    """Print the page for the terminal that it goes to."""
    width = shutil.get_terminal_size((100, 24)).columns
    sys.stdout.write(page(findings, width, paint) + "\n")
