"""New workbooks: of a table, of an example with a network, or of a curve without one.

Read in this order: specification, designing, saving, new; then the rooms examples, curves.
"""
