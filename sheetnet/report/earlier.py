"""Whether a file is a report of an earlier run, which the next one may replace."""

import csv
import zipfile
from pathlib import Path
from xml.parsers import expat

from sheetnet.report.outcomes import DATA

MARK = "sheetnet report"
"""Who made a report and who saved it last: a program in which it is edited puts its user in the second place."""

PAGE_MARK = f'<meta name="generator" content="{MARK}">'
_MADE_BY = "http://purl.org/dc/elements/1.1/ creator"
_SAVED_BY = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties lastModifiedBy"
_ENOUGH = 2**16  # bytes in which a page and a table say what they are
_LEAST = ("status", "workbook")  # columns that a table of an earlier version had, too


def is_report(path: Path) -> bool:
    """Whether the file is a report; False for what cannot be read, or has been edited as a workbook."""
    try:
        if path.suffix.lower() == ".xlsx":
            return _is_workbook(path)
        with path.open("rb") as file:
            head = file.read(_ENOUGH).decode("utf-8-sig", errors="replace")
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, expat.ExpatError):
        return False
    return PAGE_MARK in head if path.suffix.lower() == ".html" else _is_table(head)


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as package, package.open("docProps/core.xml") as part:
        said = _said(part.read(_ENOUGH))
    return said.get(_MADE_BY) == said.get(_SAVED_BY) == MARK


def _said(xml: bytes) -> dict[str, str]:
    """The text of every element of a small part, by its namespace and name, whatever prefix stands for that."""
    said: dict[str, str] = {}
    now = ""

    def opened(name: str, _: dict[str, str]) -> None:
        nonlocal now
        now = name
        said[name] = ""

    def told(text: str) -> None:
        said[now] += text

    def declared(*_: object) -> None:
        raise expat.ExpatError("a document type, which no program writes here")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.CharacterDataHandler = opened, told
    parser.StartDoctypeDeclHandler = declared
    parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    return said


def _is_table(head: str) -> bool:
    keys = [column.key for column in DATA]
    titles = next(csv.reader(head.splitlines()[:1]), [])
    return tuple(titles[:2]) == _LEAST and set(titles) <= set(keys)
