"""Which references go on over new rows, and which stay."""

import pytest

from sheetnet.sheet.grids.growing import Growth, grown

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
