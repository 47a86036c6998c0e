"""Tables of cases, from a CSV file, a sheet or range of a workbook, an .npz file, or IDX files.

Read in this order: table, numerals, labels, lines, encodings, separators, text, places, ranges, headings, columns,
arrays, npz, idx, sources, bundled; then scaling, outside, rows.
"""

from sheetnet.sheet.tables.bundled import DIGITS, LETTERS, letters
from sheetnet.sheet.tables.sources import read_table
from sheetnet.sheet.tables.table import Table

__all__ = ["DIGITS", "LETTERS", "Table", "letters", "read_table"]
