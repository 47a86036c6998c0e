"""Makes sheetnet/data/digits.csv again from scikit-learn's copy: python workbooks/make_digits.py [FILE]."""

import sys
from pathlib import Path

from sklearn.datasets import load_digits  # type: ignore[import-untyped]

from sheetnet.sheet.tables import DIGITS


def digits() -> str:
    """One picture a line: 64 values from 0 to 16, row by row, then the digit."""
    bunch = load_digits()
    lines = [",".join([*(f"p{n:02}" for n in range(1, 65)), "digit"])]
    for pixels, digit in zip(bunch.data.tolist(), bunch.target.tolist(), strict=True):
        lines.append(",".join(str(int(value)) for value in [*pixels, digit]))
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else DIGITS
    file.write_text(digits(), encoding="utf-8", newline="\n")
