"""The use case on files that adds a case to a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from sheetnet.handing import PathOrGrid, Saving, with_saved

if TYPE_CHECKING:
    from sheetnet.adding.add import Added


def add(
    book: PathOrGrid,
    *,
    label: str | None = None,
    data: str | Path | None = None,
    typed: bool = False,
    training: bool = True,
    **saving: Unpack[Saving],
) -> "Added":
    """Add a case to a workbook: what is drawn on sheet Play, the rows of `data`, or those `typed` below the last case.

    `label` is their class, or the target of a single output. Parameters and trace stay as they are; E is worked out
    anew. The result has `.rows` of sheet Data, and E `.before` and `.after`.
    """
    from sheetnet.adding.add import add as put_in

    return with_saved(book, lambda grid: put_in(grid, label=label, data=data, typed=typed, training=training), **saving)  # type: ignore[arg-type]
