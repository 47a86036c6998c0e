"""The report on a run over many workbooks, made to be read: a workbook, a page, or a table for programs.

Read in this order: outcomes, wording, links, earlier, sheet, svg, style, page, report;
class_tables, class_sheet, class_page, class_report.
"""
