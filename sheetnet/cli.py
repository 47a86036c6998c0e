"""The command line: parse, call a use case, print, exit code.

Exit codes: 0 done, 1 a check failed, 2 bad input or usage, 130 interrupted. Results go to stdout, everything else to
stderr. Nothing heavy is imported before a command runs, so that help and usage errors answer at once.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sheetnet import __version__

if TYPE_CHECKING:
    from sheetnet.session import Comparison, TrainResult

_EXAMPLES = """\
Examples:
  sheetnet new letters.xlsx                 make the workbook with the letters A, P, L, E
  sheetnet train letters.xlsx               train it: iterations and eta from its cells
  sheetnet train letters.xlsx -o out.xlsx --iterations 2000 --eta 0.1
  sheetnet step letters.xlsx -k 5           five more updates from the current values
  sheetnet check letters.xlsx               compare sheet, engine and central differences
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
""",
    ),
    "step": (
        "continue from the current values",
        """\
Examples:
  sheetnet step letters.xlsx
  sheetnet step letters.xlsx -k 5
""",
    ),
    "reset": (
        "put the initial values back",
        """\
Examples:
  sheetnet reset letters.xlsx
""",
    ),
    "check": (
        "compare the sheet's formulas, the engine and central differences, cell by cell",
        """\
Examples:
  sheetnet check letters.xlsx
  sheetnet check letters.xlsx --recalculate
  sheetnet check letters.xlsx --tolerance 1e-12 --json
""",
    ),
    "show": (
        "show what the program sees in a workbook",
        """\
Examples:
  sheetnet show letters.xlsx
  sheetnet show letters.xlsx --json
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
            self.add_argument("book", metavar="BOOK.xlsx", type=Path, help="the workbook")
            self.add_argument("--json", action="store_true", help="print the result as JSON")
            options(self)
        return super().parse_known_args(args, namespace)

    def format_help(self) -> str:
        return f"{self.examples}\n{super().format_help()}"

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sheetnet",
        description="A neural network that lives in a spreadsheet and can be watched while it learns.",
        epilog="Exit codes: 0 done, 1 a check failed, 2 bad input or usage, 130 interrupted.",
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
    _add_output(train)
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


def _add_step_options(step: argparse.ArgumentParser) -> None:
    _add_output(step)
    _add_eta(step)
    step.add_argument("-k", type=int, default=1, metavar="K", help="updates to make (1)")


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", metavar="OUT.xlsx", type=Path, help="save there, leave BOOK as it is")


def _add_eta(command: argparse.ArgumentParser) -> None:
    command.add_argument("--eta", type=float, metavar="ETA", help="learning rate for this run (the cell's)")


def _add_check_options(check: argparse.ArgumentParser) -> None:
    check.add_argument("--tolerance", type=float, default=1e-9, metavar="D", help="largest difference (1e-9)")
    check.add_argument(
        "--recalculate", action="store_true", help="compute every formula anew with IronCalc, whatever values are saved"
    )


def _add_new_options(new: argparse.ArgumentParser) -> None:
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
    "reset": _add_output,
    "check": _add_check_options,
    "show": lambda show: None,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    for library in ("OPENBLAS", "MKL", "OMP"):  # before numpy: halves its start, and threads only cost here
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    collecting = gc.isenabled()
    gc.disable()  # a short run with few cycles: collecting only costs
    try:
        return _run(options)
    except KeyboardInterrupt:
        print("sheetnet: interrupted; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        if collecting:
            gc.enable()


def _run(options: argparse.Namespace) -> int:
    from sheetnet.sheet.errors import SheetnetError

    commands = {"new": _new, "train": _train, "step": _train, "reset": _train, "check": _check, "show": _show}
    try:
        code = commands[options.command](options)
        sys.stdout.flush()
        return code
    except SheetnetError as error:
        print(_coloured("31", f"sheetnet: {error.in_book(options.book.name)}", sys.stderr), file=sys.stderr)
        return 2


def _coloured(code: str, text: str, stream: Any) -> str:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else f"\033[{code}m{text}\033[0m"


def _bold(text: str) -> str:
    return _coloured("1", text, sys.stdout)


def _warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        print(_coloured("33", f"sheetnet: warning: {warning}", sys.stderr), file=sys.stderr)


def _new(options: argparse.Namespace) -> int:
    from sheetnet import api

    result, warnings = api.new(
        options.book,
        **{
            name: getattr(options, name)
            for name in ("network", "data", "seed", "init", "scale", "iterations", "eta", "formulas", "lang", "force")
        },
    )
    _warn(warnings)
    seen = api.show(options.book)
    if options.json:
        _print_json({key: seen[key] for key in ("workbook", "network", "parameters", "cases", "E", "accuracy")})
    else:
        print(
            f"{_bold(str(options.book))}: network {seen['network']}, {seen['arithmetic']} parameters, "
            f"{seen['cases']} cases"
        )
        print(f"E = {result.after.loss:.6g} at the initial values; train it with: sheetnet train {options.book}")
    return 0


def _train(options: argparse.Namespace) -> int:
    from sheetnet import api

    started = time.perf_counter()
    if options.command == "train":
        result = api.train(
            options.book,
            iterations=options.iterations,
            eta=options.eta,
            trace=options.trace,
            every=options.every,
            picture=options.picture,
            output=options.output,
            keep=(),
            progress=_progress,
        )
    elif options.command == "step":
        result = api.step(options.book, options.k, eta=options.eta, output=options.output, keep=(), progress=_progress)
    else:
        result = api.reset(options.book, output=options.output)
    seconds = time.perf_counter() - started
    _warn(result.warnings)
    if options.json:
        _print_json(_as_json(options, result, seconds))
    else:
        _print_result(options, result, seconds)
    return 0


def _progress(steps: Iterable[Any], updates: int) -> Iterable[Any]:
    """A progress bar, on a terminal and only where the work takes longer than a moment."""
    if not sys.stderr.isatty() or updates < 2_000:
        return steps
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(steps, total=updates + 1, unit="it", delay=0.5, leave=False, file=sys.stderr)
    return bar


def _print_result(options: argparse.Namespace, result: "TrainResult", seconds: float) -> None:
    before, after = result.before, result.after
    saved = options.output or options.book
    print(_bold(f"{saved}"))
    print(f"  {'':12}{'before':>14}{'after':>14}")
    print(f"  {'iteration':12}{before.iteration:>14}{after.iteration:>14}")
    print(f"  {'E':12}{before.loss:>14.6f}{after.loss:>14.6f}")
    print(f"  {'accuracy':12}{before.accuracy:>14.1%}{after.accuracy:>14.1%}")
    updates = after.iteration - before.iteration
    print(f"  {updates} updates at eta {result.eta:g} in {seconds:.2f} s")
    groups: dict[str, list[str]] = {}
    for name, place in result.written.items():
        kind = "formula results" if place.endswith("(formulas kept)") else "written"
        groups.setdefault(kind, []).append(f"{name} {place.removesuffix(' (formulas kept)')}")
    for kind, places in groups.items():
        shown = places if kind == "written" else [*places[:4], f"{len(places) - 4} more blocks"][: max(len(places), 4)]
        print(f"  {kind}: {', '.join(shown)}")


def _as_json(options: argparse.Namespace, result: "TrainResult", seconds: float) -> dict[str, Any]:
    def state(one: Any) -> dict[str, Any]:
        return {"iteration": one.iteration, "E": one.loss, "accuracy": one.accuracy}

    return {
        "workbook": str(options.output or options.book),
        "command": options.command,
        "eta": result.eta,
        "before": state(result.before),
        "after": state(result.after),
        "seconds": round(seconds, 6),
        "written": dict(result.written),
        "warnings": list(result.warnings),
    }


def _check(options: argparse.Namespace) -> int:
    from sheetnet import api

    comparisons = api.check(options.book, options.tolerance, recalculate=options.recalculate)
    failures = [failure for comparison in comparisons for failure in comparison.failures]
    own = sum(comparison.own for comparison in comparisons)
    if options.json:
        _print_json(
            {
                "workbook": str(options.book),
                "agree": not failures,
                "comparisons": [_comparison(one) for one in comparisons],
            }
        )
    else:
        from tabulate import tabulate

        rows = [
            (one.name, one.place, one.against, one.cells, f"{one.largest:.1e}", one.worst, len(one.failures) or "")
            for one in comparisons
        ]
        headers = ("block", "cells at", "against", "cells", "largest difference", "at", "beyond")
        print(
            tabulate(
                rows,
                headers,
                tablefmt="simple",
                disable_numparse=True,
                colalign=("left",) * 3 + ("right",) * 2 + ("left", "right"),
            )
        )
        cells = sum(one.cells for one in comparisons)
        verdict = (
            f"{len(failures)} of {cells} comparisons differ"
            if failures
            else f"sheet and engine agree in all {cells} comparisons"
        )
        print(_bold(verdict))
    if own:
        _warn([f"{own} formulas are not the ones that sheetnet writes"])
    for failure in failures[:10]:
        print(_coloured("31", f"sheetnet: {options.book.name}: {failure}", sys.stderr), file=sys.stderr)
    if len(failures) > 10:
        print(f"sheetnet: {options.book.name}: and {len(failures) - 10} more", file=sys.stderr)
    return 1 if failures else 0


def _comparison(one: "Comparison") -> dict[str, Any]:
    return {
        "block": one.name,
        "place": one.place,
        "against": one.against,
        "cells": one.cells,
        "largest": one.largest if one.largest < float("inf") else None,
        "at": one.worst,
        "own_formulas": one.own,
        "failures": list(one.failures),
    }


def _show(options: argparse.Namespace) -> int:
    from sheetnet import api

    seen = api.show(options.book)
    if options.json:
        _print_json(seen)
        return 0
    from tabulate import tabulate

    print(_bold(seen["workbook"]))
    print(f"  network     {seen['network']}, {seen['arithmetic']} parameters")
    print(f"  data        {seen['cases']} cases, {seen['training_cases']} of them for training")
    print(f"  iterations  {seen['iterations']}, {seen['counter']} updates done")
    print(f"  eta         {seen['eta']:g}")
    if seen["E"] is None:
        print(f"  E           unknown: {seen['problem']}")
    else:
        print(f"  E           {seen['E']:.6f} at the current values, {seen['accuracy']:.1%} read correctly")
    rows = [(block["name"], block["place"], block["cells"], block["found_by"]) for block in seen["blocks"]]
    print()
    print(tabulate(rows, ("block", "cells at", "cells", "found by"), tablefmt="simple"))
    return 0


def _print_json(value: dict[str, Any]) -> None:
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=str))
