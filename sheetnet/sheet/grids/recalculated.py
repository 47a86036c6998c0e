"""A workbook whose formulas are computed anew by IronCalc, an independent spreadsheet engine."""

import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any
from weakref import finalize

from sheetnet.errors import FileError, SettingError
from sheetnet.sheet.cells import Area, Fault, Rows
from sheetnet.sheet.grids.file import FileGrid

MOST_SECONDS = 60
"""How long IronCalc may compute a workbook."""
_PROCESS = Path(__file__).with_name("ironcalc_process.py")


class RecalculatedGrid(FileGrid):
    """A workbook file that reads like any other, except that a formula's value is what IronCalc computes now.

    The saved values play no part in it. IronCalc takes numbers that differ by less than about 1e-15 for equal, so the
    letter read by a network whose outputs are all that small may be another one. It computes in another process, which
    ends with the grid: some formulas end the process that computes them.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__(path)
        if find_spec("ironcalc") is None:
            raise SettingError(
                "computing formulas anew needs IronCalc", book=self.label, remedy='pip install "sheetnet[recalculate]"'
            )
        folder = tempfile.TemporaryDirectory()
        copy = Path(folder.name) / "book.xlsx"
        copy.write_bytes(self.package.bytes())
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_PROCESS), str(copy)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        finalize(self, _end, self._process, folder)
        self._begin()

    def _begin(self) -> None:
        """Wait until the workbook is computed."""
        overdue = Timer(MOST_SECONDS, self._process.kill)
        overdue.start()
        try:
            answer = self._answer()
        finally:
            in_time = overdue.is_alive()
            overdue.cancel()
        if answer == {}:
            return
        if answer:
            raise FileError(
                f"IronCalc cannot compute this workbook: {answer['error']}",
                book=self.label,
                remedy="check without --recalculate compares the saved values",
            )
        if not in_time:
            raise FileError(
                f"IronCalc cannot compute this workbook: it took more than {MOST_SECONDS} seconds",
                book=self.label,
                remedy="check without --recalculate compares the saved values",
            )
        raise FileError(
            "IronCalc cannot compute this workbook: it ended before it had computed it",
            book=self.label,
            remedy="check without --recalculate compares the saved values",
        )

    def _answer(self) -> Any:
        """What the process says next; None where it has ended."""
        assert self._process.stdout is not None  # noqa: S101
        line = self._process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None

    def read(self, area: Area) -> Rows:
        rows = super().read(area)
        cells = [
            (row, column)
            for row, formulas in enumerate(self.formulas(area))
            for column, formula in enumerate(formulas)
            if formula is not None
        ]
        for (row, column), value in zip(cells, self._values(area, cells), strict=True):
            rows[row][column] = Fault(value) if isinstance(value, str) and value.startswith("#") else value
        return rows

    def _values(self, area: Area, cells: list[tuple[int, int]]) -> list[Any]:
        if not cells:
            return []
        asked = [area.sheet, [(area.top + row, area.left + column) for row, column in cells]]
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return list(self._answer())


def _end(process: subprocess.Popen[str], folder: tempfile.TemporaryDirectory[str]) -> None:
    process.kill()
    process.communicate()
    folder.cleanup()
