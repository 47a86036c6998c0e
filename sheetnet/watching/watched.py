"""A watched workbook: what has been dealt with, and what is to be done with the state that it is in now.

What has been dealt with is known by two things: the stamp of the file, and a digest of its inputs (iterations, eta,
initial values, cases, targets, which cases train). What training writes itself changes the first alone.
"""

import os
import time
from collections.abc import Iterable, Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from threading import Event as Signal
from typing import Any

from sheetnet import api
from sheetnet.errors import FileError, SheetnetError
from sheetnet.session import TrainResult, load
from sheetnet.session.problem import counter_in, parameters_in
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.disk import locks
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.location import Location
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.watching.events import Event, Refused, Report, Trained, Unchanged, Waiting

_DOUBT = 1.0  # seconds that a program may take between deleting or half writing a file and having saved it


def is_read_only(path: Path) -> bool:
    """Whether a file is there that may not be written."""
    try:
        return not path.stat().st_mode & 0o222
    except OSError:
        return False


class Stopped(Exception):  # noqa: N818
    """Somebody asked to stop in the midst of training."""


def signs(path: Path) -> tuple[Path, ...]:
    """What Excel and LibreOffice lay beside a workbook while they have it open."""
    path = Path(os.path.realpath(path))
    return tuple(locks.signs(path).values())


class Watched:
    """A workbook, and how much of what happened to it has been dealt with."""

    def __init__(self, path: Path, target: Location, settings: dict[str, Any], report: Report, stop: Signal) -> None:
        self._path, self._target, self._settings, self._report, self._stop = path, target, settings, report, stop
        self._settled: object = self  # stamp of the state that has been dealt with; no stamp at first
        self._postponed: object = self  # stamp of the state that waits for a program to close the file
        self._doubted: tuple[object, float] = self, 0.0  # stamp of a state that could not be read, and since when
        self._inputs: str | None = None  # digest of the inputs that were trained last; None before the first look
        self._written = ""  # digest of the file that the last training wrote
        self._told = False  # that it waits

    def look(self) -> None:
        """Deal with the file, if it is not as it was when that was done last."""
        stamp = self._stamp()
        if stamp == self._settled or (stamp == self._postponed and self._is_open()):
            return
        try:
            if self._written and self._digest() == self._written:
                self._settled = stamp
                return
            inputs, iterations = self._read()
            up_to_date = inputs == self._inputs or (self._inputs is None and self._counter() == iterations)
        except FileError as error:
            self._doubt(stamp, error)
        except SheetnetError as error:
            self._settle(stamp, Refused(error))
        else:
            if up_to_date:
                self._inputs = inputs
                self._settle(stamp, Unchanged())
            else:
                self._train(stamp, inputs)

    def _train(self, stamp: object, inputs: str) -> None:
        started = time.perf_counter()
        own: dict[str, Any] = {"progress": self._until_stopped, "before_saving": self._remember, "keep": ()}
        try:
            result = api.train(self._path, **self._settings, **own)
        except SheetnetError as error:
            if isinstance(error, FileError) and (self._is_open() or "another run" in error.problem):
                self._wait(stamp, error)
            elif self._stamp() == stamp:  # otherwise it was saved meanwhile, and is looked at again
                self._settle(stamp, Refused(error))
        else:
            self._inputs = inputs
            self._settle(stamp, Trained(result, time.perf_counter() - started))

    def _until_stopped(self, steps: Iterable[Any], updates: int) -> Iterator[Any]:
        for step in steps:
            if self._stop.is_set():
                raise Stopped
            yield step

    def _remember(self, digest: str, result: TrainResult) -> None:
        self._written = digest

    def _settle(self, stamp: object, event: Event) -> None:
        """This state of the file has been dealt with."""
        self._settled, self._told = stamp, False
        self._inputs = self._inputs or ""
        self._report(event)

    def _wait(self, stamp: object, error: FileError) -> None:
        """Deal with this state when no program has the file open any more."""
        self._postponed = stamp
        if not self._told:
            self._told = True
            self._report(Waiting(f"{error.problem}; it is trained as soon as it can be written"))

    def _doubt(self, stamp: object, error: FileError) -> None:
        """A file that is gone or cannot be read may be being saved; only if it stays so is that told."""
        now = time.monotonic()
        if stamp != self._doubted[0]:
            self._doubted = stamp, now
        elif now - self._doubted[1] >= _DOUBT:
            self._settle(stamp, Refused(error) if stamp else Waiting("the file is gone; it is trained when it is back"))

    def _stamp(self) -> tuple[int, ...] | None:
        """What tells this state of the file from another; None where there is none."""
        try:
            now = self._path.stat()
        except OSError:
            return None
        return now.st_ino, now.st_size, now.st_mtime_ns

    def _is_open(self) -> bool:
        """Whether a program has the file open that is to be written, or nobody may write it now."""
        target = self._target
        if not isinstance(target, LocalFile):
            return False
        return any(os.path.lexists(sign) for sign in signs(target.path)) or is_read_only(target.path)

    def _digest(self) -> str:
        try:
            with self._path.open("rb") as file:
                return file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise FileError(f"cannot read the file: {error.strerror}") from None

    def _read(self) -> tuple[str, int]:
        """A digest of the inputs, and the iterations among them."""
        with FileGrid(self._path) as grid:
            problem = load(grid)
            iterations = transfer.whole_number(grid, problem.layout["iterations"], "iterations")
            settings = sorted(problem.method.values.items())
            digest = sha256(repr((iterations, problem.eta, problem.network.sizes, problem.x.shape, settings)).encode())
            divided = problem.method["split"] != "column"  # then training writes that column itself
            training = problem.training[:0] if divided else problem.training
            for numbers in (problem.x, problem.t, training, parameters_in(grid, problem.layout, "initial")):
                digest.update(numbers.tobytes())
        return digest.hexdigest(), iterations

    def _counter(self) -> int | None:
        """How often the workbook that is written has been trained; None if it does not say."""
        try:
            with FileGrid(self._target) as grid:
                return counter_in(grid, find(grid))
        except SheetnetError:
            return None
