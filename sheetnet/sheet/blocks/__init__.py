"""Where the network's blocks are in a workbook, as data, and their values as numbers.

Read in this order: geometry, settings, layout, right_half, lamps, expected, play, sweep, finding, language, transfer,
details, trace, why, gallery, pictures, whole.
"""
