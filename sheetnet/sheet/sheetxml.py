"""The XML of a worksheet part (``xl/worksheets/sheet1.xml``), read: where its rows and cells lie, and what they hold.

Rows are found once, cells when they are asked for. Inside `<sheetData>` comments, CDATA and processing instructions are
refused (see `markup` for why).
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from sheetnet.sheet.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Date,
    Fault,
    Unsaved,
    Value,
    column_letters,
    column_number,
    parse_area,
)
from sheetnet.sheet.errors import CellError, FileError
from sheetnet.sheet.markup import ATTRIBUTES, attributes, cell_text, integer, line_ends, unescape

_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d+)[\"']")
_CACHED = 16 * 2**20  # bytes of a part whose cells are kept once found; of larger ones they are looked up again
_COLUMNS: dict[bytes, int] = {}
_KIND = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Context(NamedTuple):
    """What a cell's meaning depends on outside its sheet: the shared strings and the styles that show a date."""

    string: Callable[[int], str]
    date_styles: Callable[[], frozenset[int]]


class Row(NamedTuple):
    number: int
    start: int  # of <row
    attributes: bytes
    inner: int  # first byte after the start tag
    inner_end: int
    end: int


class Cell(NamedTuple):
    column: int
    start: int
    end: int
    style: int
    kind: bytes
    content: bytes


class Tags:
    """Regular expressions for one namespace prefix."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self.prefix = prefix
        self.row = re.compile(rb"<" + p + rb"row(?=[\s/>])" + ATTRIBUTES + rb"(/?)>")
        # the form that nearly all programs write, with its parts as groups, or else any form
        self.cell = re.compile(
            rb"<" + p + rb'c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>(.*?)</' + p + rb"c>)"
            rb"|<" + p + rb"c(?=[\s/>])" + ATTRIBUTES + rb"(?:/>|>(.*?)</" + p + rb"c\s*>)",
            re.S,
        )
        self.cell_start = re.compile(rb"<" + p + rb"c(?=[\s/>])" + ATTRIBUTES)
        self.row_end = re.compile(rb"</" + p + rb"row\s*>")
        self.value = re.compile(rb"<" + p + rb"v(?=[\s/>])[^>]*?(?:/>|>(.*?)</" + p + rb"v\s*>)", re.S)
        self.formula = re.compile(rb"<" + p + rb"f(?=[\s/>])" + ATTRIBUTES + rb"(?:/>|>(.*?)</" + p + rb"f\s*>)", re.S)
        self.inline = re.compile(rb"<" + p + rb"is(?=[\s/>])[^>]*?(?:/>|>(.*?)</" + p + rb"is\s*>)", re.S)
        self.phonetic = re.compile(rb"<" + p + rb"rPh[\s>].*?</" + p + rb"rPh\s*>", re.S)
        self.text = re.compile(rb"<" + p + rb"t(?=[\s/>])[^>]*?(?:/>|>(.*?)</" + p + rb"t\s*>)", re.S)
        self.item = re.compile(rb"<" + p + rb"si(?=[\s/>])[^>]*?(?:/>|>(.*?)</" + p + rb"si\s*>)", re.S)
        self.plain_formula = (b"<" + prefix + b"f>", b"</" + prefix + b"f>")
        self.plain_value = (b"<" + prefix + b"v>", b"</" + prefix + b"v>")


def text_of(tags: Tags, xml: bytes) -> str:
    """The text of a string item: its runs joined, without phonetic hints."""
    runs = tags.text.findall(tags.phonetic.sub(b"", xml))
    return cell_text(unescape(line_ends(b"".join(runs).decode("utf-8"))))


class SheetXml:
    """The rows and cells of one worksheet part, as they stand in its bytes.

    `rows` maps row numbers to places in `xml`; `start` and `end` bound the inside of `<sheetData>`.
    """

    def __init__(self, name: str, part: str, xml: bytes, context: Context) -> None:
        self.name = name
        self.part = part
        self.context = context
        self.xml = xml
        self._index()

    def _index(self) -> None:
        xml = self.xml
        root = re.search(rb"<((?:[\w.-]+:)?)worksheet[\s>]", xml)
        if not root:
            raise FileError(f"{self.part} is not a worksheet")
        self.tags = tags = Tags(root[1])
        data = re.search(rb"<" + re.escape(root[1]) + rb"sheetData(?=[\s/>])" + ATTRIBUTES + rb"(/?)>", xml)
        if not data:
            raise FileError(f"{self.part} has no <sheetData>")
        if data[2]:  # <sheetData/>: give it an inside
            open_, close = b"<" + root[1] + b"sheetData>", b"</" + root[1] + b"sheetData>"
            self.xml = xml = xml[: data.start()] + open_ + close + xml[data.end() :]
            self.start = data.start() + len(open_)
        else:
            self.start = data.end()
        close_tag = re.compile(rb"</" + re.escape(root[1]) + rb"sheetData\s*>").search(xml, self.start)
        if not close_tag:
            raise FileError(f"{self.part} has no end of <sheetData>")
        self.end = close_tag.start()
        for odd, what in (
            (b"<!--", "a comment"),
            (b"<![CDATA[", "a CDATA section"),
            (b"<?", "a processing instruction"),
        ):
            if xml.find(odd, self.start, self.end) >= 0:
                raise FileError(
                    f"{self.part} has {what} between its cells", remedy="save it once in a spreadsheet program"
                )
        self.rows: dict[int, Row] = {}
        self._found: dict[int, list[Cell]] = {}
        number = 0
        at = self.start
        while match := tags.row.search(xml, at, self.end):
            given = _ROW_NUMBER.search(match[1])
            before, number = number, int(given[1]) if given else number + 1
            if number <= before or number > LAST_ROW:
                raise FileError(
                    f"{self.part}: row {number} follows row {before}", remedy="save it once in a spreadsheet program"
                )
            if match[2]:
                inner_end = end = match.end()
            else:
                row_end = tags.row_end.search(xml, match.end(), self.end)
                if not row_end:
                    raise FileError(f"{self.part}: row {number} has no end")
                inner_end, end = row_end.start(), row_end.end()
            self.rows[number] = Row(number, match.start(), match[1], match.end(), inner_end, end)
            at = end

    def cells(self, row: Row) -> list[Cell]:
        found = self._found.get(row.number)
        if found is None:
            found = list(self._find_cells(row))
            if len(self.xml) <= _CACHED:
                self._found[row.number] = found
        return found

    def _find_cells(self, row: Row) -> Iterator[Cell]:
        column = 0
        this_row = b"%d" % row.number
        for match in self.tags.cell.finditer(self.xml, row.inner, row.inner_end):
            before = column
            letters, number, style, kind, content, raw, other = match.groups()
            if letters is None:
                given = attributes(raw)
                at = _REFERENCE.fullmatch(given.get("r", f"{column_letters(column + 1)}{row.number}"))
                if not at:
                    raise FileError(f"{self.part}: row {row.number} has a cell at {given['r']!r}")
                letters, number = at[1].encode(), at[2].encode()
                style, kind, content = str(integer(self.part, given, "s")).encode(), given.get("t", "").encode(), other
            column = _COLUMNS.get(letters) or _COLUMNS.setdefault(letters, column_number(letters.decode()))
            if column <= before or number != this_row or column > LAST_COLUMN:
                raise FileError(
                    f"{self.part}: the cells of row {row.number} are out of order",
                    remedy="save it once in a spreadsheet program",
                )
            yield Cell(column, match.start(), match.end(), int(style or 0), kind or b"", content or b"")

    def value(self, row: int, cell: Cell) -> Value:
        tags, content = self.tags, cell.content
        opening, closing = tags.plain_value
        if content.startswith(opening) and content.endswith(closing):
            raw: bytes | None = content[len(opening) : -len(closing)]
        elif cell.kind == b"inlineStr":
            inline = tags.inline.search(content)
            return text_of(tags, inline[1]) if inline and inline[1] else ""
        else:
            found = tags.value.search(content)
            raw = found[1] if found else None
            if raw is None and tags.formula.search(content):
                return "" if found and cell.kind == b"str" else Unsaved(self._formula(row, cell) or "")
        if not raw and cell.kind != b"str":
            return Unsaved(self._formula(row, cell) or "") if self.tags.formula.search(content) else None
        return self._typed(row, cell, raw or b"")

    def _typed(self, row: int, cell: Cell, raw: bytes) -> Value:
        place = Area(self.name, row, cell.column, row, cell.column).address
        try:
            match cell.kind:
                case b"" | b"n" if b"_" not in raw:
                    number = float(raw)
                    return Date(number) if cell.style in self.context.date_styles() else number
                case b"s" if raw.strip().isdigit():
                    return self.context.string(int(raw))
                case b"b":
                    return raw.strip() not in (b"0", b"false")
                case b"e":
                    return Fault(raw.decode())
                case b"str":
                    return cell_text(unescape(line_ends(raw.decode("utf-8"))))
                case b"d":
                    return Date(math.nan)
        except (ValueError, IndexError):
            pass
        raise CellError(f"cannot read the stored value {raw[:40]!r}", place=place(), remedy="the file is damaged")

    def _formula(self, row: int, cell: Cell) -> str | None:
        content = cell.content
        opening, closing = self.tags.plain_formula
        if content.startswith(opening) and closing in content:
            return unescape(content[len(opening) : content.index(closing)].decode("utf-8"))
        if b"f" not in content:
            return None
        match = self.tags.formula.search(cell.content)
        if not match:
            return None
        given = attributes(match[1])
        text = unescape((match[2] or b"").decode("utf-8"))
        if text or given.get("t") != "shared":
            return text
        master, origin = self._shared(given.get("si", ""))
        from openpyxl.formula.tokenizer import TokenizerError
        from openpyxl.formula.translate import Translator

        target = f"{column_letters(cell.column)}{row}"
        try:
            return str(Translator("=" + master, origin=origin).translate_formula(target))[1:]
        except (TokenizerError, IndexError, ValueError):
            return master  # cannot be read as a formula, here as little as where it stands whole

    def _shared(self, index: str) -> tuple[str, str]:
        for row in self.rows.values():
            for cell in self.cells(row):
                match = self.tags.formula.search(cell.content)
                if match and match[2]:
                    given = attributes(match[1])
                    if given.get("t") == "shared" and given.get("si") == index:
                        return unescape(match[2].decode("utf-8")), f"{column_letters(cell.column)}{row.number}"
        raise FileError(f"{self.part}: the shared formula {index} has no first cell", remedy="the file is damaged")

    def _within(self, area: Area) -> Iterator[tuple[int, list[Cell]]]:
        """(row number, cells that stand in the area) of every row of the area that the part has."""
        rows, left, right = self.rows, area.left, area.right
        numbers: Iterable[int] = range(area.top, area.bottom + 1)
        if area.height > len(rows):
            numbers = [number for number in rows if area.top <= number <= area.bottom]
        for number in numbers:
            row = rows.get(number)
            if row is None:
                continue
            cells = self.cells(row)
            if cells and cells[-1].column - cells[0].column == len(cells) - 1:  # no gaps
                first = cells[0].column
                yield number, cells[max(left - first, 0) : max(right - first + 1, 0)]
            else:
                yield number, [cell for cell in cells if left <= cell.column <= right]

    def read(self, area: Area) -> list[list[Value]]:
        """The values of a rectangle."""
        values: list[list[Value]] = [[None] * area.width for _ in range(area.height)]
        opening, closing = self.tags.plain_value
        start, stop = len(opening), -len(closing)
        left = area.left
        dates = self.context.date_styles()
        for number, cells in self._within(area):
            line = values[number - area.top]
            for cell in cells:
                column, _, _, style, kind, content = cell
                if not kind and content.startswith(opening) and style not in dates and b"_" not in content:
                    try:  # a number, quickly
                        line[column - left] = float(content[start:stop])
                        continue
                    except ValueError:
                        pass
                line[column - left] = self.value(number, cell)
        return values

    def formulas(self, area: Area) -> list[list[str | None]]:
        """The formulas of a rectangle, without their equals signs."""
        texts: list[list[str | None]] = [[None] * area.width for _ in range(area.height)]
        opening, closing = self.tags.plain_formula
        start, left = len(opening), area.left
        for number, cells in self._within(area):
            line = texts[number - area.top]
            for cell in cells:
                content = cell.content
                stop = content.find(closing)
                if stop >= 0 and content.startswith(opening) and b"&" not in content:  # no entity: quickly
                    line[cell.column - left] = content[start:stop].decode()
                else:
                    line[cell.column - left] = self._formula(number, cell)
        return texts

    @cached_property
    def arrays(self) -> list[Area]:
        """The ranges of more than one cell that one array formula or data table fills."""
        if b"array" not in self.xml and b"dataTable" not in self.xml:
            return []
        tag = re.compile(rb"<" + re.escape(self.tags.prefix) + rb"f(?=\s)" + ATTRIBUTES)
        given = [attributes(match[1]) for match in tag.finditer(self.xml, self.start, self.end)]
        areas = [parse_area(one.get("ref", ""), self.name) for one in given if one.get("t") in ("array", "dataTable")]
        return [area for area in areas if area and area.size > 1]

    def all_formulas(self, outside: Sequence[Area] = ()) -> Iterator[tuple[int, int, str]]:
        """(row, column, text) of every formula of the sheet that lies in none of some areas.

        Of the inner cells of an array formula or data table nothing can be told: their text is "dataTable".
        """
        for array in self.arrays:
            for number, column in array.cells():
                inside = any(one.top <= number <= one.bottom and one.left <= column <= one.right for one in outside)
                if number in self.rows and not inside:
                    yield number, column, "dataTable"
        if self.xml.find(b"<" + self.tags.prefix + b"f", self.start, self.end) < 0:
            return
        for row in self.rows.values():
            spans = [(area.left, area.right) for area in outside if area.top <= row.number <= area.bottom]
            for cell in self.cells(row):
                if not any(left <= cell.column <= right for left, right in spans):
                    formula = self._formula(row.number, cell)
                    if formula is not None:
                        yield row.number, cell.column, formula

    def used(self) -> tuple[int, int]:
        """(last row, last column) that hold anything."""
        last_row = last_column = 0
        for row in self.rows.values():
            for cell in self.cells(row):
                if cell.content:
                    last_row, last_column = row.number, max(last_column, cell.column)
        return last_row, last_column
