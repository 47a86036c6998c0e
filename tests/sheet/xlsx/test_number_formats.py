"""Which number formats show a date: as ECMA-376, Excel in other languages, and LibreOffice write them."""

import pytest

from sheetnet.sheet.xlsx.number_formats import is_date_code, shows_date

DATES = [
    "yyyy/m/d",
    "DD.MM.YY",
    "h:mm AM/PM",
    "mm:ss.0",
    "[h]:mm",
    "[mm]:ss",
    "[ss].00",
    "aaa",
    "aaaa",
    "e",
    "[$-411]e",
    '[$-411]ggge"年"m"月"d"日"',
    "ggge年",
    "m月d日",
    "bbbb",
    "B2yyyy",
    "0;yyyy",
    "General;[Red]mmm",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    "[$-F800]General",
    "[$-x-systime]",
    '"Day "d',
    "yyyymmdd",
    "TT.MM.JJJJ",
    "JJJJ",
    "jj/mm/aaaa",
    "ДД.ММ.ГГГГ",
    "rrrr",
    "qq",
    'yyyy"unfinished',
]
NUMBERS = [
    "General",
    "Standard",
    "Estándar",
    "Esta\u0301ndar",
    "Général",
    "Ge\u0301ne\u0301ral",
    "Generale",
    "Geral",
    "Standaard",
    "Yleinen",
    "Genel",
    "Ogólny",
    "Normál",
    "Стандартный",
    "Основной",
    "標準",
    "常规",
    "G/通用格式",
    "G/표준",
    "0.00",
    "0.00E+00",
    "##0.0e-0",
    "#,##0.00_);[Red](#,##0.00)",
    '0" d"',
    "0\\d",
    '0.0 "days";-0',
    "0_d",
    "0*d",
    "0.0 g",
    "[$kr-414] #,##0",
    "[Red][<5]0;[Blue]0",
    "[DBNum1]General",
    '[=1]"✓";[=0]"✗";General',
    "@",
    "",
    '"yyyy',
    "# ?/?",
]


@pytest.mark.parametrize("code", DATES)
def test_a_format_of_dates_or_times_is_one_whatever_its_calendar_or_language(code: str) -> None:
    assert is_date_code(code)


@pytest.mark.parametrize("code", NUMBERS)
def test_a_format_of_numbers_is_none_whatever_words_it_has(code: str) -> None:
    assert not is_date_code(code)


@pytest.mark.parametrize(("number", "date"), [(0, False), (14, True), (31, True), (47, True), (49, False), (75, True)])
def test_formats_that_every_program_knows_go_by_their_number(number: int, date: bool) -> None:
    assert shows_date(number, {}) is date


def test_a_format_of_its_own_stands_above_the_one_of_that_number() -> None:
    assert not shows_date(14, {14: "0"})
    assert shows_date(1, {1: "yyyy"})


@pytest.mark.parametrize("code", ["[" * 500_000, '"' * 500_000, "d[" * 250_000, '0"' * 250_000, "\\" * 500_000])
def test_a_code_of_a_million_signs_is_judged_in_one_pass(code: str) -> None:
    assert is_date_code(code) is code.startswith("d")
