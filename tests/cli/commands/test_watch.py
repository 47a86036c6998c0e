"""Watching, as it is asked for."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl-C there without its whole group")
def test_watch_trains_and_ends_with_ctrl_c(letters: Path) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "sheetnet", "watch", str(letters), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout is not None
        first = json.loads(run.stdout.readline())
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)

    assert (first["event"], first["iterations"]) == ("trained", 500)
    assert (run.returncode, errors) == (0, "sheetnet: stopped; the workbook is whole\n")
