"""sheetnet add: one more case, drawn in the box of sheet Play, typed below the others, or from a table."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sheetnet.cli.changing import say_replaced, will_be_replaced
from sheetnet.cli.printing.results import print_added
from sheetnet.cli.printing.terminal import print_json, warn
from sheetnet.cli.shared import add_dry_run, add_keeping, add_output, saving

EXAMPLES = """\
Examples:
  sheetnet add letters.xlsx --label A                     what is drawn in the box of sheet Play
  sheetnet add letters.xlsx --data new.csv -o more.xlsx   the rows of a table, with their labels
  sheetnet add letters.xlsx --data new.csv --label P      rows of a file; with - those of another program
  sheetnet add xor.xlsx --typed                           rows that were typed below the last case on Data
  sheetnet add iris.xlsx --data new.csv --split test      as test cases
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook")
    command.add_argument("--label", metavar="CLASS", help="the class of the case, or the target of a single output")
    command.add_argument(
        "--data", metavar="FILE", help="rows of a CSV file, of Sheet!A1:T9 or other.xlsx!A1:T9; - is stdin"
    )
    command.add_argument("--typed", action="store_true", help="the rows typed below the last case on sheet Data")
    command.add_argument(
        "--split", choices=("train", "test"), default="train", help="whether it is a training or a test case (train)"
    )
    add_output(command)
    add_keeping(command)
    add_dry_run(command)


@contextmanager
def _rows(data: str | None) -> Iterator[str | Path | None]:
    """Where the rows are read from: those of stdin are put into a file for as long as that takes."""
    if data != "-":
        yield data
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stdin.csv"
        path.write_bytes(sys.stdin.buffer.read())
        yield path


def run(options: argparse.Namespace) -> int:
    from sheetnet.adding import files
    from sheetnet.errors import SettingError

    if options.typed and options.data:
        raise SettingError("expected --typed or --data, found both")
    started = time.perf_counter()
    replaced = will_be_replaced(options.output)
    given = {"label": options.label, "typed": options.typed, "training": options.split == "train"}
    with _rows(options.data) as data:
        added = files.add(options.book, data=data, **given, **saving(options), dry_run=options.dry_run)
    warn(added.warnings)
    saved = options.output or options.book
    if options.json:
        told = {"workbook": options.book, "output": saved, **added.summary()}
        print_json(options.command, told | {"seconds": round(time.perf_counter() - started, 6)})
    else:
        print_added(saved, added)
    if replaced and not options.dry_run:
        say_replaced(options)
    return 0
