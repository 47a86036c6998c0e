"""Makes the workbooks in this folder again: python workbooks/make.py [FOLDER]. They come out byte for byte the same."""

import sys
from pathlib import Path

import sheetnet
from sheetnet.sheet.xlsx.package import EPOCH

SEED = 7


def make(folder: Path) -> None:
    """Write every workbook of this folder into `folder`."""
    for name in ("aple.xlsx", "letters-trained.xlsx"):
        sheetnet.new(folder / name, seed=SEED, force=True)
    with sheetnet.open(folder / "letters-trained.xlsx") as grid:
        sheetnet.train(grid)
        grid.save(moment=EPOCH)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
