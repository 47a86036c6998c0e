"""Workbooks: where things are in them, reading and writing them cell by cell. It knows no gradient.

Read in this order: errors, cells, grid, layout, transfer, formulas, trace, dependents; then the file
format: markup, package, sheetxml, worksheet, workbook, files; then build, table, words, recalculate.
"""
