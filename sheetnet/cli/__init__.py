"""The command line: options, the command that was asked for, one workbook, many workbooks, an open workbook."""

from sheetnet.cli.command import main

__all__ = ["main"]
