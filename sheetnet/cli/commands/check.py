"""sheetnet check: the sheet's formulas, the engine and complex-step gradients, cell by cell."""

import argparse
import time
from pathlib import Path

from sheetnet.cli import many
from sheetnet.cli.printing.tables import print_comparisons
from sheetnet.cli.printing.terminal import fail, print_json, say, warn
from sheetnet.cli.shared import add_books

EXAMPLES = """\
Examples:
  sheetnet check letters.xlsx
  sheetnet check letters.xlsx --recalculate
  sheetnet check letters.xlsx --tolerance 1e-12 --json
  sheetnet check class/*.xlsx --jobs 4
"""

_MOST = 10  # failures that are told one by one


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    command.add_argument(
        "--tolerance",
        type=float,
        default=1e-9,
        metavar="D",
        help="largest difference (1e-9; to complex-step gradients at least 1e-7)",
    )
    command.add_argument(
        "--recalculate", action="store_true", help="compute every formula anew with IronCalc, whatever values are saved"
    )
    many.add_options(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api, session

    started = time.perf_counter()
    given = {"tolerance": options.tolerance, "recalculate": options.recalculate}
    if many.asked(options):
        return many.run(options, api.check, given)
    book = options.books[0]
    comparisons = api.check(book, **given)
    failures = session.told(comparisons)
    own = sum(comparison.own for comparison in comparisons)
    if options.json:
        seconds = round(time.perf_counter() - started, 6)
        print_json("check", {"workbook": book, **session.verdict(comparisons), "seconds": seconds})
    else:
        print_comparisons(comparisons)
    if own:
        warn([f"{own} formulas are not the ones that sheetnet writes"])
    overwritten = session.overwritten_in_words(one.overwritten for one in comparisons)
    if overwritten:
        warn([f"{Path(book).name}: {overwritten}"])
    warn([f"{Path(book).name}: {one.not_applied}" for one in comparisons if one.not_applied])
    for failure in failures[:_MOST]:
        fail(f"{Path(book).name}: {failure}")
    if len(failures) > _MOST:
        say(f"{Path(book).name}: and {len(failures) - _MOST} more")
    return 1 if failures else 0
