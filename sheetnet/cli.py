"""The command line: parse, call a use case, print, exit code.

Exit codes: 0 done, 1 a check failed or some workbook of many, 2 bad input or usage, 130 interrupted. Results go to
stdout, everything else to stderr. Nothing heavy is imported before a command runs, so that help and usage errors
answer at once.
"""

import argparse
import gc
import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from sheetnet import __version__, printing

_EXAMPLES = """\
Examples:
  sheetnet new letters.xlsx                 make the workbook with the letters A, P, L, E
  sheetnet train letters.xlsx               train it: iterations and eta from its cells
  sheetnet train letters.xlsx -o out.xlsx --iterations 2000 --eta 0.1
  sheetnet step letters.xlsx -k 5           five more updates from the current values
  sheetnet check letters.xlsx               compare sheet, engine and central differences
  sheetnet train class/*.xlsx --jobs 4      many workbooks side by side, or a folder of them
  sheetnet undo letters.xlsx                back to what it was before the last run
  sheetnet new xor.xlsx --network 2-2-1 --data xor.csv
"""

_COMMANDS = {
    "new": (
        "make a workbook",
        """\
Examples:
  sheetnet new letters.xlsx
  sheetnet new letters.xlsx --seed 7 --lang ja
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
    "show": (
        "show what the program sees in a workbook",
        """\
Examples:
  sheetnet show letters.xlsx
  sheetnet show letters.xlsx --json
  sheetnet show class/
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
            from sheetnet.sheet.errors import did_you_mean

            wanted = message.partition("'")[2].partition("'")[0]
            message = f"no command '{wanted}'{did_you_mean(wanted, list(_COMMANDS))}"
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sheetnet",
        description="A neural network that lives in a spreadsheet and can be watched while it learns.",
        epilog="Exit codes: 0 done, 1 a check failed or some workbook of many, 2 bad input or usage, 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"sheetnet {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (summary, examples) in _COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + ".", allow_abbrev=False
        )
        assert isinstance(command, _Parser)  # noqa: S101 - subparsers are of the parent's class
        command.examples = examples
        command.options = _OPTIONS[name]
    return parser


def _add_train_options(train: argparse.ArgumentParser) -> None:
    _add_books(train)
    train.add_argument("--iterations", "-n", type=int, metavar="N", help="updates to make (the cell's)")
    _add_eta(train)
    train.add_argument(
        "--trace",
        default="basic",
        metavar="WHAT",
        help="what sheet Trace keeps beside iteration, E, accuracy and the gradient's length: "
        "basic, parameters, gradients, deltas, all, or several with commas (basic)",
    )
    train.add_argument("--every", type=int, default=1, metavar="K", help="keep every K-th iteration (1)")
    train.add_argument("--picture", type=int, default=1, metavar="P", help="the case whose deltas are kept (1)")
    _add_saving(train)
    _add_many(train)


def _add_step_options(step: argparse.ArgumentParser) -> None:
    _add_books(step)
    step.add_argument("-k", type=int, default=1, metavar="K", help="updates to make (1)")
    _add_eta(step)
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


def _add_new_options(new: argparse.ArgumentParser) -> None:
    new.add_argument("book", metavar="BOOK.xlsx", help="the workbook to make")
    new.add_argument("--network", metavar="A-B-C", help="inputs, units of each layer (20-3-4)")
    new.add_argument("--data", metavar="FILE.csv", type=Path, help="features, then a label or targets (the letters)")
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
    new.add_argument("--lang", choices=("en", "ja"), default="en", help="language of the labels (en)")
    new.add_argument("--force", action="store_true", help="replace a file of that name")


_OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "new": _add_new_options,
    "train": _add_train_options,
    "step": _add_step_options,
    "reset": _add_reset_options,
    "undo": _add_undo_options,
    "check": _add_check_options,
    "show": _add_show_options,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who started the program
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    for library in ("OPENBLAS", "MKL", "OMP"):  # before numpy: halves its start, and threads only cost here
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    collecting = gc.isenabled()
    gc.disable()  # a short run with few cycles: collecting only costs
    try:
        return _run(options)
    except KeyboardInterrupt:
        printing.say("interrupted; nothing was written")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # of the output: those of workbooks have become errors of ours
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            printing.fail(f"cannot write the result: {error.strerror}; what was saved is saved")
        return 2
    finally:
        if collecting:
            gc.enable()


def _run(options: argparse.Namespace) -> int:
    from sheetnet.sheet.errors import SheetnetError

    single = {"new": _new, "train": _train, "step": _train, "reset": _train, "check": _check, "show": _show}
    name = options.book if options.command == "new" else options.books[0]
    try:
        if options.command == "undo":
            code = _undo(options)
        elif options.command != "new" and _asks_for_many(options):
            gc.enable()
            name = ""  # errors name their workbooks, or concern all
            code = _many(options)
        else:
            code = single[options.command](options)
        sys.stdout.flush()
        return code
    except SheetnetError as error:
        printing.fail(str(error.in_book(Path(name).name) if name else error))
        return 2


def _asks_for_many(options: argparse.Namespace) -> bool:
    from sheetnet.batch.books import is_many

    asked = ("recursive", "output_dir", "report", "dry_run", "resume", "scheduler")
    return options.jobs != 1 or any(getattr(options, name, None) for name in asked) or is_many(options.books)


def _new(options: argparse.Namespace) -> int:
    from sheetnet import api

    names = ("network", "data", "seed", "init", "scale", "iterations", "eta", "formulas", "lang", "force")
    result, warnings = api.new(options.book, **{name: getattr(options, name) for name in names})
    printing.warn(warnings)
    seen = api.show(options.book)
    if options.json:
        keys = ("workbook", "network", "parameters", "cases", "E", "accuracy")
        printing.print_json({key: seen[key] for key in keys})
    else:
        printing.print_new(options.book, seen, result.after.loss)
    return 0


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    """The options that are arguments of the use case."""
    names = {
        "train": ("iterations", "eta", "write_settings", "trace", "every", "picture"),
        "step": ("k", "eta", "write_settings"),
        "check": ("tolerance", "recalculate"),
    }
    return {name: getattr(options, name) for name in names.get(options.command, ())}


def _train(options: argparse.Namespace) -> int:
    from sheetnet import api

    started = time.perf_counter()
    book, command = options.books[0], options.command
    replaced = options.output and "://" not in options.output and Path(options.output).exists()
    saving: dict[str, Any] = {"output": options.output, "backup": options.backup}
    if command == "reset":
        result = api.reset(book, **saving)
    else:
        use: Any = api.train if command == "train" else api.step
        result = use(book, **_settings(options), keep=(), progress=printing.steps_bar, **saving)
    seconds = time.perf_counter() - started
    saved = options.output or book
    printing.warn(result.warnings)
    if options.json:
        printing.print_json(printing.result_as_json(saved, command, result, seconds))
    else:
        printing.print_result(saved, command, result, seconds)
    if replaced:
        printing.say(f"{saved} was replaced; sheetnet undo {shlex.quote(saved)} brings it back")
    return 0


def _check(options: argparse.Namespace) -> int:
    from sheetnet import api, session

    name = Path(options.books[0]).name
    comparisons = api.check(options.books[0], **_settings(options))
    failures = session.told(comparisons)
    own = sum(comparison.own for comparison in comparisons)
    if options.json:
        compared = [printing.comparison_as_json(one) for one in comparisons]
        printing.print_json({"workbook": options.books[0], "agree": not failures, "comparisons": compared})
    else:
        printing.print_comparisons(comparisons)
    if own:
        printing.warn([f"{own} formulas are not the ones that sheetnet writes"])
    for failure in failures[:10]:
        printing.fail(f"{name}: {failure}")
    if len(failures) > 10:
        printing.say(f"{name}: and {len(failures) - 10} more")
    return 1 if failures else 0


def _show(options: argparse.Namespace) -> int:
    from sheetnet import api

    seen = api.show(options.books[0])
    if options.json:
        printing.print_json(seen)
    else:
        printing.print_seen(seen)
    return 0


def _undo(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.batch.books import find_books
    from sheetnet.sheet.errors import SheetnetError

    code = 0
    for book in find_books(options.books, recursive=options.recursive):
        try:
            api.undo(book.path)
        except SheetnetError as error:
            printing.fail(str(error.in_book(Path(book.path).name)))
            code = 2 if len(options.books) == 1 and book.path == options.books[0] else 1
        else:
            if options.json:
                printing.print_json({"workbook": book.path, "command": "undo", "status": "done"}, line=True)
            else:
                print(f"{printing.bold(book.path)}: put back; undo again to undo that")
    return code


def _many(options: argparse.Namespace) -> int:
    from secrets import token_hex

    from sheetnet.batch import plan as batch
    from sheetnet.sheet.errors import SettingError

    if options.jobs < 1:
        raise SettingError(f"expected a number of processes of 1 or more, found {options.jobs}")
    if getattr(options, "output", None):
        raise SettingError("-o is for one workbook", remedy="use --output-dir for several")
    started = time.perf_counter()
    plan = batch.Plan(
        options.command,
        _settings(options),
        batch.find_books(options.books, recursive=options.recursive),
        output_folder=getattr(options, "output_dir", None),
        backup=getattr(options, "backup", False),
        dry_run=getattr(options, "dry_run", False),
        resume=getattr(options, "resume", False),
        report=getattr(options, "report", None),
        jobs=options.jobs,
        scheduler=options.scheduler,
        run=token_hex(8),
    )
    records: list[dict[str, Any]] = []
    width = min(max(printing.columns(book.path) for book in plan.books), 48)
    interrupted = False
    with printing.books_bar(len(plan.books)) as bar:
        try:
            for record in batch.run(plan):
                records.append(record)
                _print_one(options, record, width, bar)
        except KeyboardInterrupt:
            interrupted = True
    seconds = time.perf_counter() - started
    printing.print_summary(records, len(plan.books), seconds, sys.stderr if options.json else sys.stdout)
    if plan.report and records:
        batch.report(plan, records, seconds)
        printing.say(f"the report is in {plan.report}")
    if interrupted:
        printing.say("interrupted; every workbook is as it was or wholly done; --resume goes on from here")
        return 130
    return 1 if any(record["status"] in ("failed", "differs") for record in records) else 0


def _print_one(options: argparse.Namespace, record: dict[str, Any], width: int, bar: Any) -> None:
    if bar is not None:
        bar.clear()
    if options.json:
        printing.print_json(record, line=True)
    else:
        printing.print_record(record, width)
    if bar is not None:
        bar.update()
