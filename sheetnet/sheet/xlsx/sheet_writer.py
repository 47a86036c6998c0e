"""Edits on their way into the bytes of a worksheet part.

Only the `<c>` elements of written cells change, with the row or the gap around them; every other byte of the part
stays.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise, repeat
from operator import itemgetter

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.cells import LAST_COLUMN, Area, Fault, Value, column_letters, parse_area
from sheetnet.sheet.xlsx.entering import (
    NUMBERS,
    Dressed,
    Edit,
    Edits,
    Entered,
    Put,
    Span,
    column_styles,
    dressed,
    ends,
    fills,
    formula_element,
    quick_result,
    quick_row,
)
from sheetnet.sheet.xlsx.markup import (
    ATTRIBUTES,
    attribute_place,
    attributes,
    escape_cell_text,
    integer,
    unescape,
)
from sheetnet.sheet.xlsx.rows import Cell, Row
from sheetnet.sheet.xlsx.sheet_reader import SheetXml

_KIND = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_METADATA = re.compile(rb"\s+[cv]m\s*=\s*(?:\"[^\"]*\"|'[^']*')")  # what the old value stood for
_MOST_CUT = 2**20  # rows of edits in merged cells, each as often as it is in some; otherwise these lie over each other
Change = tuple[int, int, bytes]  # of the part's bytes: from, to, what comes there


class Splice:
    """The edits of one worksheet part."""

    def __init__(self, sheet: SheetXml, edits: Edits) -> None:
        self._sheet = sheet
        self._edits = edits
        self._xml, self._tags = sheet.xml, sheet.tags
        self._forms: dict[tuple[int, int], str] = {}
        self.changed = False  # whether a piece that was made so far has other bytes than it had

    def pieces(self) -> Iterator[bytes | memoryview]:
        """The part with the edits in it, piece by piece."""
        self.refuse()
        view = memoryview(self._xml)  # slices of it are no copies
        at = 0
        for start, end, new in chain(self._widening(), self._changes()):
            yield view[at:start]
            yield new
            self.changed = self.changed or self._xml[start:end] != new
            at = end
        yield view[at:]

    def _changes(self) -> Iterable[Change]:
        changes = self._changes_by_row()
        return changes if self._sheet.rows.ordered else sorted(changes, key=lambda change: change[:2])

    def _changes_by_row(self) -> Iterator[Change]:
        edited = {(left, len(line)) for spans in self._edits.values() for left, _, line in spans}
        wanted = {column for left, width in edited for column in range(left, left + width)}
        columns = column_styles(self._sheet, sorted(wanted))
        for number in sorted(self._edits):
            rows = self._sheet.rows.at(number)
            if not rows:
                place = self._sheet.rows.place_for(number)
                yield place, place, self._new_row(number, columns)
            elif len(rows) == 1:
                quick = quick_row(self._sheet, rows[0], self._edits[number])
                yield rows[0].start, rows[0].end, quick or self._edited_row(rows[0], self._edits_of(number), columns)
            else:
                for row, part in zip(rows, self._divided(self._edits_of(number), rows), strict=True):
                    yield row.start, row.end, self._edited_row(row, part, columns)

    def _edits_of(self, row: int) -> dict[int, Edit]:
        """The edits of a row by column."""
        edits: dict[int, Edit] = {}
        for left, is_value, line in self._edits[row]:
            edits.update(enumerate(zip(repeat(is_value), line), left))
        return edits

    def _divided(self, edits: Mapping[int, Edit], rows: Sequence[Row]) -> list[Mapping[int, Edit]]:
        """The edits of a row for each of its elements; new cells go into the last one."""
        columns = [{cell.column for cell in self._sheet.cells(row)} for row in rows]
        new = edits.keys() - set[int]().union(*columns)
        columns[-1] |= new
        return [{column: edits[column] for column in edits if column in some} for some in columns]

    def refuse(self) -> None:
        """Raise CellError where a value would go over a formula, or into the inside of a merged or array range."""
        self._refuse_cut_ranges()
        last = self._sheet.rows.last
        for number, spans in self._edits.items():
            values = number <= last and any(is_value for _, is_value, _ in spans)
            if values and (rows := self._sheet.rows.at(number)):
                self._refuse_over_formulas(number, rows)

    def _refuse_over_formulas(self, number: int, rows: Sequence[Row]) -> None:
        if all(self._xml.find(b"f", row.inner, row.inner_end) < 0 for row in rows) and len(rows) == 1:
            return  # the tag of a formula has that letter
        edits = self._edits_of(number)
        cells = self._sheet.cells(rows[0])
        if len(rows) > 1 or not self._sheet.ordered(rows[0]):
            cells = self._sheet.line(rows, min(edits), max(edits))
        for cell in cells:
            if b"f" in cell.content and edits.get(cell.column, (False, None))[0]:
                formula = self._tags.formula.search(cell.content)
                if formula:
                    raise CellError(
                        "a value is to be written here, and there is the formula "
                        f'"={unescape((formula[2] or b"...").decode("utf-8"))}"',
                        place=Area(self._sheet.name, number, cell.column, number, cell.column).address(),
                        remedy="clear the cell first; formulas are never overwritten",
                    )

    def _new_row(self, number: int, columns: Mapping[int, int]) -> bytes:
        """A row that the part does not have yet."""
        spans = self._edits[number] if len(self._edits[number]) == 1 else sorted(self._edits[number], key=itemgetter(0))
        if any(left + len(line) > after for (left, _, line), (after, _, _) in pairwise(spans)):
            spans = [(column, *edit[:1], edit[1:]) for column, edit in sorted(self._edits_of(number).items())]
        p, made = self._tags.prefix, b"".join(self._new_cells(number, span, columns) for span in spans)
        return b'<%brow r="%d">%b</%brow>' % (p, number, made, p) if made else b""

    def _new_cells(self, row: int, span: Span, columns: Mapping[int, int]) -> bytes:
        left, is_value, line = span
        if is_value and {*map(type, line)} <= NUMBERS and math.isfinite(sum(map(abs, line))):  # type: ignore[arg-type]
            return (self._form(left, len(line), columns).replace("\0", str(row)) % tuple(line)).encode()  # quickly
        return b"".join(
            self._rendered(row, column, value, b"", columns.get(column, 0))
            for column, value in enumerate(line, left)
            if fills((is_value, value))
        )

    def _form(self, left: int, width: int, columns: Mapping[int, int]) -> str:
        """Cells of numbers side by side, with %r in the place of each number and NUL in that of the row's."""
        if (left, width) not in self._forms:
            p = self._tags.prefix.decode()
            styles = [(column, columns.get(column, 0)) for column in range(left, left + width)]
            heads = [f'{column_letters(column)}\0"' + (f' s="{style}"' if style else "") for column, style in styles]
            self._forms[left, width] = "".join(f'<{p}c r="{head}><{p}v>%r</{p}v></{p}c>' for head in heads)
        return self._forms[left, width]

    def _edited_row(self, row: Row, edits: Mapping[int, Edit], columns: Mapping[int, int]) -> bytes:
        given = attributes(row.attributes) if b"customFormat" in row.attributes else {}
        row_style = integer(self._sheet.part, given, "s") if given.get("customFormat") in ("1", "true") else 0
        cells, xml, p = self._sheet.cells(row, keep=False), self._xml, self._tags.prefix
        new = sorted(column for column in edits.keys() - {cell.column for cell in cells} if fills(edits[column]))
        opening, closing = self._tags.plain_formula
        value_tag, end_tags = self._tags.plain_value[0], self._tags.plain_value[1] + self._tags.cell_end
        pieces: list[bytes] = []
        at = row.inner
        ordered, usual = self._sheet.ordered(row), not self._sheet.odd
        if not ordered and edits:
            self._sheet.line([row], min(edits), max(edits))  # refuses a cell that stands twice

        def insert(before: int) -> None:
            while new and new[0] < before:
                column = new.pop(0)
                style = row_style or columns.get(column, 0)
                pieces.append(self._rendered(row.number, column, edits[column][1], b"", style))

        for cell in cells:
            if ordered and new and new[0] < cell.column:
                pieces.append(xml[at : cell.start])
                at = cell.start
                insert(cell.column)
            edit = edits.get(cell.column)
            if edit is None:
                continue
            is_value, value = edit
            _, start, end, _, kind, content = cell
            if usual and not is_value and content.startswith(opening):
                text = quick_result(kind, value) or b""
                kept = xml.find(closing, start, end) + len(closing) if text else 0
                if kept > len(closing):
                    pieces += (xml[at:kept], value_tag, text, end_tags)
                    at = end
                    continue
            pieces += (xml[at : cell.start], self._edited_cell(row.number, cell, is_value, value))
            at = cell.end
        pieces.append(xml[at : row.inner_end])
        insert(LAST_COLUMN + 1)
        inner = b"".join(pieces)
        if inner == xml[row.inner : row.inner_end]:
            return xml[row.start : row.end]
        return b"<%brow%b>%b</%brow>" % (p, self._spans(row.attributes, edits), inner, p)

    def _spans(self, raw: bytes, edits: Mapping[int, Edit]) -> bytes:
        start, end = attribute_place(raw, b"spans") if b"spans" in raw else (-1, -1)
        match = re.fullmatch(rb"(\d{1,5}):(\d{1,5})", raw[start:end]) if end >= 0 else None
        if match:
            first, last = int(match[1]), int(match[2])
            outside = [column for column in edits if not first <= column <= last and fills(edits[column])]
            if outside:
                raw = b"%b%d:%d%b" % (raw[:start], min(first, *outside), max(last, *outside), raw[end:])
        return raw.rstrip()

    def _edited_cell(self, row: int, cell: Cell, is_value: bool, value: Put) -> bytes:  # noqa: FBT001
        if isinstance(value, Dressed):
            return dressed(self._xml[cell.start : cell.end], self._attributes(cell), value.style)
        if isinstance(value, Entered):
            return self._rendered(row, cell.column, value, _METADATA.sub(b"", self._attributes(cell)), 0)
        formula = self._tags.formula.search(cell.content) if b"f" in cell.content else None
        if not is_value:
            if not formula:
                spans = self._sheet.array_spans.get(row, ())
                if any(first <= cell.column <= last for first, last in spans):
                    return self._rendered(row, cell.column, value, self._attributes(cell), 0)
                return self._xml[cell.start : cell.end]
            if value is None and self._tags.value.search(cell.content) is None:
                return self._xml[cell.start : cell.end]
            return self._rendered(row, cell.column, value, self._attributes(cell), 0, formula[0])
        stored = self._stored(row, cell)
        if (
            stored == value
            and isinstance(stored, bool) == isinstance(value, bool)
            and str(stored) != "-0.0" != str(value)
        ):
            return self._xml[cell.start : cell.end]  # 0.1 stays the 0.10 that somebody wrote
        return self._rendered(row, cell.column, value, _METADATA.sub(b"", self._attributes(cell)), 0)

    def _stored(self, row: int, cell: Cell) -> Value:
        """What a cell holds; what cannot be read counts as a fault, for it is about to be replaced."""
        try:
            return self._sheet.value(row, cell)
        except CellError:
            return Fault("")

    def _attributes(self, cell: Cell) -> bytes:
        match = self._tags.cell_start.match(self._xml, cell.start, cell.end)
        return match[1] if match else b""

    def _rendered(self, row: int, column: int, value: Put, raw: bytes, style: int, formula: bytes = b"") -> bytes:
        p = self._tags.prefix
        if isinstance(value, Entered):
            formula, value = formula_element(p, value.formula), value.result
        elif isinstance(value, Dressed):
            style, value = value.style, None
        if raw:
            raw = _KIND.sub(b"", raw).rstrip()
        else:
            raw = b' r="%b%d"' % (column_letters(column).encode(), row) + (b' s="%d"' % style if style else b"")
        match value:
            case None:
                return b"<%bc%b>%b</%bc>" % (p, raw, formula, p) if formula else b"<%bc%b/>" % (p, raw)
            case bool():
                raw, text = raw + b' t="b"', b"%d" % value
            case float() | int():
                if not math.isfinite(value):
                    place = Area(self._sheet.name, row, column, row, column).address()
                    raise CellError(f"a cell cannot hold the number {value}", place=place)
                text = repr(float(value) if isinstance(value, float) else int(value)).encode()  # numpy's floats too
            case str():
                text = escape_cell_text(value)
                if not formula:
                    inline = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (p, p, text, p, p)
                    return b'<%bc%b t="inlineStr">%b</%bc>' % (p, raw, inline, p)
                raw += b' t="str"'
            case Fault(code) if formula:
                raw, text = raw + b' t="e"', code.encode()
            case _:
                raise TypeError(f"cannot write {value!r} into a cell")
        return b"<%bc%b>%b<%bv>%b</%bv></%bc>" % (p, raw, formula, p, text, p, p)

    def _written(self) -> Area | None:
        """The cells that are filled lie in this area."""
        corners = [
            (row, left + place)
            for row, spans in self._edits.items()
            for left, is_value, line in spans
            for place in ends(line, is_value=is_value)
        ]
        if not corners:
            return None
        rows, columns = zip(*corners, strict=True)
        return Area(self._sheet.name, min(rows), min(columns), max(rows), max(columns))

    def _widening(self) -> list[Change]:
        """The change of the dimension that written cells ask for."""
        pattern = re.compile(rb"<" + re.escape(self._tags.prefix) + rb"dimension(?=\s)" + ATTRIBUTES)
        match = pattern.search(self._sheet.mask, 0, self._sheet.start)
        written = self._written()
        if not match or not written:
            return []
        start, end = (match.start(1) + at for at in attribute_place(match[1], b"ref"))
        area = parse_area(attributes(match[1]).get("ref", ""), self._sheet.name)
        if not area:
            return []
        wider = Area(
            self._sheet.name,
            min(area.top, written.top),
            min(area.left, written.left),
            max(area.bottom, written.bottom),
            max(area.right, written.right),
        )
        return [] if wider == area else [(start, end, wider.range.encode())]

    def _refuse_cut_ranges(self) -> None:
        """Merged cells and the ranges of array formulas and data tables: their inner cells cannot hold a value."""
        ranges = [(area, "a merged cell") for area in self._sheet.ranges.merged]
        ranges += [(area, "the range of an array formula or data table") for area in self._sheet.ranges.arrays]
        rows = sorted(
            row
            for row, spans in (self._edits.items() if ranges else ())
            if any(is_value or isinstance(line[0], Entered) for _, is_value, line in spans)
        )
        if not rows:
            return
        written: dict[int, list[int]] = {}
        cut = 0
        for area, what in ranges:
            if area.size == 1 or area.bottom < rows[0] or area.top > rows[-1]:
                continue
            some = rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]
            cut += len(some)
            if cut > _MOST_CUT:
                raise FileError(f"{self._sheet.part} merges cells over each other: the file is damaged")
            for row in some:
                columns = written.get(row) or written.setdefault(row, self._written_in(row))
                inside = columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]
                if what == "a merged cell" and row == area.top and inside[:1] == [area.left]:
                    inside = inside[1:]  # the first cell of merged ones can hold a value
                if inside:
                    raise CellError(
                        f"a value is to be written here, inside {what} ({area.range})",
                        place=Area(self._sheet.name, row, inside[0], row, inside[0]).address(),
                        remedy="split that range, or move the block",
                    )

    def _written_in(self, row: int) -> list[int]:
        """The columns of a row whose cells get a value or a formula."""
        edits = self._edits_of(row)
        return sorted(column for column, edit in edits.items() if fills(edit) and not isinstance(edit[1], Dressed))
