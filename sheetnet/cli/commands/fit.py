"""sheetnet fit: minimise a cell of any workbook by the numbers in others."""

import argparse
import time

from sheetnet.cli.changing import say_replaced, will_be_replaced
from sheetnet.cli.printing.fits import print_fit
from sheetnet.cli.printing.terminal import print_json, warn
from sheetnet.cli.printing.waiting import waiting
from sheetnet.cli.shared import add_dry_run, add_keeping, add_output, cells, saving
from sheetnet.saying import said
from sheetnet.sheet.blocks.settings import OPTIMISERS

EXAMPLES = """\
Examples:
  sheetnet fit mine.xlsx --loss "Sheet1.F4" --parameters "Sheet1.B2:D9"
  sheetnet fit mine.xlsx                               the names loss and parameters of the workbook
  sheetnet fit mine.xlsx --loss "=SUMXMY2(S.C2:C9,S.D2:D9)" --parameters "S.B1:B3" --gradients-to "S.F1"
  sheetnet fit mine.xlsx --loss S.B9 --parameters S.B1:B3 --maximise --between 0 1 --seeds 10
  sheetnet fit mine.xlsx --loss S.B9 --parameters S.B1:B3 --optimiser adam --eta 0.1 --trace Trace
"""

_GIVEN = (
    "loss", "optimiser", "iterations", "eta", "maximise", "target", "seeds", "scale", "stop_below", "patience",
    "least_gain", "max_seconds", "trace",
)  # fmt: skip
_RANGES = ("parameters", "bounds", "gradients_to")
_OPTIMISERS = ("lm", "lbfgs", *OPTIMISERS)
_CONSTANTS = ("alpha", "rho", "beta1", "beta2", "eps")


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="any workbook whose formulas lead from numbers to a loss")
    command.add_argument(
        "--loss", type=cells, metavar="CELL", help="a cell, a name, or a formula such as =SUM(S!E2:E9) (loss)"
    )
    command.add_argument(
        "--parameters",
        type=cells,
        nargs="+",
        default=(),
        metavar="RANGE",
        help="the numbers to be changed (the name parameters)",
    )
    _add_method(command)
    _add_goal(command)
    _add_stopping(command)
    command.add_argument(
        "--gradients-to",
        type=cells,
        nargs="+",
        default=(),
        metavar="CELL",
        help="write the gradient at the end from there on",
    )
    command.add_argument("--trace", metavar="SHEET", help="write every iteration into a sheet of that name")
    add_output(command)
    add_keeping(command)
    add_dry_run(command)


def _add_method(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--optimiser",
        choices=_OPTIMISERS,
        metavar="|".join(_OPTIMISERS),
        help="lm is Levenberg and Marquardt's, for a sum of squares (lm where the formulas show one, else lbfgs)",
    )
    command.add_argument("--iterations", "-n", type=int, default=1000, metavar="N", help="at most so many (1000)")
    command.add_argument("--eta", type=float, default=0.01, metavar="ETA", help="learning rate of sgd to adam (0.01)")
    for name in _CONSTANTS:
        command.add_argument(f"--{name}", type=float, metavar="X", help=said("{} of the optimiser, as in train", name))
    command.add_argument("--seeds", type=int, default=0, metavar="N", help="search from N random starts besides (0)")
    command.add_argument(
        "--scale", type=float, default=1.0, metavar="R", help="of starts without bounds: w +- R max(1, |w|) (1)"
    )


def _add_goal(command: argparse.ArgumentParser) -> None:
    goal = command.add_mutually_exclusive_group()
    goal.add_argument("--maximise", action="store_true", help="make the loss as great as can be")
    goal.add_argument("--target", type=float, metavar="V", help="bring the loss to this value")
    limits = command.add_mutually_exclusive_group()
    limits.add_argument(
        "--bounds",
        type=cells,
        nargs="+",
        default=(),
        metavar="CELLS",
        help="for each range of parameters cells with the lower bounds, and beside or below them the upper ones",
    )
    limits.add_argument("--between", nargs=2, type=float, metavar=("LOW", "HIGH"), help="bounds of all parameters")


def _add_stopping(command: argparse.ArgumentParser) -> None:
    command.add_argument("--stop-below", type=float, metavar="X", help="stop when what is minimised is below")
    command.add_argument("--patience", type=int, metavar="X", help="stop after so many iterations without gain")
    command.add_argument("--least-gain", type=float, default=0.0, metavar="X", help="what counts as a gain (0)")
    command.add_argument("--max-seconds", type=float, metavar="S", help="stop after so many seconds")


def run(options: argparse.Namespace) -> int:
    """Search, write, and tell how it went."""
    from sheetnet import api

    started = time.perf_counter()
    replaced = will_be_replaced(options.output)
    with waiting(options.book) as line:
        result = api.fit(
            options.book,
            **{name: getattr(options, name) for name in (*_GIVEN, *_RANGES)},
            between=tuple(options.between) if options.between else None,
            constants={name: value for name in _CONSTANTS if (value := getattr(options, name)) is not None},
            progress=line.steps,
            dry_run=options.dry_run,
            **saving(options),
        )
    seconds = time.perf_counter() - started
    saved = options.output or options.book
    warn(result.warnings)
    if options.json:
        status = "planned" if options.dry_run else "done"
        told = {"workbook": options.book, "output": saved, **result.summary(), "seconds": round(seconds, 6)}
        print_json("fit", told | {"status": status})
    else:
        print_fit(saved, result, seconds, dry=options.dry_run)
    if replaced and not options.dry_run:
        say_replaced(options)
    return 0
