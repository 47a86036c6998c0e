"""sheetnet live: training in LibreOffice, before the eyes of whoever sits there."""

import argparse

from sheetnet.cli.printing.results import print_result, result_as_json
from sheetnet.cli.printing.terminal import print_json, say, warn
from sheetnet.cli.shared import add_eta, add_iterations
from sheetnet.saying import in_words

EXAMPLES = """\
Examples:
  sheetnet live letters.xlsx
  sheetnet live letters.xlsx --seconds 30 --eta 0.1
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook, open or not")
    command.add_argument("--seconds", type=float, default=5.0, metavar="S", help="spread the run over them (5)")
    add_iterations(command)
    add_eta(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet.cli.signals import stopped_by_signals
    from sheetnet.live.opened import train_visibly

    def tell() -> None:
        if not options.json:
            say(f"{options.book} is being opened in LibreOffice")

    with stopped_by_signals() as stop:
        result, agreement, seconds = train_visibly(
            options.book,
            seconds=options.seconds,
            iterations=options.iterations,
            eta=options.eta,
            stop=stop,
            opening=tell,
        )
    warn(result.warnings if options.json else result.beside_the_lamps)
    if options.json:
        told = result_as_json(options.book, options.book, result, seconds)
        print_json("live", told | {"agreement": agreement})
    else:
        print_result(options.book, "live", result, seconds)
        print(f"  {in_words(agreement)}")
    return 0
