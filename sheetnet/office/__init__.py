"""LibreOffice as an engine of xlwings: its workbooks, and buttons in them."""
