"""The findings as one page of text."""

import shutil
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from sheetnet.doctor.finding import Finding, usable

Paint = Callable[[str, str, TextIO], str]
_COLOURS = {"ok": "32", "note": "33", "problem": "31"}


def _plain(code: str, text: str, stream: TextIO) -> str:
    return text


def page(findings: Sequence[Finding], width: int = 100, paint: Paint = _plain) -> str:
    """A table of all findings, then the command for each problem, then what works."""
    from tabulate import tabulate

    names = max((len(finding.name) for finding in findings), default=0)
    rest = max(width - names - len("problem") - 4, 30)
    rows = [(paint(_COLOURS[one.status], one.status, sys.stdout), one.name, one.found) for one in findings]
    table = tabulate(rows, tablefmt="plain", disable_numparse=True, maxcolwidths=[None, None, rest])
    problems = [finding for finding in findings if finding.status == "problem"]
    lines = [table]
    if problems:
        lines += ["", paint("1", "To mend what is not right:", sys.stdout)]
        lines += [f"  {problem.name:{names}}  {problem.fix}" for problem in problems]
    return "\n".join([*lines, "", paint("1", _verdict(findings), sys.stdout)])


def _verdict(findings: Sequence[Finding]) -> str:
    programs = usable(findings)
    if not programs:
        return "Training inside an open workbook cannot work on this machine; sheetnet train needs no other program."
    return f"Training inside an open workbook can work in {' and in '.join(programs)}."


def print_page(findings: Sequence[Finding], paint: Paint = _plain) -> None:
    """Print the page for the terminal that it goes to."""
    width = shutil.get_terminal_size((100, 24)).columns
    sys.stdout.write(page(findings, width, paint) + "\n")
