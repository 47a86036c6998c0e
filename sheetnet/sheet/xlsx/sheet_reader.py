"""The XML of a worksheet part (``xl/worksheets/sheet1.xml``), read: where its cells lie, and what they hold."""

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.cells import (
    LAST_COLUMN,
    MOST_CELLS,
    Area,
    Date,
    Fault,
    Unsaved,
    Value,
)
from sheetnet.sheet.xlsx.cell_ranges import Ranges, columns_of
from sheetnet.sheet.xlsx.markup import ATTRIBUTES, PREFIX, attributes, cell_text, line_ends, mask, unescape
from sheetnet.sheet.xlsx.rows import SAVE_ONCE, Cell, CellFinder, Form, Row, RowIndex
from sheetnet.sheet.xlsx.shared_formulas import LONGEST_FORMULA, NOT_TOLD, Master, refuse_long
from sheetnet.sheet.xlsx.tags import tags_of, text_of

_NUMBER = {b"", b"n"}  # the kinds of a cell that holds a number
_CACHED = 250_000  # cells that are kept once found; past them they are looked up again
_MOST_TRANSLATED = 2**22  # characters; of the shared formulas past them nothing is told, as of a data table


class Context(NamedTuple):
    """What a cell's meaning depends on outside its sheet: the shared strings and the styles that show a date."""

    string: Callable[[int], str]
    date_styles: Callable[[], frozenset[int]]


class SheetXml:
    """The rows and cells of one worksheet part, as they stand in its bytes.

    Structure is looked for in `mask`, where comments and the like are blank; `start` and `end` bound the inside of
    `<sheetData>`. Nothing in there is looked for before it is asked for.
    """

    def __init__(self, name: str, part: str, xml: bytes, context: Context, form: Form | None = None) -> None:
        """`form` is what is known of parts, without comments, that differ from it in what their cells hold alone."""
        self.name = name
        self.part = part
        self.context = context
        self.xml, self.mask = xml, xml if form else mask(xml)
        self._found: dict[int, list[Cell]] = {}
        self._room = _CACHED
        self._masters: dict[str, Master] = {}
        self.known: dict[Area, Any] = {}  # what was read of it, for the next workbook that has it too
        self.form = form or Form()
        self.translated = 0  # characters of shared formulas that were written out for their other cells
        self._bound()
        self.finder = CellFinder(name, part, self.tags, self.xml, self.mask)
        self.odd = self.mask is not self.xml  # it has comments, CDATA sections or processing instructions

    def _bound(self) -> None:
        root = re.search(rb"<" + PREFIX + rb"worksheet[\s>]", self.mask)
        if not root:
            raise FileError(f"{self.part} is not a worksheet")
        self.tags = tags_of(root[1])
        name = root[1] + b"sheetData"
        data = re.search(rb"<" + re.escape(name) + rb"(?=[\s/>])" + ATTRIBUTES + rb"(/?)>", self.mask)
        if not data:
            raise FileError(f"{self.part} has no <sheetData>")
        self.start = data.end()
        if data[2]:  # <sheetData/>: give it an inside
            self.xml = b"%b<%b></%b>%b" % (self.xml[: data.start()], name, name, self.xml[data.end() :])
            self.mask = mask(self.xml)
            self.start = data.start() + len(name) + 2
        close_tag = re.compile(rb"</" + re.escape(name) + rb"\s*>").search(self.mask, self.start)
        if not close_tag:
            raise FileError(f"{self.part} has no end of <sheetData>")
        self.end = close_tag.start()

    @cached_property
    def rows(self) -> RowIndex:
        return RowIndex(self.part, self.tags, self.mask, self.start, self.end)

    def cells(self, row: Row, *, keep: bool = True) -> list[Cell]:
        """The cells of a row element, in the order of the part; kept for the next time, unless there is none."""
        found = self._found.get(row.start)
        if found is None:
            found = self.finder.cells(row)
            if len(found) > LAST_COLUMN:
                raise FileError(f"{self.part}: row {row.number} has more cells than a sheet has columns")
            if keep and self._room > 0:
                self._found[row.start] = found
                self._room -= len(found) + 1
        return found

    def ordered(self, row: Row) -> bool:
        """Whether the cells of a row, once they are known, stand by column, none of them twice."""
        return row.start not in self.finder.unordered

    def line(self, rows: Sequence[Row], left: int, right: int) -> list[Cell]:
        """The cells from one column to another of a row, whose element may stand more than once, by column.

        Raises CellError when one of them stands twice: the programs do not agree which of the two counts.
        """
        found = sorted(
            (cell for row in rows for cell in self.cells(row) if left <= cell.column <= right),
            key=lambda cell: (cell.column, cell.start),
        )
        for cell, other in pairwise(found):
            if cell.column == other.column:
                place = Area(self.name, rows[0].number, cell.column, rows[0].number, cell.column).address()
                raise CellError("this cell stands twice in the file", place=place, remedy=SAVE_ONCE)
        return found

    def value(self, row: int, cell: Cell) -> Value:
        tags, content = self.tags, cell.content
        opening, closing = tags.plain_value
        start = content.rfind(opening) if content.endswith(closing) else -1
        if start == 0 or (start > 0 and cell.kind != b"inlineStr"):
            raw: bytes | None = content[start + len(opening) : -len(closing)]
        elif cell.kind == b"inlineStr":
            inline = tags.inline.search(content)
            return text_of(tags, inline[2]) if inline and inline[2] else ""
        else:
            found = tags.value.search(content)
            raw = found[2] if found else None
            if raw is None and tags.formula.search(content):
                return "" if found and cell.kind == b"str" else Unsaved(self._formula(row, cell) or "")
        if not raw and cell.kind != b"str":
            return Unsaved(self._formula(row, cell) or "") if self.tags.formula.search(content) else None
        return self._typed(row, cell, raw or b"")

    def _typed(self, row: int, cell: Cell, raw: bytes) -> Value:
        place = Area(self.name, row, cell.column, row, cell.column).address
        raw = unescape(raw.decode("utf-8")).encode() if b"&#" in raw and cell.kind != b"str" else raw
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
                    return Fault(raw.decode().strip())
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
        end = content.find(closing) if content.startswith(opening) else -1
        if end >= 0:
            return self._short(row, cell, unescape(content[len(opening) : end].decode("utf-8")))
        if b"f" not in content:
            return None
        match = self.tags.formula.search(cell.content)
        if not match:
            return None
        given = attributes(match[1])
        text = unescape((match[2] or b"").decode("utf-8"))
        if text or given.get("t") != "shared":
            return self._short(row, cell, text)
        master = self._master(given.get("si", ""))
        self.translated += len(master.text)
        return master.at(row, cell.column) if self.translated < _MOST_TRANSLATED else NOT_TOLD

    def _short(self, row: int, cell: Cell, text: str) -> str:
        """A formula, refused where it is longer than Excel takes."""
        if len(text) > LONGEST_FORMULA:
            refuse_long(text, Area(self.name, row, cell.column, row, cell.column))
        return text

    def _master(self, index: str) -> Master:
        """The first cell of a shared formula; what is passed on the way to it is kept."""
        while index not in self._masters:
            found = next(self._masters_ahead, None)
            if found is None:
                raise FileError(f"{self.part}: the shared formula {index} has no first cell; the file is damaged")
            self._masters.setdefault(*found)
        return self._masters[index]

    @cached_property
    def _masters_ahead(self) -> Iterator[tuple[str, Master]]:
        return self._find_masters()

    def _find_masters(self) -> Iterator[tuple[str, Master]]:
        for row in self.rows:
            for cell in self.cells(row):
                usual = cell.content.startswith((self.tags.plain_formula[0], self.tags.plain_value[0]))
                match = None if usual else self.tags.formula.search(cell.content)
                if match and match[2]:
                    given = attributes(match[1])
                    if given.get("t") == "shared":
                        text = self._short(row.number, cell, unescape(match[2].decode("utf-8")))
                        yield given.get("si", ""), Master(text, row.number, cell.column)

    def _within(self, area: Area) -> Iterator[tuple[int, list[Cell]]]:
        """(row number, cells that stand in the area) of every row of the area that holds anything."""
        left, right = area.left, area.right
        rows = (row for row in self.rows.within(area.top, area.bottom) if not self.finder.is_empty(row))
        unordered = self.finder.unordered
        if self.rows.ordered:
            for row in rows:
                if row.start not in self._found and 4 * (right - left) < len(self.finder.columns(row)):
                    yield row.number, self.finder.some(row, left, right)
                    continue
                cells = self.cells(row)
                if row.start in unordered:
                    yield row.number, self.line((row,), left, right)
                elif cells and left <= cells[0].column and cells[-1].column <= right:
                    yield row.number, cells
                elif cells and cells[-1].column - cells[0].column == len(cells) - 1:  # no gaps
                    first = cells[0].column
                    yield row.number, cells[max(left - first, 0) : max(right - first + 1, 0)]
                else:
                    yield row.number, [cell for cell in cells if left <= cell.column <= right]
        else:
            for number, same in groupby(rows, lambda row: row.number):
                yield number, self.line(tuple(same), left, right)

    def _numbers(self, cells: Sequence[Cell]) -> list[float] | None:
        """What cells without a gap hold where all are plain numbers, at once; None of others."""
        if not cells or cells[-1].column - cells[0].column != len(cells) - 1:
            return None
        _, _, _, styles, kinds, contents = zip(*cells, strict=True)
        opening, closing = self.tags.plain_value
        together, start, stop = b"".join(contents), len(opening), -len(closing)
        if not {*kinds} <= _NUMBER or together.count(opening) != len(cells) or b"_" in together:
            return None
        if not self.context.date_styles().isdisjoint(styles):
            return None
        try:  # no content that is a number without its first and last bytes lacks the tags of one
            return [float(content[start:stop]) for content in contents]
        except ValueError:
            return None

    def _refuse_large(self, area: Area) -> None:
        if area.size > MOST_CELLS:
            size = f"{area.height:,} rows x {area.width:,} columns"
            raise CellError(f"the block has {size}, more cells than a file can hold", place=area.address())

    def read(self, area: Area) -> list[list[Value]]:
        """The values of a rectangle."""
        self._refuse_large(area)
        values: list[list[Value]] = [[None] * area.width for _ in range(area.height)]
        opening, closing = self.tags.plain_value
        start, stop = len(opening), -len(closing)
        (opening_f, closing_f), no_value, left = self.tags.plain_formula, self.tags.no_value, area.left
        dates = self.context.date_styles()
        for number, cells in self._within(area):
            line = values[number - area.top]
            numbers = self._numbers(cells)
            if numbers:
                first = cells[0].column - left
                line[first : first + len(numbers)] = numbers
                continue
            for cell in cells:
                column, _, _, style, kind, content = cell
                if kind in _NUMBER and content.startswith(opening) and style not in dates and b"_" not in content:
                    try:  # a number, quickly
                        line[column - left] = float(content[start:stop])
                        continue
                    except ValueError:
                        pass
                elif kind in _NUMBER and content.startswith(opening_f):
                    end = content.find(closing_f)
                    if end >= 0 and content[end + len(closing_f) :] in no_value:  # quickly
                        line[column - left] = Unsaved(self._formula(number, cell) or "")
                        continue
                line[column - left] = self.value(number, cell)
        return values

    def formulas(self, area: Area) -> list[list[str | None]]:
        """The formulas of a rectangle, without their equals signs."""
        self._refuse_large(area)
        texts: list[list[str | None]] = [[None] * area.width for _ in range(area.height)]
        opening, closing = self.tags.plain_formula
        start, left = len(opening), area.left
        for number, cells in self._within(area):
            line = texts[number - area.top]
            for cell in cells:
                column, _, _, _, _, content = cell
                stop = content.find(closing)
                if stop >= 0 and content.startswith(opening):  # quickly
                    text = content[start:stop].decode()
                    line[column - left] = self._short(number, cell, unescape(text)) if "&" in text else text
                elif content:
                    line[column - left] = self._formula(number, cell)
        return texts

    @cached_property
    def ranges(self) -> Ranges:
        known: list[Ranges] = self.form.ranges
        if not known:
            known.append(Ranges(self.name, self.part, self.tags, self.mask, self.start, self.end))
        return known[0]

    @cached_property
    def array_spans(self) -> dict[int, list[tuple[int, int]]]:
        """Row number -> (first, last column) of the arrays in that row, for the rows that the part has."""
        return self.ranges.spans(self.rows) if self.ranges.arrays else {}

    def all_formulas(
        self, outside: Sequence[Area] = (), rows: Collection[int] | None = None
    ) -> Iterator[tuple[int, int, str]]:
        """(row, column, text) of every formula in none of some areas; "dataTable" for inner cells of arrays.

        With `rows` only of these, in a sheet without arrays.
        """
        if self.mask.find(b"<" + self.tags.prefix + b"f", self.start, self.end) < 0:
            return
        columns_at = columns_of(outside)
        for number, arrays in sorted(self.array_spans.items()):
            left_out = columns_at(number)
            for first, last in arrays:
                for column in range(first, last + 1):
                    if column not in left_out:
                        yield number, column, NOT_TOLD
        for row in self.rows:
            left_out = columns_at(row.number)
            passed = self.finder.places(row) or (rows is not None and row.number not in rows)
            for cell in () if passed else self.cells(row):
                if cell.column not in left_out and b"f" in cell.content:
                    formula = self._formula(row.number, cell)
                    if formula is not None:
                        yield row.number, cell.column, formula

    @cached_property
    def last_columns(self) -> dict[int, int]:
        """Row number -> the last column that holds anything, for the rows that hold anything."""
        last: dict[int, int] = {}
        for row in self.rows:
            numbers = self.finder.columns(row)
            cells = () if numbers or self.finder.is_empty(row) else self.cells(row)
            filled = chain(numbers[-1:], (cell.column for cell in reversed(cells) if cell.content))
            column = next(filled, 0) if self.ordered(row) else max(filled, default=0)
            if column:
                last[row.number] = max(column, last.get(row.number, 0))
        return last

    def used(self) -> tuple[int, int]:
        """(last row, last column) that hold anything."""
        return max(self.last_columns, default=0), max(self.last_columns.values(), default=0)
