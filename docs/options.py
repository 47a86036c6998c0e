"""The page of all options, made of the parser: python docs/options.py prints it."""

import argparse
import re

from sheetnet.cli.commands import COMMANDS
from sheetnet.cli.helping import examples
from sheetnet.cli.parser import parser_of


def page() -> str:
    """A section for each command: what it does, examples, arguments and options."""
    return "".join(section(name) for name in COMMANDS)


def section(name: str) -> str:
    parser = parser_of(name)
    parts = [
        f"\n## {name}\n",
        f"{parser.description}\n",
        f"```text\n{examples(parser.examples).partition(chr(10))[2]}```\n",
    ]
    for group in parser._action_groups:
        rows = [row(action) for action in group._group_actions if action.help is not argparse.SUPPRESS]
        if rows:
            title = (group.title or "").capitalize()
            parts.append("\n".join([f"| {title} | |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def row(action: argparse.Action) -> str:
    """An argument or option, what it takes, and its help."""
    shown = (
        "" if action.nargs == 0 else action.metavar or "|".join(map(str, action.choices or ())) or action.dest.upper()
    )
    names = [name for name in action.option_strings if "mize" not in name] or [""]
    words = ", ".join(f"`{f'{name} {shown}'.strip()}`" for name in names).replace("|", "\\|")
    return f"| {words} | {escaped(action.help or '')} |"


def escaped(text: str) -> str:
    return re.sub(r"([|*_<`])", r"\\\1", text.replace("%%", "%"))


if __name__ == "__main__":
    print(page())
