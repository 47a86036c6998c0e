"""The words of the command line: commands, their options, and the help, which begins with examples."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from sheetnet import __version__
from sheetnet.cli import models, sweeping
from sheetnet.cli.methods import OF_A_WHOLE_RUN, add_method_options, method_settings

_EXAMPLES = """\
Examples:
  sheetnet new letters.xlsx                 make the workbook with the letters A, P, L, E
  sheetnet train letters.xlsx               train it: iterations and eta from its cells
  sheetnet train letters.xlsx -o out.xlsx --iterations 2000 --eta 0.1
  sheetnet step letters.xlsx -k 5           five more updates from the current values
  sheetnet check letters.xlsx               compare sheet, engine and central differences
  sheetnet train class/*.xlsx --jobs 4      many workbooks side by side, or a folder of them
  sheetnet sweep letters.xlsx --eta 0.001:2:log12 --optimiser sgd,adam --seeds 20
  sheetnet undo letters.xlsx                back to what it was before the last run
  sheetnet button letters.xlsx              buttons for Excel: letters.xlsm
  sheetnet live letters.xlsx                train in LibreOffice, before your eyes
  sheetnet doctor                           what Excel and LibreOffice need here
  sheetnet new xor.xlsx --network 2-2-1 --data xor.csv
"""

_COMMANDS = {
    "new": (
        "make a workbook",
        """\
Examples:
  sheetnet new letters.xlsx
  sheetnet new letters.xlsx --seed 7 --lang ja
  sheetnet new digits.xlsx --example digits       finished, with expected results
  sheetnet new --list                             names the examples
  sheetnet new adam.xlsx --optimiser adam --batch-size 32 --split stratified
  sheetnet new xor.xlsx --network 2-2-1 --data xor.csv --iterations 5000 --eta 0.5
""",
    ),
    "train": (
        "train a workbook from its initial values",
        """\
Examples:
  sheetnet train letters.xlsx
  sheetnet train letters.xlsx -o trained.xlsx
  sheetnet train letters.xlsx --iterations 2000 --eta 0.1 --trace gradients --every 10
  sheetnet train letters.xlsx --trace all --picture 7
  sheetnet train class/*.xlsx --jobs 4 --report report.xlsx
  sheetnet train class/ --recursive --output-dir trained/ --eta 0.1
  sheetnet train class/*.xlsx --dry-run     what would change, nothing is written
  sheetnet train class/*.xlsx --resume      go on after an interruption
""",
    ),
    "step": (
        "continue from the current values",
        """\
Examples:
  sheetnet step letters.xlsx
  sheetnet step letters.xlsx -k 5
  sheetnet step class/*.xlsx -k 100 --jobs 4
""",
    ),
    "reset": (
        "put the initial values back",
        """\
Examples:
  sheetnet reset letters.xlsx
  sheetnet reset class/*.xlsx --backup
""",
    ),
    "undo": (
        "bring back what a workbook was before sheetnet last wrote it",
        """\
Examples:
  sheetnet undo letters.xlsx
  sheetnet undo letters.xlsx                once more: the run is back
""",
    ),
    "check": (
        "compare the sheet's formulas, the engine and central differences, cell by cell",
        """\
Examples:
  sheetnet check letters.xlsx
  sheetnet check letters.xlsx --recalculate
  sheetnet check letters.xlsx --tolerance 1e-12 --json
  sheetnet check class/*.xlsx --jobs 4
""",
    ),
    "sweep": ("train a workbook with many settings and compare them", sweeping.EXAMPLES),
    "predict": ("let a trained workbook read new rows", models.PREDICT_EXAMPLES),
    "export": ("write the trained network as a file or a Python script", models.EXPORT_EXAMPLES),
    "import": ("put an exported network into a workbook", models.IMPORT_EXAMPLES),
    "show": (
        "show what the program sees in a workbook",
        """\
Examples:
  sheetnet show letters.xlsx
  sheetnet show letters.xlsx --json
  sheetnet show class/
""",
    ),
    "button": (
        "add buttons to a workbook, for Excel and LibreOffice",
        """\
Examples:
  sheetnet button letters.xlsx              makes letters.xlsm with Train, Step, Reset, Check
  sheetnet button letters.xlsx --run-main   for the ribbon's "Run main"; the workbook stays .xlsx
  sheetnet button --module sheetnet.bas     the macros as text, for a workbook that has some already
  sheetnet button --libreoffice             once: lets the buttons work in LibreOffice
""",
    ),
    "live": (
        "train a workbook in LibreOffice, before your eyes",
        """\
Examples:
  sheetnet live letters.xlsx
  sheetnet live letters.xlsx --seconds 30 --eta 0.1
""",
    ),
    "watch": (
        "train a workbook now, and whenever it is saved with other inputs",
        """\
Examples:
  sheetnet watch letters.xlsx               trains when the program that has it open closes it
  sheetnet watch letters.xlsx -o out.xlsx   trains at every save
""",
    ),
    "doctor": (
        "tell what Excel and LibreOffice need on this machine",
        """\
Examples:
  sheetnet doctor
  sheetnet doctor --json
""",
    ),
}


class _Parser(argparse.ArgumentParser):
    """Help with the examples first, and usage errors in one line."""

    examples = _EXAMPLES
    options: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """A command gets its arguments when it is the one that was asked for."""
        options, self.options = self.options, None
        if options:
            options(self)
            self.add_argument("--json", action="store_true", help="print the result as JSON, one line for each of many")
        return super().parse_known_args(args, namespace)

    def format_help(self) -> str:
        return f"{self.examples}\n{super().format_help()}"

    def error(self, message: str) -> NoReturn:
        if "invalid choice: '" in message and "argument COMMAND" in message:
            from sheetnet.errors import did_you_mean

            wanted = message.partition("'")[2].partition("'")[0]
            message = f"no command '{wanted}'{did_you_mean(wanted, list(_COMMANDS))}"
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    whole = _Parser(
        prog="sheetnet",
        description="A neural network that lives in a spreadsheet and can be watched while it learns.",
        epilog="Exit codes: 0 done, 1 a check failed or some workbook of many, 2 bad input or usage, 130 interrupted.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"sheetnet {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (summary, examples) in _COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + ".", allow_abbrev=False
        )
        assert isinstance(command, _Parser)  # noqa: S101 - subparsers are of the parent's class
        command.examples = examples
        command.options = _OPTIONS[name]
    return whole


def _add_train_options(train: argparse.ArgumentParser) -> None:
    _add_books(train)
    train.add_argument("--iterations", "-n", type=int, metavar="N", help="updates to make (the cell's)")
    _add_eta(train)
    _add_trace(train)
    train.add_argument("--picture", type=int, default=1, metavar="P", help="the case whose deltas are kept (1)")
    train.add_argument(
        "--max-seconds", type=float, metavar="S", help="stop after so many seconds (the cell's, or never)"
    )
    add_method_options(train)
    _add_saving(train)
    _add_many(train)


def _add_step_options(step: argparse.ArgumentParser) -> None:
    _add_books(step)
    step.add_argument("-k", type=int, default=1, metavar="K", help="updates to make (1)")
    _add_eta(step)
    add_method_options(step, leave_out=OF_A_WHOLE_RUN)
    _add_saving(step)
    _add_many(step)


def _add_reset_options(reset: argparse.ArgumentParser) -> None:
    _add_books(reset)
    _add_saving(reset)
    _add_many(reset)


def _add_books(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "books", metavar="BOOK.xlsx", nargs="+", help="workbooks: names, patterns such as class/*.xlsx, folders, URLs"
    )


def _add_eta(command: argparse.ArgumentParser) -> None:
    command.add_argument("--eta", type=float, metavar="ETA", help="learning rate for this run (the cell's)")
    command.add_argument(
        "--write-settings", action="store_true", help="write the settings given here into the workbook's cells too"
    )


def _add_saving(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", metavar="OUT.xlsx", help="save there, leave BOOK as it is")
    command.add_argument("--backup", action="store_true", help="keep the file that is replaced as NAME.bak.xlsx")
    command.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")


def _add_many(command: argparse.ArgumentParser) -> None:
    many = _add_side_by_side(command)
    many.add_argument("--output-dir", metavar="FOLDER", help="save the results there under the same names")
    many.add_argument(
        "--report", metavar="FILE", type=Path, help="write a report: .xlsx, .csv or .html, one row a workbook"
    )
    many.add_argument(
        "--resume", action="store_true", help="skip what an interrupted run with the same settings has finished"
    )


def _add_side_by_side(command: argparse.ArgumentParser) -> Any:
    many = command.add_argument_group("many workbooks")
    many.add_argument("--recursive", "-r", action="store_true", help="look into the folders of folders too")
    many.add_argument("--jobs", "-j", type=int, default=1, metavar="N", help="processes side by side (1)")
    many.add_argument("--scheduler", metavar="URL", help="work on a Dask cluster, such as tcp://host:8786")
    return many


def _add_check_options(check: argparse.ArgumentParser) -> None:
    _add_books(check)
    check.add_argument(
        "--tolerance",
        type=float,
        default=1e-9,
        metavar="D",
        help="largest difference (1e-9; to central differences at least 1e-7)",
    )
    check.add_argument(
        "--recalculate", action="store_true", help="compute every formula anew with IronCalc, whatever values are saved"
    )
    _add_side_by_side(check)


def _add_show_options(show: argparse.ArgumentParser) -> None:
    _add_books(show)
    _add_side_by_side(show)


def _add_undo_options(undo: argparse.ArgumentParser) -> None:
    undo.add_argument("books", metavar="BOOK.xlsx", nargs="+", help="workbooks: names, patterns, folders")
    undo.add_argument("--recursive", "-r", action="store_true", help="look into the folders of folders too")


def _add_button_options(button: argparse.ArgumentParser) -> None:
    button.add_argument("book", metavar="BOOK.xlsx", nargs="?", help="the workbook that gets buttons")
    button.add_argument("-o", "--output", metavar="OUT.xlsm", help="where to save it (BOOK.xlsm)")
    button.add_argument("--force", action="store_true", help="replace a file of that name")
    button.add_argument("--run-main", action="store_true", help='write BOOK.py for "Run main" instead')
    button.add_argument("--module", metavar="FILE.bas", type=Path, help="write the macros as text")
    button.add_argument(
        "--libreoffice",
        action=argparse.BooleanOptionalAction,
        help="once: let buttons work in LibreOffice; with no- take that back",
    )


def _add_live_options(live: argparse.ArgumentParser) -> None:
    live.add_argument("book", metavar="BOOK.xlsx", help="the workbook, open or not")
    live.add_argument("--seconds", type=float, default=5.0, metavar="S", help="spread the run over them (5)")
    live.add_argument("--iterations", "-n", type=int, metavar="N", help="updates to make (the cell's)")
    live.add_argument("--eta", type=float, metavar="ETA", help="learning rate for this run (the cell's)")


def _add_watch_options(watch: argparse.ArgumentParser) -> None:
    watch.add_argument("book", metavar="BOOK.xlsx", help="the workbook to look after")
    watch.add_argument("-o", "--output", metavar="OUT.xlsx", help="save there, leave BOOK as it is")
    _add_trace(watch)


def _add_doctor_options(doctor: argparse.ArgumentParser) -> None:
    """It needs none."""


def _add_trace(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--trace",
        default="basic",
        metavar="WHAT",
        help="what sheet Trace keeps beside iteration, E, accuracy and the gradient's length: "
        "basic, parameters, gradients, deltas, all, or several with commas (basic)",
    )
    command.add_argument("--every", type=int, default=1, metavar="K", help="keep every K-th iteration (1)")


def _add_new_options(new: argparse.ArgumentParser) -> None:
    new.add_argument("book", metavar="BOOK.xlsx", nargs="?", help="the workbook to make")
    new.add_argument("--example", metavar="NAME", help="a finished workbook with data, charts and expected results")
    new.add_argument("--list", action="store_true", help="name the examples")
    new.add_argument("--network", metavar="A-B-C", help="inputs, units of each layer (20-3-4)")
    new.add_argument(
        "--data",
        metavar="TABLE",
        help="features, then a label or targets: a CSV file, book.xlsx!Sheet!A1:E99, .npz, IDX pictures (the letters)",
    )
    new.add_argument("--pixels", metavar="RxC", help="show weights as pictures of so many rows and columns")
    new.add_argument("--split-column", metavar="NAME", default="", help="the table's column of training or test cases")
    scalings = ("none", "standard", "minmax")
    new.add_argument("--scaling", choices=scalings, default="none", help="of inputs and regression targets (none)")
    new.add_argument("--outside", action="store_true", help="leave the cases in their file; the workbook names it")
    new.add_argument("--seed", type=int, default=0, metavar="S", help="seed of the initial values (0)")
    new.add_argument(
        "--init", choices=("uniform", "normal", "zeros"), default="uniform", help="initial values (uniform)"
    )
    new.add_argument("--scale", type=float, default=0.5, metavar="R", help="uniform(-R, R) or normal(0, R) (0.5)")
    new.add_argument("--iterations", type=int, default=500, metavar="N", help="the iterations cell (500)")
    new.add_argument("--eta", type=float, default=0.05, metavar="ETA", help="the learning rate cell (0.05)")
    new.add_argument(
        "--formulas",
        choices=("auto", "live", "values"),
        default="auto",
        help="live formulas, values that sheetnet writes, or live while they are of use (auto)",
    )
    new.add_argument("--no-thresholds", action="store_true", help="units with weights alone")
    new.add_argument(
        "--settings", action="store_true", help="with sheet Settings, where all of the following can be chosen"
    )
    add_method_options(new, new=True)
    new.add_argument("--lang", choices=("en", "ja"), default="en", help="language of the labels (en)")
    new.add_argument("--force", action="store_true", help="replace a file of that name")


_OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "new": _add_new_options,
    "train": _add_train_options,
    "step": _add_step_options,
    "reset": _add_reset_options,
    "undo": _add_undo_options,
    "check": _add_check_options,
    "sweep": sweeping.add_options,
    "predict": models.add_predict_options,
    "export": models.add_export_options,
    "import": models.add_import_options,
    "show": _add_show_options,
    "button": _add_button_options,
    "live": _add_live_options,
    "watch": _add_watch_options,
    "doctor": _add_doctor_options,
}


def settings(options: argparse.Namespace) -> dict[str, Any]:
    """The options that are arguments of the use case."""
    names = {
        "train": ("iterations", "eta", "max_seconds", "write_settings", "trace", "every", "picture"),
        "step": ("k", "eta", "write_settings"),
        "check": ("tolerance", "recalculate"),
    }
    found = {name: getattr(options, name) for name in names.get(options.command, ())}
    return found | ({"settings": method_settings(options)} if options.command in ("train", "step") else {})
