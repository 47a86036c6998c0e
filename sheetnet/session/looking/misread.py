"""Which cases are misread at an iteration, and what they are taken for."""

from typing import Any, NamedTuple

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.net.network import read
from sheetnet.session.earlier import moment
from sheetnet.session.explaining import labels_of
from sheetnet.session.modelling import model_in
from sheetnet.session.plan import one_blas_thread
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.labels import word


class Misread(NamedTuple):
    """A case (counted from 1), its class, the one that it is taken for, and the outputs of both.

    A network of one output has that one output alone; `training` tells training cases from test cases.
    """

    case: int
    label: str
    read: str
    output_of_label: float
    output_of_read: float
    training: bool


class MisreadCases(NamedTuple):
    """The misread cases at an iteration, of how many, and in words where its parameters come from."""

    iteration: int
    source: str
    cases: int
    misread: tuple[Misread, ...]

    def summary(self) -> dict[str, Any]:
        """The same as plain values."""
        return self._asdict() | {"misread": [one._asdict() for one in self.misread]}


def misread(grid: Grid, iteration: int | None = None) -> MisreadCases:
    """The cases that are misread after so many updates; by default as the workbook has them now.

    Raises SettingError of a regression, which reads no classes.
    """
    model, problem = model_in(grid)
    head = problem.network.head
    if not head.classifies:
        raise SettingError(f"{head.name} reads no classes, so no case is misread")
    then = moment(grid, problem, iteration)
    with one_blas_thread(), np.errstate(over="ignore"):
        z = problem.network.outputs(then.parameters, problem.x)
    classes = tuple(map(word, model.classes))
    found, wanted = (labels_of(problem, classes, numbers) for numbers in (z, problem.t))
    chosen, right = read(z, head.middle), read(problem.t, head.middle)
    several = z.shape[1] > 1
    cases = [
        Misread(
            int(n) + 1,
            wanted[n],
            found[n],
            float(z[n, right[n] if several else 0]),
            float(z[n, chosen[n] if several else 0]),
            bool(problem.training[n]),
        )
        for n in np.flatnonzero(chosen != right)
    ]
    return MisreadCases(then.iteration, then.source, len(z), tuple(cases))
