"""The options that say how a network learns: one for each setting of `sheetnet.sheet.blocks.settings`."""

import argparse
from collections.abc import Sequence
from typing import Any

from sheetnet.sheet.blocks.settings import SECTIONS, SETTINGS, Plain, Setting

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


def add_method_options(command: argparse.ArgumentParser, *, new: bool = False, leave_out: Sequence[str] = ()) -> None:
    """The settings as options; for a `new` workbook they are what its cells say, else they hold for this run only."""
    group = command.add_argument_group(
        "how it learns (cells of sheet Settings)" if new else "how it learns (instead of the workbook's cells)"
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
    return "|".join(f"'{choice}'" if " " in choice else choice for choice in choices)


def _dest(name: str) -> str:
    return f"method_{name}"


def _plain(text: str) -> Plain:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def method_settings(options: argparse.Namespace) -> dict[str, Plain]:
    """The settings that were given, by name."""
    given = {name: getattr(options, _dest(name), None) for name in SETTINGS}
    return {name: value for name, value in given.items() if value is not None}
