"""Requests to LibreOffice over a pair of pipes: one JSON line out, one JSON line in."""

import datetime as dt
import json
from typing import Any, TextIO

from sheetnet.errors import SheetnetError
from sheetnet.sheet.cells import Fault


class OfficeError(SheetnetError):
    """LibreOffice refused or failed; `kind` is one word for programs: closed, missing, protected, file, start ..."""

    def __init__(self, problem: str, *, kind: str = "office", remedy: str = "") -> None:
        super().__init__(problem, remedy=remedy)
        self.kind = kind


class Channel:
    """The asking end: `requests` and `answers` are the other half's input and output."""

    def __init__(self, answers: TextIO, requests: TextIO) -> None:
        self._answers = answers
        self._requests = requests

    def ask(self, what: str, /, **about: Any) -> Any:
        """The value that is answered; raises OfficeError where the answer is an error."""
        return self.tell({"do": what, **about})

    def tell(self, request: dict[str, Any]) -> Any:
        line = json.dumps(request, allow_nan=False)
        if self._requests.closed:
            raise gone()
        try:
            self._requests.write(line + "\n")
            self._requests.flush()
        except BrokenPipeError as error:
            raise gone() from error
        answered = self._answers.readline()
        if not answered:
            raise gone()
        answer = json.loads(answered)
        if "error" in answer:
            raise OfficeError(answer["error"], kind=answer["kind"])
        return answer["value"]

    def close(self) -> None:
        """Tell the other half that nothing more is asked."""
        try:
            self._requests.close()
        except BrokenPipeError:
            # it ended before us
            return


def gone() -> OfficeError:
    return OfficeError("the connection to LibreOffice is closed", kind="gone")


def sent(value: Any) -> Any:
    """A cell's value as a request carries it."""
    return {"date": value.isoformat()} if isinstance(value, dt.datetime) else value


def received(value: Any) -> Any:
    """A cell's value from an answer: None, bool, float, str, datetime or Fault."""
    if not isinstance(value, dict):
        return value
    return Fault(value["fault"]) if "fault" in value else dt.datetime.fromisoformat(value["date"])
