"""The formulas of any workbook as a function of some of its cells: values, and exact derivatives. It knows no network.

Read in this order: trouble, values, arrays, operators; trees, names, syntax; cells, alone, bindings, frame, the room
functions; groups, exported, order, workbook, evaluation, gradient, refreshing, tangents, squares.
"""
