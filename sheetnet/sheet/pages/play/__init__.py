"""Sheet Play: a drawing, the network in square cells, its answer, a time machine.

Read in this order: canvas, network, page, scroll_bars.
"""
