"""sheetnet reset: the initial values become the current ones again."""

import argparse

from sheetnet.cli.changing import add_changing, change
from sheetnet.cli.shared import add_books

EXAMPLES = """\
Examples:
  sheetnet reset letters.xlsx
  sheetnet reset class/*.xlsx --backup
"""


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    add_changing(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    return change(options, api.reset, {})
