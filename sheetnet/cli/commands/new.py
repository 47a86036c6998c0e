"""sheetnet new: make a workbook, from a table, or an example."""

import argparse

from sheetnet.cli.printing.results import print_example, print_examples, print_new
from sheetnet.cli.printing.terminal import print_json, warn
from sheetnet.cli.shared import add_force, add_lang, add_method, method_given

EXAMPLES = """\
Examples:
  sheetnet new letters.xlsx
  sheetnet new letters.xlsx --seed 7 --lang ja
  sheetnet new digits.xlsx --example digits       finished, with expected results
  sheetnet new --list                             names the examples
  sheetnet new adam.xlsx --optimiser adam --batch-size 32 --split stratified
  sheetnet new xor.xlsx --network 2-2-1 --data xor.csv --iterations 5000 --eta 0.5
"""

_GIVEN = (
    *("network", "data", "pixels", "split_column", "scaling", "outside", "seed", "init", "scale", "iterations", "eta"),
    *("formulas", "lang", "force", "example"),
)


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", nargs="?", help="the workbook to make")
    command.add_argument("--example", metavar="NAME", help="a finished workbook with data, charts and expected results")
    command.add_argument("--list", action="store_true", help="name the examples")
    command.add_argument("--network", metavar="A-B-C", help="inputs, units of each layer (20-3-4)")
    command.add_argument(
        "--data",
        metavar="TABLE",
        help="features, then a label or targets: a CSV file, book.xlsx!Sheet!A1:E99, .npz, IDX pictures (the letters)",
    )
    command.add_argument("--pixels", metavar="RxC", help="show weights as pictures of so many rows and columns")
    command.add_argument(
        "--split-column", metavar="NAME", default="", help="the table's column of training or test cases"
    )
    scalings = ("none", "standard", "minmax")
    command.add_argument("--scaling", choices=scalings, default="none", help="of inputs and regression targets (none)")
    command.add_argument("--outside", action="store_true", help="leave the cases in their file; the workbook names it")
    command.add_argument("--seed", type=int, default=0, metavar="S", help="seed of the initial values (0)")
    command.add_argument(
        "--init", choices=("uniform", "normal", "zeros"), default="uniform", help="initial values (uniform)"
    )
    command.add_argument("--scale", type=float, default=0.5, metavar="R", help="uniform(-R, R) or normal(0, R) (0.5)")
    command.add_argument("--iterations", type=int, default=500, metavar="N", help="the iterations cell (500)")
    command.add_argument("--eta", type=float, default=0.05, metavar="ETA", help="the learning rate cell (0.05)")
    command.add_argument(
        "--formulas",
        choices=("auto", "live", "values"),
        default="auto",
        help="live formulas, values that sheetnet writes, or live while they are of use (auto)",
    )
    command.add_argument("--no-thresholds", action="store_true", help="units with weights alone")
    command.add_argument(
        "--settings", action="store_true", help="with sheet Settings, where all of the following can be chosen"
    )
    add_method(command, new=True)
    add_lang(command, "the labels")
    add_force(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.errors import SettingError
    from sheetnet.making import new as making

    if options.list:
        found = making.examples()
        print_json(found) if options.json else print_examples(found)
        return 0
    if not options.book:
        raise SettingError("expected the name of the workbook to make", remedy="such as sheetnet new letters.xlsx")
    asked = method_given(options)
    method = {"seed": options.seed, **asked} if asked or options.settings else None
    given = {name: getattr(options, name) for name in _GIVEN}
    result, warnings = making.new(options.book, **given, thresholds=not options.no_thresholds, settings=method)
    warn(warnings)
    if result is None:
        told = {"workbook": options.book, "example": options.example}
        print_json(told) if options.json else print_example(options.book, options.example)
        return 0
    seen = api.show(options.book)
    if options.json:
        print_json({key: seen[key] for key in ("workbook", "network", "parameters", "cases", "E", "accuracy")})
    else:
        print_new(options.book, seen, result.after.loss)
    return 0
