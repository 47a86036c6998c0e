"""sheetnet new: make a workbook, from a table, or an example."""

import argparse
from dataclasses import fields
from pathlib import Path

from sheetnet.cli.printing.results import print_example, print_examples, print_new
from sheetnet.cli.printing.terminal import print_json, warn
from sheetnet.cli.shared import add_force, add_lang, add_method, method_given
from sheetnet.making.specification import FORMULAS, Specification

_DEFAULT = Specification()

EXAMPLES = """\
Examples:
  sheetnet new letters.xlsx
  sheetnet new letters.xlsx --seed 7 --lang ja
  sheetnet new digits.xlsx --example digits       finished, with expected results
  sheetnet new --list                             names the examples
  sheetnet new adam.xlsx --optimiser adam --batch-size 32 --split stratified
  sheetnet new xor.xlsx --network 2-2-1 --data xor.csv --iterations 5000 --eta 0.5
"""


_SEEN = ("network", "parameters", "cases", "E", "accuracy")


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
    command.add_argument("--split-column", metavar="NAME", help="the table's column of training or test cases")
    scalings = ("none", "standard", "minmax")
    command.add_argument("--scaling", choices=scalings, help=f"of inputs and regression targets ({_DEFAULT.scaling})")
    command.add_argument("--visible-only", action="store_true", help="leave out rows that are hidden or filtered out")
    command.add_argument("--outside", action="store_true", help="leave the cases in their file; the workbook names it")
    command.add_argument("--seed", type=int, metavar="S", help=f"seed of the initial values ({_DEFAULT.seed})")
    initials = ("uniform", "normal", "zeros")
    command.add_argument("--init", choices=initials, help=f"initial values ({_DEFAULT.init})")
    command.add_argument(
        "--scale", type=float, metavar="R", help=f"uniform(-R, R) or normal(0, R) ({_DEFAULT.scale:g})"
    )
    command.add_argument("--iterations", type=int, metavar="N", help=f"the iterations cell ({_DEFAULT.iterations})")
    command.add_argument("--eta", type=float, metavar="ETA", help=f"the learning rate cell ({_DEFAULT.eta:g})")
    command.add_argument(
        "--formulas",
        choices=FORMULAS,
        help="live formulas of the chosen method, live-choice of all methods so that they follow the lists at once, "
        f"values that sheetnet writes, or live while they are of use ({_DEFAULT.formulas})",
    )
    command.add_argument("--no-thresholds", dest="thresholds", action="store_false", help="units with weights alone")
    command.add_argument(
        "--plain", action="store_true", help="smaller: without the sheets Play, Why and Gallery, and BP's pictures"
    )
    command.add_argument(
        "--settings",
        dest="with_settings",
        action="store_true",
        help="with sheet Settings, where all of the following can be chosen",
    )
    add_method(command, new=True)
    add_lang(command, "the labels")
    add_force(command)
    command.set_defaults(**{field.name: field.default for field in fields(_DEFAULT)} | {"lang": None})


def run(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.errors import SettingError
    from sheetnet.making import new as making

    if options.list:
        found = making.examples()
        print_json("new", {"examples": dict(found)}) if options.json else print_examples(found)
        return 0
    if not options.book:
        raise SettingError("expected the name of the workbook to make", remedy="such as sheetnet new letters.xlsx")
    chosen = method_given(options)
    settings = {"seed": options.seed, **chosen} if chosen or options.with_settings else None
    given = {field.name: getattr(options, field.name) for field in fields(_DEFAULT)}
    result, warnings = making.make(Path(options.book), Specification(**{**given, "settings": settings}))
    warn(warnings)
    if result is None:
        nothing = dict.fromkeys(_SEEN)
        told = {"workbook": options.book, "example": options.example, **nothing, "warnings": list(warnings)}
        print_json("new", told) if options.json else print_example(options.book, options.example)
        return 0
    seen = api.show(options.book)
    if options.json:
        told = {"workbook": options.book, "example": options.example, **{key: seen[key] for key in _SEEN}}
        print_json("new", told | {"warnings": list(warnings)})
    else:
        print_new(options.book, seen, result.after.loss)
    return 0
