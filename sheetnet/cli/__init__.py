"""The command line: options, the command that was asked for, one workbook, many workbooks, an open workbook.

Read in this order: signals, methods, options, tables; one, many, sweeping, models, opened; then command.
"""

from sheetnet.cli.command import main

__all__ = ["main"]
