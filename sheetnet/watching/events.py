"""What happens to a workbook that is watched."""

from collections.abc import Callable
from typing import NamedTuple

from sheetnet.errors import SheetnetError
from sheetnet.session import TrainResult


class Trained(NamedTuple):
    """The workbook was trained and saved, in so many seconds."""

    result: TrainResult
    seconds: float


class Waiting(NamedTuple):
    """The workbook cannot be trained yet, for a reason that other programs will remove."""

    reason: str


class Refused(NamedTuple):
    """The workbook as it is saved now cannot be trained; the next time that it is saved it is tried again."""

    error: SheetnetError


class Unchanged(NamedTuple):
    """The workbook is trained with the inputs that it has."""


Event = Trained | Waiting | Refused | Unchanged
Report = Callable[[Event], None]
