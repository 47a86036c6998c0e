"""Sheet Network: a small network on one page, drawn with every number in its place.

Read in this order: lines, canvas, drawing, surface, tables, page.
"""
