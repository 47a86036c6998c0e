"""What goes between an open workbook's program and us: values in both directions, and its errors as ours."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Any

from sheetnet.errors import CellError, LiveError, SheetnetError
from sheetnet.sheet.cells import Area, Date, Fault, Unsaved, Value, describe

_FAULTS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!")
)
_BUSY = (-2146777998, -2147418111, -2147417846)  # VBA_E_IGNORE, RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER
_EPOCH = dt.datetime(1899, 12, 30)


def incoming(found: Any, area: Area, row: int, column: int) -> Value:
    """A value as xlwings hands it over, as one of ours."""
    match found:
        case None | "":
            return None
        case bool() | float():
            return found
        case int():
            return float(found)
        case str():
            return Fault(found) if found in _FAULTS else found
        case dt.datetime():
            return Date((found.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1))
        case dt.date() | dt.time():
            return Date(0.0)
        case Decimal():
            raise CellError(
                f"the number {found} is formatted as a currency, of which only four decimals are handed over",
                place=area.address(row, column),
                remedy="give the cell a number format",
            )
    return str(found)


def outgoing(value: Value, *, excel: bool) -> Any:
    """A value as xlwings takes it. Excel would make a date of the text "Jan 1" and a formula of "=1"."""
    match value:
        case str():
            return f"'{value}" if excel else value
        case Fault(code):
            return code
        case Date(serial):
            return serial
        case Unsaved():
            raise ValueError(f"{describe(value)} cannot be written")
    return value


@contextmanager
def asking(label: str, sheet: str = "", why: Any = None) -> Iterator[None]:
    """Errors of the program, which each engine raises in its own way, become one line of ours."""
    try:
        yield
    except (SheetnetError, NotImplementedError, KeyboardInterrupt):
        raise
    except Exception as error:
        code = getattr(error, "hresult", None)
        if code in _BUSY:
            raise LiveError(
                "Excel is busy", book=label, place=sheet, remedy="finish the cell that is being edited and run again"
            ) from None
        known = ""
        with suppress(Exception):
            known = why(sheet) if why else ""
        words = " ".join(str(error).split()) or type(error).__name__
        known = known or f"the program that has the workbook open refused: {words}"
        raise LiveError(known, book=label, place=sheet) from None
