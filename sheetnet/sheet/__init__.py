"""Workbooks: where things are in them, reading and writing them cell by cell. It knows no gradient.

Read in this order: errors, cells, grid, geometry, layout, finding, transfer, formulas, trace, dependents; for an open
workbook exchange, live; then the file format: markup, encoding, wellformed, undo, locks, writing, places, remote,
zipped, package, tags, rows, shared, sheetxml, splice, worksheet, workbook, files; then pages, build, table, words,
recalculate.
"""
