"""The commands on one workbook."""

import argparse
import shlex
import time
from pathlib import Path
from typing import Any

from sheetnet import printing
from sheetnet.cli.methods import method_settings
from sheetnet.cli.options import settings


def new(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.errors import SettingError
    from sheetnet.making import new as making

    if options.list:
        found = making.examples()
        printing.print_json(found) if options.json else printing.print_examples(found)
        return 0
    if not options.book:
        raise SettingError("expected the name of the workbook to make", remedy="such as sheetnet new letters.xlsx")
    names = (
        *(
            "network",
            "data",
            "pixels",
            "split_column",
            "scaling",
            "outside",
            "seed",
            "init",
            "scale",
            "iterations",
            "eta",
        ),
        *("formulas", "lang", "force", "example"),
    )
    asked = method_settings(options)
    method = {"seed": options.seed, **asked} if asked or options.settings else None
    given = {name: getattr(options, name) for name in names}
    result, warnings = making.new(options.book, **given, thresholds=not options.no_thresholds, settings=method)
    printing.warn(warnings)
    if result is None:
        told = {"workbook": options.book, "example": options.example}
        printing.print_json(told) if options.json else printing.print_example(options.book, options.example)
        return 0
    seen = api.show(options.book)
    if options.json:
        keys = ("workbook", "network", "parameters", "cases", "E", "accuracy")
        printing.print_json({key: seen[key] for key in keys})
    else:
        printing.print_new(options.book, seen, result.after.loss)
    return 0


def train(options: argparse.Namespace) -> int:
    from sheetnet import api

    started = time.perf_counter()
    book, command = options.books[0], options.command
    replaced = options.output and "://" not in options.output and Path(options.output).exists()
    saving: dict[str, Any] = {"output": options.output, "backup": options.backup}
    if command == "reset":
        result = api.reset(book, **saving)
    else:
        use: Any = api.train if command == "train" else api.step
        result = use(book, **settings(options), keep=(), progress=printing.steps_bar, **saving)
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


def check(options: argparse.Namespace) -> int:
    from sheetnet import api, session

    name = Path(options.books[0]).name
    comparisons = api.check(options.books[0], **settings(options))
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


def show(options: argparse.Namespace) -> int:
    from sheetnet import api

    seen = api.show(options.books[0])
    if options.json:
        printing.print_json(seen)
    else:
        printing.print_seen(seen)
    return 0
