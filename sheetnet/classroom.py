"""The use cases on files for a class: exercises go out, marks come back."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetnet.errors import FileError
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.writing import exists_already
from sheetnet.sheet.grids.file import FileGrid

if TYPE_CHECKING:
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
    force: bool = False,
) -> "Made":
    """Make an exercise from a workbook, which is only read. Raises FileError where a file would be replaced unasked."""
    from sheetnet.marking.blanking import NOBODY, make

    source, target = location_of(book), location_of(output)
    if target == source:
        raise FileError("the exercise would replace its key", book=source.name, remedy="choose another name with -o")
    if "://" not in str(output) and Path(output).exists() and not force:
        raise exists_already(str(output))
    with FileGrid(source) as grid:
        made = make(grid, hide, lang=lang, student=student or NOBODY, own_data=own_data)
        with target.lock():
            grid.save(target)
    return made


def grade(book: str | Path, key: str, *, exercise: str = "", lang: str = "en") -> Mapping[str, Any]:
    """Mark a submission by a key, which is any workbook with the right formulas; neither is changed."""
    from sheetnet.marking.grading import as_record
    from sheetnet.marking.grading import grade as mark

    read = key_of(key)
    with FileGrid(book) as grid:
        return as_record(mark(grid, read, exercise_of(exercise) if exercise else None), lang)


@lru_cache(maxsize=2)
def key_of(path: str) -> "Key":
    """The key, read once for a whole class."""
    from sheetnet.marking.key import Key

    with FileGrid(path) as grid:
        return Key(grid)


@lru_cache(maxsize=2)
def exercise_of(path: str) -> "Recorded":
    """What is asked for and the points, as they stand in the exercise that was handed out."""
    from sheetnet.marking.rubric import recorded

    with FileGrid(path) as grid:
        found = recorded(grid)
        if not found.asked:
            raise FileError("this workbook is no exercise", remedy="make one with sheetnet blank")
        return found
