"""sheetnet export: the trained network as a file of numbers or a Python script."""

import argparse
import shlex
from pathlib import Path

from sheetnet.cli.printing.terminal import bold, print_json, warn
from sheetnet.cli.shared import add_force
from sheetnet.saying import said

EXAMPLES = """\
Examples:
  sheetnet export letters.xlsx --to json           makes letters.json
  sheetnet export letters.xlsx --to python         a script with the network and its data, for numpy
  sheetnet export letters.xlsx --to torch -o model.py
"""

_NEXT = {**dict.fromkeys(("python", "torch", "sklearn"), "run it with: python {}"), "onnx": "open it with Netron"}
_AGAIN = "sheetnet import brings it back"


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook with the trained network")
    kinds = ("npz", "json", "csv", "python", "torch", "sklearn", "onnx")
    command.add_argument(
        "--to",
        choices=kinds,
        required=True,
        help="a file of numbers, a script for numpy, PyTorch or scikit-learn, or ONNX",
    )
    command.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to save it (beside the workbook)")
    add_force(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    written = api.export(options.book, options.to, options.output, force=options.force)
    warn(filter(None, (api.show(options.book)["not_applied"],)))
    if options.json:
        print_json("export", {"workbook": options.book, "to": options.to, "written": [str(path) for path in written]})
    else:
        what = said(_NEXT.get(options.to, _AGAIN), shlex.quote(str(written[0])))
        print(f"{bold(str(written[0]))}: {what}")
        for path in written[1:]:
            print(said("{}: the numbers that it reads", bold(str(path))))
    return 0
