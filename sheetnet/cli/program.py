"""The program: parse, let the command do its work, exit code.

Exit codes: 0 done, 1 a check failed or some workbook of many, 2 bad input or usage, 130 interrupted, 141 whoever read
the output has gone. Results go to stdout, everything else to stderr. Nothing heavy is imported before a command runs,
so that help and usage errors answer at once.
"""

import argparse
import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from sheetnet.cli import many
from sheetnet.cli.commands import command_of
from sheetnet.cli.parser import parse
from sheetnet.cli.printing.terminal import (
    BROKEN_PIPE,
    fail,
    language_here,
    leave_stdout,
    print_json,
    quietly,
    say,
    verbose,
    verbosely,
)
from sheetnet.saying import speaking

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))  # nothing that is read says these


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who started the program
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    for library in ("OPENBLAS", "MKL", "OMP"):  # before numpy: halves its start, and threads only cost here
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    collecting = gc.isenabled()
    gc.disable()  # a short run with few cycles: collecting only costs
    try:
        options = parse(arguments)
        language = language_here(options.lang)
        options.lang = language if options.lang is None else options.lang
        with speaking(language), loudness(options):
            return _run(options)
    except KeyboardInterrupt:
        say(f"interrupted; {_written()}")
        return 130
    except MemoryError:
        fail(f"out of memory; {_written()}")
        return 2
    except BrokenPipeError:
        leave_stdout()
        return BROKEN_PIPE
    except OSError as error:  # of the output, or of a file that could not be read to its end
        with suppress(OSError):
            if error.errno not in _NO_ROOM and _output_is_whole():
                name = f"{error.filename}: " if error.filename else ""
                fail(f"{name}cannot read the file: {error.strerror}; {_written()}")
            else:
                leave_stdout()
                fail(f"cannot write the result: {error.strerror}; what was saved is saved")
        return 2
    finally:
        if collecting:
            gc.enable()


def loudness(options: argparse.Namespace) -> AbstractContextManager[None]:
    """How much is said while a command runs."""
    if options.quiet:
        return quietly(json=options.json)
    return verbosely() if options.verbose else nullcontext()


def _run(options: argparse.Namespace) -> int:
    from sheetnet.errors import SheetnetError
    from sheetnet.sheet.disk.writing import forget_steps

    forget_steps()
    if options.data_folder:  # an environment variable, so that worker processes know it too
        os.environ["SHEETNET_DATA_FOLDERS"] = str(Path(options.data_folder).resolve())
    try:
        code = command_of(options.command).run(options)
        sys.stdout.flush()
        return code
    except SheetnetError as error:
        if verbose():
            from traceback import print_exc

            print_exc()
        name = _book(options)
        message = str(error.in_book(Path(name).name) if name else error)
        fail(message)
        if options.json:
            print_json(options.command, {"workbook": name or None, "status": "failed", "message": message})
        return 2


def _written() -> str:
    """What is true of files when a run is cut off."""
    from sheetnet.sheet.disk.writing import that_took_their_names

    names = ", ".join(path.name for path in that_took_their_names())
    return f"{names} was written, and is whole" if names else "nothing was written"


def _output_is_whole() -> bool:
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return False
    return True


def _book(options: argparse.Namespace) -> str:
    """The workbook that the command is about; of many, errors name theirs or concern all."""
    if "books" in options:
        return "" if "jobs" in options and many.asked(options) else str(options.books[0])
    return getattr(options, "book", None) or ""
