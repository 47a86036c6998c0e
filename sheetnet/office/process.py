"""LibreOffice as a process: found, started or attached to, and ended."""

import subprocess
import tempfile
import weakref
from functools import lru_cache
from pathlib import Path
from typing import TextIO, cast
from uuid import uuid4

from sheetnet.office.channel import Channel
from sheetnet.office.installation import environment, has_display, soffice, uno_python
from sheetnet.office.system import System

PATIENCE = 90.0


class Office:
    """A connection to one LibreOffice; `channel` takes requests until `end()`.

    What was started for it without a window ends with it, also when this process dies; a LibreOffice that shows a
    window, or that ran before, stays open.
    """

    def __init__(self, bridge: "subprocess.Popen[str]", channel: Channel, pid: int) -> None:
        self.channel = channel
        self.pid = pid
        self.end = weakref.finalize(self, _end, bridge, channel)


def start(*, visible: bool, profile: Path | None = None) -> Office:
    """The user's own LibreOffice, running or not, or one without windows that has nothing to do with it.

    Without a display there is only the second. `profile` is the folder of settings, instead of the user's own or of a
    new one that is removed afterwards.
    """
    system = System()
    shown = visible and has_display(system)
    accept = f"pipe,name=sheetnet{uuid4().hex}"
    command = [
        str(soffice(system)),
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        f"--accept={accept};urp",
    ]
    scratch = None
    if not shown:
        command.append("--headless")
        if profile is None:
            scratch = Path(tempfile.mkdtemp(prefix="sheetnet-office-"))
            profile = scratch
    if profile is not None:
        command.append(f"-env:UserInstallation={profile.absolute().as_uri()}")
    return _connect(accept, command=command, stays=shown, folder=scratch)


def attach(accept: str) -> Office:
    """The LibreOffice that runs with ``--accept=ACCEPT;urp``, such as ``pipe,name=letters``; it stays open."""
    return _connect(accept, command=[], stays=True, folder=None)


def _connect(accept: str, *, command: list[str], stays: bool, folder: Path | None) -> Office:
    python = python_with_uno()
    bridge = subprocess.Popen(
        [python, str(Path(__file__).with_name("bridge"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(System(), python),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    channel = Channel(cast(TextIO, bridge.stdout), cast(TextIO, bridge.stdin))
    place = None if folder is None else str(folder)
    try:
        first = {"accept": accept, "command": command, "seconds": PATIENCE, "stays": stays, "folder": place}
        return Office(bridge, channel, channel.tell(first))
    except BaseException:
        _end(bridge, channel)
        raise


def _end(bridge: "subprocess.Popen[str]", channel: Channel) -> None:
    channel.close()
    bridge.wait()
    if bridge.stdout:
        bridge.stdout.close()


@lru_cache
def python_with_uno() -> str:
    """The Python that runs the bridge, looked for once."""
    return uno_python(System()).path
