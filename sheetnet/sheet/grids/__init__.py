"""The port's adapters: a workbook as a grid over a closed file, an open program, or an engine that recalculates;
and which files are too much for openpyxl.

Read in this order: locking, showing, growing, scroll_bars, file, xlwings_values, edits, putting, live,
ironcalc_process, recalculated; bounded.
"""
