"""A picture of a workbook as a file, written whole or not at all."""

from pathlib import Path
from typing import Any, NamedTuple

from sheetnet.errors import FileError, SettingError, did_you_mean
from sheetnet.pictures.drawings import DRAWINGS
from sheetnet.pictures.writing import KINDS, PAGE, Wishes, content, frames_for
from sheetnet.session.plan import NO_SETTINGS, Given
from sheetnet.session.problem import load
from sheetnet.session.trajectory import trajectory
from sheetnet.sheet.disk.writing import exists_already, write_for_user
from sheetnet.sheet.grid import Grid


class Drawn(NamedTuple):
    """The file that was written: its place and size in bytes, the iterations that it shows, and what to know of it."""

    path: Path
    size: int
    first: int
    last: int
    language: str
    notes: tuple[str, ...]

    def summary(self) -> dict[str, Any]:
        """What reports tell of it."""
        return {
            "written": str(self.path),
            "bytes": self.size,
            "first": self.first,
            "last": self.last,
            "language": self.language,
            "warnings": list(self.notes),
        }


def plot(
    grid: Grid,
    path: str | Path,
    wishes: Wishes,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    force: bool = False,
) -> Drawn:
    """Draw what the network of a workbook learned; the end of the file's name says in which form."""
    path = Path(path)
    kind = path.suffix.removeprefix(".").casefold()
    if kind not in KINDS:
        raise FileError(f"expected a name that ends in {', '.join(f'.{one}' for one in KINDS)}", book=path.name)
    _check(kind, wishes)
    if not path.parent.is_dir():
        raise FileError(f"there is no folder '{path.parent}'", book=path.name, remedy="make it first")
    if path.exists() and not force:
        raise exists_already(path.name)
    frames = frames_for(kind, load(grid).network.parameter_count)
    shown = trajectory(grid, iterations=iterations, eta=eta, settings=settings, frames=frames)
    made = content(shown, kind, wishes)
    write_for_user(path, lambda out: out.write(made), "picture")
    first, last = shown.frames[0].iteration, shown.frames[-1].iteration
    return Drawn(path, len(made), first, last, wishes.language or shown.language, shown.notes)


def _check(kind: str, wishes: Wishes) -> None:
    """Wishes that no file of this kind can fulfil."""
    for name in wishes.drawings:
        if name not in DRAWINGS:
            raise SettingError(
                f"expected some of {', '.join(DRAWINGS)} to draw, found '{name}'{did_you_mean(name, list(DRAWINGS))}"
            )
    if kind == PAGE and (wishes.drawings or wishes.numbers):
        raise SettingError("a page has drawings of its own", remedy="leave --what and --numbers out, or write .svg")
    if wishes.numbers and "network" not in wishes.drawings:
        raise SettingError("numbers are written into the network alone", remedy="add --what network")
