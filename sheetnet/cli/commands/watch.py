"""sheetnet watch: train again at every change until Ctrl-C, which is how it is meant to end."""

import argparse
import gc
from typing import Any

from sheetnet.cli.printing.events import event_as_json, print_event
from sheetnet.cli.printing.terminal import print_json, say
from sheetnet.cli.shared import add_no_undo, add_output, add_trace

EXAMPLES = """\
Examples:
  sheetnet watch letters.xlsx               trains when the program that has it open closes it
  sheetnet watch letters.xlsx -o out.xlsx   trains at every save
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook to look after")
    add_output(command)
    add_trace(command)
    add_no_undo(command)


def run(options: argparse.Namespace) -> int:
    gc.enable()
    from sheetnet.cli.signals import stopped_by_signals
    from sheetnet.watching import watch

    told = False

    def report(event: Any) -> None:
        nonlocal told
        if options.json:
            print_json("watch", event_as_json(options.book, event))
        else:
            print_event(options.output or options.book, event)
        if not (told or options.json):
            say(f"watching {options.book}; Ctrl-C ends it")
        told = True

    with stopped_by_signals() as stop:
        watch(
            options.book,
            output=options.output,
            trace=options.trace,
            every=options.every,
            must_undo=not options.no_undo,
            report=report,
            stop=stop,
        )
    say("stopped; the workbook is whole")
    return 0
