"""The workbook part and what hangs on it: sheets, defined names, shared strings, which styles show a date."""

import posixpath
import re
from functools import cached_property

from sheetnet.errors import FileError, LayoutError, did_you_mean
from sheetnet.sheet.xlsx.encoding import as_utf8
from sheetnet.sheet.xlsx.markup import (
    ATTRIBUTES,
    PREFIX,
    attribute_place,
    attributes,
    elements,
    escape,
    integer,
    mask,
    plain,
    spliced,
    unescape,
)
from sheetnet.sheet.xlsx.number_formats import shows_date
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.sheet_reader import Context
from sheetnet.sheet.xlsx.tags import Tags, text_of
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.worksheet import Worksheet

_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NAMES_LIMIT = 200_000


class Workbook:
    """Sheets and names of a package, its worksheets opened on demand; `commit` puts all edits into the package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = self._find_workbook()
        self._relations = self._read_relations(self.part)
        self._open: dict[str, Worksheet] = {}
        self._context = Context(lambda index: self._strings[index], lambda: self._date_styles)
        self._names_of_parts = self._read_sheets(self._xml())
        if package.signed:
            raise FileError("the workbook is digitally signed, and any change would break the signature")

    def _xml(self) -> bytes:
        return as_utf8(self.part, self.package.read(self.part))

    def _checked(self, part: str) -> bytes:
        return check_xml(part, self.package.read(part))

    def _find_workbook(self) -> str:
        for relation in elements(self._checked("_rels/.rels"), "Relationship"):
            if relation.get("Type", "").endswith("/officeDocument"):
                part = posixpath.normpath(posixpath.join("/", relation.get("Target", ""))).lstrip("/")
                if part.endswith(".bin"):
                    raise FileError(
                        "this is a binary workbook (.xlsb)", remedy="save it as .xlsx in a spreadsheet program"
                    )
                self._checked(part)
                return part
        raise FileError("this is a zip file, but not a workbook", remedy="expected an .xlsx or .xlsm file")

    def _read_relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (type, part name) of a part's internal targets."""
        folder, name = posixpath.split(part)
        relations = {}
        path = posixpath.join(folder, "_rels", name + ".rels")
        if path not in self.package:
            if part == self.part:
                raise FileError(f"the part {path} is missing: the file is damaged")
            return {}
        for relation in elements(self._checked(path), "Relationship"):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/")
                relations[relation.get("Id", "")] = (relation.get("Type", ""), target)
        return relations

    def _related(self, kind: str) -> str | None:
        for relation, part in self._relations.values():
            if relation.endswith("/" + kind) and part in self.package:
                return part
        return None

    def _read_sheets(self, xml: bytes) -> dict[str, str]:
        sheets: dict[str, str] = {}
        taken: dict[str, str] = {}
        for sheet in elements(xml, "sheet"):
            identifier = next((value for name, value in sheet.items() if name.endswith(":id")), "")
            kind, part = self._relations.get(identifier, ("", ""))
            if kind.endswith("/worksheet"):
                name = sheet.get("name", "")
                if name.casefold() in taken or part.casefold() in taken.values():
                    raise FileError(f"two sheets have one name ('{name}') or one part ({part}): the file is damaged")
                taken[name.casefold()] = part.casefold()
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
        return self._defined_names[0]

    @property
    def local_names(self) -> set[str]:
        """Names that some sheet defines for itself."""
        return self._defined_names[1]

    @cached_property
    def _defined_names(self) -> tuple[dict[str, str], set[str]]:
        names: dict[str, str] = {}
        local: set[str] = set()
        pattern = (
            rb"<" + PREFIX + rb"definedName(?=\s)" + ATTRIBUTES + rb">(.*?)(?:</" + PREFIX + rb"definedName\s*>|\Z)"
        )
        xml = plain(self._xml())
        if xml.count(b"definedName") > 2 * _NAMES_LIMIT:
            raise FileError(f"the workbook defines more than {_NAMES_LIMIT:,} names; the file is refused")
        for match in re.finditer(pattern, xml, re.S):
            given = attributes(match[2])
            if "localSheetId" in given:
                local.add(given.get("name", ""))
            else:
                names[given.get("name", "")] = unescape(match[3].decode("utf-8"))
        return names, local

    @cached_property
    def _strings(self) -> list[str]:
        part = self._related("sharedStrings")
        if not part:
            return []
        xml = plain(self._checked(part))
        prefix = re.search(rb"<" + PREFIX + rb"sst[\s>]", xml)
        tags = Tags(prefix[1] if prefix else b"")
        return [text_of(tags, item[2] or b"") for item in tags.item.finditer(xml)]

    @cached_property
    def _date_styles(self) -> frozenset[int]:
        part = self._related("styles")
        if not part:
            return frozenset()
        xml = mask(self._checked(part))
        own = re.search(rb"<(?:[\w.-]+:)?numFmts[\s>](.*?)</(?:[\w.-]+:)?numFmts\s*>", xml, re.S)
        formats = {
            integer(part, given, "numFmtId"): given.get("formatCode", "")
            for given in (elements(own[1], "numFmt") if own else ())
        }
        inside = re.search(rb"<(?:[\w.-]+:)?cellXfs[\s>](.*?)</(?:[\w.-]+:)?cellXfs\s*>", xml, re.S)
        styles = elements(inside[1], "xf") if inside else iter(())
        return frozenset(
            index for index, style in enumerate(styles) if shows_date(integer(part, style, "numFmtId"), formats)
        )

    def worksheet(self, name: str) -> Worksheet:
        """The sheet of that name, upper and lower case alike."""
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
        for worksheet in self._open.values():
            if worksheet.edited and worksheet.changed():
                self.package.write(worksheet.part, worksheet.xml)
        if self.package.changed:
            self._ask_for_recalculation()

    def _ask_for_recalculation(self) -> None:
        xml = self._xml()
        seen = mask(xml)
        match = re.search(rb"<" + PREFIX + rb"calcPr(?=[\s/>])" + ATTRIBUTES, seen)
        if match:
            start, end = (match.start(2) + at for at in attribute_place(match[2], b"fullCalcOnLoad"))
            if start < match.start(2):
                change = (match.end(), match.end(), b' fullCalcOnLoad="1"')
            elif xml[start:end] in (b"1", b"true"):
                return
            else:
                change = (start, end, b"1")
            self.package.write(self.part, spliced(xml, [change]))
            return
        for before in ("definedNames", "externalReferences", "functionGroups", "sheets"):  # the schema's order
            end_tag = rb"</" + PREFIX + before.encode() + rb"\s*>|<" + PREFIX + before.encode() + rb"\s*/>"
            found = re.search(end_tag, seen)
            if found:
                tag = b'<%bcalcPr fullCalcOnLoad="1"/>' % (found[1] or found[2] or b"")
                self.package.write(self.part, spliced(xml, [(found.end(), found.end(), tag)]))
                return

    def add_sheet(self, name: str) -> None:
        """Add an empty worksheet after the last sheet."""
        taken = {sheet.get("name", "").casefold(): sheet.get("name", "") for sheet in elements(self._xml(), "sheet")}
        if name.casefold() in taken:
            raise LayoutError(f"there is a sheet '{taken[name.casefold()]}' already")
        folder = posixpath.dirname(self.part)
        names = (posixpath.join(folder, f"worksheets/sheet{number}.xml") for number in range(1, 100_000))
        spoken_for = self._spoken_for()
        part = next(name for name in names if name not in self.package and name.casefold() not in spoken_for)
        xml = self._xml()
        seen = mask(xml)
        root = re.search(rb"<" + PREFIX + rb"workbook(?=[\s>])" + ATTRIBUTES + rb">", seen)
        sheets_end = re.search(rb"</" + PREFIX + rb"sheets\s*>", seen)
        if not root or not sheets_end:
            raise FileError(f"{self.part} has no list of sheets: the file is damaged")
        prefix = root[1].decode().rstrip(":")
        namespace = attributes(root[2]).get(f"xmlns:{prefix}" if prefix else "xmlns")
        if namespace is None:
            raise FileError(f"{self.part} declares no namespace: the file is damaged")
        relation = _STRICT if "purl.oclc.org" in namespace else _TRANSITIONAL
        relations = posixpath.join(folder, "_rels", posixpath.basename(self.part) + ".rels")
        used = {one.get("Id") for one in elements(self._checked(relations), "Relationship")}  # those to outside too
        used |= set(re.findall(r"""\bid\s*=\s*["']([^"']*)""", xml.decode("utf-8", "replace")))  # and those to nowhere
        identifier = next(f"rId{n}" for n in range(1, 100_000) if f"rId{n}" not in used)
        sheet_id = 1 + max(integer(self.part, sheet, "sheetId") for sheet in elements(xml, "sheet"))
        entry = b'<%bsheet name="%b" sheetId="%d" xmlns:rel="%b" rel:id="%b"/>' % (
            sheets_end[1], escape(name), sheet_id, relation.encode(), identifier.encode(),
        )  # fmt: skip
        self.package.write(self.part, spliced(xml, [(sheets_end.start(), sheets_end.start(), entry)]))
        self._add_to(
            relations,
            "Relationships",
            f'Relationship Id="{identifier}" Type="{relation}/worksheet" Target="/{part}"',
        )
        self._add_to("[Content_Types].xml", "Types", f'Override PartName="/{part}" ContentType="{_WORKSHEET_TYPE}"')
        empty = f'<worksheet xmlns="{namespace}"><sheetData></sheetData></worksheet>'
        self.package.write(part, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + empty.encode())
        self._relations[identifier] = (f"{relation}/worksheet", part)
        self._names_of_parts[name] = part

    def _spoken_for(self) -> set[str]:
        """Names of parts that are promised somewhere, whether they are there or not."""
        promised = {target for _, target in self._relations.values()}
        types = elements(self._checked("[Content_Types].xml"), "Override")
        return {name.lstrip("/").casefold() for name in (*promised, *(one.get("PartName", "") for one in types))}

    def _add_to(self, part: str, root: str, element: str) -> None:
        xml = self._checked(part)
        ends = list(re.finditer(rb"</" + PREFIX + root.encode() + rb"\s*>", mask(xml)))
        if not ends:
            raise FileError(f"{part} is not what it should be: the file is damaged")
        added = b"<%b%b/>" % (ends[-1][1], element.encode())
        self.package.write(part, spliced(xml, [(ends[-1].start(), ends[-1].start(), added)]))

    def stretch_charts(self, name: str, top: int, bottom: int) -> None:
        """Let every chart series over rows from `top` down on a sheet end at row `bottom`.

        A chart is drawn from fixed ranges; when a block of rows grows or shrinks, they have to follow it.
        """
        quoted = re.escape(escape(name.replace("'", "''")))
        pattern = re.compile(rb"<(?:[\w.-]+:)?f>'?%b'?!\$[A-Z]{1,3}\$%d:\$[A-Z]{1,3}\$(\d+)</" % (quoted, top))
        new = b"%d" % bottom
        for _, drawing in self._read_relations(self.worksheet(name).part).values():
            for kind, chart in self._read_relations(drawing).values():
                if kind.endswith("/chart"):
                    xml = self._checked(chart)
                    ends = [match.span(1) for match in pattern.finditer(mask(xml))]
                    changes = [(start, end, new) for start, end in ends if xml[start:end] != new]
                    if changes:
                        self.package.write(chart, spliced(xml, changes))
