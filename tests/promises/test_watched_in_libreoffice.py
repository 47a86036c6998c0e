"""LibreOffice has the watched workbook open, changes a cell, saves, and closes it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from sheetnet.watching import Trained, Waiting
from tests.conftest import soffice
from tests.readers.libreoffice import python_with_uno
from tests.watching.books import counter
from tests.watching.test_loop import Watching

pytestmark = pytest.mark.libreoffice
EDITOR = """
import subprocess, sys, time, uno
from com.sun.star.connection import NoConnectException

office, profile, pipe, url = sys.argv[1:]
accept = "--accept=pipe,name=" + pipe + ";urp"
server = subprocess.Popen([office, "-env:UserInstallation=" + profile, "--headless", "--norestore", accept])
try:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.1)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    book = desktop.loadComponentFromURL(url, "_blank", 0, ())
    book.Sheets.getByName("BP").getCellRangeByName("C5").setValue(20)
    book.store()
    print("saved", flush=True)
    sys.stdin.readline()
    book.close(True)
    print("closed", flush=True)
    sys.stdin.readline()
    try:
        desktop.terminate()
    except Exception:
        pass
finally:
    server.terminate()
    server.wait(60)
"""


def test_libreoffice_may_save_while_it_is_open_and_gets_the_result_when_it_closes(
    letters_file: Path, tmp_path: Path
) -> None:
    pytest.importorskip("watchfiles")
    book = Path(shutil.copy(letters_file, tmp_path / "letters.xlsx"))
    pipe = f"sheetnet-watch{abs(hash(str(tmp_path)))}"
    command = [python_with_uno(), "-c", EDITOR, soffice(), (tmp_path / "profile").as_uri(), pipe, book.as_uri()]
    with Watching(book) as watch:
        assert watch.wait(Trained).result.updates == 500
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as editor:
            assert editor.stdin is not None
            assert editor.stdout is not None
            assert editor.stdout.readline() == "saved\n"
            assert watch.wait(Waiting).reason.startswith("the workbook is open in LibreOffice")
            editor.stdin.write("close\n")
            editor.stdin.flush()
            assert editor.stdout.readline() == "closed\n"
            assert watch.wait(Trained, 2).result.updates == 20
            editor.communicate("end\n", timeout=60)

    assert counter(book) == 20
