"""A worksheet part that can be written: its edits, and the bytes with the edits spliced in.

Only the `<c>` elements of written cells change, with the row or the gap around them; every other byte of the part
stays.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from sheetnet.sheet.cells import LAST_COLUMN, Area, Value, column_letters, parse_area
from sheetnet.sheet.errors import CellError
from sheetnet.sheet.markup import ATTRIBUTES, attributes, check_xml, escape_cell_text, integer, unescape
from sheetnet.sheet.sheetxml import Cell, Context, Row, SheetXml

_KIND = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_METADATA = re.compile(rb"\s+[cv]m\s*=\s*(?:\"[^\"]*\"|'[^']*')")  # what the old value stood for
Edit = tuple[bool, Value]  # (whether it is a value, or else the saved result of a formula; the value)
Edits = dict[int, dict[int, Edit]]


class Worksheet:
    """One worksheet part. Edits wait until something is read, or until `xml` is asked for."""

    def __init__(self, name: str, part: str, xml: bytes, context: Context) -> None:
        check_xml(part, xml)
        self.name = name
        self.part = part
        self.edited = False
        self._edits: Edits = {}
        self._spliced, self._replaced = b"", False
        self._sheet = SheetXml(name, part, xml, context)

    def write(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Put values into cells; None empties one. A cell with a formula is refused when the edits are applied."""
        self._edit(area, values, is_value=True)

    def refuse(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Raise what `write` of the same would raise later."""
        edits: Edits = {
            row: dict(zip(range(area.left, area.right + 1), [(True, value) for value in line], strict=True))
            for row, line in zip(range(area.top, area.bottom + 1), values, strict=True)
        }
        _Splice(self._sheet, edits).refuse()

    def refresh(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Replace saved results of formulas (None removes one); a cell without a formula stays as it is."""
        self._edit(area, values, is_value=False)

    def _edit(self, area: Area, values: Sequence[Sequence[Value]], *, is_value: bool) -> None:
        self.edited = True
        columns = range(area.left, area.right + 1)
        for row, line in zip(range(area.top, area.bottom + 1), values, strict=True):
            edits = self._edits.setdefault(row, {})
            edits.update(zip(columns, [(is_value, value) for value in line], strict=True))

    @property
    def xml(self) -> bytes:
        """The part with every edit in it."""
        if self._edits:
            edits, self._edits = self._edits, {}
            self._spliced = _Splice(self._current(), edits).spliced()
        return self._spliced or self._sheet.xml

    def changed(self) -> bool:
        """Whether the edits leave the part with other bytes than it came with, or may do so."""
        return self._replaced or self.xml != self._sheet.xml

    def _current(self) -> SheetXml:
        """The part as it is now; bytes that edits have made are indexed when somebody reads them."""
        if self._edits:
            _ = self.xml
        if self._spliced:
            self._sheet = SheetXml(self.name, self.part, self._spliced, self._sheet.context)
            self._spliced, self._replaced = b"", True
        return self._sheet

    def read(self, area: Area) -> list[list[Value]]:
        """The values of a rectangle."""
        return self._current().read(area)

    def formulas(self, area: Area) -> list[list[str | None]]:
        """The formulas of a rectangle, without their equals signs; no edit changes one, so none has to be applied."""
        return self._sheet.formulas(area)

    def all_formulas(self, outside: Sequence[Area] = ()) -> Iterator[tuple[int, int, str]]:
        """(row, column, text) of every formula of the sheet that lies in none of some areas."""
        return self._sheet.all_formulas(outside)

    def used(self) -> tuple[int, int]:
        """(last row, last column) that hold a cell."""
        return self._current().used()


class _Splice:
    """Edits on their way into the bytes of a part."""

    def __init__(self, sheet: SheetXml, edits: Edits) -> None:
        self._sheet = sheet
        self._edits = edits
        self._xml, self._tags, self._start, self._end = sheet.xml, sheet.tags, sheet.start, sheet.end

    def spliced(self) -> bytes:
        """The part with the edits in it."""
        edits = self._edits
        self.refuse()
        columns = self._column_styles()
        pieces: list[bytes] = []
        at = self._start
        wanted = sorted(edits)
        numbers = iter(wanted)
        number = next(numbers, None)
        for row in self._sheet.rows.values():
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
        return b"".join((head, *pieces, self._xml[self._end :]))

    def refuse(self) -> None:
        """Raise CellError where a value would go over a formula, or into the inside of a merged or array range."""
        self._refuse_cut_ranges()
        for number, edits in self._edits.items():
            row = self._sheet.rows.get(number)
            for cell in self._sheet.cells(row) if row else ():
                if b"f" in cell.content and edits.get(cell.column, (False, None))[0]:
                    formula = self._tags.formula.search(cell.content)
                    if formula:
                        raise CellError(
                            "a value is to be written here, and there is the formula "
                            f'"={unescape((formula[2] or b"...").decode("utf-8"))}"',
                            place=Area(self._sheet.name, number, cell.column, number, cell.column).address(),
                            remedy="clear the cell first; formulas are never overwritten",
                        )

    def _new_row(self, number: int, cells: Mapping[int, Edit], columns: Mapping[int, int]) -> bytes:
        made = [
            self._rendered(number, column, cells[column][1], b"", columns.get(column, 0))
            for column in sorted(cells)
            if cells[column][0] and cells[column][1] is not None
        ]
        if not made:
            return b""
        p = self._tags.prefix
        return b'<%brow r="%d">%b</%brow>' % (p, number, b"".join(made), p)

    def _edited_row(self, row: Row, edits: Mapping[int, Edit], columns: Mapping[int, int]) -> bytes:
        given = attributes(row.attributes) if b"customFormat" in row.attributes else {}
        row_style = integer(self._sheet.part, given, "s") if given.get("customFormat") in ("1", "true") else 0
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

        for cell in self._sheet.cells(row):
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
        inner = b"".join(pieces)
        if inner == self._xml[row.inner : row.inner_end]:
            return self._xml[row.start : row.end]
        return b"<%brow%b>%b</%brow>" % (p, self._spans(row.attributes, edits), inner, p)

    def _spans(self, raw: bytes, edits: Mapping[int, Edit]) -> bytes:
        match = re.search(rb'\bspans="(\d+):(\d+)"', raw)
        written = [column for column, (is_value, value) in edits.items() if is_value and value is not None]
        if match and written:
            first, last = min(int(match[1]), *written), max(int(match[2]), *written)
            raw = raw.replace(match[0], b'spans="%d:%d"' % (first, last))
        return raw.rstrip()

    def _edited_cell(self, row: int, cell: Cell, is_value: bool, value: Value) -> bytes:  # noqa: FBT001
        content = cell.content
        if not is_value and not cell.kind and type(value) is float and content.startswith(self._tags.plain_formula[0]):
            p, closing = self._tags.prefix, self._tags.plain_formula[1]
            kept = self._xml.find(closing, cell.start, cell.end) + len(closing)
            if math.isfinite(value) and closing in content:  # the usual case, quickly
                return b"%b<%bv>%b</%bv></%bc>" % (self._xml[cell.start : kept], p, repr(value).encode(), p, p)
        formula = self._tags.formula.search(content)
        if not is_value:
            if not formula:
                in_array = any(
                    area.left <= cell.column <= area.right and area.top <= row <= area.bottom
                    for area in self._sheet.arrays
                )
                if in_array and value is None:
                    return self._rendered(row, cell.column, None, self._attributes(cell), 0)
                return self._xml[cell.start : cell.end]
            if value is None and self._tags.value.search(cell.content) is None:
                return self._xml[cell.start : cell.end]
            return self._rendered(row, cell.column, value, self._attributes(cell), 0, formula[0])
        stored = self._sheet.value(row, cell)
        if (
            stored == value
            and isinstance(stored, bool) == isinstance(value, bool)
            and str(stored) != "-0.0" != str(value)
        ):
            return self._xml[cell.start : cell.end]  # 0.1 stays the 0.10 that somebody wrote
        return self._rendered(row, cell.column, value, _METADATA.sub(b"", self._attributes(cell)), 0)

    def _attributes(self, cell: Cell) -> bytes:
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
        p = re.escape(self._tags.prefix)
        styles: dict[int, int] = {}
        for raw in re.findall(rb"<" + p + rb"col(?=\s)" + ATTRIBUTES, self._xml[: self._start]):
            given = attributes(raw)
            first, last = (integer(self._sheet.part, given, name, missing="nothing") for name in ("min", "max"))
            style = integer(self._sheet.part, given, "style")
            if style:
                styles.update(dict.fromkeys(range(first, min(last, LAST_COLUMN) + 1), style))
        return styles

    def _widened(self, head: bytes, written: list[tuple[int, int]]) -> bytes:
        match = re.search(rb"<" + re.escape(self._tags.prefix) + rb'dimension\b[^>]*?\bref="([^"]*)"', head)
        area = parse_area(match[1].decode(), self._sheet.name) if match else None
        if not match or not area or not written:
            return head
        rows, columns = [row for row, _ in written], [column for _, column in written]
        wider = Area(
            self._sheet.name,
            min(area.top, *rows, area.bottom),
            min(area.left, *columns, area.right),
            max(area.bottom, *rows, area.top),
            max(area.right, *columns, area.left),
        )
        if wider == area:
            return head
        return head[: match.start(1)] + wider.range.encode() + head[match.end(1) :]

    def _refuse_cut_ranges(self) -> None:
        """Merged cells and the ranges of array formulas and data tables: their inner cells cannot hold a value."""
        p = re.escape(self._tags.prefix)
        tags = re.finditer(rb"<" + p + rb"mergeCell(?=\s)" + ATTRIBUTES, self._xml[self._end :])
        ranges = [(attributes(tag[1]).get("ref", ""), "a merged cell") for tag in tags]
        ranges += [(area.range, "the range of an array formula or data table") for area in self._sheet.arrays]
        for ref, what in ranges:
            area = parse_area(ref, self._sheet.name)
            if not area or area.size == 1:
                continue
            for row, edits in self._edits.items():
                for column, (is_value, value) in edits.items():
                    inside = area.top <= row <= area.bottom and area.left <= column <= area.right
                    anchor = (row, column) == (area.top, area.left) and what == "a merged cell"
                    if is_value and value is not None and inside and not anchor:
                        place = Area(self._sheet.name, row, column, row, column).address()
                        raise CellError(
                            f"a value is to be written here, inside {what} ({ref})",
                            place=place,
                            remedy="split that range, or move the block",
                        )
