"""The sheets of a new workbook, one module each, and what they share."""
