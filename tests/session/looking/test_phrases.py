"""Numbers in texts: IronCalc computes the formulas that the sheets have for the same."""

import ironcalc
import pytest
from openpyxl import Workbook

from sheetnet.session.looking import phrases
from sheetnet.sheet.formulas import phrases as written

NUMBERS = (
    0.0,
    1.0,
    -3.0,
    0.125,
    -0.125,
    0.9999951,
    2.5e-05,
    -7.1e-13,
    0.00625,
    1234.56789,
    0.5,
    1.0000004,
    -0.073173841,
)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    """What the formulas come to, for each of the numbers: number, factor, output."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, value in enumerate(NUMBERS, 1):
        cell = f"$A${row}"
        texts = (written.number(cell), written.factor(cell), written.output(cell))
        for column, text in enumerate((value, *(f"={text}" for text in texts)), 1):
            sheet.cell(row, column).value = text
    path = tmp_path_factory.mktemp("phrases") / "book.xlsx"
    book.save(path)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    rows = range(1, len(NUMBERS) + 1)
    return [tuple(str(model.get_cell_value(0, row, column)) for column in (2, 3, 4)) for row in rows]


def test_they_are_written_as_the_formulas_write_them(computed: list[tuple[str, ...]]) -> None:
    found = [(phrases.number(value), phrases.factor(value), phrases.output(value)) for value in NUMBERS]

    assert found == computed


def test_a_template_takes_its_texts() -> None:
    assert phrases.phrase("-({t} - {z}) · {z}", {"t": "1", "z": "0.5"}) == "-(1 - 0.5) · 0.5"


def test_a_network_that_diverges_has_numbers_of_any_size() -> None:
    assert phrases.fixed(-2.5e30, 4) == "-25" + 29 * "0" + ".0000"
    assert phrases.number(1.7e308) == "17" + 307 * "0"
