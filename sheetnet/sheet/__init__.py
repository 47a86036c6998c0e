"""Workbooks: where things are in them, reading and writing them cell by cell. It knows no gradient.

Read in this order: cells, grid; then the rooms xlsx, disk, grids, blocks, formulas, tables, words, pages.
"""
