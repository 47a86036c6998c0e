"""What a patched workbook has lost: everything that differs from the original and was not asked for."""

import itertools
import re
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter

from tests.promises.patch import ADDED, Patch
from tests.readers.stored import Book, Element, Place, Sheet, Stored, box, inside, plain, read, scan, utf8, without

OPENPYXL_SECONDS = 5  # it takes minutes over merged columns; that is not our affair
_WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


def differences(patch: Patch) -> list[str]:
    """Everything that differs from the original and was not asked for."""
    with zipfile.ZipFile(patch.path) as before, zipfile.ZipFile(patch.target) as after:
        old, new = Book(before), Book(after)
        written = {old.sheets[name] for name in patch.written if name in old.sheets}
        changed = {plain(part) for part in (*written, old.part, old.relations_part, "[Content_Types].xml")}
        found = list(_package_differences(before, after, changed, new.sheets.get(ADDED, "")))
        found += _registration_differences(before, after, old, new)
        for name, part in old.sheets.items():
            if part in written:
                now = Sheet(read(after, part))
                found += [f"{name}: {one}" for one in _sheet_differences(patch.sheets[name], now, patch, name)]
        if ADDED in new.sheets:
            added = Sheet(read(after, new.sheets[ADDED]))
            found += [f"{ADDED}: {one}" for one in _cell_differences(Sheet(_EMPTY), added, patch.written[ADDED], {})]
    return found + list(_openpyxl_differences(patch))


_EMPTY = b"<worksheet><sheetData/></worksheet>"


def _package_differences(
    before: zipfile.ZipFile, after: zipfile.ZipFile, changed: set[str], added: str
) -> Iterator[str]:
    old, new = before.infolist(), after.infolist()
    names = [plain(info.filename) for info in new]
    if names != [*(plain(info.filename) for info in old), plain(added)]:
        yield f"the members are {[info.filename for info in new]}, expected those of the original and {added!r}"
        return
    for one, other in zip(old, new, strict=False):
        if plain(one.filename) in changed:
            after.read(other)
        elif (one.CRC, one.compress_type, one.file_size) != (other.CRC, other.compress_type, other.file_size):
            yield f"{one.filename}: changed"
        elif _packed(before, one) != _packed(after, other):
            yield f"{one.filename}: the compressed bytes changed"
        elif (one.date_time, one.external_attr, one.create_system) != (
            other.date_time, other.external_attr, other.create_system,
        ):  # fmt: skip
            yield f"{one.filename}: the date or the attributes of the member changed"


def _packed(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    handle = file.fp
    assert handle
    handle.seek(info.header_offset)
    name, extra = struct.unpack("<26x2H", handle.read(30))
    handle.seek(info.header_offset + 30 + name + extra)
    return handle.read(info.compress_size)


def _registration_differences(before: zipfile.ZipFile, after: zipfile.ZipFile, old: Book, new: Book) -> Iterator[str]:
    """The new sheet stands once in each of three parts, and these say nothing else that is new, byte for byte."""
    part = new.sheets.get(ADDED)
    if part is None:
        yield "the added sheet is not in the workbook"
        return
    entry = next(one for one in new.elements if one.name == "sheet" and one.given.get("name") == ADDED)
    identifier = next(value for name, value in entry.given.items() if name.endswith("relationships id"))
    if identifier in old.relations:
        yield f"the relationship {identifier} was there before"
    if entry.given["sheetId"] in {one.given.get("sheetId") for one in old.elements if one.name == "sheet"}:
        yield f"the sheetId {entry.given['sheetId']} was there before"
    kinds = {given["Type"] for given in old.relations.values() if given["Type"].endswith("/worksheet")}
    if new.relations[identifier]["Type"] not in kinds:
        yield f"the relationship's type is {new.relations[identifier]['Type']}, and others have {kinds}"
    for register, attribute, value in (
        (old.relations_part, "Id", identifier),
        ("[Content_Types].xml", "PartName", f"/{part}"),
    ):
        xml, then = utf8(read(after, register)), utf8(read(before, register))
        if without(xml, [one for one in scan(xml) if one.given.get(attribute) == value]) != then:
            yield f"{register}: more than the entry of the new sheet changed"
    yield from _workbook_differences(old, new, entry)


def _workbook_differences(old: Book, new: Book, entry: Element) -> Iterator[str]:
    calculation = [[one for one in book.elements if one.name == "calcPr"] for book in (old, new)]
    if without(new.xml, [entry, *calculation[1]]) != without(old.xml, calculation[0]):
        yield f"{old.part}: more than the new sheet's entry and calcPr changed"
    then, now = ([dict(one.given) for one in found] for found in calculation)
    if [one.pop("fullCalcOnLoad", "") in ("1", "true") for one in now] != [True]:
        yield f"{old.part}: fullCalcOnLoad is not set, or set twice"
    for given in then:
        given.pop("fullCalcOnLoad", "")
    if (then or [{}]) != now:
        yield f"{old.part}: calcPr had {then}, and has {now}"
    order = [_WORKBOOK_ORDER.index(one.name) for one in new.elements if one.depth == 2 and one.name in _WORKBOOK_ORDER]
    was = [_WORKBOOK_ORDER.index(one.name) for one in old.elements if one.depth == 2 and one.name in _WORKBOOK_ORDER]
    if order != sorted(order) and was == sorted(was):
        yield f"{old.part}: the elements are out of the schema's order"


def _sheet_differences(old: Sheet, new: Sheet, patch: Patch, name: str) -> Iterator[str]:
    written, refreshed = patch.written[name], patch.refreshed.get(name, {})
    stored = [place for place, value in written.items() if value is not None]
    if new.head != old.head:
        yield "the bytes before the cells changed"
    if new.tail != old.tail:
        yield "the bytes after the cells changed"
    if new.between != old.between:
        yield f"the bytes between the cells changed: {old.between[:60]!r} -> {new.between[:60]!r}"
    if (old.dimension is None) != (new.dimension is None):
        yield "the dimension came or went"
    if old.dimension and new.dimension and stored and re.search("[A-Za-z]", old.dimension.given["ref"]):  # not 1:4
        top, left, bottom, right = box(old.dimension.given["ref"])
        if not all(inside(place, box(new.dimension.given["ref"])) for place in [(top, left), (bottom, right), *stored]):
            yield f"the dimension {old.dimension.given['ref']} became {new.dimension.given['ref']}"
    yield from _row_differences(old, new, {row for row, _ in stored}, stored)
    yield from _cell_differences(old, new, written, refreshed)


def _row_differences(old: Sheet, new: Sheet, touched: set[int], stored: list[Place]) -> Iterator[str]:
    known = {row for row, _ in old.rows}
    kept = [(row, given) for row, given in new.rows if row in known]
    added = [row for row, _ in new.rows if row not in known]
    if sorted(added) != sorted(touched - known):
        yield f"rows were added: {sorted(set(added) ^ (touched - known))[:5]}"
    if [row for row, _ in kept] != [row for row, _ in old.rows]:
        yield "rows went, or moved"
        return
    in_order = [row for row, _ in old.rows] == sorted(row for row, _ in old.rows)
    if in_order and [row for row, _ in new.rows] != sorted(row for row, _ in new.rows):
        yield "rows are out of order"
    for (row, then), (_, now) in zip(old.rows, kept, strict=True):
        columns = [column for other, column in stored if other == row]
        if [other for other, _ in old.rows].count(row) > 1 and then == now:
            continue  # a row in several pieces, of which another one was written
        if not _as_wide_as_needed(dict(then), dict(now), columns):
            yield f"row {row}: the attributes {then} became {now}"


def _as_wide_as_needed(then: dict[str, str], now: dict[str, str], columns: list[int]) -> bool:
    """Whether a row's attributes differ in `spans` alone, which reach over the columns that were written."""
    before, after = given_spans = [given.pop("spans", "") for given in (then, now)]
    if then != now or not columns or not before or " " in before:  # several spans stay: they are a hint only
        return then == now and before == after
    (first, last), wider = ([int(column) for column in spans.split(":")] for spans in given_spans)
    return wider == [min(first, *columns), max(last, *columns)]


def _cell_differences(
    old: Sheet, new: Sheet, written: Mapping[Place, float | None], refreshed: Mapping[Place, float]
) -> Iterator[str]:
    for place in (old.cells.keys() | new.cells.keys()) - written.keys() - refreshed.keys():
        then, now = old.cells.get(place), new.cells.get(place)
        if then is None or now is None or then.raw != now.raw:
            yield f"{_address(place)}: {then and then.raw[:150]!r} became {now and now.raw[:150]!r}"
    for place, value in itertools.chain(written.items(), refreshed.items()):
        cell = new.cells.get(place)
        if cell is None:
            if value is not None or place in old.cells:
                yield f"{_address(place)}: there is no cell, expected {value!r}"
            continue
        then = old.cells.get(place)
        if cell.formula != (then.formula if then and place in refreshed else None):
            yield f"{_address(place)}: the formula changed to {cell.formula!r}"
        if _bits(float(cell.value) if cell.value else None) != _bits(value) or not _is_number(cell):
            yield f"{_address(place)}: holds {cell.raw[:150]!r}, and {value!r} was written"
        if cell.given.get("s", "0") != old.style(place):
            yield f"{_address(place)}: the style is {cell.given.get('s')}, expected {old.style(place)}"


def _is_number(cell: Stored) -> bool:
    return cell.value is None or cell.given.get("t", "n") == "n"


def _address(place: Place) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def _bits(value: float | None) -> bytes:
    return b"" if value is None else struct.pack("<d", value)


def _openpyxl_differences(patch: Patch) -> Iterator[str]:
    """openpyxl opens the result if it opened the original, and reads the numbers that were written."""
    try:
        book = _opened_by_openpyxl(patch.target)
    except TimeoutError:
        return
    except Exception as error:  # of any kind: what counts is whether the original fails too
        with suppress(Exception):
            _opened_by_openpyxl(patch.path)
            yield f"openpyxl opens the original, and not the result: {type(error).__name__}: {error}"
        return
    for name, cells in patch.written.items():
        if name not in book.sheetnames:  # of the Strict format openpyxl sees no sheet
            continue
        for (row, column), value in cells.items():
            read = book[name].cell(row, column).value
            if (isinstance(read, float) or value is None) and _bits(read) != _bits(value):
                yield f"openpyxl reads {read!r} at {name}!{_address((row, column))}, and {value!r} was written"


def _opened_by_openpyxl(path: Path) -> Any:
    with warnings.catch_warnings(), limited_time(OPENPYXL_SECONDS):
        warnings.simplefilter("ignore")
        return load_workbook(path)


@contextmanager
def limited_time(seconds: int) -> Iterator[None]:
    import signal

    if not hasattr(signal, "alarm"):  # Windows
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    signal.signal(signal.SIGALRM, stop)
    left = signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(left)
