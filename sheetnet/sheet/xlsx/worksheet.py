"""A worksheet part that can be written: its edits, spliced into its bytes when somebody asks for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from math import isfinite
from operator import itemgetter
from typing import Any, TypeVar

from sheetnet.errors import CellError
from sheetnet.sheet.cells import Area, Value
from sheetnet.sheet.xlsx.archive import Packed
from sheetnet.sheet.xlsx.entering import Dressed, Edits, Entered, Put, Span, styles_of, written_out
from sheetnet.sheet.xlsx.markup import attributes, mask
from sheetnet.sheet.xlsx.rows import VALUE, Form
from sheetnet.sheet.xlsx.sheet_reader import Context, SheetXml
from sheetnet.sheet.xlsx.sheet_writer import Splice
from sheetnet.sheet.xlsx.wellformed import check_xml

_READ_AS_WRITTEN = {type(None), bool, float, str}
_CELL_END, _BAND = b"</c>", 2**13  # bytes of a part that are looked at together
SHARED = 2**20  # bytes of what is kept for other workbooks that have it too
_LEAST_KEPT, _MOST_KEPT, _AREAS_KEPT = 16, 2**15, 64  # cells of an area that is kept as it was read, and areas

_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")


@lru_cache(maxsize=12)
def _scanned(name: str, part: str, xml: bytes, context: Context) -> SheetXml:
    """A part as it came. The workbooks of a folder have many sheets in common, byte for byte: these are read once.

    Others differ in what their cells hold alone, and what they are without that is looked at once, from the second
    workbook on: most runs have but one.
    """
    if len(xml) > SHARED:
        return SheetXml(name, part, check_xml(part, xml), context)
    met = _met(name, part)
    if not met:
        met.append(Form())
        return SheetXml(name, part, check_xml(part, xml), context)
    form = _form(name, part, _without_values(xml))
    if form.is_well and _are_characters(xml):
        form.is_again = True
        return SheetXml(name, part, xml, context, form)
    checked = check_xml(part, xml)
    form.is_well = checked is xml and mask(xml) is xml
    if form.is_well:
        form.learn(met[0])
        met[0] = form
    return SheetXml(name, part, checked, context, form if form.is_well else None)


def _without_values(xml: bytes) -> bytes:
    """A part without its plain values. A little at a time: the pieces between them take many times their bytes."""
    told, at = BytesIO(), 0
    while at < len(xml):
        end = xml.find(_CELL_END, at + _BAND)
        end = end + len(_CELL_END) if end >= 0 else len(xml)
        told.write(VALUE.sub(b"<v></v></c>", xml[at:end]))
        at = end
    return told.getvalue()  # the same bytes, no copy of them


def _are_characters(xml: bytes) -> bool:
    """Whether what is beyond ASCII are characters, and such as XML may hold."""
    if xml.isascii():
        return True
    try:
        text = xml.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\ufffe" not in text and "\uffff" not in text


@lru_cache(maxsize=12)
def _met(name: str, part: str) -> list[Form]:
    """The form that a sheet of that name and part had last; nothing where none came before."""
    return []


@lru_cache(maxsize=12)
def _form(name: str, part: str, without_values: bytes) -> Form:
    return Form(without_values)


class Worksheet:
    """One worksheet part. Edits wait until a cell of theirs is read, or until `xml` is asked for."""

    def __init__(self, name: str, part: str, xml: bytes, context: Context) -> None:
        self.name = name
        self.part = part
        self.edited = False
        self._edits: Edits = {}
        self._spliced, self._replaced = b"", False
        self._used: tuple[int, int] | None = None  # while no edit comes
        self._sheet = (_scanned if len(xml) <= SHARED else _scanned.__wrapped__)(name, part, xml, context)
        self._sheet.translated = 0  # counted for each workbook

    def write(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Put values into cells; None empties one. A cell with a formula is refused when the edits are applied."""
        self._edit(area, values, is_value=True)

    def refuse(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Raise what `write` of the same would raise later."""
        Splice(self._sheet, {row: [span] for row, span in _spans(area, values, is_value=True)}).refuse()

    def refresh(self, area: Area, values: Sequence[Sequence[Value]]) -> None:
        """Replace saved results of formulas (None removes one); a cell without a formula stays as it is."""
        rows = self._edited_rows(area)
        if any(span[1] and _overlaps(span, area) for row in rows for span in self._edits[row]):
            self._flush()  # a value that waits would be taken for one of the results
        self._edit(area, values, is_value=False)

    def enter(self, area: Area, formulas: Sequence[Sequence[str | None]]) -> None:
        """Put formulas into cells, without saved results, whatever stands there; None empties a cell.

        Formulas that share a text in the file are written out first, so that none loses the one it is read from.
        """
        for row, column, entered in written_out(self._current()):
            self._edit(Area(self.name, row, column, row, column), [[entered]], is_value=False)
        self._edit(area, [[Entered(text) for text in line] for line in formulas], is_value=False)
        self._flush()

    def dress(self, area: Area, like: Area, source: "Worksheet") -> None:
        """Give cells the looks of those of an area of the same shape."""
        self._flush()
        styles = source.styles(like)
        self._edit(area, [[Dressed(style) for style in line] for line in styles], is_value=False)
        self._flush()

    def restyle(self, area: Area, table: Mapping[int, int]) -> None:
        """Give each cell the style that a table has for its own."""
        self._flush()
        styles = [[Dressed(table[style]) for style in line] for line in self.styles(area)]
        self._edit(area, styles, is_value=False)
        self._flush()

    def styles(self, area: Area) -> list[list[int]]:
        """The numbers of the cells' styles."""
        return styles_of(self._current(), area)

    def _flush(self) -> None:
        """Put the edits into the bytes, for the next ones are of another kind."""
        _ = self._current()

    def _edit(self, area: Area, values: Sequence[Sequence[Put]], *, is_value: bool) -> None:
        self.edited, self._used = True, None
        for row, span in _spans(area, values, is_value=is_value):
            self._edits.setdefault(row, []).append(span)

    @property
    def xml(self) -> bytes:
        """The part with every edit in it."""
        if self._edits:
            edits, self._edits, self._used = self._edits, {}, None
            self._spliced = b"".join(Splice(self._indexed(), edits).pieces())
        return self._spliced or self._sheet.xml

    def changed(self) -> bool:
        """Whether the edits leave the part with other bytes than it came with, or may do so."""
        return self._replaced or self.xml != self._sheet.xml

    def packed(self) -> Packed | None:
        """The part with every edit in it, compressed as it is made; None where it is as it came.

        No edit is left then, and the worksheet has to be opened anew.
        """
        if self._spliced and not self._edits:
            return Packed.of((self._spliced,)) if self.changed() else None
        splice = Splice(self._indexed(), self._edits)
        packed = Packed.of(splice.pieces())
        return packed if splice.changed or self._replaced else None

    def _current(self, area: Area | None = None) -> SheetXml:
        """The part as it is now, or, where no edit waits in an area, as it is there.

        Bytes that edits have made are indexed when somebody reads them.
        """
        if self._edits and (area is None or self._waits_in(area)):
            _ = self.xml
        return self._indexed()

    def _indexed(self) -> SheetXml:
        """The part with the edits that were applied so far."""
        if self._spliced:
            self._sheet = SheetXml(self.name, self.part, self._spliced, self._sheet.context)
            self._spliced, self._replaced = b"", True
        return self._sheet

    def _waits_in(self, area: Area) -> bool:
        return any(_overlaps(span, area) for row in self._edited_rows(area) for span in self._edits[row])

    def _edited_rows(self, area: Area) -> Iterable[int]:
        """The rows of an area in which edits wait."""
        if area.height < len(self._edits):
            return self._edits.keys() & range(area.top, area.bottom + 1)
        return (row for row in self._edits if area.top <= row <= area.bottom)

    def read(self, area: Area) -> list[list[Value]]:
        """The values of a rectangle."""
        waiting = {row: [span for span in self._edits[row] if _overlaps(span, area)] for row in self._edited_rows(area)}
        if any(waiting.values()):
            values = self._read_below(waiting, area)
            if values is not None:
                return values
        return _read_once(self._current(area), "read", area)

    def _read_below(self, waiting: Edits, area: Area) -> list[list[Value]] | None:
        """The values of a rectangle under plain ones that wait; None where only the bytes can tell.

        A trace of thousands of rows, of which a few are looked at, is not made and read for that.
        """
        sheet = self._indexed()
        spans = [(row, span) for row, some in waiting.items() for span in some]
        if sheet.context.date_styles() or not all(is_value for _, (_, is_value, _) in spans):
            return None
        try:
            Splice(sheet, {row: some for row, some in waiting.items() if some}).refuse()
        except CellError:
            return None
        values = sheet.read(area)
        for row, (left, _, line) in spans:
            first, last = max(left, area.left), min(left + len(line) - 1, area.right)
            some = line[first - left : last - left + 1]
            read = [float(value) if type(value) is int else value for value in some]
            finite = all(isfinite(value) for value in read if type(value) is float)
            if not finite or not {*map(type, read)} <= _READ_AS_WRITTEN:
                return None
            values[row - area.top][first - area.left : last - area.left + 1] = read  # type: ignore[assignment]
        return values

    def formulas(self, area: Area) -> list[list[str | None]]:
        """The formulas of a rectangle, without their equals signs; those that were entered are in the bytes already."""
        return _read_once(self._sheet, "formulas", area)

    def all_formulas(self, outside: Sequence[Area] = ()) -> Iterator[tuple[int, int, str]]:
        """(row, column, text) of every formula of the sheet that lies in none of some areas."""
        sheet = self._sheet
        if len(sheet.xml) > SHARED:
            return sheet.all_formulas(outside)
        return iter(_kept(sheet.form.formulas, tuple(outside), lambda: _all_formulas(sheet, outside)))

    def hidden_rows(self) -> frozenset[int]:
        """The numbers of the rows that are hidden, by hand, by a filter, or by a height of 0."""
        sheet = self._current()
        if all(sheet.xml.find(word, sheet.start, sheet.end) < 0 for word in (b"hidden", b"ht")):
            return frozenset()
        given = ((row.number, attributes(row.attributes)) for row in sheet.rows)
        return frozenset(
            number for number, own in given if own.get("hidden") in ("1", "true") or not own.get("ht", "1").strip("0.")
        )

    def array_formulas(self) -> list[Area]:
        """The cells that each array formula of the sheet fills."""
        return self._sheet.ranges.array_formulas

    def held(self) -> int:
        """How many cells hold anything, at most: all that stand in the file."""
        sheet = self._current()
        return sheet.xml.count(b"<" + sheet.tags.prefix + b"c", sheet.start, sheet.end)

    def used(self) -> tuple[int, int]:
        """(last row, last column) that hold a cell."""
        if self._used is None:
            self._used = self._looked_through()
        return self._used

    def _looked_through(self) -> tuple[int, int]:
        sheet = self._indexed()
        if sheet.ranges.arrays:  # a result that is removed may be all that a cell of theirs has
            return self._current().used()
        last = {**sheet.last_columns, **{row: self._last_column(sheet, row) for row in self._edits}}
        return max((row for row, column in last.items() if column), default=0), max(last.values(), default=0)

    def _last_column(self, sheet: SheetXml, row: int) -> int:
        """The last column of a row that holds anything when the values that wait are written."""
        spans = [span for span in self._edits[row] if span[1]]  # a formula stays, whatever its result
        last = max([sheet.last_columns.get(row, 0), *(left + len(line) - 1 for left, _, line in spans)])
        over = [line[last - left] for left, _, line in spans if left <= last < left + len(line)]
        if not over or over[-1] is not None:
            return last
        filled: dict[int, bool] = {}
        for one in sheet.rows.at(row):
            columns = sheet.finder.columns(one) or (cell.column for cell in sheet.cells(one) if cell.content)
            filled.update(dict.fromkeys(columns, True))
        for left, _, line in spans:
            filled.update(enumerate((value is not None for value in line), left))
        return max((column for column, is_filled in filled.items() if is_filled), default=0)


def _read_once(sheet: SheetXml, what: str, area: Area) -> list[list[Any]]:
    """The values or the formulas of a rectangle of a sheet."""
    if len(sheet.xml) > SHARED or not _LEAST_KEPT <= area.size <= _MOST_KEPT:
        return getattr(sheet, what)(area)  # type: ignore[no-any-return]
    known: dict[Any, Any] = sheet.form.formulas if what == "formulas" else sheet.known
    tell = (lambda: _formulas(sheet, area)) if what == "formulas" else lambda: getattr(sheet, what)(area)
    return [line.copy() for line in _kept(known, area, tell)]


def _formulas(sheet: SheetXml, area: Area) -> list[list[str | None]]:
    """The formulas of a rectangle; those of the workbook before, but for the rows that are others."""
    before = sheet.form.like.formulas.get(area) if sheet.form.like else None
    if before is None:
        return sheet.formulas(area)
    rows: list[list[str | None]] = [line.copy() for line in before]
    for row in sheet.form.odd:
        if area.top <= row <= area.bottom:
            rows[row - area.top] = sheet.formulas(area._replace(top=row, bottom=row))[0]
    return rows


def _all_formulas(sheet: SheetXml, outside: Sequence[Area]) -> list[tuple[int, int, str]]:
    """Those of the whole sheet, likewise, by row."""
    before = sheet.form.like.formulas.get(tuple(outside)) if sheet.form.like and sheet.rows.ordered else None
    if before is None:
        return list(sheet.all_formulas(outside))
    found = [one for one in before if one[0] not in sheet.form.odd]
    return sorted([*found, *sheet.all_formulas(outside, sheet.form.odd)], key=itemgetter(0))


def _kept(known: dict[_Asked, list[_Told]], asked: _Asked, tell: Callable[[], list[_Told]]) -> list[_Told]:
    """What is known of something that was asked before, or is told now."""
    found = known.get(asked)
    if found is None:
        found = tell()
        if len(known) < _AREAS_KEPT:
            known[asked] = found
    return found


def _overlaps(span: Span, area: Area) -> bool:
    left, _, line = span
    return left <= area.right and area.left < left + len(line)


def _spans(area: Area, values: Sequence[Sequence[Put]], *, is_value: bool) -> list[tuple[int, Span]]:
    """(row, its edits) of every row of an area; what the lines hold is looked at when the edits are applied."""
    if len(values) != area.height or any(len(line) != area.width for line in values):
        raise ValueError(f"expected {area.height} lines of {area.width} values for {area}")
    return [(row, (area.left, is_value, line)) for row, line in enumerate(values, area.top)]
