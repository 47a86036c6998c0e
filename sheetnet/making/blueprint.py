"""What a new workbook is made from, and making it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sheetnet import session
from sheetnet.net.heads import head_named
from sheetnet.session import TrainResult
from sheetnet.session.cases import divide
from sheetnet.session.method import DEFAULT, Method
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import check_fits
from sheetnet.sheet.formulas.live import live_limit
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.build import Design, build
from sheetnet.sheet.pages.story import Story
from sheetnet.sheet.tables import Table
from sheetnet.sheet.tables.outside import digest_of
from sheetnet.sheet.tables.scaling import Scaling, scaling
from sheetnet.sheet.xlsx.package import EPOCH


@dataclass(frozen=True)
class Blueprint:
    """What a new workbook is to be made from; without a `method` it is the article's sheet."""

    geometry: Geometry
    table: Table
    initial: tuple[float, ...]
    iterations: int
    eta: float
    method: Method | None = None
    scaling: str = "none"
    formulas: str = "auto"
    lang: str = "en"
    story: Story | None = None

    def divided(self) -> Table:
        """The table with training and test cases told apart as the method says."""
        if self.method is None:
            return self.table
        training = divide(self.method, self.method.network(self.geometry), self.table.targets)
        return self.table if training is None else replace(self.table, training=tuple(training.astype(int).tolist()))

    def scalings(self, table: Table) -> dict[str, Scaling]:
        """How inputs are to be scaled, and the targets of a regression: by what the training cases say."""
        if self.scaling == "none" or self.method is None:
            return {}
        found = {"input": scaling(self.scaling, table.features, table.training)}
        if not head_named(self.method["head"]).classifies:
            found["target"] = scaling(self.scaling, table.targets, table.training)
        return found

    def design(self, table: Table, scalings: Mapping[str, Scaling], file: str) -> Design:
        """What sheets are drawn from."""
        values = None if self.method is None else self.method.values
        return Design(
            self.geometry,
            table,
            self.initial,
            self.iterations,
            self.eta,
            self.lang,
            file=file,
            settings=values,
            scalings=scalings,
            story=self.story,
        )


def made_from(path: Path, blueprint: Blueprint) -> tuple[TrainResult, tuple[str, ...]]:
    """Make the workbook; returns its state and warnings."""
    table = blueprint.divided()
    check_fits(blueprint.geometry, len(table.features), methods=blueprint.method is not None)
    scalings = blueprint.scalings(table)
    design = blueprint.design(scaled(table, scalings), scalings, path.name)
    warnings: tuple[str, ...] = ()
    limit = live_limit(design.layout) if blueprint.formulas != "live" else ""
    if blueprint.formulas == "values" or limit:
        design = replace(design, live=False)
        if blueprint.formulas == "auto":
            warnings += (f"the workbook holds values instead of live formulas: {limit}",)
    return _saved(path, design, warnings)


def scaled(table: Table, scalings: Mapping[str, Scaling]) -> Table:
    """The table with inputs and targets as the workbook is to hold them."""
    features, targets = table.features, table.targets
    if "input" in scalings:
        features = scalings["input"].apply(features)
    if "target" in scalings:
        targets = scalings["target"].apply(targets)
    return replace(table, features=features, targets=targets)


def made_outside(path: Path, blueprint: Blueprint, data: str | Path) -> tuple[TrainResult, tuple[str, ...]]:
    """A workbook whose cases stay in their file."""
    blueprint = replace(blueprint, method=blueprint.method or DEFAULT)
    check_fits(blueprint.geometry, 1, methods=True, outside=True)
    table = blueprint.divided()
    design = blueprint.design(table, blueprint.scalings(table), path.name)
    name = _beside(path, str(data))
    design = replace(design, live=False, outside=(name, digest_of(data)))
    warning = f"the {len(table.features):,} cases stay in {name}, which has to keep its place beside the workbook"
    return _saved(path, design, (warning,))


def _beside(path: Path, data: str) -> str:
    """The name of the data as seen from the workbook's folder; the whole of it where it lies elsewhere."""
    book, _, place = data.partition("!")
    try:
        inside = Path(book).resolve().relative_to(path.resolve().parent)
    except ValueError:
        inside = Path(book).resolve()
    return inside.as_posix() + (f"!{place}" if place else "")


def _saved(path: Path, design: Design, warnings: tuple[str, ...]) -> tuple[TrainResult, tuple[str, ...]]:
    with FileGrid(path, build(design)) as grid:
        for kind, one in design.scalings.items():
            rows = zip(one.shift.tolist(), one.scale.tolist(), strict=True)
            grid.write(design.layout[f"{kind}_scaling"], [list(pair) for pair in rows])
        cases = None if design.outside else (design.table.features.tolist(), design.table.targets.tolist())
        result = session.fill(grid, cases, design.initial)
        grid.save(path, EPOCH)
    return result, (*warnings, *result.warnings)
