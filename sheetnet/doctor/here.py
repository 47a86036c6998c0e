"""This Python, this sheetnet, and the folders that it works in."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import sheetnet as itself
from sheetnet.doctor.finding import Finding
from sheetnet.office.system import System

_IMPORTED = ("numpy", "xlwings", "openpyxl", "platformdirs", "tabulate", "threadpoolctl", "tqdm", "uno")
_NEVER_IMPORTED = {"antigravity", "idlelib", "lib2to3", "this", "turtle", "turtledemo"}


def python(system: System, folder: Path) -> Iterator[Finding]:
    """Which Python runs this."""
    yield Finding("Python", "ok", f"{sys.version.split()[0]}  {system.executable}")


def sheetnet(system: System, folder: Path) -> Iterator[Finding]:
    """Which sheetnet runs this, and from where."""
    yield Finding("sheetnet", "ok", f"{itself.__version__}  {_own_folder()}")


def watchfiles(system: System, folder: Path) -> Iterator[Finding]:
    """Whether `sheetnet watch` has what it needs, the extra of that name."""
    version = system.version("watchfiles")
    if version:
        yield Finding("watchfiles", "ok", f"{version}  {system.package('watchfiles')}")
    else:
        install = system.python("-m", "pip", "install", "watchfiles")
        yield Finding("watchfiles", "note", f"not installed; only sheetnet watch needs it: {install}")


def folder(system: System, folder: Path) -> Iterator[Finding]:
    """Whether a workbook can be saved here."""
    refusal = system.refusal(folder)
    if refusal:
        change = "pushd" if system.windows else "cd"  # of another drive `cd` is no change
        yield Finding("this folder", "problem", f"cannot be written: {refusal}", system.quote(change, str(system.home)))
    else:
        yield Finding("this folder", "ok", f"can be written  {folder.absolute()}")


def state(system: System, folder: Path) -> Iterator[Finding]:
    """Whether sheetnet can keep what it needs to undo a run."""
    from sheetnet.sheet.disk.undo import state_folder

    wanted = state_folder()
    existing = next(one for one in (wanted, *wanted.absolute().parents) if one.exists())
    refusal = system.refusal(existing)
    if refusal:
        told = f"{wanted} cannot be written, so no run can be undone: {refusal}"
        yield Finding("state folder", "problem", told, _elsewhere(system))
    else:
        yield Finding("state folder", "ok", f"can be written  {wanted}")


def shadows(system: System, folder: Path) -> Iterator[Finding]:
    """Names in this folder that RunPython would import in place of the modules meant: the folder comes first there.

    A loose file can get another name. What belongs to a library, a package or a part of one, keeps its name: other
    code imports it by that; there it is the workbooks that should lie elsewhere.
    """
    for one in sorted(folder.iterdir()):
        is_package = (one / "__init__.py").is_file()
        module = one.stem if one.suffix == ".py" else one.name if is_package else ""
        if _is_needed(module) and not _is_meant(system, module, one):
            told = f"{one.name} would be imported in place of '{module}'"
            if is_package or _is_of_library(folder):
                yield Finding("names here", "note", f"{told} by a button: keep workbooks in another folder")
            else:
                yield Finding("names here", "problem", told, _rename(system, one))
        if one.suffix.lower() in (".xlsx", ".xlsm") and _is_needed(one.stem):
            told = f"{one.name}: the add-in's Run main would import the module '{one.stem}', which is another one"
            yield Finding("names here", "problem", told, _rename(system, one))


def _is_needed(module: str) -> bool:
    return module in ("sheetnet", *_IMPORTED) or module in sys.stdlib_module_names - _NEVER_IMPORTED


def _is_meant(system: System, module: str, one: Path) -> bool:
    """Whether it is the very module that this Python imports by that name."""
    if one.resolve() == _own_folder() or one.parent.resolve() == Path(os.__file__).resolve().parent:
        return True
    found = system.package(module)
    return found is not None and one.resolve() in (found.resolve(), (found / one.name).resolve())


def _is_of_library(folder: Path) -> bool:
    """Whether a folder holds code that others import: a package, or where packages are installed or developed."""
    marks = ("__init__.py", "os.py", "pyproject.toml", "setup.py")
    return folder.absolute().name in ("site-packages", "dist-packages") or any((folder / one).exists() for one in marks)


def _rename(system: System, one: Path) -> str:
    """The command that gives a file a name that no other has."""
    tries = (one.with_name(f"my_{one.stem}{number}{one.suffix}") for number in ("", *range(2, 1000)))
    free = next(path for path in tries if not path.exists())
    return system.quote("move" if system.windows else "mv", str(one), str(free))


def _own_folder() -> Path:
    return Path(itself.__file__).resolve().parent


def _elsewhere(system: System) -> str:
    """The command that names another state folder, one that can be made."""
    base = next((one for one in (system.home, Path(gettempdir())) if not system.refusal(one)), system.home)
    if system.windows:
        return system.quote("setx", "SHEETNET_STATE_DIR", str(base / "sheetnet-state"))
    return f"export {system.quote('SHEETNET_STATE_DIR=' + str(base / '.sheetnet'))}"
