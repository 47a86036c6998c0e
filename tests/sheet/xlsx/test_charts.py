"""The ranges of charts, however they are spelled: expat says what a spelling means."""

from xml.etree import ElementTree

import pytest

from sheetnet.sheet.xlsx.charts import stretched

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def chart(reference: str, prefix: str = "c:") -> bytes:
    declared = f'xmlns:{prefix.rstrip(":")}="{C}"' if prefix else f'xmlns="{C}"'
    inside = f"<{prefix}f>{reference}</{prefix}f>"
    return f"<{prefix}chartSpace {declared}>{inside}</{prefix}chartSpace>".encode()


def references(xml: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(xml).iter(f"{{{C}}}f")]


@pytest.mark.parametrize("prefix", ["c:", "", "d:"])
@pytest.mark.parametrize(
    "spelled",
    [
        "'My Trace'!$B$6:$B$56",
        "&apos;My Trace&apos;!$B$6:$B$56",
        "&#39;My&#x20;Trace&#39;!$B$6:$B$56",
        "'my trace'!$B$6:$B$56",
        "<![CDATA['My Trace'!$B$6:$B$56]]>",
        "'My <!-- a comment -->Trace'!$B$6:$B$56",
        "'My Trace'!$B$6:$B$&#53;6",
    ],
)
def test_a_range_is_stretched_however_it_is_spelled(spelled: str, prefix: str) -> None:
    (before,) = references(chart(spelled, prefix))

    (after,) = references(stretched(chart(spelled, prefix), "My Trace", 6, 86))

    assert after == before.replace("56", "86")


@pytest.mark.parametrize(
    ("sheet", "spelled", "right"),
    [
        ("Ann's", "'Ann''s'!$B$6:$C$9", "'Ann''s'!$B$6:$C$20"),
        ("Ann's", "&apos;Ann&apos;&apos;s&apos;!$B$6:$C$9", "'Ann''s'!$B$6:$C$20"),
        ("A & B", "'A &amp; B'!$B$6:$C$9", "'A & B'!$B$6:$C$20"),
        ("Spur", "Spur!$B$6:$B$9", "Spur!$B$6:$B$20"),
        ('say "x"', "'say &quot;x&quot;'!$B$6:$B$9", "'say \"x\"'!$B$6:$B$20"),
    ],
)
def test_the_sheet_of_a_range_is_compared_by_its_name(sheet: str, spelled: str, right: str) -> None:
    assert references(stretched(chart(spelled), sheet, 6, 20)) == [right]


@pytest.mark.parametrize(
    "other",
    [
        "",
        "Trace!$B$7:$B$56",
        "Trace2!$B$6:$B$56",
        "Trace!$B$6",
        "(Trace!$B$6:$B$9,Trace!$C$6:$C$9)",
        "Trace!$B$6:$B$86",
    ],
)
def test_what_is_another_range_keeps_its_bytes(other: str) -> None:
    assert stretched(chart(other), "Trace", 6, 86) == chart(other)


def test_only_the_last_row_changes_where_it_is_spelled_in_digits() -> None:
    xml = chart("&apos;My Trace&apos;!$B$6:$B$56")

    assert stretched(xml, "My Trace", 6, 86) == xml.replace(b"56", b"86")
