"""Which references go on over new rows, and which stay."""

from collections.abc import Callable
from xml.etree.ElementTree import fromstring

import pytest

from sheetnet.sheet.grids.growing import Growth, grow, grown
from sheetnet.sheet.xlsx.package import Package
from tests.sheet.xlsx.parts import OFFICE, RELATIONS, book, prefixed, sheet_xml, worksheet

GROWTHS = [Growth("Data", 6, 133, 2), Growth("My Calc", 6, 133, 2)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SUM(Data!$D$6:$D$133)", "SUM(Data!$D$6:$D$135)"),
        ("SUM('My Calc'!D6:E133)", "SUM('My Calc'!D6:E135)"),
        ("Data!A5:Y133", "Data!A5:Y135"),
        ("Data!D7:D133", "Data!D7:D133"),  # the user's own choice of rows
        ("Data!D6:D132", "Data!D6:D132"),
        ("Data!D133", "Data!D133"),
        ("Other!D6:D133", "Other!D6:D133"),
        ('"Data!D6:D133"&A1', '"Data!D6:D133"&A1'),
    ],
)
def test_ranges_over_all_rows_go_on(text: str, wanted: str) -> None:
    assert grown(text, "BP", GROWTHS) == wanted


def test_a_reference_without_a_sheet_is_to_its_own() -> None:
    assert grown("SUM(D6:D133)", "Data", GROWTHS) == "SUM(D6:D135)"
    assert grown("SUM(D6:D133)", "BP", GROWTHS) == "SUM(D6:D133)"


FORMULA = '<row r="1"><c r="A1"><f>SUM(S!$B$2:$B$5)</f><v>1</v></c></row>'
RULES = (
    '<conditionalFormatting sqref="C2:C5 E2:E4"><cfRule type="expression"><formula>SUM(B$2:B$5)&gt;1</formula></cfRule>'
    '</conditionalFormatting><dataValidations><dataValidation sqref="D2:D5"><formula1>$B$2:$B$5</formula1>'
    "</dataValidation></dataValidations>"
)
RULED = ("Formatting", "dataValidation", "formula", "formula1")
SPELLED: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes,
    "prefix": prefixed,
    "apostrophes": lambda xml: xml.replace(b'"', b"'"),
    "white space": lambda xml: xml.replace(b"=", b" = ").replace(b"<f>", b"<f >").replace(b"a1>", b"a1\n>"),
    "sections": lambda xml: xml.replace(b"SUM(S!$B$2:$B$5)", b"<![CDATA[SUM(S!$B$2:$B$5)]]>"),
    "comments": lambda xml: xml.replace(b"$B$5", b"$B<!-- $B$5 --><?odd?>$5"),
    "references": lambda xml: xml.replace(b":", b"&#58;").replace(b"http&#58;", b"http:"),
    "other attributes": lambda xml: xml.replace(b"sqref=", b'note="a>b" sqref='),
}


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
def test_what_a_sheet_says_of_all_rows_goes_on_however_it_is_spelled(spelled: Callable[[bytes], bytes]) -> None:
    package = Package(book(spelled(sheet_xml(FORMULA, after=RULES))))

    grow(package, [Growth("S", 2, 5, 3)])

    xml = package.read("xl/worksheets/sheet1.xml")
    assert [*worksheet(xml).all_formulas()] == [(1, 1, "SUM(S!$B$2:$B$8)")]
    rules = [one.attrib.get("sqref") or one.text for one in fromstring(xml).iter() if one.tag.endswith(RULED)]
    assert rules == ["C2:C8 E2:E4", "SUM(B$2:B$8)>1", "D2:D8", "$B$2:$B$8"]


@pytest.mark.parametrize("part", ["xl/charts/chart1.xml", "xl/drawn.xml", "XL/CHARTS/A.XML"])
def test_a_chart_goes_on_whatever_its_part_is_called(part: str) -> None:
    def leads(kind: str, target: str) -> bytes:
        one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'.encode()

    package = Package(book(sheet_xml("")))
    package.write("xl/worksheets/_rels/sheet1.xml.rels", leads("drawing", "xl/d.xml"))
    package.write("xl/d.xml", b"<wsDr/>")
    package.write("xl/_rels/d.xml.rels", leads("chart", part))
    package.write(part, b'<c:chartSpace xmlns:c="c"><c:f>S!$B$2:$B$5</c:f></c:chartSpace>')

    grow(package, [Growth("S", 2, 5, 3)])

    assert b"<c:f>S!$B$2:$B$8</c:f>" in package.read(part)
