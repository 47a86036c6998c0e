"""The map of a sweep: E by optimiser and learning rate, dark where it is small."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import HEADER
from sheetnet.sheet.pages.style import INK, MUTED, RED, WHITE, fitting, widen, write

_COLOURS = ("0C2C84", "225EA8", "2C7FB8", "41B6C4", "7FCDBB", "C7E9B4", "EDF8B1", "FFFFD9")  # told apart by everybody
_DARK = 3  # so many of them take white letters
_NONE = "E4E7EB"
_ACROSS = 16  # learning rates; more of them go down
_LEAST = 10  # columns: the chart below is as wide
_LOSS = "[>=1000]{0}0.0E+00;[>=0.01]{0}0.00;{0}0.0E+00"
_DECADES = 12
_WIDEST = 32
_RATIO = 30.0  # between the greatest and the least: from here on colours go by ratios
_CENTRE = Alignment(horizontal="center", vertical="center")


class _Scale(NamedTuple):
    """From a value to a colour: in equal steps, or in equal ratios where values differ so much."""

    low: float
    high: float
    ratios: bool

    def step(self, value: float) -> int:
        share = (self._at(value) - self._at(self.low)) / ((self._at(self.high) - self._at(self.low)) or 1.0)
        return min(max(int(share * len(_COLOURS)), 0), len(_COLOURS) - 1)

    def _at(self, value: float) -> float:
        return math.log10(max(value, self.low)) if self.ratios else value

    def begin(self, step: int) -> float:
        """The least value of a colour."""
        low, high = self._at(self.low), self._at(self.high)
        at = low + (high - low) * step / len(_COLOURS)
        return float(10**at) if self.ratios else at


def draw_map(
    sheet: Worksheet, say: dict[str, str], cells: Sequence[tuple[str, float, float | None]], best: int | None, left: int
) -> tuple[int, int]:
    """Draw (optimiser, learning rate, E) of every setting from a column on; returns the last row and column."""
    settings: list[str | float] = list(dict.fromkeys(setting for setting, _, _ in cells))
    rates: list[str | float] = sorted({eta for _, eta, _ in cells})
    wide = len(rates) <= _ACROSS
    down, across = (settings, rates) if wide else (rates, settings)
    losses: dict[tuple[str | float, ...], float | None]
    losses = {(setting, eta) if wide else (eta, setting): value for setting, eta, value in cells}
    scale = _scale([value for value in losses.values() if value is not None and math.isfinite(value)])
    chosen = None if best is None else cells[best][:2] if wide else cells[best][1::-1]
    write(sheet, HEADER, left, say["sweep_map"], bold=True, size=12)
    _name(sheet, HEADER + 1, left, say["sweep_eta"])
    for row, name in enumerate(down, HEADER + 2):
        _name(sheet, row, left, name)
    for column, name in enumerate(across, left + 1):
        _name(sheet, HEADER + 1, column, name)
        for row, other in enumerate(down, HEADER + 2):
            if (other, name) in losses:
                best_one = (other, name) == chosen
                _fill(sheet.cell(row, column), losses[other, name], say["sweep_diverged"], scale, best=best_one)
            else:
                write(sheet, row, column, say["sweep_untried"], color=MUTED, size=9).alignment = _CENTRE
    right = left + max(len(across), _LEAST)
    widen(
        sheet, left, fitting([*map(str, settings), say["sweep_scale"]] if wide else [say["sweep_scale"]], 12, _WIDEST)
    )
    for column in range(left + 1, right + 1):
        heading = "" if wide or column - left > len(across) else settings[column - left - 1]
        widen(sheet, column, fitting([say["sweep_untried"], say["sweep_diverged"], heading], 9, _WIDEST))
    last = HEADER + 3 + len(down)
    if scale:
        _legend(sheet, say, scale, last, left)
    return last, right


def _scale(losses: Sequence[float]) -> _Scale | None:
    if not losses:
        return None
    high, above = max(losses), [loss for loss in losses if loss > 0]
    low = max(min(above), high / 10**_DECADES) if above and min(losses) >= 0 else 0.0
    ratios = low > 0 and high > _RATIO * low
    return _Scale(low if ratios else min(losses), high, ratios)


def _name(sheet: Worksheet, row: int, column: int, name: str | float) -> None:
    cell = write(sheet, row, column, name, bold=True)
    cell.alignment = _CENTRE
    if not isinstance(name, str):
        cell.number_format = rate(name)


def _fill(cell: Any, loss: float | None, diverged: str, scale: _Scale | None, *, best: bool) -> None:
    if loss is None or scale is None or not math.isfinite(loss):
        write(cell.parent, cell.row, cell.column, diverged, color=INK, size=9)
        cell.fill = PatternFill("lightUp", fgColor=MUTED, bgColor=_NONE)
    else:
        step = scale.step(loss)
        write(cell.parent, cell.row, cell.column, loss, color=WHITE if step < _DARK else INK, bold=best)
        cell.number_format = _LOSS.format('"★ "' if best else "")
        cell.fill = PatternFill("solid", fgColor=_COLOURS[step])
    cell.alignment = _CENTRE
    if best:
        side = Side(style="thick", color=RED)
        cell.border = Border(left=side, right=side, top=side, bottom=side)


def _legend(sheet: Worksheet, say: dict[str, str], scale: _Scale, row: int, left: int) -> None:
    """Every colour with the least E that it stands for."""
    cell = write(sheet, row, left, say["sweep_scale"], color=MUTED, size=9)
    cell.alignment = Alignment(horizontal="right")
    steps = range(len(_COLOURS)) if scale.low < scale.high else (0,)
    for step in steps:
        cell = write(sheet, row, left + 1 + step, scale.begin(step), color=WHITE if step < _DARK else INK, size=9)
        cell.number_format = _LOSS.format("")
        cell.fill = PatternFill("solid", fgColor=_COLOURS[step])
        cell.alignment = _CENTRE


def rate(eta: float) -> str:
    """The number format that shows three digits of a learning rate, or fewer where the others are 0."""
    shown = f"{eta:.3g}"
    if "e" in shown:
        return "0.00E+00"
    decimals = len(shown.partition(".")[2])
    return "0." + "0" * decimals if decimals else "0"
