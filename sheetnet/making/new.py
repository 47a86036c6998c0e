"""Making a workbook: the letters, any table of numbers, or one of the examples."""

from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Unpack

from sheetnet.errors import FileError, SettingError, did_you_mean
from sheetnet.making.designing import design_of, method_of, refuse_unknown
from sheetnet.making.saving import save
from sheetnet.making.specification import Keywords, Specification
from sheetnet.net.heads import head_named
from sheetnet.session import TrainResult
from sheetnet.session.method import DEFAULT
from sheetnet.sheet.blocks.geometry import SEED_PICTURE, SEED_SIZES
from sheetnet.sheet.disk.writing import exists_already
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.tables import Table, letters, read_table
from sheetnet.sheet.tables.outside import digest_of
from sheetnet.sheet.xlsx.package import EPOCH

MOST_IN_A_WORKBOOK = 2_000_000  # numbers of a table; more stay in their file

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
        table = _table(asked, asked.data)
        if asked.outside or table.features.size + table.targets.size > MOST_IN_A_WORKBOOK:
            return _outside(path, replace(asked, outside=True), table, asked.data)
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


def _table(asked: Specification, data: str | Path) -> Table:
    """The table that a file holds, its columns told apart by the sizes of the network."""
    if asked.sizes is None:
        remedy = f"add --network such as {_sizes_for(asked, data)}"
        raise SettingError("expected the sizes of the network with the data", remedy=remedy)
    head = head_named((method_of(asked) or DEFAULT)["head"])
    inputs, *_, outputs = asked.sizes
    column = asked.split_column
    return read_table(
        data,
        inputs,
        outputs,
        lowest=head.lowest,
        highest=head.highest,
        split_column=column,
        visible_only=asked.visible_only,
    )


def _sizes_for(asked: Specification, data: str | Path) -> str:
    """Sizes that the table itself asks for: all of its columns but the last are inputs."""
    table = read_table(data, lowest=-inf, highest=inf, split_column=asked.split_column, visible_only=asked.visible_only)
    inputs, outputs = table.features.shape[1], table.targets.shape[1]
    return f"{inputs}-{max(2, (inputs + outputs + 1) // 2)}-{outputs}"


def _inside(path: Path, design: Design, without_use: str) -> Made:
    result = save(path, design)
    warnings = (f"the workbook holds values instead of live formulas: {without_use}",) if without_use else ()
    return result, (*design.table.notes, *warnings, *result.warnings)


def _outside(path: Path, asked: Specification, table: Table, data: str | Path) -> Made:
    """A workbook whose cases stay in their file."""
    name = _beside(path, str(data))
    design, _ = design_of(asked, table, _shown(path), outside=(name, digest_of(data)))
    result = save(path, design)
    warning = f"the {len(table.features):,} cases stay in {name}, which has to keep its place beside the workbook"
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
