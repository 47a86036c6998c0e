"""LibreOffice is found, started, shared and ended."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetnet.office.channel import OfficeError
from sheetnet.office.process import attach, python_with_uno, start
from tests.conftest import ROOT, soffice


def eventually(claim: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not claim() and time.monotonic() < until:
        time.sleep(0.05)
    return claim()


def commands_with(text: str) -> list[str]:
    """The running processes whose command line holds a text."""
    listed = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if text in line]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    soffice()
    if not Path("/bin/ps").exists():
        pytest.skip("there is no ps to look at processes with")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.libreoffice
def test_what_was_started_without_windows_ends_with_its_profile(temporary: Path) -> None:
    office = start(visible=False)
    office.channel.ask("new", visible=False)
    running = commands_with(str(temporary))

    office.end()

    assert running
    assert not commands_with(str(temporary))
    assert not list(temporary.iterdir())
    with pytest.raises(OfficeError, match="the connection to LibreOffice is closed"):
        office.channel.ask("documents")


@pytest.mark.libreoffice
def test_it_ends_also_when_we_are_killed(temporary: Path) -> None:
    code = "from sheetnet.office.process import start; x = start(visible=False); print(x.pid, flush=True); input()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdout.readline()
        running = commands_with(str(temporary))
        child.send_signal(signal.SIGKILL)

    assert running
    assert eventually(lambda: not commands_with(str(temporary)) and not list(temporary.iterdir()))


@pytest.mark.libreoffice
def test_a_second_command_line_is_taken_over_by_the_office_that_runs_and_leaves_it_running(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = temporary / "profile"
    first = start(visible=False, profile=profile)
    book = first.channel.ask("new", visible=False)
    # the command that hands over may take its time to end
    slow = temporary / "soffice"
    slow.write_text(f'#!/bin/sh\n"{soffice()}" "$@"\nexec sleep 20\n')
    slow.chmod(0o755)
    monkeypatch.setenv("SHEETNET_SOFFICE", str(slow))

    second = start(visible=False, profile=profile)
    seen = second.channel.ask("documents")
    second.end()

    assert [document["id"] for document in seen] == [book]
    assert first.channel.ask("documents") == seen
    first.end()
    assert not commands_with(str(profile))
    assert profile.is_dir()


@pytest.mark.libreoffice
def test_an_office_that_is_attached_to_stays_open(temporary: Path) -> None:
    profile = (temporary / "profile").as_uri()
    accept = f"pipe,name=sheetnettest{os.getpid()}"
    with subprocess.Popen(
        [soffice(), f"-env:UserInstallation={profile}", "--headless", "--norestore", f"--accept={accept};urp"],
        start_new_session=True,
    ) as office:
        attached = attach(accept)
        attached.channel.ask("new", visible=False)
        attached.end()

        again = attach(accept)
        seen = again.channel.ask("documents")
        again.end()
        alive = office.poll() is None
        os.killpg(office.pid, signal.SIGKILL)

    assert len(seen) == 1
    assert alive


@pytest.mark.libreoffice
def test_an_office_that_ends_at_once_is_told_at_once(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    python_with_uno()
    broken = temporary / "soffice"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("SHEETNET_SOFFICE", str(broken))

    with pytest.raises(OfficeError, match="LibreOffice ended with code 3 before it answered"):
        start(visible=False)

    assert list(temporary.iterdir()) == [broken]
