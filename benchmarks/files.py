"""Numbers written into a workbook file: sheetnet patches parts, openpyxl loads and saves everything.

Both sides open the same file, write the same block and save it under another name; the block is then read back.
"""

import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from openpyxl import Workbook, load_workbook

import sheetnet
from benchmarks.engine import sheetnet_trace, the_letters
from benchmarks.measure import Row, compared, paired, skipped, told, weighed
from sheetnet.net.activations import Array
from sheetnet.sheet.cells import Area, Rows
from sheetnet.sheet.grids.file import FileGrid

LARGE_SHEETS = {"Large": 71_000, "Small": 600}  # rows of 20 numbers: 50 MB of XML, and 0.4 MB
LARGE_COLUMNS = 20


class Patch(NamedTuple):
    """One block of values to be written into a workbook."""

    book: Path
    area: Area
    rows: Rows

    def ours(self) -> None:
        """Patch and save with sheetnet."""
        grid = FileGrid(self.book)
        grid.write(self.area, self.rows)
        grid.save(self.book.with_name("ours.xlsx"))

    def other(self) -> None:
        """Load, write and save with openpyxl."""
        workbook = load_workbook(self.book)
        sheet = workbook[self.area.sheet]
        for row, line in enumerate(self.rows, self.area.top):
            for column, value in enumerate(line, self.area.left):
                sheet.cell(row, column).value = value  # type: ignore[assignment]  # no dates or errors here
        workbook.save(self.book.with_name("other.xlsx"))

    def unlike(self) -> str:
        """Write with both, and read both back; returns who wrote something else (openpyxl keeps 16 digits)."""
        self.ours()
        self.other()
        read = {name: FileGrid(self.book.with_name(f"{name}.xlsx")).read(self.area) for name in ("ours", "other")}
        wrong = [name for name, rows in read.items() if not _close(rows, self.rows)]
        return f"another block is read back: {', '.join(wrong)}" if wrong else ""


def _close(found: Rows, right: Rows) -> bool:
    pairs = [pair for lines in zip(found, right, strict=True) for pair in zip(*lines, strict=True)]
    return all(
        abs(one - other) <= 1e-12 if isinstance(one, float) and isinstance(other, float) else one == other
        for one, other in pairs
    )


def current_block(book: Path) -> Patch:
    """The 20x5 current block of the letters book, all parameters changed, headings as they are."""
    area = Area("BP", 15, 3, 34, 7)
    values = FileGrid(book).read(area)
    return Patch(book, area, [[value / 3 if isinstance(value, float) else value for value in row] for row in values])


def trace_block(book: Path) -> Patch:
    """500 iterations of the letters on sheet Trace: E, 79 parameters and 79 gradients, 159 columns."""
    trace = sheetnet_trace(the_letters())
    numbers: Array = np.column_stack((trace.loss, trace.parameters, trace.gradients))[1:]
    height, width = numbers.shape
    return Patch(book, Area("Trace", 6, 18, 5 + height, 17 + width), numbers.tolist())


def long_trace(book: Path) -> Patch:
    """10,000 rows of 160 numbers on sheet Trace."""
    rng = np.random.default_rng(2)
    return Patch(book, Area("Trace", 6, 18, 10_005, 177), rng.normal(size=(10_000, 160)).tolist())


def small_sheet(book: Path) -> Patch:
    """20x5 numbers on the smallest sheet of a large workbook."""
    rng = np.random.default_rng(1)
    return Patch(book, Area("Small", 15, 3, 34, 7), rng.normal(size=(20, 5)).tolist())


def make_large(book: Path, seed: int = 0) -> None:
    """A workbook of two sheets of measured values, four decimals each."""
    workbook = Workbook(write_only=True)
    rng = np.random.default_rng(seed)
    for name, height in LARGE_SHEETS.items():
        sheet = workbook.create_sheet(name)
        for row in np.round(rng.normal(size=(height, LARGE_COLUMNS)), 4).tolist():
            sheet.append(row)
    workbook.save(book)


def run() -> list[Row]:
    """Every patch beside openpyxl, then the memory of the one in a large workbook."""
    with TemporaryDirectory() as name:
        letters, large = Path(name, "aple.xlsx"), Path(name, "large.xlsx")
        sheetnet.new(letters)
        make_large(large)
        packed, *unpacked = (size / 2**20 for size in (large.stat().st_size, *_sheet_bytes(large)))
        print(f"  the large book: {sum(unpacked):.0f} MB of sheet XML, {packed:.1f} MB packed")
        print(f"  the part that changes in it: {min(unpacked):.2f} MB", flush=True)
        patch, other = small_sheet(large), Path(name, "other.xlsx")
        current_block(letters).ours()  # what it needs is imported by then
        alone = _memory_of_a_small_patch(other, seed=1)
        return [
            _row("letters book, 20x5 block", current_block(letters), 0.1, 15),
            _row("trace of 500 x 159 cells", trace_block(letters), 0.3, 9),
            _row("trace of 10,000 x 160 cells", long_trace(letters), 0.3, 1),
            _row("small sheet of a large book", patch, 0.1, 1),
            weighed("its memory / the part that changes", alone, 2.0),
            told("the same where one like it came before", "", f"{_memory_of_a_small_patch(other, seed=2):.3g}"),
            weighed("memory, 10,000 x 160 / its XML", _peak(long_trace(letters).ours) / _trace_bytes(letters), 2.0),
        ]


def _memory_of_a_small_patch(book: Path, seed: int) -> float:
    """In a workbook that this process has not read before: what it knows of one it would not read again."""
    make_large(book, seed)
    return _peak(small_sheet(book).ours) / min(_sheet_bytes(book))


def _row(name: str, patch: Patch, at_most: float, runs: int) -> Row:
    wrong = patch.unlike()
    return skipped(name, at_most, wrong) if wrong else compared(name, paired(patch.ours, patch.other, runs), at_most)


def _sheet_bytes(book: Path) -> list[int]:
    with zipfile.ZipFile(book) as package:
        return [info.file_size for info in package.infolist() if info.filename.startswith("xl/worksheets/sheet")]


def _trace_bytes(book: Path) -> int:
    """The size of the sheet that the last patch has written beside a book."""
    with zipfile.ZipFile(book.with_name("ours.xlsx")) as package:
        return max(info.file_size for info in package.infolist())


def _peak(call: Callable[[], None]) -> int:
    """The most bytes that Python holds during a call, above what it held before."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
