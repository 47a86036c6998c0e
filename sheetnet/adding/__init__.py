"""Adding cases to a workbook: drawn, typed, or from a table.

Read in this order: new_cases, add, files.
"""
