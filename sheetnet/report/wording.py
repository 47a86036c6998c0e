"""Words and numbers as a report shows them."""

import re
from typing import Literal

from sheetnet.width import width_of

Value = str | float | None
Kind = Literal["status", "link", "loss", "share", "count", "rate", "seconds", "note", "text"]

_NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # make a name read otherwise than it is: exe.xlsx of xslx.exe
_PASSWORD = re.compile(r"(://[^/@:\s]*):[^/@\s]*@")


def clean(text: str) -> str:
    """Text that every format can hold: no control characters, no half characters, no password in a URL."""
    plain = _TURNING.sub("\ufffd", _NEVER_IN_XML.sub("\ufffd", re.sub("\r\n?", "\n", text)))
    return _PASSWORD.sub(r"\1@", plain)


def width(text: str) -> int:
    """How many columns the longest line takes; Chinese, Japanese and Korean letters take two."""
    return max(map(width_of, text.split("\n")))


def shortened(text: str, most: int = 30) -> str:
    """The text in one line, its middle left out where it is wider than `most`: both ends tell names apart."""
    text = " ".join(text.split())
    if width(text) <= most:
        return text
    head, tail = text[: most // 2], text[-(most // 2) :]
    while width(head) + width(tail) > most - 1:
        head, tail = (head[:-1], tail) if width(head) > width(tail) else (head, tail[1:])
    return f"{head}…{tail}"


def shown(kind: Kind, value: Value) -> str:
    """A value as a reader wants it: 98.4%, 0.5571, 1.2e-09; nothing for none."""
    if value is None or isinstance(value, str):
        return value or ""
    match kind:
        case "share":
            return f"{value:.1%}"
        case "seconds":
            return f"{value:.2f}"
        case "count":
            return f"{value:,.0f}"
        case "loss" if 0.0001 <= value < 100_000:
            return f"{value:.4f}"
        case _:
            return f"{value:.4g}"
