"""The machine, as far as programs are looked for on it; a test can put another one in its place."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_SECONDS = 5.0


class Answer(NamedTuple):
    """What a command said: its exit code and stdout, or -1 and why there was no answer."""

    code: int
    text: str


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # nobody says where that is
        return Path()


@dataclass(frozen=True)
class System:
    """Files below `home` and `root`, environment, registry, installed packages, other programs."""

    platform: str = sys.platform
    home: Path = field(default_factory=_home)
    root: Path = Path("/")
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    executable: str = sys.executable
    prefix: str = sys.prefix

    @property
    def windows(self) -> bool:
        return self.platform == "win32"

    @property
    def mac(self) -> bool:
        return self.platform == "darwin"

    def which(self, program: str) -> Path | None:
        """Where the PATH leads to a program."""
        found = shutil.which(program, path=self.environ.get("PATH"))
        return Path(found) if found else None

    def run(self, command: list[str], *, environ: Mapping[str, str] | None = None, seconds: float = _SECONDS) -> Answer:
        """What a command answers within a few seconds, in the user's folder and without a window."""
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        # a module of ours in that folder is not an installed one
        safe = {**(self.environ if environ is None else environ), "PYTHONSAFEPATH": "1"}
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                cwd=self.home if self.home.is_dir() else None,
                env=safe,
                creationflags=hidden,
            )
        except subprocess.TimeoutExpired:
            return Answer(-1, f"no answer within {seconds:g} seconds")
        except OSError as error:
            return Answer(-1, error.strerror or str(error))
        return Answer(done.returncode, done.stdout.decode("utf-8", "replace").strip())

    def start(self, command: list[str], *, environ: Mapping[str, str] | None = None, seconds: float = 3.0) -> str:
        """Start a program that goes on without us; why it did not, or nothing. One that still runs after seconds did.

        On Windows ``startfile`` is the program that the system has for the file.
        """
        if command[0] == "startfile" and sys.platform == "win32":
            try:
                os.startfile(command[1])
            except OSError as error:
                return error.strerror or str(error)
            return ""
        try:
            with tempfile.TemporaryFile() as said:
                begun = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    env=None if environ is None else dict(environ),
                    start_new_session=True,
                )
                try:
                    code = begun.wait(seconds)
                except subprocess.TimeoutExpired:
                    begun.returncode = 0  # it runs, and is not ours to wait for
                    return ""
                said.seek(0)
                lines = said.read().decode("utf-8", "replace").split("\n")
        except OSError as error:
            return error.strerror or str(error)
        last = next((line for line in reversed(lines) if line.strip()), "")  # what it tried before is of no interest
        return "" if code == 0 else f"exit code {code}{': ' if last else ''}{' '.join(last.split())[:120]}"

    def registry(self, key: str, name: str = "") -> str | int | None:
        r"""A value of the Windows registry, `key` such as ``HKCU\Software\...``; "" is the key's default value."""
        if sys.platform != "win32":
            return None
        import winreg

        hive, _, path = key.partition("\\")
        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCR": winreg.HKEY_CLASSES_ROOT}
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            try:
                with winreg.OpenKey(roots[hive], path, 0, winreg.KEY_READ | view) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
            except FileNotFoundError:
                continue
            return value if isinstance(value, int) else str(value)
        return None

    def version(self, distribution: str) -> str | None:
        """The version of an installed package."""
        try:
            return version(distribution)
        except PackageNotFoundError:
            return None

    def package(self, module: str) -> Path | None:
        """The folder of a package, found without importing it."""
        spec = find_spec(module)
        return Path(spec.origin).parent if spec and spec.origin else None

    def refusal(self, folder: Path) -> str:
        """Why no file can be made in a folder, or nothing."""
        try:
            with tempfile.TemporaryFile(dir=folder):
                return ""
        except OSError as error:
            return error.strerror or str(error)

    def quote(self, *words: str) -> str:
        """A command line as the user's shell wants it."""
        if self.windows:
            return " ".join(f'"{word}"' if re.search(r"[\s<>|&^()]", word) else word for word in words)
        import shlex

        return shlex.join(words)

    def without(self, variable: str) -> str:
        """The command that takes a variable out of the terminal's environment."""
        return f"set {variable}=" if self.windows else f"unset {variable}"

    def python(self, *words: str) -> str:
        """A command line for this Python, by its short name where that leads to it."""
        short = self.which("python")
        here = Path(self.executable)
        same = short and short.parent == here.parent and short.exists() and here.exists() and short.samefile(here)
        return self.quote("python" if same else self.executable, *words)
