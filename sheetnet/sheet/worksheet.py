"""The worksheet part of a package (``xl/worksheets/sheet1.xml``): its cells read and spliced as bytes.

Only the `<c>` elements of written cells change, with the row or the gap around them; every other byte of the part
stays. Inside `<sheetData>` comments, CDATA and processing instructions are refused (see `markup` for why).
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
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
from sheetnet.sheet.markup import ATTRIBUTES, attributes, cell_text, check_xml, escape_cell_text, unescape

_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d+)[\"']")
_CACHED = 16 * 2**20  # bytes of a part whose cells are kept once found; of larger ones they are looked up again
_COLUMNS: dict[bytes, int] = {}
_KIND = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Context(NamedTuple):
    """What a cell's meaning depends on outside its sheet: the shared strings and the styles that show a date."""

    string: Callable[[int], str]
    date_styles: Callable[[], frozenset[int]]


class _Row(NamedTuple):
    number: int
    start: int  # of <row
    attributes: bytes
    inner: int  # first byte after the start tag
    inner_end: int
    end: int


class _Cell(NamedTuple):
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
    return cell_text(unescape(b"".join(runs).decode("utf-8")))


class Worksheet:
    """The cells of one worksheet part. `write` and `refresh` take effect in `xml`, which is made anew on demand."""

    def __init__(self, name: str, part: str, xml: bytes, context: Context) -> None:
        self.name = name
        self.part = part
        self._context = context
        self._xml = xml
        self._edits: dict[int, dict[int, tuple[bool, Value]]] = {}
        check_xml(part, xml)
        self._index()

    # reading

    def _index(self) -> None:
        xml = self._xml
        root = re.search(rb"<((?:[\w.-]+:)?)worksheet[\s>]", xml)
        if not root:
            raise FileError(f"{self.part} is not a worksheet")
        self._tags = tags = Tags(root[1])
        data = re.search(rb"<" + re.escape(root[1]) + rb"sheetData(?=[\s/>])" + ATTRIBUTES + rb"(/?)>", xml)
        if not data:
            raise FileError(f"{self.part} has no <sheetData>")
        if data[2]:  # <sheetData/>: give it an inside
            open_, close = b"<" + root[1] + b"sheetData>", b"</" + root[1] + b"sheetData>"
            self._xml = xml = xml[: data.start()] + open_ + close + xml[data.end() :]
            self._start = data.start() + len(open_)
        else:
            self._start = data.end()
        close_tag = re.compile(rb"</" + re.escape(root[1]) + rb"sheetData\s*>").search(xml, self._start)
        if not close_tag:
            raise FileError(f"{self.part} has no end of <sheetData>")
        self._end = close_tag.start()
        for odd, what in (
            (b"<!--", "a comment"),
            (b"<![CDATA[", "a CDATA section"),
            (b"<?", "a processing instruction"),
        ):
            if xml.find(odd, self._start, self._end) >= 0:
                raise FileError(
                    f"{self.part} has {what} between its cells", remedy="save it once in a spreadsheet program"
                )
        self._rows: dict[int, _Row] = {}
        self._found: dict[int, list[_Cell]] = {}
        number = 0
        at = self._start
        while match := tags.row.search(xml, at, self._end):
            given = _ROW_NUMBER.search(match[1])
            before, number = number, int(given[1]) if given else number + 1
            if number <= before or number > LAST_ROW:
                raise FileError(
                    f"{self.part}: row {number} follows row {before}", remedy="save it once in a spreadsheet program"
                )
            if match[2]:
                inner_end = end = match.end()
            else:
                row_end = tags.row_end.search(xml, match.end(), self._end)
                if not row_end:
                    raise FileError(f"{self.part}: row {number} has no end")
                inner_end, end = row_end.start(), row_end.end()
            self._rows[number] = _Row(number, match.start(), match[1], match.end(), inner_end, end)
            at = end

    def _cells(self, row: _Row) -> list[_Cell]:
        found = self._found.get(row.number)
        if found is None:
            found = list(self._find_cells(row))
            if len(self._xml) <= _CACHED:
                self._found[row.number] = found
        return found

    def _find_cells(self, row: _Row) -> Iterator[_Cell]:
        column = 0
        this_row = b"%d" % row.number
        for match in self._tags.cell.finditer(self._xml, row.inner, row.inner_end):
            before = column
            letters, number, style, kind, content, raw, other = match.groups()
            if letters is None:
                given = attributes(raw)
                at = _REFERENCE.fullmatch(given.get("r", f"{column_letters(column + 1)}{row.number}"))
                if not at:
                    raise FileError(f"{self.part}: row {row.number} has a cell at {given['r']!r}")
                letters, number = at[1].encode(), at[2].encode()
                style, kind, content = given.get("s", "").encode(), given.get("t", "").encode(), other
            column = _COLUMNS.get(letters) or _COLUMNS.setdefault(letters, column_number(letters.decode()))
            if column <= before or number != this_row or column > LAST_COLUMN:
                raise FileError(
                    f"{self.part}: the cells of row {row.number} are out of order",
                    remedy="save it once in a spreadsheet program",
                )
            yield _Cell(column, match.start(), match.end(), int(style or 0), kind or b"", content or b"")

    def _value(self, row: int, cell: _Cell) -> Value:
        tags, content = self._tags, cell.content
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
        if raw is None:
            return None
        return self._typed(row, cell, raw)

    def _typed(self, row: int, cell: _Cell, raw: bytes) -> Value:
        place = Area(self.name, row, cell.column, row, cell.column).address
        try:
            match cell.kind:
                case b"" | b"n":
                    number = float(raw)
                    return Date(number) if cell.style and cell.style in self._context.date_styles() else number
                case b"s":
                    return self._context.string(int(raw))
                case b"b":
                    return raw.strip() not in (b"0", b"false")
                case b"e":
                    return Fault(raw.decode())
                case b"str":
                    return cell_text(unescape(raw.decode("utf-8")))
                case b"d":
                    return Date(math.nan)
        except (ValueError, IndexError):
            pass
        raise CellError(f"cannot read the stored value {raw[:40]!r}", place=place(), remedy="the file is damaged")

    def _formula(self, row: int, cell: _Cell) -> str | None:
        content = cell.content
        opening, closing = self._tags.plain_formula
        if content.startswith(opening):
            return unescape(content[len(opening) : content.index(closing)].decode("utf-8"))
        if b"f" not in content:
            return None
        match = self._tags.formula.search(cell.content)
        if not match:
            return None
        given = attributes(match[1])
        text = unescape((match[2] or b"").decode("utf-8"))
        if text or given.get("t") != "shared":
            return text
        master, origin = self._shared(given["si"])
        from openpyxl.formula.translate import Translator

        target = f"{column_letters(cell.column)}{row}"
        return str(Translator("=" + master, origin=origin).translate_formula(target))[1:]

    def _shared(self, index: str) -> tuple[str, str]:
        for row in self._rows.values():
            for cell in self._cells(row):
                match = self._tags.formula.search(cell.content)
                if match and match[2]:
                    given = attributes(match[1])
                    if given.get("t") == "shared" and given.get("si") == index:
                        return unescape(match[2].decode("utf-8")), f"{column_letters(cell.column)}{row.number}"
        raise FileError(f"{self.part}: the shared formula {index} has no first cell", remedy="the file is damaged")

    def _rows_within(self, area: Area) -> Iterator[_Row]:
        numbers = range(area.top, area.bottom + 1)
        if len(numbers) > len(self._rows):
            yield from (row for row in self._rows.values() if row.number in numbers)
        else:
            yield from (self._rows[number] for number in numbers if number in self._rows)

    def read(self, area: Area) -> list[list[Value]]:
        """The values of a rectangle."""
        self._apply()
        rows: list[list[Value]] = [[None] * area.width for _ in range(area.height)]
        left, right = area.left, area.right
        opening, closing = self._tags.plain_value
        start, stop = len(opening), -len(closing)
        dates = self._context.date_styles()
        for row in self._rows_within(area):
            line = rows[row.number - area.top]
            for cell in self._cells(row):
                column, _, _, style, kind, content = cell
                if left <= column <= right:
                    if not kind and content.startswith(opening) and style not in dates:  # a number, quickly
                        try:
                            line[column - left] = float(content[start:stop])
                            continue
                        except ValueError:
                            pass
                    line[column - left] = self._value(row.number, cell)
        return rows

    def formulas(self, area: Area) -> list[list[str | None]]:
        """The formulas of a rectangle, without their equals signs; no edit changes one, so none has to be applied."""
        rows: list[list[str | None]] = [[None] * area.width for _ in range(area.height)]
        for row in self._rows_within(area):
            line = rows[row.number - area.top]
            for cell in self._cells(row):
                if area.left <= cell.column <= area.right:
                    line[cell.column - area.left] = self._formula(row.number, cell)
        return rows

    def all_formulas(self) -> Iterator[tuple[int, int, str]]:
        """(row, column, text) of every formula of the sheet."""
        if self._xml.find(b"<" + self._tags.prefix + b"f", self._start, self._end) < 0:
            return
        for row in self._rows.values():
            for cell in self._cells(row):
                formula = self._formula(row.number, cell)
                if formula is not None:
                    yield row.number, cell.column, formula

    def used(self) -> tuple[int, int]:
        """(last row, last column) that hold a cell."""
        self._apply()
        last_column = 0
        for row in self._rows.values():
            for cell in self._cells(row):
                last_column = max(last_column, cell.column)
        return max(self._rows, default=0), last_column

    # writing

    def write(self, row: int, column: int, value: Value) -> None:
        """Put a value into a cell; None empties it. A cell with a formula is refused when the edits are applied."""
        self._edits.setdefault(row, {})[column] = (True, value)

    def refresh(self, row: int, column: int, value: Value) -> None:
        """Replace the saved result of a formula (None removes it); a cell without a formula stays as it is."""
        self._edits.setdefault(row, {})[column] = (False, value)

    @property
    def xml(self) -> bytes:
        """The part with every edit in it."""
        self._apply()
        return self._xml

    def _apply(self) -> None:
        if not self._edits:
            return
        edits, self._edits = self._edits, {}
        self._refuse_cut_ranges(edits)
        columns = self._column_styles()
        pieces: list[bytes] = []
        at = self._start
        wanted = sorted(edits)
        numbers = iter(wanted)
        number = next(numbers, None)
        for row in self._rows.values():
            while number is not None and number < row.number:
                pieces += (self._xml[at : row.start], self._new_row(number, edits[number], columns))
                at, number = row.start, next(numbers, None)
            if number is None:
                break
            if number == row.number:
                pieces += (self._xml[at : row.start], self._edited_row(row, edits[number], columns))
                at, number = row.end, next(numbers, None)
        pieces.append(self._xml[at : self._end])
        while number is not None:
            pieces.append(self._new_row(number, edits[number], columns))
            number = next(numbers, None)
        written = [
            (row, column)
            for row in wanted
            for column, (is_value, value) in edits[row].items()
            if is_value and value is not None
        ]
        head = self._widened(self._xml[: self._start], written)
        self._xml = b"".join((head, *pieces, self._xml[self._end :]))
        self._index()

    def _new_row(self, number: int, cells: Mapping[int, tuple[bool, Value]], columns: Mapping[int, int]) -> bytes:
        made = [
            self._rendered(number, column, cells[column][1], b"", columns.get(column, 0))
            for column in sorted(cells)
            if cells[column][0] and cells[column][1] is not None
        ]
        if not made:
            return b""
        p = self._tags.prefix
        return b'<%brow r="%d">%b</%brow>' % (p, number, b"".join(made), p)

    def _edited_row(self, row: _Row, edits: Mapping[int, tuple[bool, Value]], columns: Mapping[int, int]) -> bytes:
        given = attributes(row.attributes) if b"customFormat" in row.attributes else {}
        row_style = int(given.get("s", 0)) if given.get("customFormat") in ("1", "true") else 0
        pieces: list[bytes] = []
        at = row.inner
        waiting = sorted(edits)
        position = 0

        def insert_before(limit: int) -> None:
            nonlocal position
            while position < len(waiting) and waiting[position] < limit:
                column = waiting[position]
                is_value, value = edits[column]
                if is_value and value is not None:
                    style = row_style or columns.get(column, 0)
                    pieces.append(self._rendered(row.number, column, value, b"", style))
                position += 1

        for cell in self._cells(row):
            if position < len(waiting) and waiting[position] < cell.column:
                pieces.append(self._xml[at : cell.start])
                at = cell.start
                insert_before(cell.column)
            if position < len(waiting) and waiting[position] == cell.column:
                pieces.append(self._xml[at : cell.start])
                pieces.append(self._edited_cell(row.number, cell, *edits[cell.column]))
                at = cell.end
                position += 1
        pieces.append(self._xml[at : row.inner_end])
        insert_before(LAST_COLUMN + 1)
        p = self._tags.prefix
        return b"<%brow%b>%b</%brow>" % (p, self._spans(row.attributes, edits), b"".join(pieces), p)

    def _spans(self, raw: bytes, edits: Mapping[int, tuple[bool, Value]]) -> bytes:
        match = re.search(rb'\bspans="(\d+):(\d+)"', raw)
        written = [column for column, (is_value, value) in edits.items() if is_value and value is not None]
        if match and written:
            first, last = min(int(match[1]), *written), max(int(match[2]), *written)
            raw = raw.replace(match[0], b'spans="%d:%d"' % (first, last))
        return raw.rstrip()

    def _edited_cell(self, row: int, cell: _Cell, is_value: bool, value: Value) -> bytes:  # noqa: FBT001
        content = cell.content
        if not is_value and not cell.kind and type(value) is float and content.startswith(self._tags.plain_formula[0]):
            kept = self._xml.index(self._tags.plain_formula[1], cell.start) + len(self._tags.plain_formula[1])
            p = self._tags.prefix
            if math.isfinite(value):  # the usual case, quickly
                return b"%b<%bv>%b</%bv></%bc>" % (self._xml[cell.start : kept], p, repr(value).encode(), p, p)
        formula = self._tags.formula.search(content)
        if not is_value:
            if not formula:
                return self._xml[cell.start : cell.end]
            if value is None and self._tags.value.search(cell.content) is None:
                return self._xml[cell.start : cell.end]
            return self._rendered(row, cell.column, value, self._attributes(cell), 0, formula[0])
        if formula:
            place = Area(self.name, row, cell.column, row, cell.column).address()
            raise CellError(
                f'a value is to be written here, and there is the formula "={(formula[2] or b"...").decode()}"',
                place=place,
                remedy="clear the cell first; formulas are never overwritten",
            )
        stored = self._value(row, cell)
        if stored == value and isinstance(stored, bool) == isinstance(value, bool):
            return self._xml[cell.start : cell.end]  # 0.1 stays the 0.10 that somebody wrote
        return self._rendered(row, cell.column, value, self._attributes(cell), 0)

    def _attributes(self, cell: _Cell) -> bytes:
        match = self._tags.cell_start.match(self._xml, cell.start)
        return match[1] if match else b""

    def _rendered(self, row: int, column: int, value: Value, raw: bytes, style: int, formula: bytes = b"") -> bytes:
        p = self._tags.prefix
        if raw:
            raw = _KIND.sub(b"", raw).rstrip()
        else:
            raw = b' r="%b%d"' % (column_letters(column).encode(), row)
            if style:
                raw += b' s="%d"' % style
        match value:
            case None:
                return b"<%bc%b>%b</%bc>" % (p, raw, formula, p) if formula else b"<%bc%b/>" % (p, raw)
            case bool():
                raw, text = raw + b' t="b"', b"%d" % value
            case float() | int():
                if not math.isfinite(value):
                    place = Area(self.name, row, column, row, column).address()
                    raise CellError(f"a cell cannot hold the number {value}", place=place)
                text = repr(value).encode()
            case str():
                text = escape_cell_text(value)
                if not formula:
                    inline = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (p, p, text, p, p)
                    return b'<%bc%b t="inlineStr">%b</%bc>' % (p, raw, inline, p)
                raw += b' t="str"'
            case _:
                raise TypeError(f"cannot write {value!r} into a cell")
        return b"<%bc%b>%b<%bv>%b</%bv></%bc>" % (p, raw, formula, p, text, p, p)

    def _column_styles(self) -> dict[int, int]:
        p = re.escape(self._tags.prefix)
        styles: dict[int, int] = {}
        for raw in re.findall(rb"<" + p + rb"col(?=\s)" + ATTRIBUTES, self._xml[: self._start]):
            given = attributes(raw)
            if int(given.get("style", 0)):
                for column in range(int(given["min"]), min(int(given["max"]), LAST_COLUMN) + 1):
                    styles[column] = int(given["style"])
        return styles

    def _widened(self, head: bytes, written: list[tuple[int, int]]) -> bytes:
        match = re.search(rb"<" + re.escape(self._tags.prefix) + rb'dimension\b[^>]*?\bref="([^"]*)"', head)
        area = parse_area(match[1].decode(), self.name) if match else None
        if not match or not area or not written:
            return head
        rows, columns = [row for row, _ in written], [column for _, column in written]
        wider = Area(
            self.name,
            min(area.top, *rows, area.bottom),
            min(area.left, *columns, area.right),
            max(area.bottom, *rows, area.top),
            max(area.right, *columns, area.left),
        )
        if wider == area:
            return head
        return head[: match.start(1)] + str(wider).rpartition("!")[2].encode() + head[match.end(1) :]

    def _refuse_cut_ranges(self, edits: Mapping[int, Mapping[int, tuple[bool, Value]]]) -> None:
        """Merged cells and the ranges of array formulas and data tables: their inner cells cannot hold a value."""
        p = re.escape(self._tags.prefix)
        ranges = [
            (ref, "a merged cell")
            for ref in re.findall(rb"<" + p + rb'mergeCell\b[^>]*?\bref="([^"]+)"', self._xml[self._end :])
        ]
        for raw in re.findall(rb"<" + p + rb"f(?=\s)" + ATTRIBUTES, self._xml[self._start : self._end]):
            given = attributes(raw)
            if given.get("t") in ("array", "dataTable") and "ref" in given:
                ranges.append((given["ref"].encode(), "the range of an array formula or data table"))
        for ref, what in ranges:
            area = parse_area(ref.decode(), self.name)
            if not area or area.size == 1:
                continue
            for row in edits.keys() & set(range(area.top, area.bottom + 1)) if area.height < 10_000 else edits.keys():
                for column, (is_value, value) in edits[row].items():
                    inside = area.top <= row <= area.bottom and area.left <= column <= area.right
                    anchor = (row, column) == (area.top, area.left) and what == "a merged cell"
                    if is_value and value is not None and inside and not anchor:
                        place = Area(self.name, row, column, row, column).address()
                        raise CellError(
                            f"a value is to be written here, inside {what} ({ref.decode()})",
                            place=place,
                            remedy="split that range, or move the block",
                        )
