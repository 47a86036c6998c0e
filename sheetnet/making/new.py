"""Making a workbook: the letters, any table of numbers, or one of the examples."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import numpy as np

from sheetnet.errors import FileError, SettingError, did_you_mean
from sheetnet.making.designing import design_of, method_of, refuse_unknown
from sheetnet.making.saving import save
from sheetnet.making.specification import Keywords, Specification
from sheetnet.net.heads import head_named
from sheetnet.net.health import LARGE_INPUT
from sheetnet.session import TrainResult
from sheetnet.session.method import DEFAULT
from sheetnet.sheet.blocks.geometry import SEED_PICTURE, SEED_SIZES
from sheetnet.sheet.disk.writing import exists_already
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.tables import Table, letters, read_table
from sheetnet.sheet.tables.outside import digest_of
from sheetnet.sheet.tables.table import counted
from sheetnet.sheet.xlsx.package import EPOCH

MOST_IN_A_WORKBOOK = (
    300_000  # numbers of a table; more stay in their file: making a million cells takes minutes and gigabytes
)

_NO_CELL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What a name can have, and a cell cannot give back: what is no text, and the format's own way to write it."""

MOST_PROPOSED = 32  # hidden units of a network that nobody asked for

Made = tuple[TrainResult | None, tuple[str, ...]]


def new(path: str | Path, **asked: Unpack[Keywords]) -> Made:
    """Make a workbook: the letters A, P, L, E, or any table of numbers; returns its state and warnings.

    The keywords are the fields of a `Specification`, where each is explained and has its default. The state is None of
    an example that is a curve and has no network.

    Raises FileError when `path` exists and `force` is not set.
    """
    return make(Path(path), Specification(**asked))


def make(path: Path, asked: Specification) -> Made:
    """Make the workbook that is asked for; returns its state and warnings."""
    _refuse_path(path, force=asked.force)
    if asked.example is not None:
        return _example(path, asked, asked.example)
    asked.refuse_odd()
    refuse_unknown(asked)
    if asked.data is None:
        asked, table = _of_letters(asked), letters()
    else:
        data = asked.data
        asked, table = _of_table(asked, data)
        if asked.outside or table.features.size + table.targets.size > MOST_IN_A_WORKBOOK:
            return _outside(path, replace(asked, outside=True), table, data)
    return _inside(path, *design_of(asked, table, _shown(path)))


def examples() -> dict[str, str]:
    """The examples by name, each with what it shows in a line."""
    from sheetnet.making.curves import CURVES
    from sheetnet.making.examples import EXAMPLES

    return {name: one.summary for name, one in EXAMPLES.items()} | {name: one.about for name, one in CURVES.items()}


def _example(path: Path, asked: Specification, name: str) -> Made:
    from sheetnet.making.curves import CURVES, draw, fill
    from sheetnet.making.examples import EXAMPLES, example_design

    asked.refuse_beside_example()
    if name in EXAMPLES:
        return _inside(path, *example_design(EXAMPLES[name], asked, _shown(path)))
    if name not in CURVES:
        known = list(examples())
        raise SettingError(f"no example '{name}'{did_you_mean(name, known)}", remedy=f"there are {', '.join(known)}")
    with FileGrid(path, draw(CURVES[name], asked.lang)) as grid:
        fill(grid, CURVES[name])
        grid.save(path, EPOCH)
    return None, ()


def _refuse_path(path: Path, *, force: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        remedy = f"such as {path.with_suffix('.xlsx').name}"
        raise FileError("expected a name that ends in .xlsx", book=path.name, remedy=remedy)
    if path.exists() and not force:
        raise exists_already(path.name, remedy="choose another name, or use --force")
    if not path.parent.is_dir():
        raise FileError(f"there is no folder '{path.parent}'", book=path.name, remedy="make it first")


def _of_letters(asked: Specification) -> Specification:
    """The letters know the size and the shape of their pictures, and how many of them there are."""
    sizes = asked.sizes or SEED_SIZES
    if (sizes[0], sizes[-1]) != (SEED_SIZES[0], SEED_SIZES[-1]):
        raise SettingError(
            f"the letters have 20 inputs and 4 outputs, the network {asked.network}", remedy="add --data FILE.csv"
        )
    return replace(asked, pixels="{}x{}".format(*SEED_PICTURE))


def _of_table(asked: Specification, data: str | Path) -> tuple[Specification, Table]:
    """The table that a file holds, its columns told apart by the sizes of the network; where none are asked for, they
    follow from the table, and a note of it says so."""
    head = head_named((method_of(asked) or DEFAULT)["head"])
    inputs, *hidden, outputs = asked.sizes or (None, None)
    table = read_table(
        data,
        inputs,
        outputs,
        lowest=head.lowest,
        highest=head.highest,
        split_column=asked.split_column,
        hidden=tuple(size for size in hidden if size),
        visible_only=asked.visible_only,
    )
    notes = [*table.notes, *_about_scale(asked, table)]
    if asked.sizes is None:
        network = _sizes_for(table)
        asked = replace(asked, network=network)
        notes = [_proposed(network, table), *notes]
    return asked, replace(table, notes=tuple(notes))


def _sizes_for(table: Table) -> str:
    """Sizes that the table itself asks for: all of its columns but the last are inputs."""
    inputs, outputs = table.features.shape[1], table.targets.shape[1]
    return f"{inputs}-{min(MOST_PROPOSED, max(2, (inputs + outputs + 1) // 2))}-{outputs}"


def _proposed(network: str, table: Table) -> str:
    inputs, hidden, outputs = network.split("-")
    last = "1 output for the last column"
    if table.labels:
        last = f"{outputs} outputs, one for each label"
    elif set(table.targets.ravel().tolist()) == {0.0, 1.0}:
        last += f" of 0 and 1 (--network {inputs}-{hidden}-2 makes them two classes)"
    counts = f"{counted(int(inputs), 'input')}, {hidden} hidden units, {last}"
    return f"--network {network} was chosen for this table: {counts}; --network chooses another"


def _about_scale(asked: Specification, table: Table) -> Iterator[str]:
    """The remedy for inputs far from 0 to 1, with which hidden units begin at their ends."""
    largest = float(np.abs(table.features).max(initial=0.0))
    if asked.scaling == "none" and largest > LARGE_INPUT:
        yield (
            f"the inputs reach {largest:.4g} and are not scaled, so that learning may stand still; "
            "--scaling standard scales them"
        )


def _inside(path: Path, design: Design, without_use: str) -> Made:
    result = save(path, design)
    warnings = (f"the workbook holds values instead of live formulas: {without_use}",) if without_use else ()
    return result, (*design.table.notes, *warnings, *result.warnings)


def _outside(path: Path, asked: Specification, table: Table, data: str | Path) -> Made:
    """A workbook whose cases stay in their file."""
    name = _beside(path, str(data))
    if _NO_CELL.search(name):
        raise FileError(
            "a cell cannot hold the name of this file, and the workbook has to name it",
            book=Path(data).name,
            remedy="give the file another name",
        )
    design, _ = design_of(asked, table, _shown(path), outside=(name, digest_of(data)))
    result = save(path, design)
    warning = f"the {len(table.features):,} cases stay in {name}, which has to keep its place beside the workbook"
    if Path(name.partition("!")[0]).is_absolute():
        warning = (
            f"the {len(table.features):,} cases stay in {name}, which is not below the workbook's folder: "
            "other commands need --data-folder with its folder"
        )
    return result, (*table.notes, warning, *result.warnings)


def _beside(path: Path, data: str) -> str:
    """The name of the data as seen from the workbook's folder; the whole of it where it lies elsewhere."""
    book, _, place = data.partition("!")
    try:
        inside = Path(book).resolve().relative_to(path.resolve().parent)
    except ValueError:
        inside = Path(book).resolve()
    return inside.as_posix() + (f"!{place}" if place else "")


def _shown(path: Path) -> str:
    """The file's name as the sheets can show it; on some systems a name need not be text."""
    return path.name.encode(errors="replace").decode()
