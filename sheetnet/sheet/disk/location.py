"""Where a workbook lies: a file that can be read, and replaced there wholly or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

Stamp = tuple[object, ...]


class Location(Protocol):
    """A file that can be read, and replaced in one step. `name` is what messages call it."""

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str:
        """``.xlsx``, in lower case."""

    def open(self) -> tuple[BinaryIO, Stamp]:
        """The file for reading, and what tells this state of it from another."""

    def lock(self, *, must_undo: bool = False) -> AbstractContextManager[None]:
        """Keep other runs of sheetnet from the file; refuse one that cannot be written or is open elsewhere.

        `must_undo` refuses a file on this machine of which no earlier state can be kept, too.
        """

    def replace(
        self,
        write: Callable[[BinaryIO], None],
        seen: Stamp | None,
        *,
        backup: bool = False,
        must_undo: bool = False,
        about_to: Callable[[str], None] = lambda digest: None,
    ) -> None:
        """Let `write` make the file anew, or leave it as it is.

        Refused if the file is no longer as it was `seen`. `backup` keeps the old one beside it as name.bak.xlsx;
        `must_undo` writes nothing where that one cannot be kept for `undo`.
        `about_to` is told the digest of the new file when nothing is left to do but the last step.
        """

    def undo(self) -> None:
        """Bring back what the file was before the last run; what it is now can be brought back in the same way."""
