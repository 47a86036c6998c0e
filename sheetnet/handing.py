"""A workbook handed to a use case: an open one as it is, one on a disk or at a URL opened first, and saved after.

Here alone a file is opened for the use cases of `api`.
"""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack

from sheetnet.errors import FileError
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.location import Location
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid

_Result = TypeVar("_Result")
PathOrGrid = str | Path | Grid


class Saving(TypedDict, total=False):
    """How the result of a run is saved, for a workbook that is given as a path or a URL.

    `output` is another file to write, `backup` keeps the file that is replaced as name.bak.xlsx, `must_undo` refuses
    to replace a file of this machine that could not be kept for `undo` (otherwise it is kept where that is possible),
    `dry_run` writes nothing, and `before_saving` is told the new file's digest and the result just before the last
    step.
    """

    output: str | Path | None
    backup: bool
    must_undo: bool
    dry_run: bool
    before_saving: Callable[[str, Any], None]


def _grid(book: Any) -> Grid:
    if not hasattr(book, "all_formulas"):
        raise TypeError(f"expected a path, a URL or an open workbook, found {book!r}")
    return book  # type: ignore[no-any-return]


def with_book(book: PathOrGrid, use: Any) -> Any:
    """Hand an open workbook to a use case that changes nothing."""
    if not isinstance(book, str | Path):
        return use(_grid(book))
    with FileGrid(book) as grid:
        return use(grid)


def with_saved(book: PathOrGrid, use: Callable[[Grid], _Result], **saving: Unpack[Saving]) -> _Result:
    """Hand an open workbook to a use case, and save it where it was given as a path or a URL."""
    unknown = set(saving) - set(Saving.__annotations__)
    if unknown:
        raise TypeError(f"no such argument: {', '.join(sorted(unknown))}")
    if not isinstance(book, str | Path):
        return use(_grid(book))
    source = location_of(book)
    output = saving.get("output")
    target: Location = source if output is None else location_of(output)
    if target.suffix != source.suffix:
        kind = f"a name that ends in {source.suffix}" if source.suffix else "a name without an ending"
        raise FileError(f"expected {kind} for the output, found '{target.name}'", book=source.name)
    dry = saving.get("dry_run", False)
    before_saving = saving.get("before_saving")
    source.open()[0].close()  # what is wrong with the source is said before what is wrong with the target
    must_undo = saving.get("must_undo", False)
    with nullcontext() if dry else target.lock(must_undo=must_undo), FileGrid(source) as grid:
        result = use(grid)

        def about_to(digest: str) -> None:
            if before_saving:
                before_saving(digest, result)

        if not dry:
            grid.save(target, backup=saving.get("backup", False), must_undo=must_undo, about_to=about_to)
    return result
