"""A sheet put into a copy of somebody's workbook, and whether all else stayed: told by zipfile and expat alone."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName

from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.xlsx.package import Package
from tests.promises.losses import limited_time
from tests.readers.stored import Book, Element, plain, scan, utf8, without

NAME = "sheetnet_graft"
TITLE = "Grafted by sheetnet"
_TYPES = "[Content_Types].xml"
_SECTIONS = {"numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}


def scratch(title: str = TITLE, *, charts: int = 1, text: str = "E") -> Package:
    """A workbook with one sheet that has some of everything."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in ([text, 0.5, 1e-9], ["two", 2.5, 3.0]):
        sheet.append(row)
    sheet["A1"].font, sheet["A1"].alignment = Font(name="Calibri", bold=True, color="4575B4"), Alignment(wrap_text=True)
    sheet["B1"].number_format, sheet["C1"].number_format = '0.000 "sheetnet"', "0%"
    sheet["B2"].fill = PatternFill("solid", fgColor="D9EAD3")
    sheet["B2"].border = Border(bottom=Side(style="thin", color="123456"))
    sheet.column_dimensions["A"].width = 20
    sheet.sheet_view.tabSelected = True
    rule = CellIsRule(operator="lessThan", formula=["1"], font=Font(color="C0281F"))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("B1:B2", rule)
    sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows = "A1:C2", "A2", "1:1"
    for number in range(charts):
        chart = ScatterChart()
        values, x = (Reference(sheet, min_col=column, min_row=1, max_row=2) for column in (3, 2))
        chart.series.append(Series(values, x, title="E"))
        sheet.add_chart(chart, f"E{1 + 20 * number}")
    book.defined_names[NAME] = DefinedName(NAME, attr_text=f"'{title}'!$A$1:$C$2")
    stream = io.BytesIO()
    book.save(stream)
    return Package(stream.getvalue())


def grafted(path: Path, target: Path) -> list[str]:
    """Put the sheet into a copy of a workbook, three times; returns what went wrong."""
    with FileGrid(path) as grid:
        grid.graft(NAME, scratch())
        grid.save(target)
    found = list(losses(path, target)) + list(_refused_by_openpyxl(path, target))
    first = _parts(target)
    for charts in (2, 1):
        with FileGrid(target) as grid:
            grid.graft(NAME, scratch(charts=charts))
            grid.save()
    again = _parts(target)
    return found + [
        f"{name} differs after the third time" for name in first | again if first.get(name) != again.get(name)
    ]


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {plain(info.filename): file.read(info) for info in file.infolist()}


def losses(path: Path, target: Path) -> Iterator[str]:
    """Everything of the workbook that is not as it was."""
    before, after = _parts(path), _parts(target)
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(target) as other:
        old, new = Book(file), Book(other)
    styles = plain(_styles(old) or _styles(new))
    changed = {plain(old.part), plain(old.relations_part), plain(_TYPES), styles}
    for name, content in before.items():
        if name not in after:
            yield f"{name} is gone"
        elif name not in changed and after[name] != content:
            yield f"{name} changed"
    if new.sheets.keys() - old.sheets.keys() != {TITLE}:
        yield f"the sheets are {list(new.sheets)}"
        return
    added = after.keys() - before.keys()
    for register, attribute in ((_TYPES, "PartName"), (old.relations_part, "Target")):
        then, now = (utf8(parts[plain(register)]) for parts in (before, after))
        entries = [one for one in scan(now) if plain(one.given.get(attribute, "")).lstrip("/") in added]
        styles_too = [one for one in scan(now) if one.given.get("Target") == "styles.xml" and not _styles(old)]
        if without(now, [*entries, *styles_too]) != then:
            yield f"{register}: more than new entries"
    yield from _workbook(old, new)
    if styles in before:
        yield from _looks(utf8(before[styles]), utf8(after[styles]))


def _styles(book: Book) -> str:
    """The styles part; nothing where there is none."""
    folder = book.part.rpartition("/")[0]
    targets = [given["Target"] for given in book.relations.values() if given["Type"].endswith("/styles")]
    return next((one.lstrip("/") if one.startswith("/") else f"{folder}/{one}".lstrip("/") for one in targets), "")


def _workbook(old: Book, new: Book) -> Iterator[str]:
    ours = [one for one in new.elements if one.name == "sheet" and one.given.get("name") == TITLE]
    names = [one for one in new.elements if one.name == "definedName" and TITLE in _inside(new.xml, one)]
    holders = [[one for one in book.elements if one.name == "definedNames" and one.depth == 2] for book in (old, new)]
    calculation = [[one for one in book.elements if one.name == "calcPr"] for book in (old, new)]
    dropped = holders[1] if not holders[0] or holders[0][0].inner == holders[0][0].end else names
    was_empty = holders[0] if dropped is not names else []
    if without(new.xml, [*ours, *dropped, *calculation[1]]) != without(old.xml, [*was_empty, *calculation[0]]):
        yield f"{old.part}: more than the sheet, its names, and calcPr"
    if len(names) != 3:
        yield f"{len(names)} names"
    sheets = [one for one in new.elements if one.name == "sheet"]
    if {one.given.get("localSheetId") for one in names} != {None, str(len(sheets) - 1)}:
        yield "the sheet's own names are not those of the last sheet"


def _inside(xml: bytes, one: Element) -> str:
    return xml[one.inner : one.inner_end].decode()


def _looks(old: bytes, new: bytes) -> Iterator[str]:
    """The first looks are those that were there, all else is as it was; the counts are right."""
    sections = []
    for xml in (old, new):
        elements = scan(xml)
        held = {one.name: one for one in reversed(elements) if one.depth == 2}
        items = {
            name: [one for one in elements if one.depth == 3 and one.name == item and _within(one, held.get(name))]
            for name, item in _SECTIONS.items()
        }
        sections.append((held, items))
    (was, items_then), (held, items_now) = sections
    drop: list[Element] = []
    for name, items in items_now.items():
        then = items_then[name]
        if then:
            drop += items[len(then) :]
        elif name in held:
            drop.append(held[name])
        if name in held and "count" in held[name].given and int(held[name].given["count"]) != len(items):
            yield f"{name}: the count is {held[name].given['count']}, and there are {len(items)}"
    bare = [one for name, one in was.items() if name in items_then and not items_then[name]]
    kept, expected = _uncounted(without(new, drop)), _uncounted(without(old, bare))
    if kept != expected:
        yield "a look that was there changed"


def _within(one: Element, holder: Element | None) -> bool:
    return holder is not None and holder.start < one.start < holder.end


def _uncounted(xml: bytes) -> bytes:
    sections = "|".join(_SECTIONS).encode()
    return re.sub(rb"(<(?:[\w.-]+:)?(?:" + sections + rb")\b[^>]*?)\scount=[\"']\d+[\"']", rb"\1", xml)


def _refused_by_openpyxl(path: Path, target: Path) -> Iterator[str]:
    """openpyxl opens the result if it opened the original, and sees the sheet as it was drawn."""
    if "xl/styles.xml" not in _parts(target):  # openpyxl looks for looks there alone
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with limited_time(5):
                book = load_workbook(target)
        except TimeoutError:
            return
        except Exception as error:
            with suppress(Exception):
                load_workbook(path)
                yield f"openpyxl opens the original, and not the result: {type(error).__name__}: {error}"
            return
    if TITLE not in book.sheetnames:  # of the Strict format openpyxl sees no sheet
        return
    sheet = book[TITLE]
    if [[cell.value for cell in row] for row in sheet["A1:C2"]] != [["E", 0.5, 1e-9], ["two", 2.5, 3.0]]:
        yield "openpyxl reads other values"
    if (sheet["B1"].number_format, sheet["C1"].number_format) != ('0.000 "sheetnet"', "0%"):
        yield f"the number formats are {sheet['B1'].number_format} and {sheet['C1'].number_format}"
    look = sheet["A1"].font
    if (look.b, look.color.rgb, sheet["A1"].alignment.wrap_text) != (True, "004575B4", True):
        yield "the font or the alignment of A1 is another"
    if (sheet["B2"].fill.fgColor.rgb, sheet["B2"].border.bottom.color.rgb) != ("00D9EAD3", "00123456"):
        yield "the fill or the border of B2 is another"
    (rules,) = sheet.conditional_formatting
    if rules.rules[0].dxf.font.color.rgb != "00C0281F":
        yield "the look of the rule is another"
    if len(sheet._charts) != 1:
        yield f"{len(sheet._charts)} charts"
