"""The workbook part and what hangs on it: sheets, defined names, shared strings, which styles show a date."""

import posixpath
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, cached_property, lru_cache

from sheetnet.errors import FileError, LayoutError, did_you_mean
from sheetnet.sheet.xlsx.charts import stretched
from sheetnet.sheet.xlsx.content_types import set_type, types
from sheetnet.sheet.xlsx.defined_names import Name, defined_names, with_names, without_name
from sheetnet.sheet.xlsx.elements import STRICT, TRANSITIONAL, Element, top_elements
from sheetnet.sheet.xlsx.markup import count_elements, elements, escape, integer, plain, root_prefix, spliced, unescape
from sheetnet.sheet.xlsx.number_formats import refuse_many_styles, shows_date
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import Relationship, relate, related, relationships, relationships_part
from sheetnet.sheet.xlsx.sheet_reader import Context
from sheetnet.sheet.xlsx.tags import tags_of, text_of
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.worksheet import SHARED, Worksheet

_WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
MOST_SHEETS = 10_000  # Excel and LibreOffice take as many as there is memory for
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")  # the schema's, backwards


class Workbook:
    """Sheets and names of a package, its worksheets opened on demand; `commit` puts all edits into the package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = self._find_workbook()
        self._checked_book = (b"", b"")
        sheets = self._sheet_elements()
        self._relationships = self._read_relationships()
        self._open: dict[str, Worksheet] = {}
        self._names_of_parts = self._read_sheets(sheets)
        if package.signed:
            raise FileError("the workbook is digitally signed, and any change would break the signature")

    def _xml(self) -> bytes:
        """The workbook part as `check_xml` gives it, checked anew when it has changed."""
        raw = self.package.read(self.part)
        if raw != self._checked_book[0]:
            self._checked_book = (raw, check_xml(self.part, raw))
        return self._checked_book[1]

    def _checked(self, part: str) -> bytes:
        return check_xml(part, self.package.read(part))

    def _find_workbook(self) -> str:
        self.package.read(relationships_part(""))  # refused where it is missing
        part = next((part for _, part in related(self.package, "", "officeDocument")), None)
        if part is None:
            raise FileError("this is a zip file, but not a workbook", remedy="expected an .xlsx or .xlsm file")
        if part.endswith(".bin"):
            raise FileError("this is a binary workbook (.xlsb)", remedy="save it as .xlsx in a spreadsheet program")
        return part

    def _read_relationships(self) -> dict[str, Relationship]:
        self.package.read(relationships_part(self.part))  # refused where it is missing
        return {one.identifier: one for one in relationships(self.package, self.part) if not one.external}

    def _related(self, kind: str) -> str | None:
        parts = (one.target for one in self._relationships.values() if one.is_a(kind))
        return next((part for part in parts if part in self.package), None)

    def _sheet_elements(self) -> tuple[Element, ...]:
        if count_elements(self._xml(), "sheet") > MOST_SHEETS:
            raise FileError(f"the workbook has more than {MOST_SHEETS:,} sheets; the file is refused")
        return _sheets_in(self._xml())

    def _read_sheets(self, elements: Iterable[Element]) -> dict[str, str]:
        sheets: dict[str, str] = {}
        taken: set[str] = set()
        parts: set[str] = set()
        for sheet in elements:
            found = self._relationships.get(sheet.relationship)
            if found and found.is_a("worksheet"):
                name, part = sheet.given.get("name", ""), found.target
                if name.casefold() in taken or part.casefold() in parts:
                    raise FileError(f"two sheets have one name ('{name}') or one part ({part}): the file is damaged")
                taken.add(name.casefold())
                parts.add(part.casefold())
                sheets[name] = part
        if not sheets:
            raise FileError("the workbook has no worksheet")
        return sheets

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets (chart and dialog sheets left out), in order."""
        return list(self._names_of_parts)

    @property
    def names(self) -> dict[str, str]:
        """Workbook-level defined names -> what they refer to."""
        return self._defined_names.get(None, {})

    @property
    def local_names(self) -> set[str]:
        """Names that some sheet defines for itself."""
        return {name for sheet, names in self._defined_names.items() if sheet is not None for name in names}

    def names_of(self, sheet: str) -> dict[str, str]:
        """The names that one sheet defines for itself -> what they refer to."""
        return self._defined_names.get(self._numbers.get(self.worksheet(sheet).name, ""), {})

    def define(self, name: str, refers_to: str | None) -> None:
        """Let a name of the workbook refer to something, anew or for the first time; None takes the name away."""
        xml = self._xml()
        if refers_to is None:
            changed = without_name(xml, name)
        else:
            changed = with_names(xml, [Name({"name": name}, refers_to)], sheet=-1)
        self.package.write(self.part, changed)
        self.__dict__.pop("_defined_names", None)

    @cached_property
    def _defined_names(self) -> dict[str | None, dict[str, str]]:
        """What each name refers to: those of the workbook, and by the number of a sheet those of its own."""
        found: dict[str | None, dict[str, str]] = {}
        for sheet, name, text in _names_in(self._xml()):
            found.setdefault(sheet, {})[name] = text
        return found

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """The number of each sheet among all, charts too, by which names of its own refer to it."""
        return {one.given.get("name", ""): str(number) for number, one in enumerate(self._sheet_elements())}

    @cached_property
    def _context(self) -> Context:
        """What cells mean beside their sheets; the same one for workbooks whose parts for that are the same."""
        strings, styles = self._related("sharedStrings"), self._related("styles")
        parts = [part for part in (strings, styles) if part]
        if sum(map(self.package.size, parts)) <= SHARED:
            with suppress(FileError):  # of a part that perhaps nobody needs
                return _shared_context(strings, styles, *map(self.package.read, parts))
        return _context_of(strings, styles, self.package.read)

    def worksheet(self, name: str) -> Worksheet:
        """The sheet of that name, upper and lower case alike."""
        if name in self._open:
            return self._open[name]
        sheets = {sheet.casefold(): sheet for sheet in self._names_of_parts}
        known = sheets.get(name.casefold())
        if known is None:
            listed = ", ".join(f"'{sheet}'" for sheet in self.sheets)
            raise LayoutError(f"no sheet '{name}'; the workbook has {listed}{did_you_mean(name, self.sheets)}")
        if known not in self._open:
            part = self._names_of_parts[known]
            self._open[known] = Worksheet(known, part, self.package.read(part), self._context)
        return self._open[known]

    def commit(self) -> None:
        """Put every edited worksheet into the package; a program that opens the file will compute all formulas."""
        for name, worksheet in list(self._open.items()):
            packed = worksheet.packed() if worksheet.edited else None
            if packed:
                self.package.write_packed(worksheet.part, packed)
                del self._open[name]  # what was made piece by piece is read again if somebody asks
        if self.package.changed:
            self._ask_for_recalculation()

    def _ask_for_recalculation(self) -> None:
        xml = self._xml()
        there = {one.name: one for one in top_elements(xml)}
        properties = there.get("calcPr")
        if properties:
            if properties.given.get("fullCalcOnLoad") in ("1", "true"):
                return
            change = properties.with_attribute(xml, "fullCalcOnLoad", b"1")
        else:
            before = next(there[name] for name in _BEFORE_CALCULATION if name in there)
            change = (before.end, before.end, b'<%bcalcPr fullCalcOnLoad="1"/>' % before.prefix)
        self.package.write(self.part, spliced(xml, [change]))

    def add_sheet(self, name: str) -> None:
        """Add an empty worksheet after the last sheet."""
        xml = self._xml()
        sheets = [one.given for one in self._sheet_elements()]
        taken = {sheet.get("name", "").casefold(): sheet.get("name", "") for sheet in sheets}
        if name.casefold() in taken:
            raise LayoutError(f"there is a sheet '{taken[name.casefold()]}' already")
        root, *below = top_elements(xml)
        holder = next((one for one in below if one.name == "sheets"), None)
        if not holder or holder.empty:
            raise FileError(f"{self.part} has no list of sheets: the file is damaged")
        if not root.namespace:
            raise FileError(f"{self.part} declares no namespace: the file is damaged")
        folder = posixpath.dirname(self.part)
        names = (posixpath.join(folder, f"worksheets/sheet{number}.xml") for number in range(1, 100_000))
        spoken_for = self._spoken_for()
        part = next(name for name in names if name not in self.package and name.casefold() not in spoken_for)
        base = STRICT if "purl.oclc.org" in root.namespace else TRANSITIONAL
        to_nowhere = re.findall(r"""\bid\s*=\s*["']([^"']*)""", xml.decode("utf-8"))
        with suppress(ValueError):  # in a comment may stand what is no character
            to_nowhere += [unescape(one) for one in to_nowhere]
        kind = f"{base}/worksheet"
        identifier = relate(self.package, self.part, kind, part, absolute=True, taken=to_nowhere)
        sheet_id = 1 + max(integer(self.part, sheet, "sheetId") for sheet in sheets)
        entry = b'<%bsheet name="%b" sheetId="%d" xmlns:rel="%b" rel:id="%b"/>' % (
            holder.prefix, escape(name), sheet_id, base.encode(), identifier.encode(),
        )  # fmt: skip
        self.package.write(self.part, spliced(xml, [(holder.inner_end, holder.inner_end, entry)]))
        set_type(self.package, part, _WORKSHEET_TYPE)
        empty = f'<worksheet xmlns="{root.namespace}"><sheetData></sheetData></worksheet>'
        self.package.write(part, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + empty.encode())
        self._relationships[identifier] = Relationship(identifier, kind, part, external=False, given={})
        self._names_of_parts[name] = part

    def _spoken_for(self) -> set[str]:
        """Names of parts that are promised somewhere, whether they are there or not."""
        return {one.target.casefold() for one in self._relationships.values()} | types(self.package).keys()

    def stretch_charts(self, name: str, top: int, bottom: int, *, on: str | None = None) -> None:
        """Let every chart series over rows from `top` down on a sheet end at row `bottom`.

        A chart is drawn from fixed ranges; when a block of rows grows or shrinks, they have to follow it. The charts
        stand on that sheet, or `on` another one.
        """
        for _, drawing in related(self.package, self.worksheet(on or name).part):
            for _, chart in related(self.package, drawing, "chart"):
                xml = self._checked(chart)
                new = stretched(xml, name, top, bottom)
                if new != xml:
                    self.package.write(chart, new)


def _context_of(strings: str | None, styles: str | None, read: Callable[[str], bytes]) -> Context:
    """The shared strings and the styles of dates, as the parts of these names tell them when a cell needs it."""

    @cache
    def texts() -> list[str]:
        if not strings:
            return []
        xml = plain(check_xml(strings, read(strings)))
        tags = tags_of(root_prefix(xml))
        return [text_of(tags, item[2] or b"") for item in tags.item.finditer(xml)]

    @cache
    def date_styles() -> frozenset[int]:
        return _styles_of_dates(styles, check_xml(styles, read(styles))) if styles else frozenset()

    return Context(lambda index: texts()[index], date_styles)


@lru_cache(maxsize=4)  # one command opens a workbook up to twenty times
def _sheets_in(xml: bytes) -> tuple[Element, ...]:
    return tuple(top_elements(xml, 3, "sheet"))


@lru_cache(maxsize=4)
def _names_in(xml: bytes) -> tuple[tuple[str | None, str, str], ...]:
    """(number of the sheet that defines it, name, what it refers to)."""
    return tuple((one.given.get("localSheetId"), one.given.get("name", ""), one.text) for one in defined_names(xml))


@lru_cache(maxsize=4)
def _shared_context(strings: str | None, styles: str | None, *contents: bytes) -> Context:
    """The same one for workbooks that have the same parts, as those of a folder mostly have."""
    read = dict(zip((part for part in (strings, styles) if part), contents, strict=True))
    return _context_of(strings, styles, read.__getitem__)


@lru_cache(maxsize=1)  # the workbooks of a folder mostly have the same styles
def _styles_of_dates(part: str, xml: bytes) -> frozenset[int]:
    """The numbers of the cell styles that show a date."""
    refuse_many_styles(part, xml)
    within = {one.name: (one.inner, one.inner_end) for one in reversed(top_elements(xml))}
    own = elements(xml, "numFmt", *within["numFmts"]) if "numFmts" in within else ()
    formats = {integer(part, given, "numFmtId"): given.get("formatCode", "") for given in own}
    styles = elements(xml, "xf", *within["cellXfs"]) if "cellXfs" in within else ()
    numbers = [integer(part, style, "numFmtId") for style in styles]
    dates = {number for number in set(numbers) if shows_date(number, formats)}
    return frozenset(index for index, number in enumerate(numbers) if number in dates)
