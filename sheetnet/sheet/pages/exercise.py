"""Sheet Exercise: what is to be filled in, the points, and a lamp for each block that says how many are right so far.

A lamp compares remainders: of each right number, rounded to six digits of its block's largest, the remainder by a prime
stands in a hidden column. A thousand numbers have the same one, so that it does not give the answer away.

What is said of the rubric above it follows its cells, which a teacher changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from math import floor
from typing import NamedTuple

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area, Value
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import BLUE, MUTED, font, headline, when, widen, write
from sheetnet.sheet.pages.style import lines as lines_of
from sheetnet.sheet.words.languages import in_language
from sheetnet.sheet.words.marking import EXERCISE, block_title
from sheetnet.sheet.xlsx.package import Package

__all__ = [
    "COLUMNS",
    "FIRST",
    "LAMP",
    "NAME",
    "STUDENT",
    "STUDENT_AT",
    "TO_FILL_IN",
    "Blank",
    "Line",
    "draw",
    "lit",
    "told",
]

NAME = "sheetnet_exercise"  # leads to the table
STUDENT = "sheetnet_student"  # leads to the student's number, in a hidden column
COLUMNS = 6  # of the table: title, cells, how many, points, lamp, and hidden the block's own name
TO_FILL_IN = "FFF2B3"
_ALL_RIGHT = "CFE8CF"
FIRST, LAMP = 11, 6  # the row of the first block, and the column of its lamp
STUDENT_AT = (1, 7)
_TITLES = {"en": "Exercise", "ja": "課題"}
_HEAD, _LEFT = 10, 2
_HIDDEN = _LEFT + COLUMNS - 1
_FULL = 0.95  # of a width: fonts are not the same everywhere
_PRIME, _FACTOR, _DIGITS = 997, 31, 6
# Short decimals lie on the tie between two whole numbers, where rules and last bits differ: all are rounded off it.
_OFF_THE_TIE = 0.1372915
_DO, _HOW, _ROUND, _LAMP = range(4, 8)  # the rows of what is said above the table
_TOLERANCE, _PLACES, _TYPED, _GIVEN = ((row, STUDENT_AT[1]) for row in range(_DO, _LAMP + 1))  # hidden, as the student
_WIDTHS = (54, 22, 11, 19, 16)


class Blank(NamedTuple):
    """A block to fill in: its name, where it is, and the right numbers; None where nothing is asked."""

    block: str
    area: Area
    points: float
    numbers: Sequence[Sequence[float | None]]

    @property
    def asked(self) -> int:
        return sum(number is not None for line in self.numbers for number in line)


class Line(NamedTuple):
    """A line of the rubric below the blocks."""

    key: str
    value: float | str | datetime | None


class Told(NamedTuple):
    """A cell that follows the rubric: where it is, its formula, and what that comes to at first."""

    at: tuple[int, int]
    formula: str
    saved: str | float


def draw(blanks: Sequence[Blank], lines: Sequence[Line], student: str, name: str, language: str = "en") -> Package:
    """The sheet, alone in a workbook that defines NAME; for `FileGrid.graft`."""
    book, say = Book(), in_language(EXERCISE, language)
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new openpyxl workbook has one
    sheet.title = _TITLES[language]
    headline(sheet, say["exercise_title"], " ".join(one for one in (name, student) if one))
    _tell(sheet, _DO, say["exercise_do"], bold=True)
    _tell(sheet, _HOW, _longest(say))
    _tell(sheet, _ROUND, say["exercise_round"])
    _tell(sheet, _LAMP, say["exercise_lamp"])
    for one in told(len(blanks), lines, language):
        sheet.cell(*one.at).value = one.formula
    sheet.cell(4, _LEFT).fill = PatternFill("solid", fgColor=TO_FILL_IN)
    for column, (head, width) in enumerate(zip(("block", "cells", "count", "points", "lamp"), _WIDTHS, strict=True)):
        cell = write(sheet, _HEAD, _LEFT + column, say[head], bold=True)
        cell.alignment = Alignment(horizontal="right" if head in ("count", "points") else "left", indent=head == "lamp")
        widen(sheet, _LEFT + column, width)
    widen(sheet, 1, 2.5)
    below = FIRST
    for number, blank in enumerate(blanks):
        _fill_line(sheet, FIRST + number, blank, say, language)
    rules = _rules(len(blanks))
    write(sheet, rules - 1, _LEFT, say["exercise_rules"], bold=True, color=MUTED)
    bottom = rules + len(lines)
    for number, line in enumerate(lines, rules):
        write(sheet, number, _LEFT, say[line.key], color=MUTED)
        cell = write(sheet, number, _LEFT + 3, "")
        cell.value = say.get(str(line.value), line.value)
        cell.alignment = Alignment(horizontal="right")
        if line.key == "tolerance":
            cell.number_format = "0.############"  # 0.000001: nobody has to know what 1e-06 means
        if line.key == "due":
            cell.number_format = "yyyy-mm-dd hh:mm"
        write(sheet, number, _HIDDEN, line.key)
    for number, blank in enumerate(blanks):
        below = _fill_remainders(sheet, FIRST + number, max(below, bottom + 2), blank, student, language)
    write(sheet, *STUDENT_AT, student)
    for column in range(_HIDDEN, max(sheet.max_column, _HIDDEN) + 1):
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    lay_out(sheet, LAMP, titles="")
    fit(sheet, high=1)
    sheet.print_area = f"A1:{get_column_letter(LAMP)}{bottom - 1}"  # without what the lamps need
    table = Area(sheet.title, FIRST, _LEFT, bottom - 1, _HIDDEN)
    book.defined_names[NAME] = DefinedName(NAME, attr_text=table.absolute())
    stream = BytesIO()
    book.save(stream)
    return Package(stream.getvalue())


def lit(number: str | int, count: int, language: str = "en") -> str:
    """What a lamp says: ``3 of 12``."""
    return f"{number} {in_language(EXERCISE, language)['of']} {count}"


def told(blanks: int, lines: Sequence[Line], language: str = "en") -> Iterator[Told]:
    """What is said of the rubric of an exercise with so many blocks, and the hidden cells with what that goes by.

    A cell of the rubric that says nothing `grade` understands stands for what it says at first, as it does there.
    """
    say = in_language(EXERCISE, language)
    first = {line.key: line.value for line in lines if isinstance(line.value, float)}
    cells = {line.key: f"$E${row}" for row, line in enumerate(lines, _rules(blanks))}
    tolerance, typed, given = (first[key] for key in ("tolerance", "constant", "right_given"))
    shown = f"{tolerance:.12f}".rstrip("0")
    t, places = _name(_TOLERANCE), _name(_PLACES)
    yield Told(_TOLERANCE, f"=IF(N({cells['tolerance']})>0,N({cells['tolerance']}),{shown})", tolerance)
    least = f"MAX(0,-INT(LOG10({t})+1E-9))"
    more = "+".join(f"(ABS(ROUND({t},{least}+{n})-{t})>{t}*1E-9)" for n in range(3))
    yield Told(_PLACES, f"={least}+{more}", float(len(shown.partition(".")[2])))
    for place, key, share in ((_TYPED, "constant", typed), (_GIVEN, "right_given", given)):
        cell = cells[key]
        yield Told(place, f"=IF(ISNUMBER({cell}),IF({cell}>=0,MIN(1,{cell}),{share:g}),{share:g})", share)
    before, after = say["exercise_round"].split("{tolerance}")
    number = f"FIXED({t},{places},TRUE)"
    yield Told((_ROUND, _LEFT), f"={_text(before)}&{number}&{_text(after)}", before + shown + after)
    formula = f"={_text(say['exercise_how'])}&{_share(say, 'constant', _TYPED)}&{_share(say, 'right_given', _GIVEN)}"
    saved = say["exercise_how"] + _said(say, "constant", typed) + _said(say, "right_given", given)
    yield Told((_HOW, _LEFT), formula, saved)


def _share(say: Mapping[str, str], key: str, place: tuple[int, int]) -> str:
    """The formula of what is said of a share; TEXT would ask each country for its own codes."""
    share = _name(place)
    before, after = say[f"{key}_share"].split("{share}")
    some = f'{_text(before)}&ROUND(100*{share},1)&"%"&{_text(after)}'
    nothing = f"IF({share}>0,{some},{_text(say[f'{key}_nothing'])})"
    every = f"{key}_all"
    return f"IF({share}>=1,{_text(say[every])},{nothing})" if every in say else nothing


def _said(say: Mapping[str, str], key: str, share: float) -> str:
    if share >= 1 and f"{key}_all" in say:
        return say[f"{key}_all"]
    return say[f"{key}_share"].format(share=f"{round(100 * share, 1):g}%") if share else say[f"{key}_nothing"]


def _longest(say: Mapping[str, str]) -> str:
    """The longest that can be said of what counts: there is room for it."""
    return say["exercise_how"] + "".join(_said(say, key, 0.125) for key in ("constant", "right_given"))


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _name(place: tuple[int, int]) -> str:
    row, column = place
    return f"${get_column_letter(column)}${row}"


def _rules(blanks: int) -> int:
    """The first row of the rubric: below the blocks, an empty row and its heading."""
    return FIRST + blanks + 2


def _tell(sheet: Worksheet, row: int, text: str, *, bold: bool = False) -> None:
    """A sentence over the whole width of the table, on as many lines as it takes."""
    write(sheet, row, _LEFT, text, bold=bold).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.merge_cells(start_row=row, end_row=row, start_column=_LEFT, end_column=LAMP)
    sheet.row_dimensions[row].height = 16.0 * lines_of(text, sum(_WIDTHS) * _FULL)


def _fill_line(sheet: Worksheet, row: int, blank: Blank, say: dict[str, str], language: str) -> None:
    values: tuple[Value, ...] = (block_title(blank.block, language), str(blank.area), blank.asked, blank.points)
    for column, value in enumerate(values, _LEFT):
        assert isinstance(value, str | float | int)  # noqa: S101 - as they are made above
        cell = write(sheet, row, column, value)
        cell.alignment = Alignment(horizontal="left" if isinstance(value, str) else "right")
        cell.protection = Protection(locked=True)
    there = sheet.cell(row, _LEFT + 1)
    there.hyperlink = Hyperlink(ref=there.coordinate, location=str(blank.area), display=str(blank.area))
    there.font = font(color=BLUE, underline="single")
    write(sheet, row, _HIDDEN, blank.block)


def _fill_remainders(sheet: Worksheet, row: int, top: int, blank: Blank, student: str, language: str) -> int:
    """The remainders of a block, and the lamp that counts; returns the first row below them."""
    known = [abs(number) for line in blank.numbers for number in line if number]
    power = _DIGITS - 1 - _exponent(max(known, default=1.0))
    salt = int(sha256(f"{student}{blank.block}".encode()).hexdigest()[:6], 16) % _PRIME
    for down, line in enumerate(blank.numbers):
        for along, number in enumerate(line):
            if number is not None:
                sheet.cell(top + down, _HIDDEN + 1 + along).value = (
                    floor(number * 10.0**power + _OFF_THE_TIE + 0.5) * _FACTOR + salt
                ) % _PRIME
    area = Area(sheet.title, top, _HIDDEN + 1, top + blank.area.height - 1, _HIDDEN + blank.area.width)
    cells, there = str(blank.area), area.range
    rounded = f"ROUND(IF(ISNUMBER({cells}),{cells},0)*1E{power}+{_OFF_THE_TIE},0)"
    right = f"ISNUMBER({cells})*ISNUMBER({there})*(MOD({rounded}*{_FACTOR}+{salt},{_PRIME})={there})"
    lamp = sheet.cell(row, LAMP)
    lamp.alignment = Alignment(horizontal="left", indent=1)
    full = f'{lamp.coordinate}="{lit(blank.asked, blank.asked, language)}"'
    sheet.conditional_formatting.add(lamp.coordinate, when(full, fill=PatternFill(bgColor=_ALL_RIGHT)))
    lamp.value = ArrayFormula(lamp.coordinate, f'=SUM({right})&"{lit("", blank.asked, language)}"')
    return area.bottom + 2


def _exponent(x: float) -> int:
    return int(f"{x:e}".partition("e")[2])
