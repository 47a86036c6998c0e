"""A LibreOffice that is started or found, served by this process, and ended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import Any

from .errors import BridgeError, kind_of
from .office import Office
from .serving import refusal, serve
from .structs import uno


class Program:
    """A LibreOffice that this process started, or found running, and the way to it."""

    def __init__(
        self, accept: str, command: list[str], *, seconds: float, stays: bool, folder: str | None = None
    ) -> None:
        self.accept = accept
        self.seconds = seconds
        self.stays = stays
        self.folder = folder
        self.found = False
        self.context: Any = None
        self.started: Any = None
        if command:
            self.started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",
            )

    def desktop(self) -> Any:
        """Its desktop, as soon as it answers."""
        local = uno().getComponentContext()
        create = local.ServiceManager.createInstanceWithContext
        resolver = create("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + self.seconds
        while True:
            try:
                self.context = resolver.resolve(f"uno:{self.accept};urp;StarOffice.ComponentContext")
                create = self.context.ServiceManager.createInstanceWithContext
                desktop = create("com.sun.star.frame.Desktop", self.context)
                # one that was running took the command line over; what we start ourselves comes without windows
                self.found = bool(desktop.getFrames().getCount())
                return desktop
            except Exception as problem:
                if kind_of(problem) not in ("NoConnectException", "DisposedException"):
                    raise
            if self.started is not None and self.started.poll():
                raise BridgeError(f"LibreOffice ended with code {self.started.returncode} before it answered", "start")
            if time.monotonic() > until:
                raise BridgeError(f"LibreOffice did not answer within {self.seconds:g} seconds", "start")
            time.sleep(0.05)

    def end(self, desktop: Any) -> None:
        """End what was started here; a LibreOffice that was handed the command line, or shows a window, stays."""
        ours = self.started is not None and not self.found and self.started.poll() is None
        if ours and not (self.stays and desktop is not None and desktop.getFrames().getCount()):
            if desktop is not None:
                self.terminate(desktop)
            try:
                self.started.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def terminate(self, desktop: Any) -> None:
        try:
            every = desktop.Components.createEnumeration()
            while every.hasMoreElements():
                every.nextElement().close(True)
            desktop.terminate()
        except Exception:
            # terminating cuts the connection, sometimes before its own answer
            return

    def kill(self) -> None:
        if os.name == "posix":
            os.killpg(self.started.pid, signal.SIGKILL)
        else:
            subprocess.call(["taskkill", "/F", "/T", "/PID", str(self.started.pid)])
        self.started.wait()


def main() -> None:
    """Start or find the LibreOffice that the first line describes, answer requests, end what was started."""
    # Ctrl-C is for the asking half, which then closes the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lines_out, sys.stdout = sys.stdout, sys.stderr
    program = Program(**json.loads(sys.stdin.readline()))
    desktop = None
    try:
        try:
            desktop = program.desktop()
            first: dict[str, Any] = {"value": os.getpid()}
        except BridgeError as trouble:
            first = refusal(trouble)
        lines_out.write(json.dumps(first) + "\n")
        lines_out.flush()
        if desktop is not None:
            serve(Office(desktop, program.context), sys.stdin, lines_out)
    finally:
        program.end(desktop)
