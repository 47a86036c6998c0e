"""LibreOffice as an engine of xlwings: after `register()`, ordinary ``xw.Book(...)`` code runs on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import xlwings
from xlwings import base_classes

from sheetnet.office.app import App
from sheetnet.office.channel import Channel
from sheetnet.office.process import Office, start
from sheetnet.office.range import cleaned, prepared, table

NAME = "libreoffice"


def register(*offices: Office | Channel, windows: bool = True, macros: bool = False) -> xlwings.Engine:
    """Add the engine to xlwings and make it the active one.

    `offices` are those that are connected already; others are started when xlwings asks for an application: the
    user's own LibreOffice, or without `windows` one that shows none. `macros` lets those of opened workbooks run.
    """
    impl = Engine(partial(_start, windows=windows), macros=macros)
    for office in offices:
        impl.apps.join(office)
    engine = xlwings.Engine(impl=impl)
    xlwings.engines.add(engine)
    engine.activate()
    return engine


def _start(visible: bool | None, *, windows: bool) -> Office:  # noqa: FBT001 - None is what xlwings has for not said
    return start(visible=windows and visible is not False)


class Engine:
    """What xlwings asks of an engine; `type` is the one that is handed single values to fill a range with."""

    name = NAME
    type = "desktop"

    def __init__(self, start_office: Callable[[bool | None], Office], *, macros: bool) -> None:
        self.macros = macros
        self.apps = Apps(self, start_office)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: dict[str, Any]) -> Any:
        return prepared(value)

    @staticmethod
    def clean_value_data(data: Any, date: Any, empty: Any, number: Any, faults: Any) -> list[list[Any]]:
        return table(data, lambda value: cleaned(value, empty, date, number, faults=bool(faults)))


class Apps(base_classes.Apps):
    """The LibreOffices that are connected, the active one first."""

    def __init__(self, engine: Engine, start_office: Callable[[bool | None], Office]) -> None:
        self.engine = engine
        self._start = start_office
        self._apps: list[App] = []
        # an Office ends when nobody holds it any more
        self._offices: dict[int, Office | Channel] = {}

    def join(self, office: Office | Channel, *, visible: bool = True) -> App:
        if isinstance(office, Channel):
            app = App(self, office, os.getpid(), visible=visible)
        else:
            app = App(self, office.channel, office.pid, visible=visible)
        self._apps.insert(0, app)
        self._offices[app.pid] = office
        return app

    def add(
        self,
        spec: Any = None,
        add_book: bool | None = None,  # noqa: FBT001 - the signature of xlwings
        xl: Any = None,
        visible: bool | None = None,  # noqa: FBT001
    ) -> App:
        app = self.join(self._start(visible), visible=visible is not False)
        if add_book:
            app.books.add()
        return app

    def activate(self, app: App) -> None:
        self._apps.sort(key=lambda other: other.pid != app.pid)

    def leave(self, app: App) -> None:
        self._apps = [other for other in self._apps if other.pid != app.pid]
        office = self._offices.pop(app.pid, None)
        if isinstance(office, Office):
            office.end()

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    @staticmethod
    def cleanup() -> None:
        """There is nothing to tidy: what was started ends with this process."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self._apps if app.pid == pid)
