import pytest

from sheetnet.sheet.xlsx.content_types import remove_types, set_default_type, set_type, types
from sheetnet.sheet.xlsx.package import Package
from tests.sheet.xlsx.parts import TYPES, parts_of_book, sheet_xml, zipped

PART = "[Content_Types].xml"


def package(*overrides: str, prefix: str = "") -> Package:
    some = parts_of_book({"S": sheet_xml("")})
    declared = f'xmlns:{prefix.rstrip(":")}="{TYPES}"' if prefix else f'xmlns="{TYPES}"'
    inside = "".join(f'<{prefix}Override PartName="{one}" ContentType="old"/>' for one in overrides)
    some[PART] = f"<{prefix}Types {declared}>{inside}</{prefix}Types>".encode()
    return Package(zipped(some))


@pytest.mark.parametrize(
    "name", ["/xl/styles.xml", "/XL/Styles.xml", "xl/styles.xml", "/xl/%73tyles.xml", "\\xl\\styles.xml"]
)
def test_what_is_said_of_a_part_is_found_however_its_name_is_spelled(name: str) -> None:
    some = package(name)

    set_type(some, "xl/styles.xml", "new")

    assert types(some) == {"xl/styles.xml": "new"}
    assert some.read(PART).count(b"Override") == 1


@pytest.mark.parametrize("prefix", ["", "q:"])
def test_what_is_said_of_a_part_is_added_and_taken_away(prefix: str) -> None:
    some = package("/xl/a.xml", prefix=prefix)
    before = some.read(PART)

    set_type(some, "xl/b.xml", "new")
    both = types(some)
    remove_types(some, ["XL/B.xml"])

    assert both == {"xl/a.xml": "old", "xl/b.xml": "new"}
    assert some.read(PART) == before


def test_what_is_said_of_an_ending_is_said_once() -> None:
    some = package()

    set_default_type(some, "vml", "a")
    set_default_type(some, "vml", "b")

    assert some.read(PART).count(b'Extension="vml" ContentType="a"') == some.read(PART).count(b"Default") == 1
