"""The Python that a button in Excel starts: what xlwings' RunPython reads from its settings."""

import csv
import json
import locale
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sheetnet import __version__
from sheetnet.doctor import excel
from sheetnet.doctor.finding import Finding
from sheetnet.office.system import System

_ASK = """
import importlib.util, json, sys
try:
    from sheetnet import __version__ as sheetnet
except ImportError:
    sheetnet = None
print(json.dumps({"prefix": sys.prefix, "sheetnet": sheetnet, "xlwings": bool(importlib.util.find_spec("xlwings"))}))
"""


_WRITTEN = {"INTERPRETER_WIN", "INTERPRETER_MAC", "CONDA PATH", "CONDA ENV"}  # by `xlwings config create`


class Setting(NamedTuple):
    """An interpreter and the file that names it."""

    interpreter: Path
    source: Path


def interpreter(system: System, folder: Path) -> Iterator[Finding]:
    """Whether RunPython starts this Python, or at least one that has sheetnet."""
    if excel.found_program(system):
        setting = configured(system, folder)
        status, told = _judged(system, setting)
        fix, line = _fix(system, setting) if status == "problem" else ("", "")
        yield Finding("RunPython's Python", status, told + line, fix)


def _judged(system: System, setting: Setting | None) -> tuple[Any, str]:
    """Whether the interpreter will do, and what is to be said of it."""
    if setting is None:
        return "problem", "not configured: a button starts whichever 'python' Excel finds first"
    where = f"{setting.interpreter}, named in {setting.source}"
    if not setting.interpreter.is_file():
        return "problem", f"there is no {where}"
    code, text = system.run([str(setting.interpreter), "-c", _ASK])
    if code:
        return "problem", f"no answer from {where}"
    answer = json.loads(text.splitlines()[-1])
    lacking = [name for name in ("sheetnet", "xlwings") if not answer[name]]
    if lacking:
        return "problem", f"no {' and no '.join(lacking)} in {where}"
    if Path(answer["prefix"]).resolve() == Path(system.prefix).resolve():
        return "ok", f"this one  {where}"
    if answer["sheetnet"] != __version__:
        return "problem", f"another one, with sheetnet {answer['sheetnet']}  {where}"
    return "note", f"another one, with the same sheetnet  {where}"


def _fix(system: System, setting: Setting | None) -> tuple[str, str]:
    """The command that makes this Python the one, and what to write where it only opens a file.

    `xlwings config create` leaves a file that exists as it is, and with ``--force`` writes it anew: one that holds
    other settings too is for its owner to edit.
    """
    own = _of_user(system)
    file = setting.source if setting else own
    if not file.is_file():
        return system.python("-m", "xlwings.cli", "config", "create"), ""
    if file == own and set(_settings(file)) <= _WRITTEN:
        return system.python("-m", "xlwings.cli", "config", "create", "--force"), ""
    editor = ["notepad"] if system.windows else ["open", "-e"]
    return system.quote(*editor, str(file)), f'; it should have the line "{_key(system)}","{system.executable}"'


def _key(system: System) -> str:
    return f"INTERPRETER_{'MAC' if system.mac else 'WIN'}"


def configured(system: System, folder: Path) -> Setting | None:
    """What RunPython would start for a workbook in `folder`: its own settings there come before the user's."""
    files = [_beside(folder), _of_user(system)]
    for key in (_key(system), "INTERPRETER"):
        found = _first(files, key)
        if found and found[0] not in ("python", "pythonw"):
            return Setting(Path(_expanded(system, found[0])), found[1])
    base, name = _first(files, "CONDA PATH"), _first(files, "CONDA ENV")
    if system.windows and base and name:
        root, environment = Path(_expanded(system, base[0])), _expanded(system, name[0])
        inside = root if environment == "base" else root / "envs" / environment  # an absolute path stays itself
        return Setting(inside / "python.exe", base[1])
    return None


def _beside(folder: Path) -> Path:
    return folder / "xlwings.conf"


def _of_user(system: System) -> Path:
    if system.mac:
        return system.home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "xlwings.conf"
    return system.home / ".xlwings" / "xlwings.conf"


def _first(files: list[Path], key: str) -> tuple[str, Path] | None:
    """The first value that is set for a key, and the file that sets it."""
    for file in files:
        value = _settings(file).get(key) if file.is_file() else None
        if value:
            return value, file
    return None


def _settings(file: Path) -> dict[str, str]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:  # xlwings writes it as the system writes text
        text = content.decode(locale.getencoding(), "replace")
    return {row[0].upper(): row[1] for row in csv.reader(text.splitlines()) if len(row) == 2}


def _expanded(system: System, text: str) -> str:
    """With the environment's values for ``%NAME%`` on Windows and a leading ``$NAME`` on macOS."""
    known = {name.upper(): value for name, value in system.environ.items()}
    pattern = r"%(\w+)%" if system.windows else r"^\$(\w+)"
    return re.sub(pattern, lambda match: known.get(match[1].upper(), match[0]), text)
