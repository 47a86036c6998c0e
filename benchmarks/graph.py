"""The formulas of any workbook: value and exact gradient, against IronCalc, LibreOffice and central differences.

All run on the letters' workbook (3,238 formulas, 79 parameters) and the gradient must agree with central differences to
1e-7. IronCalc and LibreOffice give none: of IronCalc it is the time of the 158 evaluations that central differences
take, of LibreOffice of one.
"""

import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

import sheetnet
from benchmarks.measure import Pair, Row, compared, paired, skipped, told, weighed
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import Function
from sheetnet.graph.workbook import contents
from sheetnet.net import numerical_gradient
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Unsaved
from sheetnet.sheet.grid import MemoryGrid
from sheetnet.sheet.grids.file import FileGrid

ROWS = 20_000


def run() -> list[Row]:
    """Value and gradient of the letters, then a sheet of 60,000 formulas."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letters.xlsx"
        sheetnet.new(path)
        return [*_letters(path), _many()]


def _letters(path: Path) -> list[Row]:
    grid = FileGrid(path)
    layout = find(grid)
    current, loss = layout["current"], layout["E"]
    read = contents(grid)
    found = Evaluation(read)
    places = [(current.sheet, current.top + row, current.left + column) for row, column in layout.geometry.cells]
    parameters = read.cells.places(places)
    of = Function(found, read.cells.index(loss.sheet, loss.top, loss.left), parameters)
    start = read.cells.x[parameters].copy()
    exact, near = of.gradient(), numerical_gradient(of, start)
    apart = float(np.abs(exact - near).max())
    if apart > 1e-7 * max(1.0, float(np.abs(exact).max())):
        return [told("value and gradient of the letters", f"not timed: {apart:g} from central differences")]

    def both() -> None:
        of(start)
        of.gradient()

    times = paired(both, lambda: numerical_gradient(of, start), 5)
    return [
        weighed("value and gradient of the letters", 1e3 * times.ours, 50, " ms"),
        compared("... to central differences of our own value", times, 0.1),
        *_ironcalc(path, times.ours, len(start)),
        *_libreoffice(path, times.ours, len(start)),
    ]


def _ironcalc(path: Path, ours: float, parameters: int) -> list[Row]:
    if not find_spec("ironcalc"):
        return [skipped("... to central differences by IronCalc", 0.1, "IronCalc is not installed")]
    import ironcalc

    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    started = perf_counter()
    model.evaluate()
    once = perf_counter() - started
    return [compared("... to central differences by IronCalc", Pair(ours, 2 * parameters * once), 0.1)]


def _libreoffice(path: Path, ours: float, parameters: int) -> list[Row]:
    office = shutil.which("soffice")
    if office is None:
        return [skipped("... to LibreOffice opening and computing it once", 0.1, "LibreOffice is not installed")]
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "csv", "--outdir", folder, str(path)]
        started = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        once = perf_counter() - started
    return [compared("... to LibreOffice opening and computing it once", Pair(ours, once), 0.1)]


def _many() -> Row:
    """60,000 formulas in three columns, each row alike: read and computed."""
    cells = {(row, 1): float(row % 97) for row in range(1, ROWS + 1)}
    texts = {2: "=1/(1+EXP(-A{0}/50))", 3: "=(B{0}-0.5)^2", 4: "=IF(C{0}>0.1,C{0},B{0})"}
    formulas = {
        (row, column): Unsaved(text.format(row)) for row in range(1, ROWS + 1) for column, text in texts.items()
    }
    read = contents(MemoryGrid({"S": {**cells, **formulas}}))
    started = process_time()
    found = Evaluation(read)
    seconds = process_time() - started
    if found.trouble:
        return told("60,000 formulas read and computed", "not all are understood")
    return weighed("60,000 formulas read and computed", seconds, 1.0, " s")
