"""Lines of equal height around a minimum, as points on circles or ellipses for a chart."""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.making.curves.page import headings, letters, put_columns
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.style import MUTED, write

POINTS = 61
RING_LINE = "C5CDD5"


def put_rings(sheet: Worksheet, say: Say, area: Area, rings: Sequence[float], flat: str = "") -> None:
    """Columns: number of the point (left of the area), cosine, sine, and x and y of each ring.

    A ring's size stands two rows above; `flat` is what makes an ellipse of it, at the end of the formula for y.
    """
    headings(sheet, area.top - 1, area.left - 1, (say["point"], "cos", "sin", *("x", "y") * len(rings)))
    cosine, sine, *rest = letters(area.left, area.width)
    number = letters(area.left - 1, 1)[0]
    for offset in range(POINTS):
        write(sheet, area.top + offset, area.left - 1, offset, size=9, color=MUTED)
    around = f"(2*PI()*{number}{{r}}/{POINTS - 1})"
    columns = [(f"COS{around}",) * 2, (f"SIN{around}",) * 2]
    for ring, size in enumerate(rings):
        write(sheet, area.top - 2, area.left + 2 + 2 * ring, size, size=9, color=MUTED)
        cell = f"{rest[2 * ring]}${area.top - 2}"
        columns += [(f"{cell}*{cosine}{{r}}",) * 2, (f"{cell}*{sine}{{r}}{flat}",) * 2]
    put_columns(sheet, area, columns, "0.0000", quiet=True)
