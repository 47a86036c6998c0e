"""Buttons in workbooks that are open in LibreOffice: the script that they call, in the user's LibreOffice."""

import os
import subprocess
import sys
from pathlib import Path

from sheetnet.office.process import environment, start
from sheetnet.sheet.errors import FileError, SettingError

ACTIONS = ("train", "step", "reset", "check", "stop")
SCRIPT = "sheetnet_buttons.py"
_OPENED = "OnLoad"


def script_url(action: str) -> str:
    """By which a document's script provider finds the function of a button."""
    return f"vnd.sun.star.script:{SCRIPT}${action}?language=Python&location=user"


def install(interpreter: str = sys.executable, *, profile: Path | None = None) -> Path:
    """Write the script that runs sheetnet by `interpreter` into the user's LibreOffice (or another profile folder).

    LibreOffice calls it for every document that it opens, so that our buttons call it too. Raises SettingError where
    it calls a macro of somebody else's then.
    """
    _try(interpreter)
    here = Path(__file__)
    text = here.with_name(SCRIPT).read_text(encoding="utf-8")
    text = text.replace('INTERPRETER = ""', f"INTERPRETER = {interpreter!r}", 1)
    text = text.replace('BRIDGE = ""', f"BRIDGE = {str(here.with_name('bridge.py'))!r}", 1)
    path = script_path(profile)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileError(f"cannot be written: {error.strerror}", book=str(path)) from error
    _bind(profile)
    return path


def uninstall(*, profile: Path | None = None) -> bool:
    """Remove the script, and that LibreOffice calls it; whether it was there."""
    path = script_path(profile)
    found = path.exists()
    path.unlink(missing_ok=True)
    _bind(profile, wanted="")
    return found


def _bind(profile: Path | None, wanted: str = script_url("opened")) -> None:
    """Let LibreOffice call our script for every document that it opens, or no longer, and nobody else's instead."""
    office = start(visible=False, profile=profile or user_profile())
    try:
        before = office.channel.ask("bind", event=_OPENED, script=wanted or None)
        if before not in ("", script_url("opened")):
            office.channel.ask("bind", event=_OPENED, script=before)
            if wanted:
                raise SettingError(
                    f"LibreOffice calls another macro for every document that it opens, {before}, which stays",
                    remedy="take it away (Tools > Customize > Events > Open Document) and run again",
                )
    finally:
        office.end()


def script_path(profile: Path | None = None) -> Path:
    """Where LibreOffice looks for the user's Python scripts."""
    return (profile or user_profile()) / "user" / "Scripts" / "python" / SCRIPT


def user_profile() -> Path:
    """The folder of the user's LibreOffice."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming"), "LibreOffice", "4")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "libreoffice", "4")


def _try(interpreter: str) -> None:
    """Whether the buttons would find sheetnet there, as LibreOffice starts it."""
    command = [interpreter, "-P", "-c", "import sheetnet.office.press"]
    clean = environment("")
    try:
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", env=clean)
    except OSError as error:
        raise SettingError(f"{interpreter} cannot be started: {error.strerror}") from error
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise SettingError(
            f"{interpreter} cannot run the buttons: {reason}",
            remedy=f"{interpreter} -m pip install 'sheetnet[libreoffice]'",
        )
