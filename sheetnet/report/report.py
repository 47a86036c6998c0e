"""The report on many workbooks, one row for each, as a workbook, a table for programs, or a page."""

import csv
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from sheetnet.errors import FileError, SettingError
from sheetnet.guard import guarded
from sheetnet.report.earlier import is_report
from sheetnet.report.outcomes import DATA, Outcome, in_order
from sheetnet.report.wording import Value
from sheetnet.sheet.disk.writing import exists_already, write_for_user

Maker = Callable[[Path, Sequence[Outcome], str, float], bytes]


def check_report_name(path: Path, books: Iterable[str | Path] = (), *, force: bool = True) -> None:
    """Raise SettingError if no report can be written under this name, or it would replace one of the workbooks.

    FileError where the folder cannot be written. Without `force` a file that is there must be a report that nobody has
    edited, else FileError too.
    """
    if path.is_dir():
        raise SettingError("this is a folder, expected the name of a report", book=str(path))
    if path.suffix.lower() not in _MAKERS:
        raise SettingError(
            f"expected the name of a report, found {path.name!r}",
            remedy=f"reports end in {', '.join(_MAKERS)}; for example {path.stem or 'report'}.xlsx",
        )
    if not path.parent.is_dir():
        raise SettingError(f"there is no folder {str(path.parent)!r} for the report", remedy="make it first")
    refuse_closed(path)
    refuse_replacing(path, books)
    if not force and path.exists() and not is_report(path):
        raise exists_already(str(path), " and is no report of sheetnet", remedy="choose another name, or use --force")


def refuse_closed(path: Path) -> None:
    """Raise FileError where the folder of a report cannot be written: it is known before the work."""
    if not os.access(path.parent, os.W_OK):
        raise FileError("no permission to write the report", book=str(path), remedy="choose another name")


def refuse_replacing(path: Path, books: Iterable[str | Path]) -> None:
    """Raise SettingError if the report would stand in the place of a workbook, under whatever name."""
    ours = os.path.realpath(path)
    if any(os.path.realpath(book) == ours for book in books if "://" not in str(book)):
        remedy = "choose another name"
        raise SettingError("the report would replace one of the workbooks", book=str(path), remedy=remedy)


def write_report(path: Path, rows: Sequence[Mapping[str, Any]], *, command: str, seconds: float) -> None:
    """Write what became of each workbook, failures first, in the format that the name ends in.

    A row has `workbook` and `status`, and where known `output`, `message`, `command`, `iterations`, `eta`, `before` and
    `after` (each with `iteration`, `E`, `accuracy`), `seconds`, `warnings`, `written`. `command` and `seconds` are
    those of the whole run. Raises SettingError as `check_report_name` does, FileError if the file cannot be written.
    """
    check_report_name(path)
    content = _MAKERS[path.suffix.lower()](path.parent, in_order(rows), command, seconds)
    write_for_user(path, lambda out: out.write(content), "report")


def _workbook(folder: Path, rows: Sequence[Outcome], command: str, seconds: float) -> bytes:
    from sheetnet.report.sheet import report_sheet

    return report_sheet(folder, rows, command, seconds)


def _page(folder: Path, rows: Sequence[Outcome], command: str, seconds: float) -> bytes:
    from sheetnet.report.page import report_page

    return report_page(folder, rows, command, seconds).encode()


def _table(_folder: Path, rows: Sequence[Outcome], _command: str, _seconds: float) -> bytes:
    """CSV with every column and full precision; the byte order mark tells Excel that it is UTF-8."""
    out = StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    table.writerow([column.key for column in DATA])
    for row in rows:
        table.writerow([_harmless(column.value(row)) for column in DATA])
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    return guarded(value) if isinstance(value, str) else value


_MAKERS: dict[str, Maker] = {".xlsx": _workbook, ".csv": _table, ".html": _page}
