"""Whether a file is a report of an earlier run, which the next one may replace."""

import csv
import zipfile
from pathlib import Path

from sheetnet.report.outcomes import DATA

MARK = "sheetnet report"
"""Who made a report and who saved it last: a program in which it is edited puts its user in the second place."""

PAGE_MARK = f'<meta name="generator" content="{MARK}">'
_ENOUGH = 2**16  # bytes in which a page and a table say what they are
_LEAST = ("status", "workbook")  # columns that a table of an earlier version had, too


def is_report(path: Path) -> bool:
    """Whether the file is a report; False for what cannot be read, or has been edited as a workbook."""
    try:
        if path.suffix.lower() == ".xlsx":
            return _is_workbook(path)
        with path.open("rb") as file:
            head = file.read(_ENOUGH).decode("utf-8-sig", errors="replace")
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False
    return PAGE_MARK in head if path.suffix.lower() == ".html" else _is_table(head)


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as package, package.open("docProps/core.xml") as part:
        properties = part.read(_ENOUGH).decode("utf-8", errors="replace")
    return f">{MARK}</dc:creator>" in properties and f">{MARK}</cp:lastModifiedBy>" in properties


def _is_table(head: str) -> bool:
    keys = [column.key for column in DATA]
    titles = next(csv.reader(head.splitlines()[:1]), [])
    return tuple(titles[:2]) == _LEAST and set(titles) <= set(keys)
