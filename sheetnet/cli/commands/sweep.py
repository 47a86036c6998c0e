"""sheetnet sweep: train a workbook with many settings, and tell which was best."""

import argparse
import time
from collections.abc import Iterator
from math import exp, log
from typing import Any

from sheetnet.cli.changing import say_replaced, will_be_replaced
from sheetnet.cli.printing.tables import print_sweep
from sheetnet.cli.printing.terminal import print_json, runs_bar
from sheetnet.cli.shared import (
    OF_A_WHOLE_RUN,
    add_jobs,
    add_keeping,
    add_lang,
    add_method,
    add_output,
    method_given,
    saving,
)

EXAMPLES = """\
Examples:
  sheetnet sweep letters.xlsx --eta 0.001:2:log12 --optimiser sgd,adam --seeds 20
  sheetnet sweep letters.xlsx --eta 0.01,0.05,0.1 --iterations 2000 --json
  sheetnet sweep letters.xlsx --eta 0.001:2:log24 --seeds 100 --jobs 4 --give-up
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "book", metavar="BOOK.xlsx", help="the workbook: its data, its network, and a sheet Sweep for it"
    )
    command.add_argument(
        "--eta",
        type=_rates,
        default=(),
        metavar="ETAS",
        help="learning rates: 0.01,0.1 or 0.001:2:log12 (twelve, evenly by ratio) or 0.1:1:lin10 (the cell's)",
    )
    command.add_argument(
        "--optimiser",
        type=_names,
        default=(),
        metavar="NAMES",
        help="optimisers with commas: sgd, momentum, nesterov, adagrad, rmsprop, adam (the cell's)",
    )
    command.add_argument("--seeds", type=int, default=0, metavar="N", help="N random starts (0: the workbook's own)")
    command.add_argument("--scale", type=float, default=0.5, metavar="R", help="of these starts: uniform(-R, R) (0.5)")
    command.add_argument("--iterations", "-n", type=int, metavar="N", help="updates of each run (the cell's)")
    command.add_argument(
        "--level", type=float, default=1.0, metavar="E", help="count the iterations until E < this (1)"
    )
    command.add_argument("--give-up", action="store_true", help="end runs that are stuck, to save time")
    leave_out = ("optimiser", *OF_A_WHOLE_RUN)
    add_method(command, leave_out=leave_out)
    add_output(command)
    add_keeping(command)
    add_lang(command, "sheet Sweep")
    add_jobs(command)


def _rates(text: str) -> tuple[float, ...]:
    """``0.01,0.1`` or ``0.001:2:log12`` or ``0.1:1:lin10``."""
    parts = text.split(":")
    try:
        if len(parts) == 1:
            return tuple(dict.fromkeys(float(part) for part in text.split(",")))
        first, last, kind, count = float(parts[0]), float(parts[1]), parts[2][:3], int(parts[2][3:])
        if len(parts) != 3 or kind not in ("log", "lin") or not 2 <= count <= 10_000:
            raise ValueError
        if kind == "lin":
            return tuple(_rounded(first + (last - first) * n / (count - 1)) for n in range(count))
        return tuple(_rounded(exp(log(first) + log(last / first) * n / (count - 1))) for n in range(count))
    except (ValueError, IndexError, ZeroDivisionError):
        wanted = "numbers with commas, or a range such as 0.001:2:log12 or 0.1:1:lin10"
        raise argparse.ArgumentTypeError(f"expected {wanted}, found '{text}'") from None


def _rounded(rate: float) -> float:
    """To three digits: a rate that a person can read and enter again."""
    return float(f"{rate:.3g}")


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def run(options: argparse.Namespace) -> int:
    """Train every combination and tell which was best."""
    from sheetnet import api
    from sheetnet.batch.tasks import across_cluster, across_processes

    def across(work: Any, tasks: list[Any]) -> Iterator[Any]:
        spread = (
            across_cluster(options.scheduler, options.wait) if options.scheduler else across_processes(options.jobs)
        )
        return iter(runs_bar(spread(work, tasks), tasks))

    started = time.perf_counter()
    replaced = will_be_replaced(options.output)
    result = api.sweep(
        options.book,
        etas=options.eta,
        optimisers=options.optimiser,
        seeds=options.seeds,
        scale=options.scale,
        iterations=options.iterations,
        settings=method_given(options),
        level=options.level,
        give_up=options.give_up,
        lang=options.lang,
        across=across,
        parts=max(options.jobs, 8 if options.scheduler else 1),
        **saving(options),
    )
    seconds = time.perf_counter() - started
    saved = options.output or options.book
    if options.json:
        told = {"workbook": options.book, "output": saved, **result.summary(), "seconds": round(seconds, 6)}
        print_json("sweep", told)
    else:
        print_sweep(saved, result, seconds)
    if replaced:
        say_replaced(options)
    return 0
