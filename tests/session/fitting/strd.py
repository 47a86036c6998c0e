"""NIST's nonlinear regression sets, typed as sheets: x in column A, y in B, the model in C, its error in D."""

import math
import re
from pathlib import Path
from typing import NamedTuple

from sheetnet.sheet.cells import Unsaved
from sheetnet.sheet.grid import MemoryGrid

FOLDER = Path(__file__).parent / "nist"
LANCZOS = "b1*EXP(-b2*x)+b3*EXP(-b4*x)+b5*EXP(-b6*x)"
GAUSS = "b1*EXP(-b2*x)+b3*EXP(-((x-b4)^2)/b5^2)+b6*EXP(-((x-b7)^2)/b8^2)"
CUBIC = "(b1+b2*x+b3*x^2+b4*x^3)/(1+b5*x+b6*x^2+b7*x^3)"
WAVES = "+b5*COS(2*PI()*x/b4)+b6*SIN(2*PI()*x/b4)+b8*COS(2*PI()*x/b7)+b9*SIN(2*PI()*x/b7)"

LOWER = {
    "Misra1a": "b1*(1-EXP(-b2*x))",
    "Chwirut2": "EXP(-b1*x)/(b2+b3*x)",
    "Chwirut1": "EXP(-b1*x)/(b2+b3*x)",
    "Lanczos3": LANCZOS,
    "Gauss1": GAUSS,
    "Gauss2": GAUSS,
    "DanWood": "b1*x^b2",
    "Misra1b": "b1*(1-(1+b2*x/2)^-2)",
}
AVERAGE = {
    "Kirby2": "(b1+b2*x+b3*x^2)/(1+b4*x+b5*x^2)",
    "Hahn1": CUBIC,
    "Nelson": "b1-b2*x*EXP(-b3*z)",
    "MGH17": "b1+b2*EXP(-x*b4)+b3*EXP(-x*b5)",
    "Lanczos1": LANCZOS,
    "Lanczos2": LANCZOS,
    "Gauss3": GAUSS,
    "Misra1c": "b1*(1-(1+2*b2*x)^-0.5)",
    "Misra1d": "b1*b2*x/(1+b2*x)",
    "Roszman1": "b1-b2*x-ATAN(b3/(x-b4))/PI()",
    "ENSO": "b1+b2*COS(2*PI()*x/12)+b3*SIN(2*PI()*x/12)" + WAVES,
}
HIGHER = {
    "MGH09": "b1*(x^2+x*b2)/(x^2+x*b3+b4)",
    "Thurber": CUBIC,
    "BoxBOD": "b1*(1-EXP(-b2*x))",
    "Rat42": "b1/(1+EXP(b2-b3*x))",
    "MGH10": "b1*EXP(b2/(x+b3))",
    "Eckerle4": "b1/b2*EXP(-0.5*((x-b3)/b2)^2)",
    "Rat43": "b1/(1+EXP(b2-b3*x))^(1/b4)",
    "Bennett5": "b1*(b2+x)^(-1/b3)",
}
MODELS = LOWER | AVERAGE | HIGHER


class Set(NamedTuple):
    """What NIST says of a set: starts, certified parameters and sum of squares; and the rows of y, x, (x2)."""

    starts: tuple[list[float], list[float]]
    certified: list[float]
    squares: float
    rows: list[list[float]]


def read(name: str) -> Set:
    text = (FOLDER / f"{name}.dat").read_text(encoding="ascii")
    table = [[float(one) for one in found] for found in re.findall(r"^ *b\d+ *= *(\S+) +(\S+) +(\S+)", text, re.M)]
    squares = float(re.search(r"Residual Sum of Squares: +(\S+)", text)[1])  # type: ignore[index]
    lines = text.splitlines()[60:]
    rows = [[float(one) for one in line.split()] for line in lines if line.strip()]
    return Set(([row[0] for row in table], [row[1] for row in table]), [row[2] for row in table], squares, rows)


def sheet(name: str, start: int) -> MemoryGrid:
    """The set as somebody would type it: parameters in F1:F9, loss in H1."""
    found = read(name)
    cells: dict[tuple[int, int], object] = {(at, 6): value for at, value in enumerate(found.starts[start - 1], 1)}
    for row, (y, x, *more) in enumerate(found.rows, 1):
        model = re.sub(r"\bb(\d)\b", r"$F$\1", MODELS[name])
        model = re.sub(r"\bx\b", f"A{row}", re.sub(r"\bz\b", f"E{row}", model))
        cells[row, 1], cells[row, 2] = x, math.log(y) if name == "Nelson" else y
        if more:
            cells[row, 5] = more[0]
        cells[row, 3] = Unsaved(f"={model}")
        cells[row, 4] = Unsaved(f"=B{row}-C{row}")
    cells[1, 8] = Unsaved(f"=SUMSQ(D1:D{len(found.rows)})")
    return MemoryGrid({"S": cells}, {"loss": "S!$H$1", "parameters": f"S!$F$1:$F${len(found.certified)}"})  # type: ignore[dict-item]


def digits(found: float, certified: float) -> float:
    """How many digits agree: the log relative error that NIST uses."""
    return 16.0 if found == certified else -math.log10(abs(found - certified) / abs(certified))
