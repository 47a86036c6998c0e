"""The report on a class in the format that its name ends in: tables in a workbook, a page, a table, or JSON."""

import csv
import json
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path

from sheetnet.errors import SettingError
from sheetnet.guard import guarded
from sheetnet.report.class_tables import Report
from sheetnet.report.report import refuse_closed, refuse_replacing
from sheetnet.report.wording import clean
from sheetnet.sheet.disk.writing import exists_already, write_for_user


def check_name(path: Path, books: Iterable[str | Path] = (), *, force: bool) -> None:
    """Raise SheetnetError if no report can be written under this name, or it would replace a submission or the key.

    Any other file is replaced only with `force`.
    """
    if path.suffix.lower() not in _MAKERS:
        raise SettingError(
            f"expected the name of a report, found {path.name!r}", remedy=f"reports end in {', '.join(_MAKERS)}"
        )
    if not path.parent.is_dir():
        raise SettingError(f"there is no folder {str(path.parent)!r} for the report", remedy="make it first")
    refuse_closed(path)
    refuse_replacing(path, books)
    if path.exists() and not force:
        raise exists_already(str(path), remedy="choose another name, or use --force")


def write(path: Path, report: Report) -> None:
    """Write the report, wholly or not at all."""
    content = _MAKERS[path.suffix.lower()](report)
    write_for_user(path, lambda out: out.write(content), "report")


def _workbook(report: Report) -> bytes:
    from sheetnet.report.class_sheet import class_sheet

    return class_sheet(report)


def _page(report: Report) -> bytes:
    from sheetnet.report.class_page import class_page

    return class_page(report).encode()


def _csv(report: Report) -> bytes:
    out = StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    table = report.tables[0]
    for line in [table.heads, *table.rows]:
        lines.writerow([guarded(clean(value)) if isinstance(value, str) else _number(value) for value in line])
    return out.getvalue().encode("utf-8-sig")


def _number(value: float | None) -> float | int | None:
    """A count without decimals."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _json(report: Report) -> bytes:
    """UTF-8, in which half a character, of a name in another encoding, is escaped as JSON escapes it."""
    text = json.dumps(report.whole, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    return text.encode("utf-8", "backslashreplace")


_MAKERS: dict[str, Callable[[Report], bytes]] = {".xlsx": _workbook, ".csv": _csv, ".json": _json, ".html": _page}
