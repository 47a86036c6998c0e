"""What openpyxl, which makes objects of all that a file has, would need minutes or gigabytes for."""

from collections.abc import Iterator

from sheetnet.errors import FileError
from sheetnet.sheet.cells import parse_area
from sheetnet.sheet.xlsx.markup import attributes, count_elements, elements, mask, root_prefix
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.tags import tags_of
from sheetnet.sheet.xlsx.wellformed import check_xml

_LONGEST_FORMAT = 255  # characters of a number format, as in Excel; openpyxl searches longer ones without end
_MOST_TRANSLATED = 2**22  # characters of shared formulas, as openpyxl writes them out for each of their cells
_ROOT = 2**14  # bytes in which the namespace of a part stands
_MOST_TAGS = 200_000  # of a part besides sheets and their strings
_MOST_MERGED = 200_000  # cells: openpyxl makes an object of each
_MOST = {"c": 500_000, "hyperlink": 10_000, "cfRule": 10_000, "dataValidation": 10_000, "mergeCell": 50_000}


def refuse_unbounded(package: Package) -> None:
    """Raise FileError for a workbook of which no copy can be made, or not in good time, if it can be marked or not."""
    for part in package.parts:
        if part.endswith((".xml", ".rels")):
            try:
                found = next(_too_much(part, check_xml(part, package.read(part))), "")
            except FileError as error:  # of a part that is not needed for the marks
                found = error.problem
            if found:
                raise FileError(found, remedy="mark it without --feedback-dir")


def _too_much(part: str, xml: bytes) -> Iterator[str]:
    longest = max((len(one.get("formatCode", "")) for one in elements(xml, "numFmt")), default=0)
    if longest > _LONGEST_FORMAT:
        yield f"{part} has a number format of {longest:,} characters, and Excel takes {_LONGEST_FORMAT}"
    for name, most in _MOST.items():
        count = count_elements(xml, name)
        if count > most:
            yield f"{part} has {count:,} elements <{name}>, and a copy is made of {most:,} at most"
    merged = sum(area.size for one in elements(xml, "mergeCell") if (area := parse_area(one.get("ref", ""))))
    if merged > _MOST_MERGED:
        yield f"{part} merges {merged:,} cells, and a copy is made of {_MOST_MERGED:,} at most"
    tags = xml.count(b"<")
    if tags > _MOST_TAGS and not any(b"<" + root_prefix(xml) + one in xml[:_ROOT] for one in (b"worksheet", b"sst")):
        yield f"{part} has {tags:,} tags, and a copy is made of {_MOST_TAGS:,} at most"
    if sum(_translated(xml)) > _MOST_TRANSLATED:
        yield f"the shared formulas of {part} have more than {_MOST_TRANSLATED:,} characters together"


def _translated(xml: bytes) -> Iterator[int]:
    """The lengths of the shared formulas, once for each cell that has one."""
    if b"shared" not in xml and b"&#" not in xml:
        return
    lengths: dict[str, int] = {}
    for match in tags_of(root_prefix(xml)).formula.finditer(mask(xml)):
        given = attributes(match[1]) if match[1] else {}
        if given.get("t") == "shared":
            index = given.get("si", "")
            if match[2]:
                lengths.setdefault(index, len(match[2]))
            yield lengths.get(index, 0)
