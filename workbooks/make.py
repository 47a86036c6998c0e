"""Makes the workbooks in this folder again: python workbooks/make.py [FOLDER]. They come out byte for byte the same."""

import sys
from pathlib import Path

import sheetnet

SEED = 7


def make(folder: Path) -> None:
    """Write every workbook of this folder into `folder`."""
    sheetnet.new(folder / "aple.xlsx", seed=SEED, force=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
