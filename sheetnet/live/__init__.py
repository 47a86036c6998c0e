"""Training inside an open workbook: what a button does, in Excel, in LibreOffice, and in tests."""
