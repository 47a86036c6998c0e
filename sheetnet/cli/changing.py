"""A command that changes workbooks: one that is told in full, or many; saved in place or somewhere else."""

import argparse
import shlex
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetnet.cli import many
from sheetnet.cli.printing.results import print_result, print_where_to_look, result_as_json
from sheetnet.cli.printing.terminal import print_json, program, say, warn
from sheetnet.cli.shared import add_dry_run, add_keeping, add_output, saving

if TYPE_CHECKING:
    from sheetnet.session import TrainResult


def add_changing(command: argparse.ArgumentParser) -> None:
    add_output(command)
    add_keeping(command)
    add_dry_run(command)
    many.add_options(command, writes=True)


def change(
    options: argparse.Namespace, use: "Callable[..., TrainResult]", given: Mapping[str, Any], **alone: Any
) -> int:
    """Let a use case of `sheetnet.api` change each workbook; `alone` is what it is given besides for a single one."""
    if many.asked(options):
        return many.run(options, use, given, writes=True)
    started = time.perf_counter()
    replaced = will_be_replaced(options.output)
    result = use(options.books[0], **given, **alone, **saving(options))
    tell(options, options.books[0], result, time.perf_counter() - started)
    if replaced:
        say_replaced(options)
    return 0


def tell(options: argparse.Namespace, book: str, result: "TrainResult", seconds: float) -> None:
    warn(result.warnings if options.json else result.beside_the_lamps)
    saved = options.output or book
    if options.json:
        print_json(options.command, result_as_json(book, saved, result, seconds))
    else:
        print_result(saved, options.command, result, seconds)
        if options.command == "train":
            print_where_to_look(saved, result.written)


def will_be_replaced(output: str | None) -> bool:
    """Whether a file is there that is neither the workbook itself nor at a URL."""
    return output is not None and "://" not in output and Path(output).exists()


def say_replaced(options: argparse.Namespace) -> None:
    back = "" if options.no_undo else f"; {program()} undo {shlex.quote(options.output)} brings it back"
    say(f"{options.output} was replaced{back}")
