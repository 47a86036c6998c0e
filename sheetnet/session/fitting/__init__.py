"""Fitting: the parameters at which the loss of any workbook is least, by the exact gradient of its own formulas.

Read in this order: objective, search, bounds, result, writing, fit.
"""
