"""sheetnet step: a few updates more, from the current values."""

import argparse
from functools import partial

from sheetnet.cli.changing import add_changing, change
from sheetnet.cli.printing.terminal import steps_bar
from sheetnet.cli.shared import OF_A_WHOLE_RUN, add_books, add_eta, add_method, add_write_settings, method_given

EXAMPLES = """\
Examples:
  sheetnet step letters.xlsx
  sheetnet step letters.xlsx -k 5
  sheetnet step class/*.xlsx -k 100 --jobs 4
"""


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    command.add_argument("-k", type=int, default=1, metavar="K", help="updates to make (1)")
    add_eta(command)
    add_write_settings(command)
    add_method(command, leave_out=OF_A_WHOLE_RUN)
    add_changing(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    given = {name: getattr(options, name) for name in ("k", "eta", "write_settings")}
    given["settings"] = method_given(options)
    return change(options, partial(api.step, keep=()), given, progress=steps_bar)
