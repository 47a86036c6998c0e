"""sheetnet check: formulas, engine and complex-step gradients of a workbook that sheetnet made, cell by cell.

Of any other workbook the gradients of its own loss against the exact derivative, and what is wrong in words.
"""

import argparse
import time
from pathlib import Path

from sheetnet.cli import many
from sheetnet.cli.printing.tables import print_comparisons
from sheetnet.cli.printing.terminal import fail, print_json, say, warn
from sheetnet.cli.printing.waiting import waiting
from sheetnet.cli.shared import add_books, cells

EXAMPLES = """\
Examples:
  sheetnet check letters.xlsx
  sheetnet check letters.xlsx --recalculate
  sheetnet check letters.xlsx --tolerance 1e-12 --json
  sheetnet check class/*.xlsx --jobs 4
  sheetnet check homework.xlsx                               any workbook with a loss and gradients
  sheetnet check homework.xlsx --loss Sheet1.F4 --parameters Sheet1.B2:D9 --gradients Sheet1.H2:J9
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
    anybody = command.add_argument_group("a workbook that sheetnet did not make")
    anybody.add_argument(
        "--loss", type=cells, default="", metavar="CELL", help='its loss: a cell, or a formula such as "=SUM(S!F4:F9)"'
    )
    anybody.add_argument(
        "--parameters", type=cells, nargs="+", default=[], metavar="RANGE", help="what the loss is differentiated by"
    )
    anybody.add_argument(
        "--gradients",
        type=cells,
        nargs="+",
        default=[],
        metavar="RANGE",
        help="the cells that should hold the derivative",
    )
    many.add_options(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import any_sheet, api, session

    started = time.perf_counter()
    given = {"tolerance": options.tolerance, "recalculate": options.recalculate}
    if many.asked(options):
        return many.run(options, api.check, given)
    book = options.books[0]
    if options.loss or options.parameters or options.gradients or not any_sheet.is_own(book):
        return _any(options, book)
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
    for told in ("not_applied", "not_counted"):
        warn([f"{Path(book).name}: {getattr(one, told)}" for one in comparisons if getattr(one, told)])
    for failure in failures[:_MOST]:
        fail(f"{Path(book).name}: {failure}")
    if len(failures) > _MOST:
        say(f"{Path(book).name}: and {len(failures) - _MOST} more")
    return 1 if failures else 0


def _any(options: argparse.Namespace, book: str) -> int:
    """A workbook that sheetnet did not make."""
    from sheetnet import any_sheet
    from sheetnet.cli.printing.inspected import outcome_as_json, print_outcome

    with waiting(book):
        outcome = any_sheet.check(book, options.loss, options.parameters, options.gradients)
    if options.json:
        status = "done" if outcome.agrees else "differs"
        print_json("check", {"status": status, "workbook": book, **outcome_as_json(outcome, options.lang)})
    else:
        print_outcome(Path(book).name, outcome, options.lang)
    return 0 if outcome.agrees else 1
