"""What is put into a cell besides values: a formula, and the looks of another cell."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import NamedTuple

from sheetnet.errors import FileError
from sheetnet.sheet.cells import LAST_COLUMN, Area, Unsaved, Value
from sheetnet.sheet.xlsx.markup import ATTRIBUTES, attribute_place, attributes, escape_cell_text, integer
from sheetnet.sheet.xlsx.rows import VALUE, Holes, Row
from sheetnet.sheet.xlsx.sheet_reader import SheetXml


class Entered(NamedTuple):
    """A formula without its equals sign, in place of whatever is in the cell; None empties it.

    `result` is what the formula gives, if that is known.
    """

    formula: str | None
    result: Value = None


class Dressed(NamedTuple):
    """The number of a style, in place of the cell's own."""

    style: int


Put = Value | Entered | Dressed
Edit = tuple[bool, Put]  # (whether it is a value, or else a saved result, a formula or a look; what is put there)
Span = tuple[int, bool, Sequence[Put]]  # (first column, whether they are values, one for each column)
Edits = dict[int, list[Span]]  # by row; what comes later holds
NUMBERS = {float, int}


def fills(edit: Edit) -> bool:
    """Whether there has to be a cell after it."""
    is_value, value = edit
    if isinstance(value, Entered):
        return value.formula is not None
    return isinstance(value, Dressed) or (is_value and value is not None)


def ends(line: Sequence[Put], *, is_value: bool) -> Sequence[int]:
    """The places of the first and the last of a line that fill a cell."""
    if is_value and line[0] is not None and line[-1] is not None:
        return 0, len(line) - 1
    if not is_value and not isinstance(line[0], Entered | Dressed):
        return ()  # results of formulas, whose cells are there
    filled = [place for place, value in enumerate(line) if fills((is_value, value))]
    return [filled[0], filled[-1]] if filled else ()


def formula_element(prefix: bytes, formula: str | None) -> bytes:
    """The element of a formula; nothing of none."""
    return b"" if formula is None else b"<%bf>%b</%bf>" % (prefix, escape_cell_text(formula), prefix)


def dressed(cell: bytes, attributes: bytes, style: int) -> bytes:
    """The bytes of a cell, which has these attributes, with another style."""
    start, end = attribute_place(attributes, b"s")
    if end >= 0:
        changed = b"%b%d%b" % (attributes[:start], style, attributes[end:])
    else:
        changed = b'%b s="%d"' % (attributes.rstrip(), style) if style else attributes
    return cell.replace(attributes, changed, 1)


def written_out(sheet: SheetXml) -> Iterator[tuple[int, int, Entered]]:
    """(row, column, formula) of every cell whose formula shares its text with others, as it is when it stands alone."""
    if all(sheet.xml.find(word, sheet.start, sheet.end) < 0 for word in (b"shared", b"&#")):  # may be letters of it
        return
    for row in sheet.rows:
        for cell in sheet.cells(row):
            tag = sheet.tags.formula_start.search(cell.content)
            if tag and tag[1] and attributes(tag[1]).get("t") == "shared":
                here = Area(sheet.name, row.number, cell.column, row.number, cell.column)
                text, result = sheet.formulas(here)[0][0], sheet.value(row.number, cell)
                if text is not None:
                    yield row.number, cell.column, Entered(text, None if isinstance(result, Unsaved) else result)


def styles_of(sheet: SheetXml, area: Area) -> list[list[int]]:
    """The number of each cell's style; 0 where there is no cell."""
    styles = [[0] * area.width for _ in range(area.height)]
    for row in sheet.rows.within(area.top, area.bottom):
        for cell in sheet.cells(row):
            if area.left <= cell.column <= area.right:
                styles[row.number - area.top][cell.column - area.left] = cell.style
    return styles


def column_styles(sheet: SheetXml, columns: Sequence[int]) -> dict[int, int]:
    """Column -> its style, for those of some sorted columns that have one."""
    styles: dict[int, int] = {}
    tags = re.compile(rb"<" + re.escape(sheet.tags.prefix) + rb"col(?=\s)" + ATTRIBUTES)
    for count, match in enumerate(tags.finditer(sheet.mask, 0, sheet.start)):
        if count >= LAST_COLUMN:
            raise FileError(f"{sheet.part} describes more columns than a sheet has: the file is damaged")
        if b"style" not in match[1]:
            continue
        given = attributes(match[1])
        first, last = (integer(sheet.part, given, name, missing="nothing") for name in ("min", "max"))
        style = integer(sheet.part, given, "style")
        if style:
            some = columns[bisect_left(columns, first) : bisect_right(columns, last)]
            styles.update(dict.fromkeys(some, style))
    return styles


def quick_result(kind: bytes, value: Put) -> bytes | None:
    """The result of a formula as it stands in a cell of that kind; None of one that needs another kind of cell."""
    if type(value) is float and not kind:
        return repr(value).encode() if isfinite(value) else None
    if type(value) is int and not kind:
        return b"%d" % value
    return escape_cell_text(value) if type(value) is str and kind == b"str" else None


def quick_row(sheet: SheetXml, row: Row, spans: Sequence[Span]) -> bytes | None:
    """A row whose edits are results of plain formulas alone, or numbers over numbers; None of another."""
    if any(is_value for _, is_value, _ in spans):
        inner = _over_numbers(sheet, row, spans)
    elif any(isinstance(line[0], Entered | Dressed) for _, _, line in spans):
        return None
    else:
        inner = _by_known_places(sheet, row, spans) if sheet.form.is_again else None
        inner = _by_cells(sheet, row, spans) if inner is None else inner
    if inner is None or inner == sheet.xml[row.inner : row.inner_end]:
        return None if inner is None else sheet.xml[row.start : row.end]
    p = sheet.tags.prefix
    return b"<%brow%b>%b</%brow>" % (p, row.attributes.rstrip(), inner, p)


def _over_numbers(sheet: SheetXml, row: Row, spans: Sequence[Span]) -> bytes | None:
    """The inside of a long row of plain numbers and empty cells with others in their places, as where a trace goes.

    None where that is not all there is to do.
    """
    columns = sheet.finder.places(row)
    if not columns or sheet.context.date_styles():  # no number is the same as a date
        return None
    before, after = sheet.tags.plain_value
    nothing = b">" + before + after + sheet.tags.cell_end
    pieces = sheet.tags.plain_number.split(sheet.xml[row.inner : row.inner_end].replace(b"/>", nothing))
    for left, is_value, line in spans:
        first = bisect_left(columns, left)
        if not is_value or columns[first : first + len(line)] != [*range(left, left + len(line))]:
            return None  # a result without a formula, or a cell that is not there yet
        places = slice(2 * first + 1, 2 * (first + len(line)), 2)
        texts = _texts(pieces[places], line)
        if texts is None:
            return None
        pieces[places] = texts
    return b"".join(pieces).replace(nothing, b"/>")


def _texts(texts: Sequence[bytes], line: Sequence[Put]) -> list[bytes] | None:
    """Numbers as they are written over others, nothing for None; an equal one as it stands. None of other values."""
    types = {*map(type, line)}
    if types == {type(None)}:
        return [b""] * len(line)
    if not types <= NUMBERS or not isfinite(sum(map(abs, line))):  # type: ignore[arg-type]
        return None
    if not any(texts):
        return [repr(value).encode() for value in line]
    try:
        were = [float(text or b"nan") for text in texts]
    except ValueError:
        return None
    if b"_" in b"".join(texts):  # which Python takes within a number
        return None
    return [
        text if was == value and (was or "-0.0" not in (repr(was), repr(value))) else repr(value).encode()
        for text, was, value in zip(texts, were, line, strict=True)
    ]


def _by_cells(sheet: SheetXml, row: Row, spans: Sequence[Span]) -> bytes | None:
    """The inside of a row with other results."""
    cells = sheet.cells(row, keep=False)
    if sheet.odd or not sheet.ordered(row) or row.number in sheet.array_spans:
        return None
    values: dict[int, Put] = {}
    for left, _, line in spans:
        values.update(zip(range(left, left + len(line)), line, strict=True))
    xml, (opening, closing) = sheet.xml, sheet.tags.plain_formula
    before, after = sheet.tags.plain_value[0], sheet.tags.plain_value[1] + sheet.tags.cell_end
    pieces: list[bytes] = []
    at = row.inner
    for column, start, end, _, kind, content in cells:
        if column not in values or b"f" not in content:
            continue
        if not content.startswith(opening):
            if sheet.tags.formula.search(content):
                return None
            continue
        value = values[column]
        plain = not kind and type(value) is float and isfinite(value)  # the usual case, quickly
        text = repr(value).encode() if plain else quick_result(kind, value)
        kept = xml.find(closing, start, end) + len(closing)
        if text is None or kept < len(closing) or not (text or _usual(sheet, start)):
            return None
        pieces += (xml[at:kept], before, text, after)
        at = end
    pieces.append(xml[at : row.inner_end])
    return b"".join(pieces)


def _by_known_places(sheet: SheetXml, row: Row, spans: Sequence[Span]) -> bytes | None:
    """The same of a row that is known from another workbook; None where all of its formulas are not to be given."""
    if row.number not in sheet.form.holes:
        sheet.form.holes[row.number] = _holes(sheet, row)
    holes = sheet.form.holes[row.number]
    if holes is None:
        return None
    values: dict[int, Put] = {}
    for left, _, line in spans:
        values.update(zip(range(left, left + len(line)), line, strict=True))
    given = [*map(values.get, holes.columns)]
    if holes.numbers and {*map(type, given)} == {float} and isfinite(sum(map(abs, given))):  # type: ignore[arg-type]
        return holes.numbers % tuple(given)  # the usual case, quickly
    pieces = VALUE.split(sheet.xml[row.inner : row.inner_end])
    for place, kind, value in zip(holes.places, holes.kinds, given, strict=True):
        text = quick_result(kind, value)
        if text is None:
            return None
        pieces[place] = b"<v>%b</v></c>" % text
    return b"".join(pieces)


def _holes(sheet: SheetXml, row: Row) -> Holes | None:
    """Where the results of a row stand; None where a formula's is no plain value."""
    cells = {cell.end: cell for cell in sheet.cells(row)}
    if not sheet.ordered(row) or row.number in sheet.array_spans:
        return None
    opening, closing = sheet.tags.plain_formula
    columns, kinds, places = list[int](), list[bytes](), list[int]()
    for number, match in enumerate(VALUE.finditer(sheet.xml, row.inner, row.inner_end)):
        cell = cells.get(match.end())
        if cell and cell.content.startswith(opening) and (not cell.kind or _usual(sheet, cell.start)):
            result = cell.content[cell.content.find(closing) + len(closing) :]
            if result + sheet.tags.cell_end == match[0]:
                columns.append(cell.column)
                kinds.append(cell.kind)
                places.append(2 * number + 1)
    if sum(b"<f" in cell.content for cell in cells.values()) != len(columns):
        return None
    around = VALUE.split(sheet.xml[row.inner : row.inner_end])
    alone = 2 * len(columns) + 1 == len(around) and not any(kinds)
    numbers = b"<v>%r</v></c>".join(piece.replace(b"%", b"%%") for piece in around[::2]) if alone else b""
    return Holes(columns, kinds, places, numbers)


def _usual(sheet: SheetXml, start: int) -> bool:
    """Whether a cell of text says that it is one at the end of its start tag, as it does when it is written anew."""
    return sheet.xml.endswith(b't="str"', start, sheet.xml.find(b">", start))
