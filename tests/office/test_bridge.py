"""The half in LibreOffice's own Python, as far as it can be looked at without LibreOffice."""

import ast
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sheetnet.office.bridge import addresses, windows
from sheetnet.office.bridge.office import Office
from sheetnet.office.bridge.serving import REQUESTS, serve
from tests.conftest import ROOT

OFFICE = ROOT / "sheetnet" / "office"
STANDALONE = [*sorted((OFFICE / "bridge").glob("*.py")), OFFICE / "sheetnet_buttons.py"]


@pytest.mark.parametrize("path", STANDALONE, ids=lambda path: path.name)
def test_what_libreoffices_python_loads_is_python_3_7_and_needs_nothing_but_uno(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 7))

    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    assert {name.partition(".")[0] for name in imported} <= {"uno", *sys.stdlib_module_names}


def test_whatever_the_engine_asks_for_is_answered() -> None:
    asked = {
        first.value
        for path in OFFICE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ask")
        for first in node.args[:1]
        if isinstance(first, ast.Constant)
    }

    assert {"read", "write", "bind", "basic", "status"} <= asked <= set(REQUESTS)


def test_the_bridge_is_loaded_by_its_place_and_again_as_it_is_by_then(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OFFICE / "bridge", tmp_path / "bridge"))
    code = (
        f"import runpy, pathlib; load = runpy.run_path({str(folder / '__main__.py')!r})['load']\n"
        "first = load().press\n"
        f"path = pathlib.Path({str(folder / 'buttons.py')!r})\n"
        "text = path.read_text(encoding='utf-8').replace('def press(', 'def press(more, ')\n"
        "path.write_text(text, encoding='utf-8')\n"
        "second = load().press\n"
        "print(first.__module__, second.__module__, second.__code__.co_argcount - first.__code__.co_argcount)"
    )

    run = subprocess.run([sys.executable, "-I", "-B", "-c", code], capture_output=True, text=True, cwd=tmp_path)

    assert run.stdout.split() == ["sheetnet_bridge.buttons", "sheetnet_bridge.buttons", "1"], run.stderr


class NoDesktop:
    """A LibreOffice that has just been closed."""

    def __getattr__(self, name: str) -> Any:
        raise DisposedException("URP bridge disposed")


DisposedException = type("com.sun.star.lang.DisposedException", (Exception,), {})


class Document:
    """An open workbook, as far as its calculation goes."""

    def __init__(self, number: int, *, automatic: bool) -> None:
        self.RuntimeUID = str(number)
        self.automatic = automatic
        self.locks = 0
        self.open_steps: list[str] = []

    def getUndoManager(self) -> "Document":  # noqa: N802
        return self

    def getURL(self) -> str:  # noqa: N802
        return ""

    def enterUndoContext(self, title: str) -> None:  # noqa: N802
        self.open_steps.append(title)

    def leaveUndoContext(self) -> None:  # noqa: N802
        self.open_steps.pop()

    def supportsService(self, name: str) -> bool:  # noqa: N802 - the name that LibreOffice has for it
        return True

    def isAutomaticCalculationEnabled(self) -> bool:  # noqa: N802
        return self.automatic

    def enableAutomaticCalculation(self, automatic: bool) -> None:  # noqa: N802
        self.automatic = automatic

    def lockControllers(self) -> None:  # noqa: N802
        self.locks += 1

    def unlockControllers(self) -> None:  # noqa: N802
        self.locks -= 1


class Desktop:
    def __init__(self, *documents: Document) -> None:
        self.documents = list(documents)

    @property
    def Components(self) -> "Desktop":  # noqa: N802
        return self

    def createEnumeration(self) -> Any:  # noqa: N802
        left = list(self.documents)
        return SimpleNamespace(hasMoreElements=lambda: bool(left), nextElement=lambda: left.pop())


def asked(desktop: Desktop, *requests: dict[str, Any]) -> None:
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    serve(Office(desktop), io.StringIO(lines), io.StringIO())


def test_only_workbooks_that_calculated_automatically_do_so_again() -> None:
    by_hand, usual, closed = Document(1, automatic=False), Document(2, automatic=True), Document(3, automatic=True)
    office = Office(Desktop(by_hand, usual, closed))

    windows.calculation(office, automatic=False)
    waiting = [document.automatic for document in (by_hand, usual, closed)]
    office.desktop.documents.remove(closed)
    windows.calculation(office, automatic=True)

    assert waiting == [False, False, False]
    assert [document.automatic for document in (by_hand, usual, closed)] == [False, True, False]


def test_what_a_program_that_died_has_left_locked_is_given_back() -> None:
    document = Document(1, automatic=True)

    asked(Desktop(document), {"do": "calculation", "automatic": False}, {"do": "updating", "on": False})

    assert document.automatic
    assert document.locks == 0


def test_a_step_back_that_a_program_that_died_has_begun_ends() -> None:
    document, stays = Document(1, automatic=True), Document(2, automatic=True)
    begin = {"do": "undo_begin", "book": "1", "title": "sheetnet"}

    asked(Desktop(document, stays), begin, begin, {"do": "undo_end", "book": "1"})

    assert document.open_steps == stays.open_steps == []


def test_a_step_back_is_open_until_it_is_said_to_end() -> None:
    document, seen = Document(1, automatic=True), io.StringIO()
    office = Office(Desktop(document), breathe=lambda: print(document.open_steps, file=seen))
    begin, end = {"do": "undo_begin", "book": "1", "title": "sheetnet"}, {"do": "undo_end", "book": "1"}
    look = {"do": "status", "text": None}

    serve(office, io.StringIO("".join(json.dumps(one) + "\n" for one in (begin, look, end, look))), io.StringIO())

    assert seen.getvalue().splitlines()[:2] == ["['sheetnet']", "[]"]


def test_buttons_can_answer_after_each_message_in_the_status_bar() -> None:
    answers, breaths = io.StringIO(), []
    lines = '{"do": "status", "text": null}\n{"do": "documents"}\n'
    office = Office(Desktop(), breathe=lambda: breaths.append(len(answers.getvalue().splitlines())))

    serve(office, io.StringIO(lines), answers)

    # before the answer to the first request; and when everything is given back in the end
    assert breaths == [0, 2]


def served(*requests: dict[str, Any]) -> list[dict[str, Any]]:
    answers = io.StringIO()
    serve(Office(NoDesktop()), io.StringIO("".join(json.dumps(request) + "\n" for request in requests)), answers)
    return [json.loads(line) for line in answers.getvalue().splitlines()]


def test_each_request_line_gets_one_answer_line() -> None:
    answers = served({"do": "documents"}, {"do": "nonsense"}, {"do": "documents"})

    assert answers[0] == answers[2] == {"error": "LibreOffice has been closed", "kind": "gone"}
    assert answers[1]["kind"] == "office"


@pytest.mark.parametrize(
    ("runs", "here", "reached"),
    [
        ([(1, 5)], 1, 5),
        ([(1, 5)], 3, 5),
        ([(1, 5)], 5, 100),
        ([(1, 5), (8, 9)], 5, 8),
        ([(1, 3), (4, 5)], 2, 5),
        ([(4, 5), (1, 3)], 1, 5),
        ([(8, 9)], 2, 8),
        ([], 2, 100),
    ],
)
def test_the_edge_is_where_ctrl_and_an_arrow_lead(runs: list[tuple[int, int]], here: int, reached: int) -> None:
    assert addresses.next_edge(runs, here, 100) == reached


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [("BP", "BP!$C$15:$G$34"), ("It's", "'It''s'!$C$15:$G$34"), ("A1", "'A1'!$C$15:$G$34"), ("表", "表!$C$15:$G$34")],
)
def test_a_reference_is_written_as_excel_writes_it(sheet: str, expected: str) -> None:
    assert addresses.reference(sheet, [15, 3, 34, 7]) == expected


@pytest.mark.parametrize("sheet", ["BP", "It's", "My sheet", "表", "a.b"])
def test_a_name_that_is_a_plain_reference_is_read_as_one(sheet: str) -> None:
    quoted = sheet if sheet in ("BP", "表") else "'" + sheet.replace("'", "''") + "'"

    assert addresses.plain_reference(f"${quoted}.$C$15:$AG$34") == (sheet, [15, 3, 34, 33])
    assert addresses.plain_reference(f"${quoted}.$C$15") == (sheet, [15, 3, 15, 3])
    assert addresses.plain_reference(f"1+${quoted}.$C$15") is None
    assert addresses.plain_reference(f"${quoted}.$C$15:${quoted}.$D$16") is None
