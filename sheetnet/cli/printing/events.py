"""What happened to a watched workbook."""

import sys
import time
from typing import Any

from sheetnet.cli.printing.terminal import bold, coloured, fail, quiet, warn
from sheetnet.saying import in_words, said


def print_event(book: str, event: Any) -> None:
    """One line for what happened to a watched workbook."""
    told = event_as_json(book, event)
    warn(told.get("warnings", ()))
    clock = time.strftime("%H:%M:%S")
    match told["event"]:
        case "trained":
            before, after = told["before"], told["after"]
            read = ""
            if after["accuracy"] is not None:
                read = "  " + said("read {} -> {}", f"{before['accuracy']:.1%}", f"{after['accuracy']:.1%}")
            made = said("{} updates at eta {}", told["iterations"], f"{told['eta']:g}")
            print(f"{clock}  {bold(book)}  {made}  E {before['E']:.6g} -> {after['E']:.6g}{read}")
        case "unchanged":
            print(f"{clock}  {bold(book)}  {said('is trained with the inputs that it has')}")
        case "waiting":
            print(f"{clock}  {bold(book)}  {said('waits: {}', in_words(told['reason']))}")
        case _ if quiet():
            fail(told["error"])
        case _:
            print(f"{clock}  {coloured('31', said('refused'), sys.stdout)}: {in_words(told['error'])}")
    sys.stdout.flush()


def event_as_json(book: str, event: Any) -> dict[str, Any]:
    """What happened to a watched workbook, as plain values."""
    told: dict[str, Any] = {"workbook": book, "event": type(event).__name__.lower()}
    fields = event._asdict()
    result = fields.pop("result", None)
    if result is not None:
        told |= result.summary()
    return told | {name: str(value) if name == "error" else value for name, value in fields.items()}
