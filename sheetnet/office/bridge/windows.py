"""Requests about what a person sees meanwhile: calculation, painting, the status bar, a message."""

from __future__ import annotations

from typing import Any

from .documents import active
from .office import Office
from .structs import uno


def calculation(office: Office, *, automatic: bool | None = None) -> bool:
    """Whether any workbook calculates automatically; what was made to wait, and only that, is what goes on."""
    documents = office.open_documents()
    if automatic is False:
        for key, document in documents.items():
            if document.isAutomaticCalculationEnabled():
                document.enableAutomaticCalculation(False)
                office.made_manual.append(key)
    elif automatic:
        for key in office.made_manual or documents:
            if key in documents:
                documents[key].enableAutomaticCalculation(True)
        office.made_manual = []
    return not documents or any(document.isAutomaticCalculationEnabled() for document in documents.values())


def calculate(office: Office) -> None:
    for document in office.open_documents().values():
        document.calculateAll()


def status(office: Office, text: str | None) -> None:
    """Show a text in the status bar of the workbook in front; nothing gives the bar back."""
    if office.indicator is None and text is not None:
        front = active(office)
        if front is None:
            return
        office.indicator = office.documents[front].getCurrentController().getStatusIndicator()
        office.indicator.start(text, 0)
    elif office.indicator is not None:
        if text is None:
            indicator, office.indicator = office.indicator, None
            indicator.end()
        else:
            office.indicator.setText(text)
    office.breathe()


def updating(office: Office, *, on: bool) -> None:
    """Let the windows be painted, or not for now."""
    documents = office.open_documents() if office.locked or not on else {}
    if on:
        locked, office.locked = office.locked, []
        for key in locked:
            if key in documents:
                documents[key].unlockControllers()
    elif not office.locked:
        office.locked = list(documents)
        for document in documents.values():
            document.lockControllers()


def alert(office: Office, title: str, text: str) -> None:
    """A message with one button; without a display it is passed over."""
    front = active(office)
    if front is not None:
        message_box(office.documents[front], title, text)


def message_box(document: Any, title: str, text: str) -> None:
    window = document.getCurrentController().getFrame().getContainerWindow()
    kind = uno().Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
    window.getToolkit().createMessageBox(window, kind, 1, title, text).execute()
