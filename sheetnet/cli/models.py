"""The commands for the trained network outside its workbook: predict, export, import."""

import argparse
import csv
import shlex
import sys
import time
from pathlib import Path
from typing import Any

from sheetnet import printing
from sheetnet.cli.tables import print_predictions

PREDICT_EXAMPLES = """\
Examples:
  sheetnet predict letters.xlsx new.csv
  sheetnet predict letters.xlsx "Data!D6:W9"       cells of the workbook itself
  sheetnet predict letters.xlsx "other.xlsx!Sheet1!A1:T9" --json
  sheetnet predict letters.xlsx new.csv -o read.csv
"""
EXPORT_EXAMPLES = """\
Examples:
  sheetnet export letters.xlsx --to json           makes letters.json
  sheetnet export letters.xlsx --to python         a script with the network and its data, for numpy
  sheetnet export letters.xlsx --to torch -o model.py
"""
IMPORT_EXAMPLES = """\
Examples:
  sheetnet import letters.xlsx letters.json
  sheetnet import letters.xlsx letters.npz --initial    and train from there
"""


def add_predict_options(predict: argparse.ArgumentParser) -> None:
    predict.add_argument("book", metavar="BOOK.xlsx", help="the workbook with the trained network")
    predict.add_argument("rows", metavar="ROWS", help="a CSV file, Sheet!A1:T9, or other.xlsx!Sheet!A1:T9")
    predict.add_argument("-o", "--output", metavar="OUT.csv", type=Path, help="write a CSV file, print nothing")
    predict.add_argument("--force", action="store_true", help="replace a file of that name")


def add_export_options(export: argparse.ArgumentParser) -> None:
    export.add_argument("book", metavar="BOOK.xlsx", help="the workbook with the trained network")
    kinds = ("npz", "json", "csv", "python", "torch", "sklearn")
    export.add_argument(
        "--to", choices=kinds, required=True, help="a file of numbers, or a script for numpy, PyTorch or scikit-learn"
    )
    export.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to save it (beside the workbook)")
    export.add_argument("--force", action="store_true", help="replace a file of that name")


def add_import_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook that gets the parameters")
    command.add_argument("model", metavar="MODEL", help="a model that was exported: .npz, .json or .csv")
    command.add_argument("--initial", action="store_true", help="let them be the initial values too")
    command.add_argument("-o", "--output", metavar="OUT.xlsx", help="save there, leave BOOK as it is")
    command.add_argument("--backup", action="store_true", help="keep the file that is replaced as NAME.bak.xlsx")


def predict(options: argparse.Namespace) -> int:
    from sheetnet import api

    found = api.predict(options.book, options.rows)
    if options.output:
        _write(options.output, found, options.rows, force=options.force)
        printing.say(f"{len(found.places)} rows are in {options.output}")
    elif options.json:
        printing.print_json({"workbook": options.book, "right": found.right, "rows": found.rows()})
    else:
        print_predictions(found)
    return 0


def _write(path: Path, found: Any, source: str, *, force: bool) -> None:
    """A line for each row, its outputs behind it: a class may be named as one of the columns is."""
    from sheetnet.errors import FileError
    from sheetnet.sheet.tables.labels import word

    if path.suffix.casefold() != ".csv":
        raise FileError("expected a name that ends in .csv", book=path.name)
    rows = [{name: value for name, value in row.items() if name != "outputs"} for row in found.rows()]
    part = path.with_name(f".~sheetnet-{path.name}")
    try:
        if path.exists() and Path(source).exists() and path.samefile(source):
            raise FileError(
                "these are the rows to predict, they would be lost",
                book=path.name,
                remedy="choose another name with -o",
            )
        if path.exists() and not force:
            raise FileError(
                "the file exists already", book=path.name, remedy="choose another name with -o, or use --force"
            )
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*rows[0], *map(word, found.names)])
            writer.writerows([*row.values(), *said] for row, said in zip(rows, found.outputs.tolist(), strict=True))
        part.replace(path)
    except OSError as error:
        raise FileError(f"cannot write the file: {error.strerror}", book=path.name) from None
    finally:
        part.unlink(missing_ok=True)


def export(options: argparse.Namespace) -> int:
    from sheetnet import api

    written = api.export(options.book, options.to, options.output, force=options.force)
    if options.json:
        printing.print_json({"workbook": options.book, "to": options.to, "written": [str(path) for path in written]})
    else:
        what = _NEXT.get(options.to, _AGAIN).format(path=shlex.quote(str(written[0])))
        print(f"{printing.bold(str(written[0]))}: {what}")
        for path in written[1:]:
            print(f"{printing.bold(str(path))}: the numbers that it reads")
    return 0


_NEXT = dict.fromkeys(("python", "torch", "sklearn"), "run it with: python {path}")
_AGAIN = "sheetnet import brings it back"


def import_(options: argparse.Namespace) -> int:
    from sheetnet import api

    started = time.perf_counter()
    saving: dict[str, Any] = {"output": options.output, "backup": options.backup}
    result = api.import_(options.book, options.model, initial=options.initial, **saving)
    seconds = time.perf_counter() - started
    saved = options.output or options.book
    printing.warn(result.warnings)
    if options.json:
        printing.print_json(printing.result_as_json(saved, "import", result, seconds))
    else:
        printing.print_result(saved, "import", result, seconds)
        sys.stdout.flush()
    return 0
