"""Buttons in workbooks that are open in LibreOffice: the script that they call, in the user's LibreOffice."""

import subprocess
import sys
from pathlib import Path

from sheetnet.errors import FileError, SettingError
from sheetnet.office.installation import SCRIPT, environment, script_path, script_text, user_profile
from sheetnet.office.process import start
from sheetnet.office.system import System
from sheetnet.sheet.disk.writing import write_for_user

ACTIONS = ("train", "fast", "step", "reset", "check", "fit", "stop")
_OPENED = "OnLoad"
_LIBRARY = "sheetnet"
_TIES = f"vnd.sun.star.script:{_LIBRARY}.ties.opened?language=Basic&location=application"


def script_url(action: str) -> str:
    """By which a document's script provider finds the function of a button."""
    return f"vnd.sun.star.script:{SCRIPT}${action}?language=Python&location=user"


def install(interpreter: str = sys.executable, *, profile: Path | None = None) -> Path:
    """Write the script that runs sheetnet by `interpreter` into the user's LibreOffice (or another profile folder).

    A macro in LibreOffice's own Basic then ties our buttons to it in every workbook that is opened. Raises SettingError
    where LibreOffice calls a macro of somebody else's for these.
    """
    _try(interpreter)
    profile = profile or user_profile(System())
    tie(profile)
    path = script_path(profile)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"cannot make the folder: {error.strerror}", book=str(path.parent)) from error
    write_for_user(path, lambda out: out.write(script_text(interpreter).encode()))
    return path


def uninstall(*, profile: Path | None = None) -> bool:
    """Remove the script, and that LibreOffice calls it; whether it was there."""
    profile = profile or user_profile(System())
    path = script_path(profile)
    found = path.exists()
    path.unlink(missing_ok=True)
    tie(profile, wanted=False)
    return found


def tie(profile: Path, *, wanted: bool = True) -> None:
    """Let LibreOffice look for our buttons in every workbook that it opens, or no longer; nobody else's macro goes."""
    office = start(visible=False, profile=profile)
    try:
        before = office.channel.ask("bind", event=_OPENED, script=_TIES if wanted else None)
        if before not in ("", _TIES):
            office.channel.ask("bind", event=_OPENED, script=before)
            if wanted:
                raise SettingError(
                    f"LibreOffice calls another macro for every document that it opens, {before}, which stays",
                    remedy="take it away (Tools > Customize > Events > Open Document) and run again",
                )
        source = Path(__file__).with_name("ties.bas").read_text(encoding="utf-8") if wanted else None
        office.channel.ask("basic", library=_LIBRARY, module="ties", source=source)
    finally:
        office.end()


def _try(interpreter: str) -> None:
    """Whether the buttons would find sheetnet there, as LibreOffice starts it."""
    command = [interpreter, "-P", "-c", "import sheetnet.libreoffice"]
    clean = environment(System(), "")
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
