"""The rows of a worksheet part, found in one pass that keeps twelve bytes of each; a row and its cells on demand."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import Any, NamedTuple

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number
from sheetnet.sheet.xlsx.markup import attributes, integer, plain
from sheetnet.sheet.xlsx.tags import Tags

LONGEST_CELL = 2**20  # bytes; Excel keeps 32,767 characters in a cell
SAVE_ONCE = "save it once in a spreadsheet program"
_REFERENCE = r"\s*([A-Za-z]{1,3})(\d{1,7})\s*"
VALUE = re.compile(rb"(<v>[ -%'-;=?-~\x80-\xff]*+</v></c>)")  # plain: nothing in it that could be markup
_KEPT = 20_000  # rows that are not looked at again
_ROW_START, _ROW_END = re.compile(rb'<row r="(\d{1,7})"[^<>/]*>'), b"</row>"
_FEW = 8  # rows in which a sheet may be another than in the workbook before, and still be known from it
_LONG = 2**11  # bytes of a row of which it pays to know whether it holds plain numbers alone
_HEADS = 8192  # start tags of cells that are not read again
_REPEATED = 10_000  # row elements whose number stood before


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


class Holes(NamedTuple):
    """The results of a row's formulas: their columns, the kinds of the cells, and which of its plain values they are.

    Where these are all of its values, and numbers, `numbers` is the row with %r in the place of each.
    """

    columns: list[int]
    kinds: list[bytes]
    places: list[int]
    numbers: bytes


class Form:
    """What is known of the parts of a sheet that differ in what their cells hold alone, as those of a folder do.

    `text` is what they have in common. `is_well` says that they are well-formed, `is_again` that their rows, but for
    the `odd` ones, are those of a workbook before. `formulas` are those that were asked for, `ranges` has the `Ranges`
    of the first, `holes` what is known of each row.
    """

    def __init__(self, text: bytes = b"") -> None:
        self.text = text
        self.is_well = self.is_again = False
        self.formulas: dict[Any, list[Any]] = {}
        self.ranges: list[Any] = []
        self.holes: dict[int, Holes | None] = {}
        self.like: Form | None = None
        self.odd: frozenset[int] = frozenset()

    def learn(self, like: "Form") -> None:
        """Let it be known from a form that is another in few rows, as where a formula has the name of the workbook."""
        odd = _rows_unlike(self.text, like.text) if like.is_well else None
        like.like = None
        if odd is not None:
            self.is_again, self.like, self.odd = True, like, odd
            self.holes = {row: holes for row, holes in like.holes.items() if row not in odd}


def _rows_unlike(one: bytes, other: bytes) -> frozenset[int] | None:
    """The numbers of the rows that are not the same; None of parts that are other in more, or in many rows."""
    if any(word in one for word in (b"shared", b"array", b"dataTable")):
        return None  # a formula of one row may say what those of others are
    rows, others = one.split(_ROW_END), other.split(_ROW_END)
    if len(rows) != len(others) or rows[0] != others[0] or rows[-1] != others[-1]:
        return None
    unlike = [(row, was) for row, was in zip(rows, others, strict=True) if row != was]
    starts = [(_ROW_START.match(row), _ROW_START.match(was)) for row, was in unlike]
    if len(unlike) > _FEW or any(not a or not b or a[0] != b[0] for a, b in starts):
        return None
    if any(row.count(b"<row") + was.count(b"<row") > 2 for row, was in unlike):
        return None
    return frozenset(int(start[1]) for start, _ in starts if start)


class CellFinder:
    """Finds the cells of the rows of a sheet's part, in whatever form they are written."""

    def __init__(self, name: str, part: str, tags: Tags, xml: bytes, mask: bytes) -> None:
        self._name, self._part, self._tags = name, part, tags
        self._xml, self._mask = xml, mask
        self.unordered: set[int] = set()  # starts of rows whose cells do not stand by column, or one of them twice
        self._letters: list[bytes] = []
        self._columns: list[int] = []  # of these letters
        self._told: dict[int, list[int]] = {}

    def columns(self, row: Row) -> list[int]:
        """The columns of a long row that holds plain numbers alone, by column, as those of a trace; else nothing."""
        places = self.places(row)
        return [] if not places or self._xml.find(b"/>", row.inner, row.inner_end) >= 0 else places

    def places(self, row: Row) -> list[int]:
        """The same of a row in which some of the cells may be empty."""
        if row.end - row.start < _LONG:
            return []
        places = self._told.get(row.start)
        if places is None:
            places = self._places(row)
            if len(self._told) < _KEPT:
                self._told[row.start] = places
        return places

    def _places(self, row: Row) -> list[int]:
        if self._mask is not self._xml or row.end - row.start > LONGEST_CELL:
            return []
        match = self._tags.numbers.fullmatch(self._xml, row.inner, row.inner_end)
        if not match or match[1] != b"%d" % row.number:
            return []
        letters = self._tags.letters.findall(self._xml, row.inner, row.inner_end)
        if letters != self._letters:  # mostly they are those of the row before
            columns = [_column(one) for one in letters]
            if columns[-1] > LAST_COLUMN or any(one >= other for one, other in pairwise(columns)):
                return []
            self._letters, self._columns = letters, columns
        return self._columns

    def is_empty(self, row: Row) -> bool:
        """Whether a row is one of these, and all of its cells are empty: one that is not has an end tag."""
        return bool(self.places(row)) and self._xml.find(b"</", row.inner, row.inner_end) < 0

    def some(self, row: Row, left: int, right: int) -> list[Cell]:
        """The cells of such a row from one column to another."""
        columns, closing = self.columns(row), self._tags.cell_end
        first, last = bisect_left(columns, left), bisect_right(columns, right)
        pieces = self._xml[row.inner : row.inner_end].split(closing, last)[:last]
        at = row.inner + sum(map(len, pieces[:first])) + first * len(closing)
        return self._made(row, pieces[first:], at) or []

    def cells(self, row: Row) -> list[Cell]:
        """The cells of a row element, in the order of the part."""
        if row.inner == row.inner_end:
            return []
        usual = None
        if self._mask is self._xml and row.end - row.start <= LONGEST_CELL:
            usual = self._usual(row)
        return self._any(row) if usual is None else usual

    def _usual(self, row: Row) -> list[Cell] | None:
        """Those of a row in which nothing is but what nearly all programs write, by column; None of another row."""
        pieces = self._xml[row.inner : row.inner_end].split(self._tags.cell_end)
        return None if pieces.pop() else self._made(row, pieces, row.inner)

    def _made(self, row: Row, pieces: list[bytes], at: int) -> list[Cell] | None:
        """The cells that stand there one after another, each without its end tag."""
        tags, cells = self._tags, list[Cell]()
        number, closing = b'%d"' % row.number, len(tags.cell_end)
        append, make = cells.append, tuple.__new__  # of a sheet there are ten thousands of cells
        known, last = tags.heads.get, 0
        for piece in pieces:
            head, _, content = piece.partition(b">")
            spelled = head.replace(number, b"", 1)
            column, style, kind = known(spelled) or _usual_head(tags, spelled)
            if column <= last:
                return None
            end = at + len(piece) + closing
            append(make(Cell, (column, at, end, style, kind, content)))
            at, last = end, column
        return cells

    def _any(self, row: Row) -> list[Cell]:
        odd, long = self._mask is not self._xml, row.end - row.start > LONGEST_CELL
        cells, column, last = list[Cell](), 0, 0
        this_row = b"%d" % row.number
        for match in islice(self._tags.cell.finditer(self._mask, row.inner, row.inner_end), LAST_COLUMN + 1):
            letters, number, style, kind, content, raw, other, closing = match.groups()
            start, end = match.span()
            if letters is None:
                if closing == b"":
                    raise FileError(f"{self._part}: row {row.number} has a cell without end: the file is damaged")
                given = attributes(raw)
                at = re.fullmatch(_REFERENCE, given.get("r", f"{column_letters(column + 1)}{row.number}"), re.ASCII)
                if not at:
                    raise FileError(f"{self._part}: row {row.number} has a cell at {given['r'][:40]!r}")
                letters, number = at[1].upper().encode(), at[2].encode()
                style, kind, content = str(integer(self._part, given, "s")).encode(), given.get("t", "").encode(), other
            column = _column(letters)
            if column <= last:
                self.unordered.add(row.start)
            last = column
            if (number != this_row and int(number) != row.number) or column > LAST_COLUMN:
                raise FileError(
                    f"{self._part}: row {row.number} has a cell at {letters.decode()}{number.decode()}",
                    remedy=SAVE_ONCE,
                )
            if long and end - start > LONGEST_CELL:
                place = Area(self._name, row.number, column, row.number, column).address()
                raise CellError(f"the cell takes {(end - start) / 2**20:.1f} MB of the file", place=place)
            if odd and content:
                group = 5 if match[5] else 7
                content = plain(self._xml[match.start(group) : match.end(group)])
            cells.append(Cell(column, start, end, int(style or 0), kind or b"", content or b""))
        return cells


def _usual_head(tags: Tags, spelled: bytes) -> tuple[int, int, bytes]:
    """(column, style, kind) as a start tag says them, without the number of its row; column 0 of an unusual one."""
    found = tags.cell_head.fullmatch(spelled)
    if not found:
        return 0, 0, b""
    letters, style, kind = found.groups()
    column = column_number(letters.decode())
    said = column if column <= LAST_COLUMN else 0, int(style or 0), kind or b""
    if len(tags.heads) < _HEADS:
        tags.heads[spelled] = said
    return said


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


class RowIndex:
    """The row elements between two places of a part, in any order; one number may stand more than once.

    A row without a number follows the one before it in the part.
    """

    def __init__(self, part: str, tags: Tags, xml: bytes, start: int, end: int) -> None:
        self._part, self._tags, self._xml, self._end = part, tags, xml, end
        self._starts = array("q")
        self._numbers = array("i")  # in the order of the part, as the starts are
        self._known: dict[int, Row] = {}
        self.ordered = True
        number = 0
        for match in islice(tags.row_start.finditer(xml, start, end), LAST_ROW + 1):
            before, (given, bare) = number, match.groups()
            number = int(given) if given else before + 1 if bare else self._number(match.start(), before + 1)
            if number <= before:
                self.ordered = False
            if not 0 < number <= LAST_ROW:
                raise FileError(f"{part} has a row {number}, and a sheet has the rows 1 to {LAST_ROW}")
            self._starts.append(match.start())
            self._numbers.append(number)
        if len(self._starts) > LAST_ROW:
            raise FileError(f"{part} has more than {LAST_ROW} rows: the file is damaged")
        if not self.ordered and len(self._numbers) - len(set(self._numbers)) > _REPEATED:
            raise FileError(f"{part} has rows more than once, over {_REPEATED} times: the file is damaged")

    def _number(self, start: int, implied: int) -> int:
        match = self._tags.row.match(self._xml, start)
        return integer(self._part, attributes(match[1] if match else b""), "r", missing=str(implied))

    @cached_property
    def _places(self) -> Sequence[int]:
        """Indices by row number, those of one number in the order of the part."""
        every = range(len(self._numbers))
        return every if self.ordered else array("i", sorted(every, key=self._numbers.__getitem__))

    @cached_property
    def _sorted(self) -> Sequence[int]:
        return self._numbers if self.ordered else array("i", sorted(self._numbers))

    def _row(self, index: int) -> Row:
        row = self._known.get(index)
        if row is None:
            row = self._looked_at(index)
            if len(self._known) < _KEPT:
                self._known[index] = row
        return row

    def _looked_at(self, index: int) -> Row:
        start, number = self._starts[index], self._numbers[index]
        limit = self._starts[index + 1] if index + 1 < len(self._starts) else self._end
        match = self._tags.row.match(self._xml, start, limit)
        if match and match[2]:
            return Row(number, start, match[1], match.end(), match.end(), match.end())
        end = self._tags.row_end.search(self._xml, match.end(), limit) if match else None
        if not match or not end:
            raise FileError(f"{self._part}: row {number} has no end before the next row: the file is damaged")
        return Row(number, start, match[1], match.end(), end.start(), end.end())

    def __iter__(self) -> Iterator[Row]:
        """Every row, in the order of the part."""
        return map(self._row, range(len(self._starts)))

    @property
    def last(self) -> int:
        """The number of the lowest row; 0 of none."""
        return self._sorted[-1] if len(self._sorted) else 0

    def numbers(self, top: int, bottom: int) -> Sequence[int]:
        """The numbers of the rows between two, these included."""
        return self._sorted[bisect_left(self._sorted, top) : bisect_right(self._sorted, bottom)]

    def at(self, number: int) -> list[Row]:
        """The elements of one row."""
        index = bisect_left(self._sorted, number)
        if index == len(self._sorted) or self._sorted[index] != number:
            return []
        return [self._row(index)] if self.ordered else list(self.within(number, number))

    def within(self, top: int, bottom: int) -> Iterator[Row]:
        """The rows between two, these included, by number."""
        places = self._places[bisect_left(self._sorted, top) : bisect_right(self._sorted, bottom)]
        known = self._known
        return (known.get(index) or self._row(index) for index in places)

    def place_for(self, number: int) -> int:
        """Where in the part a new row of that number can stand and moves no other.

        In rows out of order that is the end: a row without a number counts from the one before it.
        """
        index = bisect_left(self._numbers, number) if self.ordered else len(self._starts)
        return self._starts[index] if index < len(self._starts) else self._end
