"""This Python, this sheetnet, and the folders that it works in."""

import sys
from collections.abc import Iterator
from pathlib import Path

import sheetnet as itself
from sheetnet.doctor.finding import Finding
from sheetnet.doctor.system import System

_IMPORTED = ("numpy", "xlwings", "filelock", "openpyxl", "platformdirs", "tabulate", "threadpoolctl", "tqdm", "uno")
_NEVER_IMPORTED = {"antigravity", "idlelib", "lib2to3", "this", "turtle", "turtledemo"}


def python(system: System, folder: Path) -> Iterator[Finding]:
    """Which Python runs this."""
    yield Finding("Python", "ok", f"{sys.version.split()[0]}  {system.executable}")


def sheetnet(system: System, folder: Path) -> Iterator[Finding]:
    """Which sheetnet runs this, and from where."""
    yield Finding("sheetnet", "ok", f"{itself.__version__}  {_own_folder()}")


def folder(system: System, folder: Path) -> Iterator[Finding]:
    """Whether a workbook can be saved here."""
    refusal = system.refusal(folder)
    if refusal:
        yield Finding("this folder", "problem", f"cannot be written: {refusal}", system.quote("cd", str(system.home)))
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
    """Names in this folder that RunPython would import in place of the modules meant: the folder comes first there."""
    for one in sorted(folder.iterdir()):
        name = one.name
        module = one.stem if one.suffix == ".py" else name if (one / "__init__.py").is_file() else ""
        if _is_needed(module) and one.resolve() != _own_folder():
            told = f"{name} would be imported in place of '{module}'"
            yield Finding("names here", "problem", told, _rename(system, one))
        if one.suffix.lower() in (".xlsx", ".xlsm") and _is_needed(one.stem):
            told = f"{name}: the add-in's Run main would import the module '{one.stem}', which is another one"
            yield Finding("names here", "problem", told, _rename(system, one))


def _is_needed(module: str) -> bool:
    return module in ("sheetnet", *_IMPORTED) or module in sys.stdlib_module_names - _NEVER_IMPORTED


def _rename(system: System, one: Path) -> str:
    return system.quote("move" if system.windows else "mv", str(one), str(one.with_name(f"my_{one.name}")))


def _own_folder() -> Path:
    return Path(itself.__file__).resolve().parent


def _elsewhere(system: System) -> str:
    """The command that names another state folder."""
    if system.windows:
        return system.quote("setx", "SHEETNET_STATE_DIR", str(system.home / "sheetnet-state"))
    return f"export {system.quote('SHEETNET_STATE_DIR=' + str(system.home / '.sheetnet'))}"
