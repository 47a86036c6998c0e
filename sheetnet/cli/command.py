"""The command line: parse, call a use case, print, exit code.

Exit codes: 0 done, 1 a check failed or some workbook of many, 2 bad input or usage, 130 interrupted. Results go to
stdout, everything else to stderr. Nothing heavy is imported before a command runs, so that help and usage errors
answer at once.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sheetnet import printing
from sheetnet.cli import many, models, one, opened, sweeping
from sheetnet.cli.options import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who started the program
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    options = parser().parse_args(arguments)
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
    from sheetnet.errors import SheetnetError

    use = {
        "new": one.new, "train": one.train, "step": one.train, "reset": one.train, "check": one.check,
        "show": one.show, "undo": many.undo, "button": opened.button, "live": opened.live, "watch": opened.watch,
        "doctor": opened.doctor, "sweep": sweeping.sweep, "predict": models.predict, "export": models.export,
        "import": models.import_,
    }[options.command]  # fmt: skip
    name = (options.book or "") if "book" in options else options.books[0] if "books" in options else ""
    try:
        if "books" in options and "jobs" in options and many.asks_for_many(options):
            gc.enable()
            name = ""  # errors name their workbooks, or concern all
            use = many.many
        code = use(options)
        sys.stdout.flush()
        return code
    except SheetnetError as error:
        printing.fail(str(error.in_book(Path(name).name) if name else error))
        return 2
