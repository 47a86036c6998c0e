"""The scroll bars of a worksheet part: only those linked to a cell are bound, in both places that tell of them."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.scroll_bars import bound
from sheetnet.sheet.xlsx.package import Package

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
E4 = Area("Play", 4, 5, 4, 5)


def told(link: str) -> tuple[str, str]:
    """The properties of a bar from 1 to 9, and its shape; a bare line break in that is none of XML."""
    return (
        f'<formControlPr xmlns="x" objectType="Scroll" fmlaLink="{link}" max="9" min="1" page="10" val="5"/>',
        f'<v:shape><v:textbox><br></v:textbox><x:ClientData ObjectType="Scroll"><x:Val>5</x:Val><x:Min>1</x:Min>'
        f"<x:Max>9</x:Max><x:Page>10</x:Page><x:FmlaLink>{link}</x:FmlaLink></x:ClientData></v:shape>",
    )


@pytest.fixture
def package() -> Package:
    (one, shape), (other, other_shape) = told("Play!$E$4"), told("Data!$E$4")
    targets = {"ctrlProp": ("one", "other"), "vmlDrawing": ("shapes",)}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="/xl/{name}.xml"/>'
        for kind, names in targets.items()
        for name in names
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": "<Types/>",
        SHEET: "<worksheet/>",
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{space}">{relations}</Relationships>',
        "xl/one.xml": one,
        "xl/other.xml": other,
        "xl/shapes.xml": f"<xml>{other_shape}{shape}</xml>",
    }
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return Package(stream.getvalue())


@pytest.mark.parametrize(("most", "at", "wanted"), [(700, 12, (700, 12)), (7, 8, (7, 7)), (0, 0, (1, 1))])
def test_the_bar_of_a_cell_ends_at_a_number_and_stands_in_its_range(
    most: int, at: int, wanted: tuple[int, int], package: Package
) -> None:
    bound(package, SHEET, E4, most, at)

    properties, shapes = package.read("xl/one.xml").decode(), package.read("xl/shapes.xml").decode()
    numbers = [re.search(rf'{name}="(\d+)"', properties) for name in ("max", "val")]
    assert tuple(int(number[1]) for number in numbers if number) == wanted
    assert [tuple(map(int, pair)) for pair in re.findall(r"<x:Val>(\d+).*?<x:Max>(\d+)", shapes)] == [
        (5, 9),
        wanted[::-1],
    ]


def test_nothing_else_changes(package: Package) -> None:
    before = {part: package.read(part) for part in package.parts}

    bound(package, SHEET, E4, 9, 5)
    bound(package, SHEET, Area("Play", 5, 5, 5, 5), 70, 6)

    assert {part: package.read(part) for part in package.parts} == before


@pytest.mark.parametrize(
    "spelled",
    [
        lambda vml: vml.replace("x:", "xl:"),
        lambda vml: vml.replace('"', "'").replace(">", " >"),
        lambda vml: vml.replace("Play!", "<![CDATA[Play!]]>").replace("Data!", "&#68;ata!"),
        lambda vml: vml.replace("Play!", "<!-- Data! -->Play!").replace(
            "<xml>", "<xml><!--" + told("Play!$E$4")[1] + "-->"
        ),
        lambda vml: vml.encode("utf-16"),
    ],
    ids=["prefix", "white space", "sections", "comments", "UTF-16"],
)
def test_a_bar_is_bound_however_its_shape_is_spelled(package: Package, spelled: Callable[[str], str | bytes]) -> None:
    vml = spelled(package.read("xl/shapes.xml").decode())
    package.write("xl/shapes.xml", vml if isinstance(vml, bytes) else vml.encode())

    bound(package, SHEET, E4, 700, 12)

    seen = re.sub("(?s)<!--.*?-->", "", package.read("xl/shapes.xml").decode())
    assert re.findall(r"(?:Val|Max) ?>(\d+)", seen) == ["5", "9", "12", "700"]
