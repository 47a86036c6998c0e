"""A copy of a submission for its student: asked cells coloured by their verdicts, with comments that explain.

The copy has the cells alone: no macros, no links, no charts, pictures or tables. A formula, a name or a rule stays only
if it keeps to functions that sheetnet evaluates and to the cells of the workbook; other formulas are text in it.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, PatternFill

from sheetnet.errors import FileError
from sheetnet.marking.grading import Marks, message
from sheetnet.marking.inert import make_inert
from sheetnet.marking.verdicts import CONSTANT, GIVEN, MISSING, RIGHT, WRONG
from sheetnet.report.wording import clean
from sheetnet.sheet.cells import parse_area
from sheetnet.sheet.pages.exercise import FIRST, LAMP, NAME
from sheetnet.sheet.pages.style import font
from sheetnet.sheet.words.languages import in_language
from sheetnet.sheet.words.marking import CLASS

COLOURS = {RIGHT: "CFE8CF", GIVEN: "DCEAF7", WRONG: "F8C9C2", CONSTANT: "FCE8C8", MISSING: "E6E6E6"}
_NOTE = 3  # the row, on the sheet as it was made


def copy_of(submission: BinaryIO, marks: Marks, language: str = "en") -> bytes:
    """The coloured copy, as the bytes of a workbook."""
    book = _read(submission)
    make_inert(book)
    marked_cells: dict[str, set[tuple[int, int]]] = {}
    for one in marks.cells:
        area = parse_area(one.place)
        if area is None or area.sheet not in book.sheetnames:
            continue
        marked: Any = book[area.sheet].cell(area.top, area.left)
        if isinstance(marked, MergedCell):
            continue
        marked_cells.setdefault(area.sheet, set()).add((area.top, area.left))
        marked.fill = PatternFill("solid", fgColor=COLOURS[one.verdict.verdict])
        if one.verdict.verdict != RIGHT or one.trouble:
            marked.comment = Comment(clean(message(one, language)), "sheetnet", width=320, height=110)
    for sheet, cells in marked_cells.items():
        _uncover(book[sheet], cells)
    first: Any = book.active if book.active in book.worksheets else book.worksheets[0]  # the one that is seen first
    say = in_language(CLASS, language)
    note = say["feedback"].format(points=f"{marks.points:.4g}", total=f"{marks.total:.4g}", share=f"{marks.share:.0%}")
    note = "\n".join((note, say["feedback_copy"], *_of_time(marks, say)))
    there = first["A1"].comment.text + "\n" if first["A1"].comment else ""
    first["A1"].comment = Comment(there + note, "sheetnet", width=320, height=110 + 20 * note.count("\n"))
    _tell(book, note)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _uncover(sheet: Any, cells: set[tuple[int, int]]) -> None:
    """Take away the rules that colour marked cells, such as the scale of the deltas, which would hide the verdicts."""
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        if not any(
            one.min_row <= row <= one.max_row and one.min_col <= column <= one.max_col
            for one in area.sqref.ranges
            for row, column in cells
        ):
            for rule in area.rules:
                kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept


def _tell(book: Workbook, note: str) -> None:
    """Say it on sheet Exercise too, between the student's name and what was to be done, where nothing else stands."""
    name = next((one.attr_text for key, one in book.defined_names.items() if key.casefold() == NAME), "")
    area = parse_area(name or "")
    if area is None or area.sheet not in book.sheetnames or area.top < FIRST:
        return
    sheet, row = book[area.sheet], area.top - FIRST + _NOTE
    cell: Any = sheet.cell(row, area.left)
    if isinstance(cell, MergedCell) or cell.value is not None:
        return
    cell.value, cell.data_type = note, "s"
    cell.font, cell.alignment = font(bold=True), Alignment(wrap_text=True, vertical="center")
    sheet.merge_cells(start_row=row, end_row=row, start_column=area.left, end_column=LAMP)
    sheet.row_dimensions[row].height = 34.0 + 16.0 * note.count("\n")


def _read(submission: BinaryIO) -> Workbook:
    try:
        return load_workbook(submission, keep_vba=False, keep_links=False)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # whatever its parts raise at what is odd
        said = str(error).partition("\n")[0][:100]
        raise FileError(
            f"no copy can be made of this workbook ({said})", remedy="mark it without --feedback-dir"
        ) from None


def _of_time(marks: Marks, say: Mapping[str, str]) -> Iterator[str]:
    """What a student is told of attempts and lateness, as far as there is anything to tell."""
    handed = marks.handed
    if handed.attempts > 1:
        yield say["feedback_attempt"].format(attempt=handed.attempt, attempts=handed.attempts)
    if handed.days_late:
        yield say["feedback_late"].format(days=handed.days_late)
    if marks.changed:
        word = "changed" if len(marks.changed) == 1 else "changed_more"
        yield say[word].format(cell=marks.changed[0], count=len(marks.changed) - 1)
    if marks.earned > marks.points:
        yield say["feedback_deducted"].format(points=f"{marks.earned - marks.points:.4g}")
