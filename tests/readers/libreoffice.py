"""LibreOffice as an oracle: a headless office that runs the article's macro on a workbook, through its own Python."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import pytest

from tests.conftest import soffice

OPENED = """
import json, subprocess, sys, time, uno
from contextlib import contextmanager
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

def option(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one

def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")

@contextmanager
def opened(office, profile, pipe, url, *options):
    accept = "--accept=pipe,name=" + pipe + ";urp"
    server = subprocess.Popen([office, "-env:UserInstallation=" + profile, "--headless", "--norestore", accept])
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        book = desktop.loadComponentFromURL(url, "_blank", 0, (option("Hidden", True), *options))
        yield book
        book.close(True)
        try:
            desktop.terminate()
        except Exception:
            pass
    finally:
        server.wait(60)
"""  # the beginning of a script for LibreOffice's own Python: a workbook, open in an office of its own
_MACRO = """
iterations = int(sys.argv[5])
with opened(*sys.argv[1:5]) as book:
    sheet = book.Sheets.getByName("BP")
    current, updated, initial = (sheet.getCellRangeByName(a) for a in ("C15:G34", "C61:G80", "C91:G110"))
    current.setDataArray(initial.getDataArray())
    for n in range(1, iterations + 1):
        sheet.getCellRangeByName("D5").setDataArray(((float(n),),))
        current.setDataArray(updated.getDataArray())
    print(json.dumps(current.getDataArray()))
"""


class Office:
    """Runs the macro; uno belongs to the system's Python, so the script runs there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._office = soffice()
        self._python = python_with_uno()

    def __enter__(self) -> "Office":
        (self._folder / "macro.py").write_text(OPENED + _MACRO, encoding="utf-8")
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        (self._folder / "macro.py").unlink()

    def macro(self, book: Path, iterations: int) -> list[list[float]]:
        """The current block after the macro: initial to current, then N times updated to current."""
        copy = Path(shutil.copy(book, self._folder / "macro.xlsx"))
        profile = (self._folder / "office-profile").as_uri()
        pipe = f"sheetnet{abs(hash(str(self._folder)))}"
        command = [self._python, self._folder / "macro.py", self._office, profile, pipe, copy.as_uri(), str(iterations)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert run.returncode == 0, run.stderr
        values: list[list[float]] = json.loads(run.stdout.splitlines()[-1])
        return values


def python_with_uno() -> str:
    for candidate in ("/usr/bin/python3", shutil.which("python3"), sys.executable):
        if candidate and subprocess.run([candidate, "-c", "import uno"], capture_output=True).returncode == 0:
            return candidate
    import os

    if os.environ.get("SHEETNET_REQUIRE_LIBREOFFICE"):
        pytest.fail("the uno module of LibreOffice (python3-uno) is required here and not found")
    pytest.skip("no Python with LibreOffice's uno module (python3-uno)")
