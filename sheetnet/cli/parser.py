"""The parser: only the command that was asked for gets one. Help begins with examples, a usage error is one line."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from sheetnet import __version__
from sheetnet.cli.commands import COMMANDS, Command, command_of
from sheetnet.cli.helping import Formatter, examples, in_spoken, summary
from sheetnet.cli.printing.terminal import language_here
from sheetnet.saying import LANGUAGES, in_words, said, speaking

_EXAMPLES = """\
Examples:
  sheetnet new letters.xlsx                 make the workbook with the letters A, P, L, E
  sheetnet train letters.xlsx               train it: iterations and eta from its cells
  sheetnet open letters.xlsx                look at it, in the program that you have for workbooks
  sheetnet train letters.xlsx -o out.xlsx --iterations 2000 --eta 0.1
  sheetnet step letters.xlsx -k 5           five more updates from the current values
  sheetnet check letters.xlsx               compare sheet, engine and complex-step gradients
  sheetnet train class/*.xlsx --jobs 4      many workbooks side by side, or a folder of them
  sheetnet sweep letters.xlsx --eta 0.001:2:log12 --optimiser sgd,adam --seeds 20
  sheetnet undo letters.xlsx                back to what it was before the last run
  sheetnet button letters.xlsx              buttons for Excel: letters.xlsm
  sheetnet live letters.xlsx                train in LibreOffice, before your eyes
  sheetnet doctor                           what Excel and LibreOffice need here
  sheetnet new xor.xlsx --network 2-2-1 --data xor.csv
"""

_CODES = (
    "Exit codes: 0 done, 1 a check failed or some workbook of many, 2 bad input or usage, 130 interrupted, "
    "141 whoever read the output has gone."
)

_LANG = "language of what is said (that of SHEETNET_LANG, or of the system)"


class _Parser(argparse.ArgumentParser):
    """Help with the examples first, and usage errors in one line."""

    examples = _EXAMPLES

    def format_help(self) -> str:
        return f"{examples(self.examples)}\n{super().format_help()}"

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help or a version that cannot be written is an error, which argparse would not tell."""
        print(message, end="", file=file or sys.stderr, flush=True)

    def error(self, message: str) -> NoReturn:
        if "invalid choice: '" in message and "argument COMMAND" in message:
            from sheetnet.errors import did_you_mean

            wanted = message.partition("'")[2].partition("'")[0]
            meant = _COMMANDS_ELSEWHERE.get(wanted.casefold(), "")
            hint = f" - did you mean '{meant}'?" if meant else did_you_mean(wanted, list(COMMANDS))
            if wanted.endswith((".xlsx", ".xlsm")):
                hint = f" - did you mean 'train {wanted}'?"
            message = f"no command '{wanted}'{hint}"
        elif message.startswith("unrecognized arguments: "):
            message = self._of_unknown(message.partition(": ")[2].split())
        elif "invalid choice: " in message:
            message = self._of_choice(message)
        self.exit(2, f"{self.prog}: {said('{}; see {} --help', in_words(message), self.prog)}\n")

    def _of_unknown(self, arguments: Sequence[str]) -> str:
        """What is said of arguments that the command does not take; of an option, which one may be meant."""
        from sheetnet.errors import did_you_mean

        option = next((one.partition("=")[0] for one in arguments if one.startswith("-")), "")
        if not option:
            return f"expected no more arguments, found '{' '.join(arguments)}'"
        known = [name for name in self._option_string_actions if name.startswith("--")]
        meant = _ELSEWHERE.get(option, "")
        hint = f" - did you mean '{meant}'?" if meant in known else did_you_mean(option, known, cutoff=0.65)
        return f"no option '{option}'{hint}"

    def _of_choice(self, message: str) -> str:
        """What argparse says of a word that is none of an option's, and which may be meant."""
        from sheetnet.errors import did_you_mean

        option, _, rest = message.removeprefix("argument ").partition(": ")
        wanted = rest.removeprefix("invalid choice: ").rpartition(" (choose from ")[0].strip("'")
        action = self._option_string_actions.get(option.partition("/")[0])
        choices = [str(choice) for choice in (action.choices if action and action.choices else ())]
        return f"{option}: expected {', '.join(choices)}, found '{wanted}'{did_you_mean(wanted, choices)}"


_ELSEWHERE = {
    "--lr": "--eta",
    "--learning-rate": "--eta",
    "--epochs": "--iterations",
    "--steps": "--iterations",
    "--loss": "--head",
    "--activation": "--hidden",
    "--out": "--output",
    "--processes": "--jobs",
    "--workers": "--jobs",
    "--language": "--lang",
    "--momentum": "--alpha",
}
"""What other programs call an option -> what it is called here."""


_COMMANDS_ELSEWHERE = {
    "create": "new",
    "init": "new",
    "make": "new",
    "run": "train",
    "learn": "train",
    "test": "check",
    "verify": "check",
    "draw": "plot",
    "view": "show",
    "info": "show",
    "minimise": "fit",
    "minimize": "fit",
    "optimise": "fit",
    "optimize": "fit",
    "solve": "fit",
    "revert": "undo",
    "start": "open",
}
"""What other programs call a command -> what it is called here."""


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a command line, and its `command`; help and usage errors end the program."""
    given = _command_first(sys.argv[1:] if arguments is None else list(arguments))
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    with speaking(language_here(_asked(given))):
        if not given or given[0] not in COMMANDS:
            _without_command(given)
        name, *rest = given
        return parser_of(name).parse_args(rest, argparse.Namespace(command=name))


def _command_first(given: Sequence[str]) -> list[str]:
    """A command line whose language stands before the command, as any other."""
    before = 1 if given and given[0].startswith("--lang=") else 2 if given and given[0] == "--lang" else 0
    name = given[before : before + 1] if before else ()
    return [*name, *given[:before], *given[before + 1 :]] if name and name[0] in COMMANDS else list(given)


def _asked(given: Sequence[str]) -> str | None:
    """The language that a command line asks for, which is needed before it is understood."""
    words = " ".join(given).replace("--lang=", "--lang ").partition("--lang ")[2].split()
    return next((word for word in words[:1] if word in LANGUAGES), None)


def _without_command(given: Sequence[str]) -> NoReturn:
    whole = _of_all()
    whole.parse_args(given)
    whole.error("expected a command first")


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of a command."""
    command = command_of(name)
    parser = _Parser(
        prog=f"sheetnet {name}", description=summary(COMMANDS[name]), formatter_class=Formatter, allow_abbrev=False
    )
    parser.examples = command.EXAMPLES
    _fill(parser, command)
    return parser


def _fill(parser: argparse.ArgumentParser, command: Command) -> None:
    """The options of a command, and those that all have; an option's American spelling is another name of it."""
    command.add_options(parser)
    if "--lang" not in parser._option_string_actions:
        parser.add_argument("--lang", choices=LANGUAGES, help=_LANG)
    parser.add_argument("--json", action="store_true", help="print the result as JSON, a line for each workbook")
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", "-q", action="store_true", help="say nothing but errors")
    loudness.add_argument(
        "--verbose", "-v", action="store_true", help="say more: versions, every block, where it broke"
    )
    parser.add_argument(
        "--data-folder", metavar="FOLDER", help="where a workbook's data may lie, besides its own folder"
    )
    in_spoken(parser)
    known = parser._option_string_actions
    known |= {_american(name): action for name, action in known.items()}


def _american(option: str) -> str:
    return option.replace("optimise", "optimize").replace("maximise", "maximize")


def _complete() -> None:
    """What a shell asks at the Tab key; ends the program. See docs/commands.md."""
    try:
        import argcomplete
    except ImportError:
        return
    whole = _of_all()
    name = [*os.environ.get("COMP_LINE", "").split(), "", ""][1]
    if name in COMMANDS:
        (commands,) = whole._subparsers._group_actions  # type: ignore[union-attr]
        _fill(commands.choices[name], command_of(name))  # type: ignore[index]
    argcomplete.autocomplete(whole)


def _of_all() -> argparse.ArgumentParser:
    """The help that names the commands, the version, and the refusal of what is no command."""
    whole = _Parser(
        prog="sheetnet",
        description=said("A neural network that lives in a spreadsheet and can be watched while it learns."),
        epilog=said(_CODES),
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"sheetnet {__version__}")
    whole.add_argument("--lang", choices=LANGUAGES, help=_LANG)
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, what in COMMANDS.items():
        commands.add_parser(name, help=what)
    in_spoken(whole)
    return whole
