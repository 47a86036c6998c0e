"""The use cases on files for a class: exercises go out, marks come back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetnet.batch.journal import digest_of
from sheetnet.errors import FileError, SheetnetError
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.writing import exists_already, write_for_user
from sheetnet.sheet.grids.bounded import refuse_unbounded
from sheetnet.sheet.grids.file import FileGrid

if TYPE_CHECKING:
    from sheetnet.marking.attempts import Handed
    from sheetnet.marking.blanking import Made
    from sheetnet.marking.key import Key
    from sheetnet.marking.rubric import Recorded
    from sheetnet.marking.students import Student


def blank(
    book: str | Path,
    output: str | Path,
    hide: Sequence[str],
    *,
    lang: str = "en",
    student: "Student | None" = None,
    own_data: bool = False,
    due: datetime | None = None,
    force: bool = False,
) -> "Made":
    """Make an exercise from a workbook, which is only read. Raises FileError where a file would be replaced unasked."""
    everyone = {str(output): student}
    (made,) = blank_all(book, everyone, hide, lang=lang, own_data=own_data, due=due, force=force)
    return made


def blank_all(
    book: str | Path,
    outputs: "Mapping[str, Student | None]",
    hide: Sequence[str],
    *,
    lang: str = "en",
    own_data: bool = False,
    due: datetime | None = None,
    force: bool = False,
) -> "Iterator[Made]":
    """Make the exercises of a class, one for each file and its student, one after the other.

    Raises FileError, before the first is made, where a file would be replaced unasked.
    """
    from sheetnet.marking.blanking import NOBODY, Master

    source = location_of(book)
    for output in outputs:
        if location_of(output) == source:
            raise FileError(
                "the exercise would replace its key", book=source.name, remedy="choose another name with -o"
            )
        if "://" not in output and Path(output).exists() and not force:
            raise exists_already(output)
    with FileGrid(source) as grid:
        master = Master(grid, hide)
    for output, student in outputs.items():
        with FileGrid(source) as grid:
            made = master.make(grid, lang=lang, student=student or NOBODY, own_data=own_data, due=due)
            target = location_of(output)
            with target.lock():
                grid.save(target)
        yield made


def grade(
    book: str | Path,
    key: str,
    *,
    exercise: str = "",
    cells: str = "",
    lang: str = "en",
    output: str | None = None,
    handed: "Handed | None" = None,
) -> Mapping[str, Any]:
    """Mark a submission by a key, which is any workbook with the right formulas; neither is changed.

    What is asked stands in the `exercise`, or is said by `cells`: kinds of formulas or ranges of the key, with commas.
    `output` is where the coloured copy goes. `handed` is what `handed_in` says of the submission among a whole class;
    without it it is its student's only one.
    """
    from sheetnet.marking.attempts import ALONE
    from sheetnet.marking.grading import as_record
    from sheetnet.marking.grading import grade as mark

    read = key_of(key)
    asked = exercise_of(exercise) if exercise else asked_of(key, cells) if cells else None
    mine = handed or handed_in([str(book)], exercise).get(str(book), ALONE)
    with FileGrid(book) as grid:
        if output:
            refuse_unbounded(grid.package)
        marks = mark(grid, read, asked, mine)
    if output:
        from sheetnet.marking.feedback import copy_of

        if location_of(output) == location_of(book):
            raise FileError("the feedback would replace the submission", book=output, remedy="choose another folder")
        with location_of(book).open()[0] as file:
            content = copy_of(file, marks, lang)
        write_for_user(Path(output), lambda out: out.write(content), "feedback")
    return as_record(marks, lang)


def handed_in(books: Iterable[str], exercise: str = "", due: datetime | None = None) -> "dict[str, Handed]":
    """Of each file that can be read: whose it is, when it was handed in and until when it had to be, and its turn.

    `due` goes before what the exercise says, or the submission itself.
    """
    from sheetnet.marking.attempts import Handed, in_turn, saved_at
    from sheetnet.marking.rubric import recorded

    asked = exercise_of(exercise) if exercise else None
    found = {}
    for book in books:
        try:
            with FileGrid(book) as grid:
                said = recorded(grid)
                at = saved_at(grid.package.read(_CORE)) if _CORE in grid.package else None
        except SheetnetError:
            continue  # it is said of the file when it is marked
        by = "workbook" if at else ""
        if at is None and "://" not in book:
            at, by = datetime.fromtimestamp(Path(book).stat().st_mtime, UTC), "file"
        until = due or (asked or said).rubric.rules.due
        found[book] = Handed(said.student, at, by, until.astimezone(UTC) if until else None)
    return in_turn(found)


_CORE = "docProps/core.xml"


def key_of(path: str) -> "Key":
    """The key, read once for a whole class, and again when it has changed."""
    return _key(path, digest_of(path))


def exercise_of(path: str) -> "Recorded":
    """What is asked for and the points, as they stand in the exercise that was handed out."""
    return _exercise(path, digest_of(path))


def asked_of(key: str, cells: str) -> "Recorded":
    """What is asked by its kinds or its cells in the key, each block worth the same."""
    return _asked(key, digest_of(key), cells)


# a worker of a cluster lives longer than a key: what it has read is known by the digest too


@lru_cache(maxsize=2)
def _key(path: str, digest: str) -> "Key":
    from sheetnet.marking.key import Key

    with FileGrid(path) as grid:
        return Key(grid)


@lru_cache(maxsize=2)
def _exercise(path: str, digest: str) -> "Recorded":
    from sheetnet.marking.rubric import recorded

    with FileGrid(path) as grid:
        found = recorded(grid)
        if not found.asked:
            raise FileError("this workbook is no exercise", remedy="make one with sheetnet blank")
        return found


@lru_cache(maxsize=2)
def _asked(key: str, digest: str, cells: str) -> "Recorded":
    from sheetnet.marking.exercise import asked_for
    from sheetnet.marking.rubric import NO_RUBRIC, Recorded

    with FileGrid(key) as grid:
        return Recorded(tuple(asked_for(grid, [one.strip() for one in cells.split(",") if one.strip()])), NO_RUBRIC, "")
