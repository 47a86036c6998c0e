"""The workbook part: its sheets and names, sheets that are added, and the wish to be recalculated."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from sheetnet.errors import FileError, LayoutError, SheetnetError
from sheetnet.sheet.cells import Date, Value
from sheetnet.sheet.xlsx.defined_names import Name, defined_names
from sheetnet.sheet.xlsx.entering import Edits
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.sheet_reader import Context, SheetXml
from sheetnet.sheet.xlsx.sheet_writer import Splice
from sheetnet.sheet.xlsx.workbook import Workbook
from tests.sheet.xlsx.parts import MAIN, OFFICE, area, parts_of_book, prefixed, sheet_xml, zipped

ONE = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
BOOK = "xl/workbook.xml"
RELS = "xl/_rels/workbook.xml.rels"
Parts = dict[str, bytes]


def parts(**names: str) -> Parts:
    return parts_of_book({"First": ONE, "Second sheet": sheet_xml("")}, names=names)


def workbook(some: Parts) -> Workbook:
    return Workbook(Package(zipped(some)))


def committed(book: Workbook) -> bytes:
    book.commit()
    return book.package.bytes()


def replaced(some: Parts, part: str, old: str, new: str) -> Parts:
    assert old.encode() in some[part]
    return some | {part: some[part].replace(old.encode(), new.encode())}


def moved(some: Parts, old: str, new: str) -> Parts:
    """The package with a folder of another name."""
    return {name.replace(old, new): content.replace(old.encode(), new.encode()) for name, content in some.items()}


# finding sheets


def strict(some: Parts) -> Parts:
    """The namespaces of the standard's strict form."""
    old, new = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    office = "officeDocument/2006/relationships", "officeDocument/relationships"
    for before, after in (("spreadsheetml/2006/main", "spreadsheetml/main"), office):
        some = {
            name: content.replace(f"{old}/{before}".encode(), f"{new}/{after}".encode())
            for name, content in some.items()
        }
    return some


VARIANTS: dict[str, Callable[[Parts], Parts]] = {
    "as Excel writes it": lambda some: some,
    "absolute targets": lambda some: replaced(
        replaced(some, RELS, 'Target="worksheets', 'Target="/xl/worksheets'), "_rels/.rels", 'Target="', 'Target="/'
    ),
    "targets with dots": lambda some: replaced(some, RELS, 'Target="worksheets', 'Target="./x/../worksheets'),
    "another folder": lambda some: moved(some, "xl/", "book/"),
    "a prefix": lambda some: some | {name: prefixed(some[name]) for name in (BOOK, "xl/worksheets/sheet1.xml")},
    "strict namespaces": strict,
    "apostrophes": lambda some: {name: content.replace(b'"', b"'") for name, content in some.items()},
    "a byte-order mark": lambda some: {name: b"\xef\xbb\xbf" + content for name, content in some.items()},
    "a comment": lambda some: replaced(some, BOOK, "<sheets>", '<!-- <sheet name="No" r:id="rId1"/> --><sheets>'),
    "an external link": lambda some: replaced(
        some,
        RELS,
        "</Relationships>",
        '<Relationship Id="rId9" Type="a/worksheet" Target="b" TargetMode="External"/></Relationships>',
    ),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_the_sheets_are_found_however_the_workbook_is_written(variant: Callable[[Parts], Parts]) -> None:
    book = workbook(variant(parts()))

    assert book.sheets == ["First", "Second sheet"]
    assert book.worksheet("First").read(area("A1")) == [[1.0]]


@pytest.mark.parametrize("name", ["a&b", "<a>", "It's", 'say "a"', "日本語", "x" * 31, " a "])
def test_any_name_of_a_sheet_is_read(name: str) -> None:
    data = zipped(parts_of_book({name: ONE}))

    assert Workbook(Package(data)).sheets == [name] == load_workbook(BytesIO(data)).sheetnames


def test_sheets_are_found_by_relationship_and_not_by_number() -> None:
    swapped = replaced(parts(), BOOK, 'sheetId="1" r:id="rId1"', 'sheetId="7" r:id="rId2"')
    swapped = replaced(swapped, BOOK, 'sheetId="2" r:id="rId2"', 'sheetId="3" r:id="rId1"')

    assert workbook(swapped).worksheet("Second sheet").read(area("A1")) == [[1.0]]


def test_hidden_sheets_count_and_chart_sheets_do_not() -> None:
    some = replaced(parts(), BOOK, '<sheet name="Second sheet"', '<sheet state="hidden" name="Second sheet"')
    some = replaced(some, BOOK, "</sheets>", '<sheet name="Chart" sheetId="9" r:id="rId9"/></sheets>')
    chart = f'<Relationship Id="rId9" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    some = replaced(some, RELS, "</Relationships>", chart)

    assert workbook(some).sheets == ["First", "Second sheet"]


def test_a_sheet_is_found_in_upper_and_lower_case() -> None:
    book = workbook(parts())

    assert book.worksheet("FIRST") is book.worksheet("first") is book.worksheet("First")


def test_a_sheet_that_is_not_there_brings_the_names_and_the_nearest() -> None:
    with pytest.raises(LayoutError) as error:
        workbook(parts()).worksheet("Frist")

    assert str(error.value) == "no sheet 'Frist'; the workbook has 'First', 'Second sheet' - did you mean 'First'?"


# defined names


def test_names_of_the_workbook_are_read_and_those_of_a_sheet_left_out() -> None:
    some = parts(eta="First!$C$8", other="'Second sheet'!$A$1:$B$2")
    local = '<definedName name="mine" localSheetId="0">First!$A$1</definedName>'
    local += '<definedName name="k" comment="1&lt;2">1&amp;2</definedName>'
    some = replaced(some, BOOK, "</definedNames>", f"{local}</definedNames>")

    found = workbook(some).names

    assert workbook(some).local_names == {"mine"}
    assert found == {"eta": "First!$C$8", "other": "'Second sheet'!$A$1:$B$2", "k": "1&2"}
    theirs = load_workbook(BytesIO(zipped(some))).defined_names
    assert {name: one.attr_text for name, one in theirs.items()} == found


def test_names_of_every_sheet_come_of_one_reading_until_the_part_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    locals_ = "".join(f'<definedName name="n{at}" localSheetId="{at % 2}">{at}</definedName>' for at in range(4))
    book = workbook(replaced(parts(eta="First!$C$8"), BOOK, "</definedNames>", f"{locals_}</definedNames>"))
    readings: list[bytes] = []

    def read(xml: bytes) -> list[Name]:
        readings.append(xml)
        return defined_names(xml)

    monkeypatch.setattr("sheetnet.sheet.xlsx.workbook.defined_names", read)

    found = {sheet: book.names_of(sheet) for sheet in book.sheets}

    assert found == {"First": {"n0": "0", "n2": "2"}, "Second sheet": {"n1": "1", "n3": "3"}}
    assert (book.names, book.local_names) == ({"eta": "First!$C$8"}, {"n0", "n1", "n2", "n3"})
    assert len(readings) == 1
    book.define("more", "First!$A$1")
    assert book.names == {"eta": "First!$C$8", "more": "First!$A$1"}
    assert book.names_of("First") == found["First"]
    assert len(readings) == 2


def test_a_workbook_without_names_has_none() -> None:
    assert workbook(parts()).names == {}


# recalculation


def calculation(data: bytes) -> dict[str, str]:
    root = ElementTree.fromstring(Package(data).read(BOOK))
    (found,) = root.iter(f"{{{MAIN}}}calcPr")
    return dict(found.attrib)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<calcPr calcId="1"/>', {"calcId": "1", "fullCalcOnLoad": "1"}),
        ("<calcPr/>", {"fullCalcOnLoad": "1"}),
        ("<calcPr></calcPr>", {"fullCalcOnLoad": "1"}),
        ('<calcPr fullCalcOnLoad="0" calcId="1"/>', {"calcId": "1", "fullCalcOnLoad": "1"}),
        ("<calcPr fullCalcOnLoad='false'/>", {"fullCalcOnLoad": "1"}),
        ('<calcPr calcId="1" fullCalcOnLoad="true"/>', {"calcId": "1", "fullCalcOnLoad": "true"}),
        ("", {"fullCalcOnLoad": "1"}),
    ],
)
def test_an_edited_workbook_asks_to_be_recalculated(before: str, after: dict[str, str]) -> None:
    book = workbook(replaced(parts(a="First!$A$1"), BOOK, '<calcPr calcId="1"/>', before))

    book.worksheet("First").write(area("A1"), [[2.0]])

    data = committed(book)
    assert calculation(data) == after
    assert load_workbook(BytesIO(data)).calculation.fullCalcOnLoad is True


@pytest.mark.parametrize(
    "inside",
    [
        "<sheets/>",
        "<sheets/><functionGroups/>",
        "<sheets/><externalReferences></externalReferences>",
        "<sheets/><externalReferences></externalReferences><definedNames></definedNames>",
        "<sheets/><definedNames/><oleSize ref='A1'/><pivotCaches/>",
    ],
)
def test_the_wish_stands_where_the_schema_wants_it(inside: str) -> None:
    order = ["sheets", "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize", "pivotCaches"]
    entries = parts()[BOOK].decode().partition("<sheets>")[2].partition("</sheets>")[0]
    some = parts()
    start = some[BOOK].decode().partition("<sheets>")[0]
    inside = inside.replace("<sheets/>", f"<sheets>{entries}</sheets>")
    book = workbook(some | {BOOK: f"{start}{inside}</workbook>".encode()})

    book.worksheet("First").write(area("A1"), [[2.0]])

    tags = [one.tag.partition("}")[2] for one in ElementTree.fromstring(Package(committed(book)).read(BOOK))]
    assert "calcPr" in tags
    assert tags == sorted(tags, key=order.index)


def test_a_workbook_that_was_only_read_has_no_change() -> None:
    some = parts() | {"xl/worksheets/sheet2.xml": sheet_xml("").replace(b"<sheetData></sheetData>", b"<sheetData/>")}
    book = workbook(some)
    for name in book.sheets:
        book.worksheet(name).read(area("A1:Z9", name))
        list(book.worksheet(name).all_formulas())
    _ = book.names

    book.commit()

    assert book.package.changed == []


def test_only_the_edited_sheet_and_the_workbook_part_change() -> None:
    book = workbook(parts())

    book.worksheet("Second sheet").write(area("A1"), [[2.0]])
    book.commit()

    assert sorted(book.package.changed) == [BOOK, "xl/worksheets/sheet2.xml"]


# new sheets


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_an_added_sheet_is_the_last_one_and_takes_values(variant: Callable[[Parts], Parts]) -> None:
    book = workbook(variant(parts()))

    book.add_sheet("Trace & more")
    book.worksheet("Trace & more").write(area("B2", "Trace & more"), [[7.0]])

    again = Workbook(Package(committed(book)))
    assert again.sheets == ["First", "Second sheet", "Trace & more"]
    assert again.worksheet("Trace & more").read(area("B2")) == [[7.0]]
    assert again.worksheet("First").read(area("A1")) == [[1.0]]
    for part in book.package.changed:
        ElementTree.fromstring(book.package.read(part))


def test_openpyxl_opens_a_workbook_with_added_sheets() -> None:
    book = workbook(parts())

    book.add_sheet("One")
    book.add_sheet("Two")
    book.worksheet("Two").write(area("A1", "Two"), [["a"]])

    theirs = load_workbook(BytesIO(committed(book)))
    assert theirs.sheetnames == ["First", "Second sheet", "One", "Two"]
    assert theirs["Two"]["A1"].value == "a"
    assert theirs["One"].max_row == 1


def test_an_added_sheet_takes_no_number_or_part_that_is_in_use() -> None:
    some = replaced(parts(), BOOK, 'sheetId="2"', 'sheetId="40"')
    some |= {"xl/worksheets/Sheet3.xml": b"<orphan/>"}
    book = workbook(some)

    book.add_sheet("New")
    book.commit()

    assert book.package.read("xl/worksheets/Sheet3.xml") == b"<orphan/>"
    names = [name.casefold() for name in book.package.parts]
    assert len(names) == len(set(names))
    root = ElementTree.fromstring(book.package.read(BOOK))
    entries = [one.attrib for one in root.iter(f"{{{MAIN}}}sheet")]
    assert [entry["sheetId"] for entry in entries] == ["1", "40", "41"]
    assert len({entry[f"{{{OFFICE}}}id"] for entry in entries}) == 3


def test_a_sheet_is_not_added_under_the_name_of_a_chart_sheet() -> None:
    """Two sheets of one name are a workbook that Excel repairs."""
    some = replaced(parts(), BOOK, "</sheets>", '<sheet name="Trace" sheetId="9" r:id="rId9"/></sheets>')
    chart = f'<Relationship Id="rId9" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    book = workbook(replaced(some, RELS, "</Relationships>", chart))

    with pytest.raises(LayoutError, match=r"(?i)trace"):
        book.add_sheet("trace")


# comments, CDATA, encodings


def commented(some: Parts) -> Parts:
    """Every list of the package with a misleading comment before, inside and after it."""
    some = replaced(some, BOOK, "</sheets>", '<!-- </sheets> <sheet name="No" sheetId="99" r:id="rId1"/> --></sheets>')
    some = replaced(some, BOOK, "<sheets>", '<!-- <sheets></sheets><calcPr fullCalcOnLoad="1"/> --><sheets>')
    some = replaced(
        some, BOOK, "</definedNames>", '<?a </definedNames><definedName name="b">1</definedName>?></definedNames>'
    )
    some = replaced(some, BOOK, ">First!$A$1<", "><![CDATA[First!$A$1]]><!-- 2 --><")
    for part, root in ((RELS, "Relationships"), ("[Content_Types].xml", "Types")):
        some = replaced(some, part, f"</{root}>", f"</{root}><!-- </{root}> -->")
    return some


def test_what_is_commented_out_in_a_workbook_is_neither_read_nor_patched() -> None:
    some = commented(parts(a="First!$A$1"))
    book = workbook(some)
    assert (book.names, book.sheets) == ({"a": "First!$A$1"}, ["First", "Second sheet"])

    book.add_sheet("New")
    book.worksheet("New").write(area("A1", "New"), [[2.0]])

    data = committed(book)
    theirs = load_workbook(BytesIO(data))
    assert theirs.sheetnames == ["First", "Second sheet", "New"]
    assert calculation(data) == {"calcId": "1", "fullCalcOnLoad": "1"}
    written = Package(data).read(BOOK)
    for odd in (
        b'fullCalcOnLoad="1"/> --><sheets>',
        b'<sheet name="No" sheetId="99" r:id="rId1"/> -->',
        b"<![CDATA[First!$A$1]]>",
    ):
        assert odd in written


def test_a_wish_that_is_commented_out_does_not_count() -> None:
    book = workbook(replaced(parts(), BOOK, '<calcPr calcId="1"/>', '<!-- <calcPr fullCalcOnLoad="1"/> -->'))

    book.worksheet("First").write(area("A1"), [[2.0]])

    assert calculation(committed(book)) == {"fullCalcOnLoad": "1"}


def test_each_workbook_is_read_by_its_own_styles_also_after_another_one() -> None:
    cells = {"S": sheet_xml('<row r="1"><c r="A1" s="0"><v>1</v></c></row>')}
    dates, numbers = (parts_of_book(cells, cell_formats=[one]) for one in ("yyyy", "0"))

    read = [workbook(some).worksheet("S").read(area("A1"))[0][0] for some in (dates, numbers, dates)]

    assert read == [Date(1.0), 1.0, Date(1.0)]
    assert [isinstance(value, Date) for value in read] == [True, False, True]


def test_a_sheet_that_two_workbooks_have_in_common_is_read_once_and_by_the_strings_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    common = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7001</v></c></row>')
    books = [parts_of_book({"S": common}, strings=f"<si><t>{text}</t></si>") for text in ("one", "two", "one")]
    made: list[str] = []

    def make(name: str, *given: Any) -> SheetXml:
        made.append(name)
        return SheetXml(name, *given)

    monkeypatch.setattr("sheetnet.sheet.xlsx.worksheet.SheetXml", make)

    found = [workbook(book).worksheet("S").read(area("A1:B1")) for book in books]

    assert found == [[["one", 7001.0]], [["two", 7001.0]], [["one", 7001.0]]]
    assert len(made) == 2  # the third has the strings of the first


ROWS = (
    '<row r="1"><c r="A1"><f>7*{0}</f><v>{1}</v></c><c r="B1" s="0" t="str"><f>IF(A1&gt;1,"x","y")</f><v>{2}</v></c>'
    '<c r="C1"><v>{1}</v></c><c r="D1"><f t="shared" ref="D1:D2" si="0">C1+1</f><v>{1}</v></c></row>'
    '<row r="2"><c r="A2"><f>A1</f></c><c r="C2"><f>C1</f><v>{1}</v></c>'
    '<c r="D2"><f t="shared" si="0"/><v>{1}</v></c></row>'
)


def of_values(formula: str, number: str, text: str, rows: str = ROWS) -> Parts:
    return parts_of_book({"S": sheet_xml(rows.format(formula, number, text))})


@pytest.mark.parametrize(
    ("place", "values"),
    [
        ("A1:A1", [[2.5]]),
        ("A1:B1", [[0.1 + 0.2, "a & b"]]),
        ("A1:B1", [[-1e300, "あ"]]),
        ("A1:B1", [[7, ""]]),
        ("A1:C1", [[2.5, "y", 3.5]]),
        ("A1:B1", [["no number", 1.5]]),
        ("A1:A1", [[None]]),
        ("D1:D2", [[5.0], [6.0]]),
        ("C2:D2", [[5.0, 6.0]]),
        ("A2:C2", [[1.0, 2.0, 3.0]]),
    ],
)
def test_a_sheet_like_one_of_another_workbook_takes_results_as_if_it_were_the_first(
    place: str, values: list[list[Value]]
) -> None:
    """Numbers and texts of their own alone tell them apart: what is known of the others changes nothing."""
    books = [workbook(of_values("C1", number, text)) for number, text in (("1", "x"), ("2.50", "y"), ("-3e-5", "z"))]
    alone = SheetXml("S", "part", books[2].package.read("xl/worksheets/sheet1.xml"), Context("".__getitem__, frozenset))
    rows: Edits = {row: [(area(place).left, False, line)] for row, line in enumerate(values, area(place).top)}

    for book in books:
        book.worksheet("S").refresh(area(place), values)

    assert books[2].worksheet("S").xml == b"".join(Splice(alone, rows).pieces())


def test_a_sheet_that_differs_in_a_formula_too_has_its_own() -> None:
    books = [workbook(of_values(formula, "1", "x")).worksheet("S") for formula in ("C1", "C1", "C2", "C1")]

    formulas = [[book.formulas(area("A1:D8"))[0][0], next(book.all_formulas())[2]] for book in books]

    assert formulas == [["7*C1"] * 2, ["7*C1"] * 2, ["7*C2"] * 2, ["7*C1"] * 2]


@pytest.mark.parametrize("value", ["2</c><c>", "<v>", "&", "]]>", "\x01"])
def test_a_sheet_like_others_is_refused_where_its_value_is_no_text(value: str) -> None:
    for number in ("1", "2"):
        workbook(of_values("C1", number, "x")).worksheet("S")

    with pytest.raises(FileError, match="not well-formed"):
        workbook(of_values("C1", value, "x")).worksheet("S")


def test_what_is_done_to_a_sheet_is_not_seen_by_a_workbook_that_has_the_same_one() -> None:
    common = parts_of_book({"S": sheet_xml('<row r="1"><c r="A1"><v>7002</v></c></row>')})
    one, other = workbook(common).worksheet("S"), workbook(common).worksheet("S")
    block = area("A1:D4")

    one.read(block)[0][0] = "mine"
    one.write(area("A1"), [[1.0]])

    assert one.read(block)[0][0] == 1.0
    assert other.read(block)[0][0] == 7002.0
    assert not other.changed()


def test_shared_strings_and_styles_are_read_around_comments_and_through_cdata() -> None:
    strings = "<!-- <si><t>no</t></si> --><si><t>a<![CDATA[<b>]]></t></si><si><t>c<!-- d -->e</t></si>"
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" s="1"><v>1</v></c>'
    some = parts_of_book(
        {"S": sheet_xml(f'<row r="1">{cells}</row>')}, strings=strings, cell_formats=["General", "yyyy", "0"]
    )
    some = replaced(some, "xl/styles.xml", "<cellXfs", '<!-- <cellXfs><xf numFmtId="0"/></cellXfs> --><cellXfs')
    some = replaced(some, "xl/styles.xml", '<xf numFmtId="201"', '<!-- <xf numFmtId="0"/> --><xf numFmtId="201"')

    assert workbook(some).worksheet("S").read(area("A1:C1")) == [["a<b>", "ce", Date(1.0)]]
    theirs = load_workbook(BytesIO(zipped(some)))["S"]
    assert [theirs["A1"].value, theirs["B1"].value, theirs["C1"].is_date] == ["a<b>", "ce", True]


def test_a_workbook_in_utf_16_is_patched_and_only_its_edited_parts_become_utf_8() -> None:
    plain = parts(a="First!$A$1")
    some = {
        name: content
        if name.endswith(("rels", "Types].xml"))
        else content.decode().replace("UTF-8", "UTF-16").encode("utf-16")
        for name, content in plain.items()
    }
    book = workbook(some)
    book.worksheet("First").read(area("A1:B2"))
    book.worksheet("Second sheet").read(area("A1:B2"))

    book.worksheet("First").write(area("A1"), [[2.0]])

    theirs = Package(committed(book))
    assert book.names == {"a": "First!$A$1"}
    assert sorted(book.package.changed) == [BOOK, "xl/worksheets/sheet1.xml"]
    assert b'encoding="UTF-8"' in theirs.read(BOOK)
    assert theirs.read("xl/worksheets/sheet2.xml") == some["xl/worksheets/sheet2.xml"]
    assert load_workbook(BytesIO(book.package.bytes()))["First"]["A1"].value == 2


# what is refused


def test_a_signed_workbook_is_refused() -> None:
    with pytest.raises(FileError) as error:
        workbook(parts() | {"_xmlsignatures/origin.sigs": b""})

    assert str(error.value) == "the workbook is digitally signed, and any change would break the signature"


def test_a_workbook_without_worksheets_is_refused() -> None:
    with pytest.raises(FileError, match=r"^the workbook has no worksheet$"):
        workbook(replaced(parts(), RELS, f"{OFFICE}/worksheet", f"{OFFICE}/chartsheet"))


def test_a_package_of_another_program_is_refused() -> None:
    with pytest.raises(FileError) as error:
        workbook(replaced(parts(), "_rels/.rels", "/officeDocument", "/other"))

    assert str(error.value) == "this is a zip file, but not a workbook; expected an .xlsx or .xlsm file"


@pytest.mark.parametrize("part", ["_rels/.rels", BOOK, "xl/worksheets/sheet1.xml"])
def test_a_missing_part_is_named(part: str) -> None:
    some = parts()
    del some[part]

    with pytest.raises(FileError, match=f"the part {part} is missing: the file is damaged"):
        workbook(some).worksheet("First")


@pytest.mark.parametrize("part", ["_rels/.rels", BOOK, RELS, "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_doctype_in_any_part_is_refused(part: str) -> None:
    some = parts() | {part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts()[part].partition(b"?>\n")[2]}

    with pytest.raises(FileError, match=f"^{part} declares a DOCTYPE"):
        workbook(some).worksheet("First").read(area("A1"))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", '<c r="A1">', '<c r="A1"  s="x">'),
        ("xl/worksheets/sheet1.xml", "<v>1</v>", '<f t="shared"/>'),
        ("xl/worksheets/sheet1.xml", "<sheetData>", '<cols><col min="1" max="x" style="1"/></cols><sheetData>'),
        ("xl/worksheets/sheet1.xml", "<sheetData>", '<cols><col min="1" style="1"/></cols><sheetData>'),
        ("xl/worksheets/sheet1.xml", '<row r="1">', '<row r="1" s="x" customFormat="1">'),
        ("xl/styles.xml", '<xf numFmtId="200"', '<xf numFmtId="x"'),
        ("xl/styles.xml", '<numFmt numFmtId="200"', '<numFmt numFmtId="x"'),
        (BOOK, 'sheetId="1"', 'sheetId="x"'),
    ],
)
def test_an_attribute_that_makes_no_sense_is_refused_in_words(part: str, old: str, new: str) -> None:
    book = workbook(replaced(parts(), part, old, new))

    with pytest.raises(SheetnetError):
        use_everything(book)


def use_everything(book: Workbook) -> None:
    first = book.worksheet("First")
    first.read(area("A1"))
    list(first.all_formulas())
    first.write(area("B1:B2"), [[1.0], [2.0]])
    first.read(area("A1"))
    book.add_sheet("New")
    book.commit()


@pytest.mark.parametrize(("name", "target"), [("S", "sheet2"), ("s", "sheet2"), ("T", "sheet1")])
def test_two_sheets_of_one_name_or_in_one_part_are_refused(name: str, target: str) -> None:
    """Edits of one of them would be lost."""
    some = parts_of_book({"S": sheet_xml(""), "T": sheet_xml("")})
    some[BOOK] = some[BOOK].replace(b'name="T"', f'name="{name}"'.encode())
    relations = "xl/_rels/workbook.xml.rels"
    some[relations] = some[relations].replace(b"sheet2", target.encode())

    with pytest.raises(FileError, match=r"^two sheets have one name .* or one part .*: the file is damaged$"):
        workbook(some)


def test_a_new_sheet_takes_no_number_that_an_entry_without_a_part_waits_for() -> None:
    some = parts_of_book({"S": sheet_xml("")})
    some[BOOK] = some[BOOK].replace(b"</sheets>", b'<sheet name="Lost" sheetId="7" r:id="rId2"/></sheets>')
    book = workbook(some)

    book.add_sheet("New")

    again = Workbook(Package(committed(book)))
    assert again.sheets == ["S", "New"]


def test_what_is_no_character_may_stand_in_a_comment_where_a_sheet_is_added() -> None:
    book = workbook(replaced(parts(), BOOK, "<sheets>", '<!-- id="&#x110000;" --><sheets>'))

    book.add_sheet("New")

    assert load_workbook(BytesIO(committed(book))).sheetnames[-1] == "New"
