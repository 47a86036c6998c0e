"""Training inside an open workbook: what a button does, in Excel, in LibreOffice, and in tests.

Read in this order: language, monitor, press, pace, opened, run_main.
"""
