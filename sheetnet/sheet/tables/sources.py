"""Where a table comes from: which kind of file, sheet or range a source names."""

from pathlib import Path

from sheetnet.errors import FileError
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.columns import Wanted, table_of_lines
from sheetnet.sheet.tables.idx import is_idx, labels_beside, table_of_idx
from sheetnet.sheet.tables.lines import Lines
from sheetnet.sheet.tables.npz import table_of_npz
from sheetnet.sheet.tables.places import names_a_place
from sheetnet.sheet.tables.ranges import book_and_place, lines_of_book, lines_of_range
from sheetnet.sheet.tables.table import Table
from sheetnet.sheet.tables.text import lines_of_text


def read_table(
    source: str | Path,
    inputs: int | None = None,
    outputs: int | None = None,
    *,
    lowest: float = 0.0,
    highest: float = 1.0,
    split_column: str = "",
    hidden: tuple[int, ...] = (),
    within: Grid | None = None,
    visible_only: bool = False,
) -> Table:
    """The table that a source holds for a network of that many inputs and outputs; None lets the table say it.

    A source is a CSV file, an .npz file, an IDX file of pictures with its labels beside it, or a sheet or range of a
    workbook: ``data.xlsx!Sheet1!A1:T9``, or ``Sheet1!A1:T9`` of the open workbook `within`. Targets have to lie from
    `lowest` to `highest`, which the outputs can reach. `split_column` names a column that says which cases are for
    training. `hidden` are the sizes of the layers between, for the remedies. `visible_only`
    leaves hidden and filtered rows of a sheet out.
    """
    wanted = Wanted(inputs, outputs, lowest, highest, split_column, hidden)
    lines = _lines_of_cells(source, within, visible_only=visible_only)
    if lines:
        return table_of_lines(lines, wanted)
    path = Path(source)
    start = _start(path)
    if start and is_idx(path, start):
        return table_of_idx(path, wanted)
    if start and path.suffix.casefold() == ".npz":
        return table_of_npz(path, wanted)
    return table_of_lines(lines_of_text(path), wanted)


def read_lines(source: str | Path, within: Grid | None = None, *, visible_only: bool = False) -> Lines:
    """The lines of a CSV file, or of a sheet or range of a workbook."""
    return _lines_of_cells(source, within, visible_only=visible_only) or lines_of_text(Path(source))


def files_of(source: str | Path) -> tuple[Path, ...]:
    """The files that a table is read from."""
    found = book_and_place(str(source))
    path = Path(found[0] if found else source)
    return (path, labels_beside(path)) if is_idx(path, _start(path)) else (path,)


def _lines_of_cells(source: str | Path, within: Grid | None, *, visible_only: bool) -> Lines | None:
    """The lines of a sheet or range, if that is what the source names."""
    text = str(source)
    if Path(text).is_file() and Path(text).suffix.casefold() not in (".xlsx", ".xlsm"):
        return None
    own = place_within(source, within)
    if own is not None and within is not None:
        return lines_of_range(within, own, visible_only=visible_only)
    found = book_and_place(text)
    return lines_of_book(*found, visible_only=visible_only) if found else None


def place_within(source: str | Path, within: Grid | None) -> str | None:
    """The sheet or range of the open workbook `within` that a source names, by its file or without it; or None."""
    text = str(source)
    if within is None:
        return None
    found = book_and_place(text)
    if not found:
        return text if not Path(text).is_file() and ("!" in text or names_a_place(within, text)) else None
    itself = within.folder and (within.folder / within.label).resolve() == Path(found[0]).resolve()
    return found[1] if itself else None


def _start(path: Path) -> bytes:
    """The first bytes of a file on the disk, nothing of anything else."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            start = file.read(6)
    except (OSError, ValueError):
        return b""  # the reader of the kind says what is wrong
    if start == b"\x93NUMPY":
        raise FileError(
            "this is a single array, expected .npz with features and targets",
            book=path.name,
            remedy="save them with np.savez(path, x=x, t=t)",
        )
    return start
