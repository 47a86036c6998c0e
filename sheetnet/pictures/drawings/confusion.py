"""How many cases of each class are read as each class."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import SettingError
from sheetnet.net.network import read
from sheetnet.pictures.colours import graded
from sheetnet.pictures.drawings.naming import classes, short
from sheetnet.pictures.shapes import Picture, Rect, Shape, Text, moved
from sheetnet.session.trajectory import Trajectory
from sheetnet.width import width_of

_MOST = 40


def confusion(path: Trajectory, say: Mapping[str, str]) -> Picture:
    """A table for the training cases, and beside it one for the test cases where there are any."""
    head = path.network.head
    names = classes(path)
    if not head.classifies:
        raise SettingError(
            f"{head.name} reads no classes, so that nothing can be confused", remedy="choose --what predicted"
        )
    if len(names) > _MOST:
        raise SettingError(f"expected at most {_MOST} classes for a table of them, found {len(names)}")
    z = path.network.outputs(path.model.parameters, path.x)
    said, right = read(z, head.middle), read(path.t, head.middle)
    shapes: list[Shape] = [Text(0, 16, say["confusion"], 15, bold=True)]
    left, high, heard = 0.0, 0.0, []
    for key, which in (("train", path.training), ("test", ~path.training)):
        if which.any():
            counts = np.zeros((len(names), len(names)), np.intp)
            np.add.at(counts, (right[which], said[which]), 1)
            told = say["confusion_of"].format(cases=say[key], right=int(counts.trace()), all=int(which.sum()))
            table, width, height = _table(counts, names, told, say)
            shapes += (moved(shape, left, 34.0) for shape in table)
            left, high = left + width + 30, max(high, height)
            heard.append(told)
    return Picture(left - 30, 34.0 + high, tuple(shapes), say["confusion"], ". ".join(heard))


def _table(
    counts: NDArray[np.intp], names: list[str], told: str, say: Mapping[str, str]
) -> tuple[list[Shape], float, float]:
    """Shapes, and their width and height."""
    names = [short(name, 12) for name in names]
    longest = max(map(width_of, names)) * 6.8
    size = max(26.0, min(46.0, 300.0 / len(names)))
    turned = longest > size
    left, top = longest + 34, 42.0 + (longest if turned else 14)
    most = max(int(counts.max()), 1)
    shapes: list[Shape] = [
        Text(0, 12, told, 12.5, bold=True),
        Text(left + len(names) * size / 2, 34, say["read_as"], 12, "middle", "muted"),
        Text(12, top + len(names) * size / 2, say["is"], 12, "middle", "muted", turned=True),
    ]
    for number, name in enumerate(names):
        middle = (number + 0.5) * size
        over = Text(left + middle + 4, top - 6, name, 12, turned=True)
        shapes.append(over if turned else Text(left + middle, top - 6, name, 12, "middle"))
        shapes.append(Text(left - 7, top + middle + 4, name, 12, "end"))
    for row, line in enumerate(counts.tolist()):
        for column, count in enumerate(line):
            x, y = left + column * size, top + row * size
            shapes.append(Rect(x, y, size - 1, size - 1, graded(count / most), "line", 0.75))
            if count:
                shade = "ink" if count / most < 0.8 or size < 26 else "#000000"
                shapes.append(Text(x + size / 2, y + size / 2 + 4.5, f"{count:,}", 12.5, "middle", shade))
    for number in range(len(names)):  # what is right, told not by colour alone
        x, y = left + number * size, top + number * size
        shapes.append(Rect(x, y, size - 1, size - 1, "none", "ink", 1.5))
    width = max(left + len(names) * size, width_of(told) * 7.2)
    return shapes, width, top + len(names) * size + 2
