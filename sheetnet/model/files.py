"""Saving a model and loading it, in each of the forms there are."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sheetnet.model.lines import load_csv, save_csv
from sheetnet.model.model import Model, ModelError
from sheetnet.model.npz import load_npz, save_npz
from sheetnet.model.structured import load_json, save_json


class Form(NamedTuple):
    """How a model is written to a file, and read from one."""

    save: Callable[[Model, Path], None]
    load: Callable[[Path], Model]


FORMS = {"npz": Form(save_npz, load_npz), "json": Form(save_json, load_json), "csv": Form(save_csv, load_csv)}


def save(model: Model, path: Path, kind: str) -> None:
    """Write a model as ``npz``, ``json`` or ``csv``; every number comes back bit for bit."""
    _form(kind, "form").save(model, path)


def load(path: Path) -> Model:
    """The model in a file, its form told by the end of its name; raises ModelError for one that holds none."""
    return _form(path.suffix.removeprefix(".").casefold(), "end of the name").load(path)


def _form(kind: str, what: str) -> Form:
    if kind not in FORMS:
        raise ModelError(f"expected {', '.join(FORMS)} for the {what} of a model, found '{kind}'")
    return FORMS[kind]
