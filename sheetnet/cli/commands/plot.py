"""sheetnet plot: pictures of what a network learned, and a page in which learning plays."""

import argparse
from pathlib import Path

from sheetnet.cli.printing.terminal import bold, print_json, warn
from sheetnet.cli.shared import OF_A_WHOLE_RUN, add_eta, add_force, add_iterations, add_method, method_given
from sheetnet.saying import said

EXAMPLES = """\
Examples:
  sheetnet plot letters.xlsx -o learn.html         a page: Play learning, draw a letter that is read at once
  sheetnet plot letters.xlsx -o letters.svg        weights, the curve, what is read as what
  sheetnet plot letters.xlsx -o letters.gif        learning, as a moving picture
  sheetnet plot xor.xlsx -o xor.pdf --what network,surface --numbers
"""

_WHAT = "curve, weights, gradients, flow, confusion, predicted, network, surface"


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook; it stays as it is")
    command.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="the picture: .html, .svg, .png, .gif or .pdf"
    )
    command.add_argument(
        "--what",
        type=_names,
        default=(),
        metavar="NAMES",
        help=said("what to draw, with commas: {} (what says most of this network)", _WHAT),
    )
    command.add_argument("--network", action="store_true", help="short for --what network")
    command.add_argument("--numbers", action="store_true", help="write weights and thresholds into the network")
    command.add_argument("--lang", choices=("en", "ja"), default="", help="language of the picture (the workbook's)")
    add_iterations(command)
    add_eta(command)
    add_method(command, leave_out=OF_A_WHOLE_RUN)
    add_force(command)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    drawn = api.plot(
        options.book,
        options.output,
        what=tuple(dict.fromkeys((*options.what, *(["network"] if options.network else [])))),
        numbers=options.numbers,
        lang=options.lang,
        iterations=options.iterations,
        eta=options.eta,
        settings=method_given(options),
        force=options.force,
    )
    warn(drawn.notes)
    if options.json:
        print_json("plot", {"workbook": options.book, **drawn.summary()})
    else:
        numbers = [f"{number:,}" for number in (drawn.size, drawn.first, drawn.last)]
        print(said("{}: {} bytes, iterations {} to {}", bold(str(options.output)), *numbers))
    return 0
