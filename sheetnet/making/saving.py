"""A new workbook from its design: its sheets drawn, every number and every formula's saved result put in, saved."""

from pathlib import Path

from sheetnet import session
from sheetnet.session import TrainResult
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.build import build
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.xlsx.package import EPOCH


def save(path: Path, design: Design) -> TrainResult:
    """Make the workbook; returns its state."""
    with FileGrid(path, build(design)) as grid:
        for kind, one in design.scalings.items():
            rows = zip(one.shift.tolist(), one.scale.tolist(), strict=True)
            grid.write(design.layout[f"{kind}_scaling"], [list(pair) for pair in rows])
        cases = None if design.outside else (design.table.features.tolist(), design.table.targets.tolist())
        result = session.fill(grid, cases, design.initial)
        grid.save(path, EPOCH)
    return result
