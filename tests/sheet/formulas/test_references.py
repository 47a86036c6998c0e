"""References, and formulas that are alike in every case but for the numbers that count."""

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.references import References, counting, of_cases

HERE, DATA = Area("Calc", 6, 2, 8, 4), Area("My Data", 16, 27, 18, 28)


def test_the_formulas_of_all_cases_follow_the_rows_of_what_they_refer_to() -> None:
    ref = References("Calc")

    rows = of_cases([f"SUM({ref.case(HERE, 0, 3)})", f"{ref.case(DATA, 1)}*$B$2-{ref.case(HERE, 2)}"], 3)

    assert rows == [
        ["SUM(B6:D6)", "'My Data'!AB16*$B$2-D6"],
        ["SUM(B7:D7)", "'My Data'!AB17*$B$2-D7"],
        ["SUM(B8:D8)", "'My Data'!AB18*$B$2-D8"],
    ]


def test_numbers_count_over_powers_of_ten_and_all_else_stays() -> None:
    assert of_cases([f"{counting(9)}+9", "9"], 2) == [["9+9", "9"], ["10+9", "9"]]
