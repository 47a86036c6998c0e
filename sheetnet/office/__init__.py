"""LibreOffice as an engine of xlwings: its workbooks, and buttons in them.

Read in this order: system, the machine; bridge, which LibreOffice runs, channel, installation, opening, process;
engine, app, book, names, sheet, range; then button and sheetnet_buttons, which LibreOffice runs too.
"""
