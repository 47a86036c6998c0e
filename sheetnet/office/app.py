"""LibreOffice as an application of xlwings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from sheetnet.office.book import Book, Books
from sheetnet.office.channel import Channel
from sheetnet.office.range import Range

if TYPE_CHECKING:
    from sheetnet.office.engine import Apps, Engine


class App(base_classes.App):
    """One LibreOffice at the other end of a channel."""

    # Book.caller() garbles names that are not ASCII for an Excel before version 15; this is the one we stand in for
    version = "16.0"
    hwnd = None

    def __init__(self, apps: Apps, channel: Channel, pid: int, *, visible: bool = True) -> None:
        self.apps = apps
        self.channel = channel
        self._pid = pid
        self.opened: set[str] = set()
        self._visible = visible
        self._updating = True
        self._status: str | bool = False
        # LibreOffice asks nothing of those who drive it: remembered for code that sets it
        self._alerts = True

    @property
    def engine(self) -> Engine:
        return self.apps.engine

    @property
    def api(self) -> Channel:
        return self.channel

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        book = self.books.active
        return book.selection

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature of xlwings
        """Make it the one that xlwings' shortcuts mean."""
        self.apps.activate(self)

    @property
    def visible(self) -> bool:
        """Whether workbooks that are opened have a window."""
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        for book in self.books if visible != self._visible else ():
            self.channel.ask("visible", book=book.id, visible=visible)
        self._visible = visible

    def quit(self) -> None:
        """Close what was opened from here without saving it, and LibreOffice itself if it was started for that."""
        for book in self.books:
            if book.id in self.opened:
                book.close()
        self.apps.leave(self)

    kill = quit

    @property
    def screen_updating(self) -> bool:
        return self._updating

    @screen_updating.setter
    def screen_updating(self, on: bool) -> None:
        self.channel.ask("updating", on=on)
        self._updating = on

    @property
    def display_alerts(self) -> bool:
        return self._alerts

    @display_alerts.setter
    def display_alerts(self, on: bool) -> None:
        self._alerts = on

    @property
    def calculation(self) -> str:
        return "automatic" if self.channel.ask("calculation") else "manual"

    @calculation.setter
    def calculation(self, mode: str) -> None:
        if mode not in ("automatic", "manual"):
            raise NotImplementedError(f"LibreOffice calculates automatically or manually, not {mode}")
        self.channel.ask("calculation", automatic=mode == "automatic")

    def calculate(self) -> None:
        self.channel.ask("calculate")

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        self.channel.ask("status", text=None if text is False else str(text))
        self._status = text

    def run(self, macro: str, args: list[Any]) -> Any:
        """Run ``'letters.xlsm'!Module1.Train``, or a macro of the workbook in front."""
        book, _, name = macro.rpartition("!")
        target: Book = self.books(book.strip("'").replace("''", "'")) if book else self.books.active
        return self.channel.ask("run", book=target.id, macro=name, arguments=list(args))

    def alert(self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: str | None) -> str:
        if buttons != "ok" or callback is not None:
            raise NotImplementedError("alerts with several buttons are not implemented for LibreOffice")
        self.channel.ask("alert", title=title or "", text=prompt)
        return "ok"
