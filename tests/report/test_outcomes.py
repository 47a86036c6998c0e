"""The headline, the columns and the ranking of a report."""

import pytest

from sheetnet.report.outcomes import Ranked, headline, ranked, spread, worth_showing
from sheetnet.report.wording import shortened, shown, width
from tests.report.rows import done, failed


def test_the_headline_counts_failures_first() -> None:
    rows = [done(), done(warnings=["E has hardly changed"]), failed(), {"workbook": "c", "status": "skipped"}]

    assert headline(rows) == "4 workbooks: 1 failed, 1 skipped, 2 done, 1 with warnings"
    assert headline([done()]) == "1 workbook: 1 done"
    assert headline([]) == "0 workbooks"


def test_columns_that_say_nothing_are_left_out() -> None:
    assert [column.key for column in worth_showing([failed()])] == ["status", "workbook", "notes"]
    assert [column.key for column in worth_showing([])] == ["status", "workbook"]


def test_the_command_is_a_column_only_where_there_are_several() -> None:
    both = worth_showing([done(), done(command="step")])

    assert "command" not in {column.key for column in worth_showing([done(), done()])}
    assert "command" in {column.key for column in both}


def test_what_concerns_test_cases_and_searches_is_a_column_where_there_are_such() -> None:
    keys = ("test_E_after", "test_accuracy_after", "E_per_case_after", "test_E_per_case_after", "evaluations")
    tested = {"iteration": 5, "E": 9.0, "E_per_case": 0.09, "test_E": 4.0, "test_E_per_case": 0.2, "test_accuracy": 0.5}
    untested = {**tested, "test_E": None, "test_E_per_case": None, "test_accuracy": None}
    searched = {"optimiser": "lbfgs", "evaluations": 31}

    def shown(**fields: object) -> list[str]:
        return [column.key for column in worth_showing([done() | fields]) if column.key in keys]

    assert shown(after=tested, evaluations=6, optimiser="sgd") == [*keys[:4]]
    assert shown(after=untested, evaluations=6, optimiser="sgd") == []
    assert shown(after=untested, **searched) == ["evaluations"]


def test_message_and_warnings_are_read_in_one_column_without_the_workbooks_name() -> None:
    row = {**failed("class/b.xlsx", "b.xlsx: BP!C17: found text"), "warnings": ["w1", "w2"]}

    notes = next(column for column in worth_showing([row]) if column.key == "notes")

    assert notes.value(row) == "BP!C17: found text\nwarning: w1\nwarning: w2"


def test_the_ranking_holds_workbooks_with_a_finite_e_the_largest_first() -> None:
    rows = [done("x/a.xlsx", 1.0), done("b.xlsx", float("nan")), failed(), done("c.xlsx", 3.0, before=None)]

    assert ranked(rows) == [Ranked("c", None, 3.0), Ranked("a", 60.283917, 1.0)]


def test_workbooks_of_one_name_are_told_apart_by_their_folders() -> None:
    rows = [done("ada/net.xlsx", 2.0), done("bob/net.xlsx", 1.0), done("https://x.org/%E5%B1%B1.xlsx?sig=1", 0.5)]

    assert [book.name for book in ranked(rows)] == ["ada/net.xlsx", "bob/net.xlsx", "山"]


def test_only_values_over_many_powers_of_ten_ask_for_a_logarithmic_axis() -> None:
    assert spread([Ranked("a", 60.0, 0.01)])
    assert not spread([Ranked("a", 60.0, 0.1)])
    assert not spread([Ranked("a", 60.0, 0.0)])


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("山田", 4), ("a\nabc", 3), ("", 0)])
def test_japanese_letters_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_long_name_keeps_both_ends() -> None:
    name = "山田太郎のとても長い名前のニューラルネットワーク最終版2"

    short = shortened(name, 20)

    assert width(short) <= 20
    assert short[0] == "山"
    assert short[-2:] == "版2"
    assert shortened("short", 20) == "short"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [("loss", 60.2839, "60.2839"), ("loss", 1.5e-9, "1.5e-09"), ("loss", 0.0, "0"), ("loss", 1e12, "1e+12"),
     ("share", 0.984375, "98.4%"), ("count", 12000, "12,000"), ("rate", 0.05, "0.05"), ("seconds", 0.084, "0.08"),
     ("loss", None, "")],
)  # fmt: skip
def test_numbers_are_shown_as_a_reader_wants_them(kind: str, value: float | None, text: str) -> None:
    assert shown(kind, value) == text  # type: ignore[arg-type]
