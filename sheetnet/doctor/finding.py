"""What a check found."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sheetnet.office.system import System

Program = Literal["Excel", "LibreOffice"]
PROGRAMS: tuple[Program, ...] = ("Excel", "LibreOffice")


class Finding(NamedTuple):
    """One line of the page: `status` is "ok", "note" or "problem"; a problem has the one command that mends it.

    `stops` names the programs in which nothing can be trained live because of it.
    """

    name: str
    status: Literal["ok", "note", "problem"]
    found: str
    fix: str = ""
    stops: tuple[Program, ...] = ()


Check = Callable[[System, Path], Iterator[Finding]]


def usable(findings: Sequence[Finding]) -> list[str]:
    """The programs that nothing stops."""
    stopped = {program for finding in findings for program in finding.stops}
    return [program for program in PROGRAMS if program not in stopped]


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """All findings as plain values."""
    told = [finding._asdict() | {"stops": list(finding.stops)} for finding in findings]
    return {"works": bool(usable(findings)), "usable": usable(findings), "findings": told}
