"""The commands, a file each: its examples, its options and what it does; and a row each in the table below.

Read in this order: new, add, train, set, step, reset, undo, check, inspect, explain, show, open, sweep, plot, predict,
fit, blank, grade, export, import_, button, live, watch, doctor.
"""

import argparse
from importlib import import_module
from keyword import iskeyword
from typing import Any, Protocol

COMMANDS = {
    "new": "make a workbook",
    "add": "add a case to a workbook: drawn, typed, or from a table",
    "train": "train a workbook from its initial values",
    "set": "choose how a workbook learns, and make its formulas for it",
    "step": "continue from the current values",
    "reset": "put the initial values back",
    "undo": "bring back what a workbook was before sheetnet last wrote it",
    "check": "compare a sheet's gradients with the exact ones, and tell what is wrong",
    "inspect": "find loss, parameters and gradients in a workbook that sheetnet did not make",
    "sweep": "train a workbook with many settings and compare them",
    "plot": "draw what a network learned: a page that plays it, or a picture",
    "predict": "let a trained workbook read new rows",
    "fit": "minimise a cell of any workbook by the exact gradient of its own formulas",
    "blank": "make an exercise from a workbook: formulas to be filled in",
    "grade": "mark what students filled in, by a key",
    "export": "write the trained network as a file or a Python script",
    "import": "put an exported network into a workbook",
    "explain": "tell why a number of the network is what it is, step by step",
    "show": "show what the program sees in a workbook",
    "open": "open a workbook in the program that the system has",
    "button": "add buttons to a workbook, for Excel and LibreOffice",
    "live": "train a workbook in LibreOffice, before your eyes",
    "watch": "train a workbook now, and whenever it is saved with other inputs",
    "doctor": "tell what Excel and LibreOffice need on this machine",
}  # command -> what it does, in the order of the help


class Command(Protocol):
    """What the file of a command holds."""

    EXAMPLES: str

    @staticmethod
    def add_options(command: argparse.ArgumentParser) -> None: ...

    @staticmethod
    def run(options: argparse.Namespace) -> int:
        """Do it and tell the result; returns the exit code."""


def command_of(name: str) -> Command:
    """The file of a command: of all, only that of the one that was asked for is imported."""
    module: Any = import_module(f"{__name__}.{name}{'_' * iskeyword(name)}")
    command: Command = module
    return command
