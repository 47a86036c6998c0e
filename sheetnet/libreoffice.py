"""What a button in LibreOffice starts: ``python -m sheetnet.libreoffice train 3`` for the workbook with number 3.

Requests to LibreOffice go out where a program's output goes, and answers come in where its input comes from.
"""

import os
import sys

import xlwings

from sheetnet import excel
from sheetnet.errors import SheetnetError
from sheetnet.live.pace import SECONDS
from sheetnet.office.book import Book
from sheetnet.office.channel import Channel
from sheetnet.office.engine import register


def own_pipes() -> Channel:
    """The channel over our input and output, which nothing else may use from now on: what is printed goes to stderr."""
    answers = os.fdopen(os.dup(0), encoding="utf-8")
    requests = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return Channel(answers, requests)


def main(action: str, book: str) -> None:
    """Run the function of that name of `sheetnet.excel` on the workbook whose button was pressed."""
    engine = register(own_pipes())
    pressed = xlwings.Book(impl=Book(engine.impl.apps[os.getpid()], book))
    try:
        if action == "train":
            excel.train(pressed, seconds=SECONDS)
        else:
            getattr(excel, action)(pressed)
    except SheetnetError as error:
        sys.exit(f"sheetnet: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
