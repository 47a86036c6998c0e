"""The report as a page: one file that needs nothing else, no script, no network; it prints as it looks."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from sheetnet.report.earlier import PAGE_MARK
from sheetnet.report.links import link
from sheetnet.report.outcomes import (
    DETAILS,
    MARKS,
    Column,
    Outcome,
    headline,
    ranked,
    when_and_how_long,
    worth_showing,
)
from sheetnet.report.style import BASE
from sheetnet.report.svg import chart
from sheetnet.report.wording import clean, shown

_NUMBERS = ("loss", "share", "count", "rate", "seconds")
_STYLE = """
code { font: .9em/1.5 Consolas, Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; margin-top: 1.5rem; font-variant-numeric: tabular-nums; }
th, td { padding: .28rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { position: sticky; top: 0; background: var(--head); box-shadow: inset 0 -2px var(--muted); vertical-align: bottom; }
th.number, td.number { text-align: right; white-space: nowrap; }
th.number { white-space: normal; }
th.loss { white-space: nowrap; }
td.status { white-space: nowrap; font-weight: 600; }
td.link { overflow-wrap: anywhere; min-width: 15rem; }
td.link.detail { min-width: 11rem; }
td.note { white-space: pre-line; overflow-wrap: anywhere; min-width: 15rem; }
td.bar { background: linear-gradient(90deg, var(--bar) var(--share), transparent 0); }
tr.failed { background: var(--failed-tint); }
tr.failed .status, tr.failed .note { color: var(--failed); }
tr.warned { background: var(--warned-tint); }
tr.warned .status, tr.warned .note { color: var(--warned); }
tr.skipped .status, tr.planned .status, tr.skipped .note, tr.planned .note { color: var(--muted); }
details[open] { min-width: 20rem; }
summary { cursor: pointer; white-space: nowrap; }
svg { display: block; width: 100%; max-width: 60rem; height: auto; margin-top: 1rem; }
.key::before {
  content: ""; display: inline-block; width: .8em; height: .8em; margin: 0 .4em 0 1em; border-radius: 2px;
}
.key.before::before { background: var(--before); }
.key.after::before { background: var(--after); }
@media print {
  @page { size: landscape; margin: 10mm; }
  body { padding: 0; font-size: 10px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  th { position: static; }
  tr { break-inside: avoid; }
  .detail { display: none; }
}
"""


def report_page(folder: Path, rows: Sequence[Outcome], command: str, seconds: float) -> str:
    """The page whose links are right for a file in `folder`."""
    columns = worth_showing(rows)
    title, figure = escape(headline(rows)), _figure(rows)
    heads = "".join(f'<th scope="col" class="{_classes(column)}">{escape(column.title)}</th>' for column in columns)
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            PAGE_MARK,
            """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">""",
            f"<title>{title}</title>\n<style>{BASE}{_STYLE}</style>\n</head>\n<body>",
            f"<h1>{title}</h1>",
            f"<p>{escape(when_and_how_long(seconds))}</p>\n<p><code>{escape(clean(command))}</code></p>",
            '<p><a href="#chart">E before and after training</a></p>' if figure else "",
            f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>",
            *(_line(row, columns, folder) for row in rows),
            "</tbody>\n</table>",
            figure,
            "</body>\n</html>\n",
        ]
    )


def _classes(column: Column) -> str:
    kind = f"number {column.kind}" if column.kind in _NUMBERS else column.kind
    return f"{kind} detail" if column in DETAILS else kind


def _line(row: Outcome, columns: Sequence[Column], folder: Path) -> str:
    tint = "warned" if row.get("warnings") and row.get("status") != "failed" else escape(str(row.get("status")))
    return f'<tr class="{tint}">{"".join(_cell(row, column, folder) for column in columns)}</tr>'


def _cell(row: Outcome, column: Column, folder: Path) -> str:
    value = column.value(row)
    text, classes, style = escape(shown(column.kind, value)), _classes(column), ""
    if column.kind == "link" and isinstance(value, str) and (opened := link(value, folder)):
        text = f'<a href="{escape(opened)}">{text}</a>'
    elif column.kind == "status" and value in MARKS:
        text = f"{MARKS[str(value)]} {text}"
    elif column.key == "written" and value:
        text = f"<details><summary>{len(row['written'])} blocks</summary>{text}</details>"
    elif column.key == "accuracy_after" and value is not None:
        classes, style = f"{classes} bar", f' style="--share: {text}"'
    return f'<td class="{classes}"{style}>{text}</td>'


def _figure(rows: Sequence[Outcome]) -> str:
    """The chart with its heading and key, where there is something to draw."""
    drawn = chart(ranked(rows))
    keys = '<span class="key before">E before</span><span class="key after">E after</span>'
    heading = '<h2 id="chart">E before and after training</h2>'
    return drawn and f"{heading}\n<p>the largest E after training first{keys}</p>\n{drawn}"
