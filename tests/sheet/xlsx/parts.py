"""Workbooks written out by hand for the tests: sheet parts, whole packages, and other readers' view of them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet as OtherSheet

from sheetnet.sheet.cells import Area, Unsaved, Value, column_letters
from sheetnet.sheet.xlsx.sheet_reader import Context
from sheetnet.sheet.xlsx.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet_xml(data: str, before: str = "", after: str = "") -> bytes:
    """A worksheet part with that inside of its <sheetData>."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'.encode()


def prefixed(xml: bytes) -> bytes:
    """The same part with its elements under a prefix, as some programs write them."""
    text = xml.decode().removeprefix(HEAD).replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    return (HEAD + text.replace("xmlns=", "xmlns:x=", 1)).encode()


def worksheet(xml: bytes, strings: Sequence[str] = (), dates: Sequence[int] = ()) -> Worksheet:
    """A part as sheetnet opens it, on a sheet named S."""
    return Worksheet("S", "xl/worksheets/sheet1.xml", xml, Context(lambda n: strings[n], lambda: frozenset(dates)))


def area(text: str, sheet: str = "S") -> Area:
    """``A1:B2`` on the sheet S, by the rules of openpyxl."""
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = (one or 0 for one in range_boundaries(text))
    return Area(sheet, top, left, bottom, right)


def put(sheet: Worksheet, cell: str, value: Value) -> Worksheet:
    """Write one cell."""
    sheet.write(area(cell), [[value]])
    return sheet


def styles(cell_formats: Sequence[str]) -> str:
    """A styles part whose n-th cell style has the n-th of some number formats."""
    codes = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{xml_text(code)}"/>' for n, code in enumerate(cell_formats)
    )
    cells = "".join(f'<xf numFmtId="{200 + n}" xfId="0" applyNumberFormat="1"/>' for n in range(len(cell_formats)))
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(cell_formats)}">{codes}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(cell_formats)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def by_message(value: object) -> str:
    """The name of a test by the message that it expects."""
    return value if isinstance(value, str) else ""


def xml_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def parts_of_book(
    sheets: Mapping[str, bytes],
    *,
    names: Mapping[str, str] | None = None,
    strings: str = "",
    cell_formats: Sequence[str] = ("General",) * 9,
) -> dict[str, bytes]:
    """The parts of a small workbook, in the order of its package; `strings` is the inside of the shared strings."""
    types = f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
    types += f'<Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>'
    types += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/>'
    relations = f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>'
    relations += f'<Relationship Id="rIdT" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    entries = ""
    for n, name in enumerate(sheets, 1):
        types += f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
        relations += f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        entries += f'<sheet name="{xml_text(name)}" sheetId="{n}" r:id="rId{n}"/>'
    defined = "".join(
        f'<definedName name="{name}">{xml_text(target)}</definedName>' for name, target in (names or {}).items()
    )
    defined = f"<definedNames>{defined}</definedNames>" if defined else ""
    inside = f'<sheets>{entries}</sheets>{defined}<calcPr calcId="1"/>'
    main = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    default += '<Default Extension="xml" ContentType="application/xml"/>'
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{default}{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{inside}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        "xl/styles.xml": styles(cell_formats).removeprefix(HEAD),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }
    parts = {name: (HEAD + text).encode() for name, text in texts.items()}
    return parts | {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of those parts, the same bytes whenever it is made."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), content, method)
    return stream.getvalue()


def book(*sheets: bytes, **others: Any) -> bytes:
    """A workbook of sheets named S, S2, S3 ..."""
    names = ["S", *(f"S{n}" for n in range(2, len(sheets) + 1))]
    return zipped(parts_of_book(dict(zip(names, sheets, strict=True)), **others))


def as_openpyxl_reads(xml: bytes, *, data_only: bool = True, **others: Any) -> OtherSheet:
    """The part as the only sheet of a workbook, opened by openpyxl."""
    return load_workbook(BytesIO(book(xml, **others)), data_only=data_only)["S"]


def values_by_openpyxl(xml: bytes, **others: Any) -> dict[tuple[int, int], Any]:
    """(row, column) -> value of every cell that holds one, as openpyxl reads the part."""
    sheet = as_openpyxl_reads(xml, **others)
    return {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def rows_xml(cells: Mapping[tuple[int, int], Value]) -> str:
    """The inside of a <sheetData> that holds those values; a formula is an `Unsaved`."""
    rows: dict[int, str] = {}
    for (row, column), value in sorted(cells.items()):
        address = f"{column_letters(column)}{row}"
        match value:
            case bool():
                xml = f'<c r="{address}" t="b"><v>{value:d}</v></c>'
            case str():
                xml = f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{xml_text(value)}</t></is></c>'
            case Unsaved(formula):
                xml = f'<c r="{address}"><f>{xml_text(formula)}</f></c>'
            case None:
                xml = f'<c r="{address}"/>'
            case _:
                xml = f'<c r="{address}"><v>{value!r}</v></c>'
        rows[row] = rows.get(row, "") + xml
    return "".join(f'<row r="{row}">{xml}</row>' for row, xml in rows.items())
