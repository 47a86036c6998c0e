"""Help in the language that is spoken: its texts, and lines that are broken where Japanese is."""

import argparse
import re
import textwrap
from collections.abc import Iterable
from typing import Any

from sheetnet.saying import said, spoken
from sheetnet.width import width_of

_COMMENT = r"(  \S.*?\S +)(?<=  )(\S.*)"  # compiled when help is asked for
"""An example, two spaces or more, and what is said of it."""
_DEFAULT = r"(.*) \(([^()]*)\)"
_NEVER_FIRST = "、。,.):;)」』】:;・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_PIECE = rf"(?s)(?:[!-~]+|[ァ-ヶー]+|.)[{re.escape(_NEVER_FIRST)}]* *"
"""What is not broken: a word of ASCII or of katakana, or one letter, with the marks and the spaces behind it."""


class Formatter(argparse.HelpFormatter):
    """Says "usage" in the language that is spoken, and counts a Japanese letter as two columns."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, said("usage: ") if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return lines_of(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in lines_of(text, width - len(indent)))


def lines_of(text: str, width: int) -> list[str]:
    """A text in lines that are no wider; English is broken at spaces alone, as argparse does."""
    whole = " ".join(text.split())
    if whole.isascii():
        return textwrap.wrap(whole, width)
    lines = [""]
    for piece in re.findall(_PIECE, whole):
        if lines[-1] and width_of(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def examples(text: str) -> str:
    """Examples as they are, and in the language that is spoken what is said of them."""
    if spoken() == "en":
        return text
    head, *lines = text.splitlines()
    return "\n".join([said(head), *map(_example, lines)]) + "\n"


def _example(line: str) -> str:
    found = re.fullmatch(_COMMENT, line)
    return found[1] + said(found[2]) if found else line


def summary(text: str) -> str:
    """What a command does, as a sentence."""
    told = said(text)
    return told[0].upper() + told[1:] + ("." if told.isascii() else "。")


def in_spoken(parser: argparse.ArgumentParser) -> None:
    """Let a parser's texts be those of the language that is spoken; what has been said already stays."""
    if spoken() == "en":
        return
    for action in _every(parser):
        action.help = _told(action.help) if action.help else action.help
    for group in parser._action_groups:
        group.title = said(group.title) if group.title else group.title


def _told(text: str) -> str:
    """What an option does; behind it, in parentheses, what holds where it is not given."""
    told = said(text)
    found = re.fullmatch(_DEFAULT, text) if told == text else None
    return f"{said(found[1])} ({said(found[2])})" if found else told


def _every(parser: argparse.ArgumentParser) -> Iterable[Any]:
    """Its arguments and options, and the commands of one that has some."""
    for action in parser._actions:
        yield action
        yield from getattr(action, "_choices_actions", ())
