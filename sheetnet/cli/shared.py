"""Options that several commands have: workbooks, the settings of this run, how a network learns, the trace, saving."""

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sheetnet.saying import LANGUAGES, said
from sheetnet.sheet.blocks.settings import SECTIONS, SETTINGS, Plain, Setting

if TYPE_CHECKING:
    from datetime import datetime

_HELP = {
    "optimiser": "how each update is made",
    "alpha": "momentum and nesterov: the share of the change before that goes on",
    "rho": "rmsprop: decay of the squares",
    "beta1": "adam: decay of the mean gradient",
    "beta2": "adam: decay of the mean square",
    "eps": "adagrad, rmsprop, adam: added to the root",
    "hidden": "activation of the hidden layers",
    "head": "activation of the outputs and the loss",
    "reduction": "E is the sum over the cases, or their mean",
    "batch_size": "cases of an update: all, 1 (online), or a number",
    "seed": "seed of the order of the cases and of the split",
    "split": "which cases are for the test: as the column says, a share at random, the last ones, of each class",
    "test_share": "share of the test cases, for a split that is not by column",
    "stop_below": "stop when E is below",
    "patience": "stop after so many updates without gain",
    "least_gain": "what counts as a gain: a fall of E by more than this",
}
_SHOWN = {"batch_size": "B", "seed": "S"}

OF_A_WHOLE_RUN = ("split", "test_share", *(setting.name for setting in SECTIONS["stopping"]))


def add_books(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "books", metavar="BOOK.xlsx", nargs="+", help="workbooks: names, patterns such as class/*.xlsx, folders, URLs"
    )


_DOTTED = r"(?<![\w.'])([^\W\d]\w*)\.(?=\$?[A-Za-z]{1,3}\$?[1-9]\d*(?![\w.(]))"


def cells(text: str) -> str:
    """``BP!D45`` of what is typed so or, as LibreOffice writes it, ``BP.D45``: bash and zsh want ! for their history.

    Single quotes, which keep it from them, are no quotes to cmd.exe and arrive here.
    """
    bare = text[1:-1] if len(text) > 2 and text[0] == text[-1] == "'" else text
    return bare if "!" in bare else re.sub(_DOTTED, r"\1!", bare)


def due_in(text: str | None, *, zoned: bool) -> "datetime | None":
    """A time from the command line; one without a zone, and every one that is not to be `zoned`, is this machine's."""
    from sheetnet.errors import SettingError
    from sheetnet.marking.attempts import moment

    if text is None:
        return None
    found = moment(text)
    if found is None:
        raise SettingError(f"expected a date and a time such as 2026-12-01T18:00, found '{text}'")
    here = found.astimezone()
    return here if zoned else here.replace(tzinfo=None)


def add_iterations(command: argparse.ArgumentParser) -> None:
    command.add_argument("--iterations", "-n", type=int, metavar="N", help="updates to make (the cell's)")


def add_eta(command: argparse.ArgumentParser) -> None:
    command.add_argument("--eta", type=float, metavar="ETA", help="learning rate for this run (the cell's)")


def add_write_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--write-settings", action="store_true", help="write the settings given here into the workbook's cells too"
    )


def add_trace(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--trace",
        metavar="WHAT",
        help="what sheet Trace keeps beside iteration, E, accuracy and the gradient's length: "
        "basic, parameters, gradients, deltas, all, or several with commas (what the workbook's sheets need)",
    )
    command.add_argument("--every", type=int, default=1, metavar="K", help="keep every K-th iteration (1)")


def add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", metavar="OUT.xlsx", help="save there, leave BOOK as it is")


def add_keeping(command: argparse.ArgumentParser) -> None:
    """What is kept of a file that is replaced."""
    command.add_argument("--backup", action="store_true", help="keep the file that is replaced as NAME.bak.xlsx")
    add_no_undo(command)


def add_no_undo(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-undo", action="store_true", help="go on where nothing can be kept for undo")


def saving(options: argparse.Namespace) -> dict[str, Any]:
    """What the use cases of `sheetnet.api` are told of saving."""
    return {"output": options.output, "backup": options.backup, "must_undo": not options.no_undo}


def add_dry_run(command: argparse.ArgumentParser) -> None:
    command.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")


def add_force(command: argparse.ArgumentParser) -> None:
    command.add_argument("--force", action="store_true", help="replace a file of that name")


def add_lang(command: argparse.ArgumentParser, what: str) -> None:
    """The language of what a command writes; of what is said every command has it, see `sheetnet.cli.parser`."""
    text = said("language of {} and of what is said (that of SHEETNET_LANG, or of the system)", said(what))
    command.add_argument("--lang", choices=LANGUAGES, help=text)


def add_jobs(command: Any) -> None:
    command.add_argument("--jobs", "-j", type=int, default=1, metavar="N", help="processes side by side (1)")
    command.add_argument("--scheduler", metavar="URL", help="work on a Dask cluster, such as tcp://host:8786")
    command.add_argument(
        "--wait", type=float, default=30.0, metavar="SECONDS", help="end when no worker is there for so long (30)"
    )


def add_recursive(command: Any) -> None:
    command.add_argument("--recursive", "-r", action="store_true", help="look into the folders of folders too")


def add_method(command: argparse.ArgumentParser, *, new: bool = False, leave_out: Sequence[str] = ()) -> None:
    """The settings as options; for a `new` workbook they are what its cells say, else they hold for this run only."""
    written = new or command.prog.endswith(" set")
    group = command.add_argument_group(
        "how it learns (cells of sheet Settings)" if written else "how it learns (instead of the workbook's cells)"
    )
    for name, setting in SETTINGS.items():
        if name not in leave_out:
            _add(group, setting, new=new)


def _add(group: Any, setting: Setting, *, new: bool) -> None:
    default = "none" if setting.default is None else setting.default
    text = f"{_HELP[setting.name]} ({default})" if new else _HELP[setting.name]
    option = "--" + setting.name.replace("_", "-")
    if new and setting.name == "seed":
        return  # the seed of the initial values is the workbook's seed too
    if setting.choices:
        choices = setting.choices if new or setting.name != "optimiser" else (*setting.choices, "lbfgs")
        group.add_argument(option, dest=_dest(setting.name), choices=choices, metavar=_listed(choices), help=text)
    else:
        metavar = _SHOWN.get(setting.name, "X")
        group.add_argument(option, dest=_dest(setting.name), type=_plain, metavar=metavar, help=text)


def _listed(choices: tuple[str, ...]) -> str:
    """The choices after the option's name: a word with a space in quotes, as a shell needs it."""
    return "|".join(f'"{choice}"' if " " in choice else choice for choice in choices)


def _dest(name: str) -> str:
    return f"method_{name}"


def _plain(text: str) -> Plain:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def method_given(options: argparse.Namespace) -> dict[str, Plain]:
    """The settings of how it learns that were given, by name."""
    given = {name: getattr(options, _dest(name), None) for name in SETTINGS}
    return {name: value for name, value in given.items() if value is not None}
