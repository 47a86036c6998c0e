"""A workbook whose formulas are computed anew by IronCalc, an independent spreadsheet engine, in process."""

import tempfile
from pathlib import Path
from typing import Any

from sheetnet.errors import FileError, SettingError
from sheetnet.sheet.cells import Area, Fault, Rows
from sheetnet.sheet.grids.file import FileGrid


class RecalculatedGrid(FileGrid):
    """A workbook file that reads like any other, except that a formula's value is what IronCalc computes now.

    The saved values play no part in it. IronCalc takes numbers that differ by less than about 1e-15 for equal, so the
    letter read by a network whose outputs are all that small may be another one.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__(path)
        try:
            import ironcalc
        except ImportError:
            raise SettingError(
                "computing formulas anew needs IronCalc", book=self.label, remedy='pip install "sheetnet[recalculate]"'
            ) from None
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "book.xlsx"
            copy.write_bytes(self.package.bytes())
            try:
                self._model: Any = ironcalc.load_from_xlsx(str(copy), "en", "UTC", "en")
            except ironcalc.WorkbookError as error:
                raise FileError(f"IronCalc cannot compute this workbook: {error}", book=self.label) from None
        self._model.evaluate()
        self._sheets = {one["name"]: number for number, one in enumerate(self._model.get_worksheets_properties())}

    def read(self, area: Area) -> Rows:
        rows = super().read(area)
        for row, formulas in enumerate(self.formulas(area)):
            for column, formula in enumerate(formulas):
                if formula is not None:
                    value = self._model.get_cell_value(self._sheets[area.sheet], area.top + row, area.left + column)
                    rows[row][column] = Fault(value) if isinstance(value, str) and value.startswith("#") else value
        return rows
