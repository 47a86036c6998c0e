"""The commands for workbooks that are open in a program: buttons, training that can be watched, and what they need."""

import argparse
import gc
from pathlib import Path
from typing import Any

from sheetnet import printing


def button(options: argparse.Namespace) -> int:
    """Write what was asked for, and tell where it is."""
    from sheetnet.errors import SettingError

    made: dict[str, str] = {}
    if options.libreoffice is not None:
        from sheetnet.office.button import install, script_path, uninstall

        if options.libreoffice:
            made["libreoffice"] = str(install())
        else:
            uninstall()
            made["no_libreoffice"] = str(script_path())
    if options.module:
        from sheetnet.buttons.vba import write_module

        made["module"] = str(write_module(options.module))
    if options.run_main:
        from sheetnet.live.run_main import write_run_main

        made["run_main"] = str(write_run_main(_book(options, "--run-main")))
    elif options.book:
        from sheetnet.buttons.button import add_buttons

        made["workbook"] = str(add_buttons(options.book, options.output, force=options.force))
    if not made:
        raise SettingError("expected a workbook", remedy="such as sheetnet button letters.xlsx")
    if options.json:
        printing.print_json(made)
    else:
        for what, path in made.items():
            print(f"{printing.bold(path)}: {_NEXT[what]}")
    return 0


_NEXT = {
    "workbook": "the workbook with its buttons; in Excel allow its macros, for LibreOffice see: sheetnet button --help",
    "run_main": 'open the workbook in Excel, then "Run main" on the ribbon\'s tab xlwings',
    "module": "in Excel: Alt+F11, File > Import File, Tools > References > xlwings; then give a shape SheetnetTrain",
    "no_libreoffice": "removed; buttons do nothing in LibreOffice any more",
    "libreoffice": "buttons work in LibreOffice now, where macros of the workbook are allowed to run",
}


def _book(options: argparse.Namespace, option: str) -> str:
    from sheetnet.errors import SettingError

    if not options.book:
        raise SettingError(f"expected a workbook with {option}")
    book: str = options.book
    return book


def live(options: argparse.Namespace) -> int:
    """Train in LibreOffice, before the eyes of whoever sits there."""
    from sheetnet.cli.signals import stopped_by_signals
    from sheetnet.live.opened import train_visibly

    if not options.json and Path(options.book).is_file():
        printing.say(f"{options.book} is being opened in LibreOffice")
    with stopped_by_signals() as stop:
        result, agreement, seconds = train_visibly(
            options.book, seconds=options.seconds, iterations=options.iterations, eta=options.eta, stop=stop
        )
    printing.warn(result.warnings)
    if options.json:
        printing.print_json(printing.result_as_json(options.book, "live", result, seconds) | {"agreement": agreement})
    else:
        printing.print_result(options.book, "live", result, seconds)
        print(f"  {agreement}")
    return 0


def watch(options: argparse.Namespace) -> int:
    """Train again at every change until Ctrl-C, which is how it is meant to end."""
    gc.enable()
    from sheetnet.cli.signals import stopped_by_signals
    from sheetnet.watching import watch

    told = False

    def report(event: Any) -> None:
        nonlocal told
        if options.json:
            printing.print_json(printing.event_as_json(options.book, event), line=True)
        else:
            printing.print_event(options.output or options.book, event)
        if not (told or options.json):
            printing.say(f"watching {options.book}; Ctrl-C ends it")
        told = True

    with stopped_by_signals() as stop:
        watch(options.book, output=options.output, trace=options.trace, every=options.every, report=report, stop=stop)
    printing.say("stopped; the workbook is whole")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """One page; exit code 1 if training inside an open workbook cannot work here."""
    from sheetnet.doctor import as_json, examine, print_page, works

    findings = examine(Path())  # Path.cwd() raises where the folder has been deleted
    if options.json:
        printing.print_json(as_json(findings))
    else:
        print_page(findings, printing.coloured)
    return 0 if works(findings) else 1
