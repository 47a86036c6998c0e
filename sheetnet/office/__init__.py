"""LibreOffice as an engine of xlwings: its workbooks, and buttons in them.

Read in this order: bridge, which LibreOffice runs, channel, process; engine, app, book, names, sheet, range; then
button and sheetnet_buttons, which LibreOffice runs too.
"""
