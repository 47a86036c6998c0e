"""sheetnet train: from the initial values, as many updates as the workbook or the command line says."""

import argparse
from functools import partial

from sheetnet.cli.changing import add_changing, change
from sheetnet.cli.printing.terminal import steps_bar
from sheetnet.cli.shared import (
    add_books,
    add_eta,
    add_iterations,
    add_method,
    add_trace,
    add_write_settings,
    method_given,
)

EXAMPLES = """\
Examples:
  sheetnet train letters.xlsx
  sheetnet train letters.xlsx -o trained.xlsx
  sheetnet train letters.xlsx --iterations 2000 --eta 0.1 --trace gradients --every 10
  sheetnet train letters.xlsx --trace all --picture 7
  sheetnet train class/*.xlsx --jobs 4 --report report.xlsx
  sheetnet train class/ --recursive --output-dir trained/ --eta 0.1
  sheetnet train class/*.xlsx --dry-run     what would change, nothing is written
  sheetnet train class/*.xlsx --resume      go on after an interruption
"""

_GIVEN = ("iterations", "eta", "max_seconds", "write_settings", "trace", "every", "picture")


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    add_iterations(command)
    add_eta(command)
    add_write_settings(command)
    add_trace(command)
    command.add_argument("--picture", type=int, default=1, metavar="P", help="the case whose deltas are kept (1)")
    command.add_argument(
        "--max-seconds", type=float, metavar="S", help="stop after so many seconds (the cell's, or never)"
    )
    add_method(command)
    add_changing(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    given = {name: getattr(options, name) for name in _GIVEN} | {"settings": method_given(options)}
    return change(options, partial(api.train, keep=()), given, progress=steps_bar)
