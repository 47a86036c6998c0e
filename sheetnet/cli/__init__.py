"""The command line: options, commands, what they print.

Read in this order: program, parser, helping, commands, shared, many, changing, signals, printing.
"""

from sheetnet.cli.program import main

__all__ = ["main"]
