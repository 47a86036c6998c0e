"""Open workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from sheetnet.office.channel import Channel, OfficeError
from sheetnet.office.names import Names
from sheetnet.office.range import Range
from sheetnet.office.sheet import Sheets

if TYPE_CHECKING:
    from sheetnet.office.app import App


class Books(base_classes.Books):
    """The workbooks that are open in one LibreOffice, in the order in which they were opened."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._ask = app.channel.ask

    @property
    def api(self) -> Channel:
        return self.app.channel

    @property
    def active(self) -> Book:
        found = self._ask("active")
        if found is None:
            raise XlwingsError("no workbook is open in LibreOffice")
        return Book(self.app, found)

    def __len__(self) -> int:
        return len(self._ask("documents"))

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self.app, document["id"]) for document in self._ask("documents")])

    def __call__(self, name_or_index: str | int) -> Book:
        """The workbook of that number, name or path; KeyError if there is none, an error if there are several."""
        documents = self._ask("documents")
        if not isinstance(name_or_index, str):
            return Book(self.app, documents[name_or_index - 1]["id"])
        by_path = [document for document in documents if document["path"] == name_or_index]
        by_name = [document for document in documents if document["name"].lower() == name_or_index.lower()]
        found = by_path or by_name
        if not found:
            raise KeyError(name_or_index)
        if len(found) > 1:
            places = ", ".join(document["path"] for document in found)
            raise XlwingsError(f"{len(found)} open workbooks are called '{name_or_index}': {places}; close all but one")
        return Book(self.app, found[0]["id"])

    def __contains__(self, name_or_index: str | int) -> bool:
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def add(self) -> Book:
        return self._opened(self._ask("new", visible=self.app.visible))

    def _opened(self, id: str) -> Book:
        self.app.opened.add(id)
        return Book(self.app, id)

    def open(
        self,
        fullname: str,
        update_links: Any = None,
        read_only: bool | None = None,  # noqa: FBT001 - the signature of xlwings
        format: Any = None,
        password: str | None = None,
        *others: Any,
    ) -> Book:
        if any(option is not None for option in (update_links, format, *others)):
            raise NotImplementedError("of the options of opening, LibreOffice has read_only and password here")
        macros = self.app.engine.macros
        options = {"visible": self.app.visible, "macros": macros, "readonly": bool(read_only), "password": password}
        return self._opened(self._ask("open", path=str(fullname), **options))


class Book(base_classes.Book):
    """A workbook, known by the number that LibreOffice gave it when it was opened."""

    def __init__(self, app: App, id: str) -> None:
        self._app = app
        self.id = id

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> str:
        return self.id

    def ask(self, what: str, /, **about: Any) -> Any:
        return self._app.channel.ask(what, book=self.id, **about)

    @property
    def name(self) -> str:
        return str(self.ask("document")["name"])

    @property
    def fullname(self) -> str:
        document = self.ask("document")
        return str(document["path"] or document["name"])

    @property
    def url(self) -> str:
        """Where it is saved; empty while it is nowhere."""
        return str(self.ask("document")["url"])

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def selection(self) -> Range | None:
        found = self.ask("selection")
        return None if found is None else Range(self.sheets(found["sheet"]), *found["area"])

    @contextmanager
    def one_undo_step(self, title: str) -> Iterator[None]:
        """All that is written meanwhile is one step back for the user, and one forward again."""
        self.ask("undo_begin", title=title)
        try:
            yield
        finally:
            with suppress(OfficeError):  # closed meanwhile: there is nothing to go back to
                self.ask("undo_end")

    def activate(self) -> None:
        self.ask("activate")

    def close(self) -> None:
        self.ask("close")

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it where it is, or under another name; one that is nowhere goes to the current folder."""
        if path is None:
            document = self.ask("document")
            if document["path"] and password is None:
                self.ask("save")
                return
            path = document["path"] or f"{document['name']}.xlsx"
        self.ask("save", path=str(Path(path).absolute()), password=password)
