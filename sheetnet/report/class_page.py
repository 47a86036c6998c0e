"""The report on a class as a page: one file that needs nothing else, no script, no network; it prints as it looks."""

from collections.abc import Sequence
from html import escape

from sheetnet.report.class_tables import HIGH, LOW, Cell, Report, Table, spans
from sheetnet.report.earlier import PAGE_MARK
from sheetnet.report.style import BASE
from sheetnet.report.wording import clean

_STYLE = """
.wide { overflow-x: auto; margin-top: .75rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .28rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { background: var(--head); vertical-align: bottom; min-width: 3.5rem; max-width: 9rem; }
th.group { max-width: none; border-left: 2px solid var(--paper); }
td { overflow-wrap: anywhere; min-width: 3.5rem; max-width: 34rem; }
td.who { max-width: 16rem; min-width: 6.5rem; }
td.words { min-width: 10rem; }
td.number, th.number { text-align: right; }
td.share { text-align: right; color: #1f2933; }
tr.total td { border-top: 2px solid var(--muted); font-weight: 600; }
.legend { display: flex; align-items: center; gap: .6rem; margin-top: .5rem; }
.scale { width: 7rem; height: .8rem; border: 1px solid var(--line); }
@media (max-width: 40rem) {
  body { padding: 1rem .75rem 3rem; }
  td.who { min-width: 4rem; max-width: 8rem; }
}
@media print {
  @page { size: landscape; margin: 10mm; }
  body { padding: 0; font-size: 9px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  th, td { padding: .15rem .35rem; min-width: 0; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  h2 { break-after: avoid; }
  .wide { overflow: visible; }
}
"""


def class_page(report: Report) -> str:
    """The page."""
    title = escape(clean(report.title))
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            PAGE_MARK,
            """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">""",
            f"<title>{title}</title>\n<style>{BASE}{_STYLE}</style>\n</head>\n<body>",
            f"<h1>{title}</h1>\n<p>{escape(clean(report.headline))}</p>",
            *map(_table, report.tables),
            "</body>\n</html>\n",
        ]
    )


def _table(table: Table) -> str:
    low, high = (escape(clean(one)) for one in table.legend)
    scale = f'<span class="scale" style="background:linear-gradient(90deg,#{LOW},#{HIGH})"></span>'
    last = len(table.rows) - 1 if table.total else -1
    lines = [_line(table, line, total=number == last) for number, line in enumerate(table.rows)]
    return "\n".join(
        [
            f"<h2>{escape(clean(table.title))}</h2>",
            f"<p>{escape(clean(table.note))}</p>" if table.note else "",
            f'<p class="legend"><span>{low}</span>{scale}<span>{high}</span></p>' if table.shares else "",
            '<div class="wide"><table>',
            f"<thead>{_groups(table)}<tr>{_heads(table)}</tr></thead>\n<tbody>",
            *lines,
            "</tbody></table></div>",
        ]
    )


def _groups(table: Table) -> str:
    """The row above the heads."""
    cells = [f'<th class="group" colspan="{count}">{escape(clean(group))}</th>' for group, count in spans(table.groups)]
    return f"<tr>{''.join(cells)}</tr>" if cells else ""


def _heads(table: Table) -> str:
    return "".join(
        f'<th scope="col"{_right(table, column)}>{escape(clean(head))}</th>' for column, head in enumerate(table.heads)
    )


def _right(table: Table, column: int) -> str:
    words = not table.rows or any(isinstance(line[column], str) for line in table.rows)
    return "" if words else ' class="number"'


def _line(table: Table, line: Sequence[Cell], *, total: bool) -> str:
    cells = "".join(_cell(table, *one) for one in enumerate(line))
    return f'<tr class="total">{cells}</tr>' if total else f"<tr>{cells}</tr>"


def _cell(table: Table, column: int, value: Cell) -> str:
    if isinstance(value, str):
        return f'<td class="{"who" if column < min(table.shares, default=0) else "words"}">{escape(clean(value))}</td>'
    if value is None:
        return "<td></td>"
    if column not in table.shares:
        return f'<td class="number">{value:.4g}</td>'
    red, green, blue = (
        round(int(LOW[at : at + 2], 16) * (1 - value) + int(HIGH[at : at + 2], 16) * value) for at in (0, 2, 4)
    )
    return f'<td class="share" style="background:rgb({red},{green},{blue})">{value:.0%}</td>'
