"""sheetnet button: a workbook with buttons, for Excel and LibreOffice."""

import argparse
from pathlib import Path

from sheetnet.cli.printing.terminal import bold, print_json
from sheetnet.cli.shared import add_force
from sheetnet.saying import said

EXAMPLES = """\
Examples:
  sheetnet button letters.xlsx              makes letters.xlsm with Train, Step, Reset, Check, Learn (no Python)
  sheetnet button letters.xlsx --no-python  for a machine with neither Python nor xlwings: the formulas learn alone
  sheetnet button letters.xlsx --run-main   for the ribbon's "Run main"; the workbook stays .xlsx
  sheetnet button --module sheetnet.bas     the macros as text, for a workbook that has some already
  sheetnet button --libreoffice             once: lets the buttons work in LibreOffice
"""

_NEXT = {
    "alone": "the workbook with buttons that need no Python; allow its macros",
    "workbook": "the workbook with its buttons; in Excel allow its macros, for LibreOffice see: sheetnet button --help",
    "run_main": 'open the workbook in Excel, then "Run main" on the ribbon\'s tab xlwings',
    "module": "in Excel: Alt+F11, File > Import File, Tools > References > xlwings; then give a shape SheetnetTrain",
    "no_libreoffice": "removed; buttons do nothing in LibreOffice any more",
    "libreoffice": "buttons work in LibreOffice now, where macros of the workbook are allowed to run",
}


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", nargs="?", help="the workbook that gets buttons")
    command.add_argument("-o", "--output", metavar="OUT.xlsm", help="where to save it (BOOK.xlsm)")
    add_force(command)
    command.add_argument(
        "--no-python", action="store_true", help="with buttons that need neither Python nor xlwings: the formulas learn"
    )
    command.add_argument("--run-main", action="store_true", help='write BOOK.py for "Run main" instead')
    command.add_argument("--module", metavar="FILE.bas", type=Path, help="write the macros as text")
    command.add_argument(
        "--libreoffice",
        action=argparse.BooleanOptionalAction,
        help="once: let buttons work in LibreOffice; with no- take that back",
    )


def run(options: argparse.Namespace) -> int:
    """Write what was asked for, and tell where it is."""
    from sheetnet.errors import SettingError

    made: dict[str, str] = {}
    if options.libreoffice is not None:
        from sheetnet.office.button import install, uninstall
        from sheetnet.office.installation import script_path, user_profile
        from sheetnet.office.system import System

        if options.libreoffice:
            made["libreoffice"] = str(install())
        else:
            uninstall()
            made["no_libreoffice"] = str(script_path(user_profile(System())))
    if options.module:
        from sheetnet.buttons.vba import write_module

        made["module"] = str(write_module(options.module))
    if options.run_main:
        from sheetnet.live.run_main import write_run_main

        made["run_main"] = str(write_run_main(_book(options, "--run-main")))
    elif options.book:
        from sheetnet.buttons.button import add_buttons

        made["workbook"] = str(
            add_buttons(options.book, options.output, force=options.force, python=not options.no_python)
        )
    if not made:
        raise SettingError("expected a workbook", remedy="such as sheetnet button letters.xlsx")
    if options.json:
        print_json("button", {"workbook": options.book, "written": made})
    else:
        for what, path in made.items():
            print(f"{bold(path)}: {said(_NEXT['alone' if what == 'workbook' and options.no_python else what])}")
    return 0


def _book(options: argparse.Namespace, option: str) -> str:
    from sheetnet.errors import SettingError

    if not options.book:
        raise SettingError(f"expected a workbook with {option}")
    book: str = options.book
    return book
