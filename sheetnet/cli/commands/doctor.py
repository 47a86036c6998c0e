"""sheetnet doctor: what Excel and LibreOffice need on this machine, on one page."""

import argparse
from pathlib import Path

from sheetnet.cli.printing.terminal import coloured, print_json

EXAMPLES = """\
Examples:
  sheetnet doctor
  sheetnet doctor --json
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """It needs none."""


def run(options: argparse.Namespace) -> int:
    """Exit code 1 if training inside an open workbook cannot work here."""
    from sheetnet.doctor import as_json, examine, print_page, works

    findings = examine(Path())  # Path.cwd() raises where the folder has been deleted
    if options.json:
        print_json("doctor", as_json(findings))
    else:
        print_page(findings, coloured)
    return 0 if works(findings) else 1
