"""Edits on their way into the bytes of a worksheet part.

Only the `<c>` elements of written cells change, with the row or the gap around them; every other byte of the part
stays.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.cells import LAST_COLUMN, Area, Fault, Value, column_letters, parse_area
from sheetnet.sheet.xlsx.entering import Dressed, Entered, Put, dressed, formula_element
from sheetnet.sheet.xlsx.markup import (
    ATTRIBUTES,
    attribute_place,
    attributes,
    escape_cell_text,
    integer,
    spliced,
    unescape,
)
from sheetnet.sheet.xlsx.rows import Row
from sheetnet.sheet.xlsx.sheet_reader import Cell, SheetXml

_KIND = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_METADATA = re.compile(rb"\s+[cv]m\s*=\s*(?:\"[^\"]*\"|'[^']*')")  # what the old value stood for
Edit = tuple[
    bool, Put
]  # (whether it is a value, or else the saved result of a formula, or what is to be one; the value)
Edits = dict[int, dict[int, Edit]]


def _fills(edit: Edit) -> bool:
    """Whether there has to be a cell after it."""
    is_value, value = edit
    if isinstance(value, Entered):
        return value.formula is not None
    return isinstance(value, Dressed) or (is_value and value is not None)


class Splice:
    """The edits of one worksheet part."""

    def __init__(self, sheet: SheetXml, edits: Edits) -> None:
        self._sheet = sheet
        self._edits = edits
        self._xml, self._tags = sheet.xml, sheet.tags

    def spliced(self) -> bytes:
        """The part with the edits in it."""
        self.refuse()
        changes: list[tuple[int, int, bytes]] = []
        columns = self._column_styles()
        for number in sorted(self._edits):
            edits = self._edits[number]
            rows = self._rows[number]
            if not rows:
                place = self._sheet.rows.place_for(number)
                changes.append((place, place, self._new_row(number, edits, columns)))
            for row, part in zip(rows, self._divided(edits, rows), strict=True):
                changes.append((row.start, row.end, self._edited_row(row, part, columns)))
        if not self._sheet.rows.ordered:
            changes.sort(key=lambda change: change[:2])
        written = [
            (row, column) for row, edits in self._edits.items() for column, edit in edits.items() if _fills(edit)
        ]
        return spliced(self._xml, [*self._widening(written), *changes])

    def _divided(self, edits: Mapping[int, Edit], rows: Sequence[Row]) -> list[Mapping[int, Edit]]:
        """The edits of a row for each of its elements; new cells go into the last one."""
        if len(rows) < 2:
            return [edits] * len(rows)
        columns = [{cell.column for cell in self._sheet.cells(row)} for row in rows]
        new = edits.keys() - set[int]().union(*columns)
        columns[-1] |= new
        return [{column: edits[column] for column in edits if column in some} for some in columns]

    def refuse(self) -> None:
        """Raise CellError where a value would go over a formula, or into the inside of a merged or array range."""
        self._refuse_cut_ranges()
        for number, edits in self._edits.items():
            rows = self._rows[number]
            if not rows or not edits:
                continue
            if len(rows) == 1 and self._sheet.ordered(rows[0]):
                cells = self._sheet.cells(rows[0])
            else:
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

    @cached_property
    def _rows(self) -> dict[int, list[Row]]:
        """The elements of every edited row."""
        return {number: self._sheet.rows.at(number) for number in self._edits}

    def _new_row(self, number: int, cells: Mapping[int, Edit], columns: Mapping[int, int]) -> bytes:
        made = [
            self._rendered(number, column, cells[column][1], b"", columns.get(column, 0))
            for column in sorted(cells)
            if _fills(cells[column])
        ]
        if not made:
            return b""
        p = self._tags.prefix
        return b'<%brow r="%d">%b</%brow>' % (p, number, b"".join(made), p)

    def _edited_row(self, row: Row, edits: Mapping[int, Edit], columns: Mapping[int, int]) -> bytes:
        given = attributes(row.attributes) if b"customFormat" in row.attributes else {}
        row_style = integer(self._sheet.part, given, "s") if given.get("customFormat") in ("1", "true") else 0
        cells = self._sheet.cells(row)
        there = {cell.column for cell in cells}
        new = sorted(edits.keys() - there)
        ordered = self._sheet.ordered(row)
        pieces: list[bytes] = []
        at, position = row.inner, 0

        def insert(before: int) -> None:
            nonlocal position
            while position < len(new) and new[position] < before:
                column = new[position]
                if _fills(edits[column]):
                    style = row_style or columns.get(column, 0)
                    pieces.append(self._rendered(row.number, column, edits[column][1], b"", style))
                position += 1

        for cell in cells:
            if ordered and position < len(new) and new[position] < cell.column:
                pieces.append(self._xml[at : cell.start])
                at = cell.start
                insert(cell.column)
            if cell.column in edits:
                pieces.append(self._xml[at : cell.start])
                pieces.append(self._edited_cell(row.number, cell, *edits[cell.column]))
                at = cell.end
        pieces.append(self._xml[at : row.inner_end])
        insert(LAST_COLUMN + 1)
        p = self._tags.prefix
        inner = b"".join(pieces)
        if inner == self._xml[row.inner : row.inner_end]:
            return self._xml[row.start : row.end]
        return b"<%brow%b>%b</%brow>" % (p, self._spans(row.attributes, edits), inner, p)

    def _spans(self, raw: bytes, edits: Mapping[int, Edit]) -> bytes:
        start, end = attribute_place(raw, b"spans")
        match = re.fullmatch(rb"(\d{1,5}):(\d{1,5})", raw[start:end]) if end >= 0 else None
        written = [column for column, edit in edits.items() if _fills(edit)]
        if match and written:
            first, last = min(int(match[1]), *written), max(int(match[2]), *written)
            raw = b"%b%d:%d%b" % (raw[:start], first, last, raw[end:])
        return raw.rstrip()

    def _edited_cell(self, row: int, cell: Cell, is_value: bool, value: Put) -> bytes:  # noqa: FBT001
        if isinstance(value, Dressed):
            raw = self._attributes(cell)
            return dressed(self._xml[cell.start : cell.end], raw, value.style)
        if isinstance(value, Entered):
            return self._rendered(row, cell.column, value, _METADATA.sub(b"", self._attributes(cell)), 0)
        content = cell.content
        usual = not is_value and not cell.kind and content.startswith(self._tags.plain_formula[0])
        if usual and type(value) is float and not self._sheet.odd:
            p, closing = self._tags.prefix, self._tags.plain_formula[1]
            kept = self._xml.find(closing, cell.start, cell.end) + len(closing)
            if math.isfinite(value) and closing in content:  # the usual case, quickly
                return b"%b<%bv>%b</%bv></%bc>" % (self._xml[cell.start : kept], p, repr(value).encode(), p, p)
        formula = self._tags.formula.search(content)
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
                    place = Area(self._sheet.name, row, column, row, column).address()
                    raise CellError(f"a cell cannot hold the number {value}", place=place)
                text = repr(float(value) if isinstance(value, float) else int(value)).encode()  # numpy's floats too
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
        """Column -> its style, for the edited columns."""
        p = re.escape(self._tags.prefix)
        wanted = sorted({column for edits in self._edits.values() for column in edits})
        styles: dict[int, int] = {}
        tags = re.compile(rb"<" + p + rb"col(?=\s)" + ATTRIBUTES).finditer(self._sheet.mask, 0, self._sheet.start)
        for count, match in enumerate(tags):
            if count >= LAST_COLUMN:
                raise FileError(f"{self._sheet.part} describes more columns than a sheet has: the file is damaged")
            given = attributes(match[1])
            first, last = (integer(self._sheet.part, given, name, missing="nothing") for name in ("min", "max"))
            style = integer(self._sheet.part, given, "style")
            if style:
                some = wanted[bisect_left(wanted, first) : bisect_right(wanted, last)]
                styles.update(dict.fromkeys(some, style))
        return styles

    def _widening(self, written: Collection[tuple[int, int]]) -> list[tuple[int, int, bytes]]:
        """The change of the dimension that written cells ask for."""
        pattern = re.compile(rb"<" + re.escape(self._tags.prefix) + rb"dimension(?=\s)" + ATTRIBUTES)
        match = pattern.search(self._sheet.mask, 0, self._sheet.start)
        if not match or not written:
            return []
        start, end = (match.start(1) + at for at in attribute_place(match[1], b"ref"))
        area = parse_area(attributes(match[1]).get("ref", ""), self._sheet.name)
        if not area:
            return []
        rows, columns = [row for row, _ in written], [column for _, column in written]
        wider = Area(
            self._sheet.name,
            min(area.top, *rows, area.bottom),
            min(area.left, *columns, area.right),
            max(area.bottom, *rows, area.top),
            max(area.right, *columns, area.left),
        )
        return [] if wider == area else [(start, end, wider.range.encode())]

    def _refuse_cut_ranges(self) -> None:
        """Merged cells and the ranges of array formulas and data tables: their inner cells cannot hold a value."""
        written = {
            row: sorted(column for column, edit in edits.items() if _fills(edit) and not isinstance(edit[1], Dressed))
            for row, edits in self._edits.items()
        }
        rows = sorted(row for row, columns in written.items() if columns)
        if not rows:
            return
        ranges = [(area, "a merged cell") for area in self._sheet.ranges.merged]
        ranges += [(area, "the range of an array formula or data table") for area in self._sheet.ranges.arrays]
        for area, what in ranges:
            if area.size == 1 or area.bottom < rows[0] or area.top > rows[-1]:
                continue
            for row in rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]:
                columns = written[row]
                inside = columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]
                if what == "a merged cell" and row == area.top and inside[:1] == [area.left]:
                    inside = inside[1:]  # the first cell of merged ones can hold a value
                if inside:
                    raise CellError(
                        f"a value is to be written here, inside {what} ({area.range})",
                        place=Area(self._sheet.name, row, inside[0], row, inside[0]).address(),
                        remedy="split that range, or move the block",
                    )
