"""Requests about steps back: what is written between two of them is undone, and redone, as one."""

from __future__ import annotations

from .office import Office


def begin(office: Office, book: str, title: str) -> None:
    """From now on; `title` is what the menu calls the step."""
    office.document(book).getUndoManager().enterUndoContext(title)
    office.undoing.append(book)


def end(office: Office, book: str) -> None:
    """Until now; a step in which nothing was written is none."""
    office.undoing.remove(book)
    office.document(book).getUndoManager().leaveUndoContext()
