"""The numbers that a page carries: every one bit for bit, as float64, in base64."""

from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import SettingError
from sheetnet.net.activations import Array

ROOM = 860_000  # characters for the frames of a page that is to stay below 1 MB
_LARGE, _LEAST = 6_000_000, 8  # the page of a larger network may be larger, and has so many frames at least
_MOST = 1500  # frames; a slider has no more places


def frames_that_fit(parameters: int) -> int:
    """How many frames, of parameters and of gradients, a page has room for."""
    each = 2 * 8 * parameters * 4 / 3
    fitting = int(ROOM / each)
    if fitting >= 60:
        return min(fitting, _MOST)
    fitting = min(int(_LARGE / each), 60)
    if fitting < _LEAST:
        raise SettingError(
            f"{parameters:,} parameters are too many for a page that plays them", remedy="write .gif, .png or .svg"
        )
    return fitting


def packed(array: Array) -> str:
    """The numbers of an array, row by row."""
    return b64encode(np.ascontiguousarray(array, "<f8").tobytes()).decode()


def packed_cases(array: Array) -> dict[str, Any]:
    """The inputs of cases: as bytes where all are whole numbers or share a step, such as pixels, else as float64."""
    steps = _steps(array)
    if steps is None:
        return {"step": 0, "data": packed(array)}
    step, whole = steps
    return {"step": step, "data": b64encode(whole.tobytes()).decode()}


def _steps(array: Array) -> tuple[float, NDArray[np.uint8]] | None:
    """(step, multiples) that give every number back bit for bit."""
    for parts in (1, 15, 16, 100, 255):
        whole = np.round(array * parts)
        if whole.min() < 0 or whole.max() > 255:
            continue
        if (whole / parts == array).all():
            return parts, whole.astype(np.uint8)
    return None
