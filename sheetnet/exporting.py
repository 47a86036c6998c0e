"""Models as files: written whole or not at all, read with what is wrong in one line."""

import tempfile
from functools import partial
from pathlib import Path

from sheetnet.errors import FileError, SettingError
from sheetnet.model import Model, ModelError, load, save, write_script
from sheetnet.session.modelling import model_in
from sheetnet.sheet.disk.writing import copy_into, exists_already, write_for_user
from sheetnet.sheet.grid import Grid

SCRIPTS = {"python": "numpy", "torch": "torch", "sklearn": "sklearn"}  # kind -> flavour
KINDS = ("npz", "json", "csv", *SCRIPTS, "onnx")


def write_model(grid: Grid, kind: str, path: str | Path | None, *, force: bool) -> tuple[Path, ...]:
    """Write the network of a workbook to a file, by default beside it; returns what was written."""
    if kind not in KINDS:
        raise SettingError(f"expected one of {', '.join(KINDS)} to export to, found '{kind}'")
    target = Path(path) if path is not None else _beside(grid, kind)
    if not target.parent.is_dir():
        raise FileError(f"there is no folder '{target.parent}'", book=target.name, remedy="make it first")
    model, problem = model_in(grid)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".~sheetnet-") as folder:
        try:
            made = _write(Path(folder) / target.name, kind, model, problem.training_cases)
        except ModelError as error:
            raise FileError(str(error)) from None
        except OSError as error:
            raise FileError(f"cannot write the file: {error.strerror}", book=target.name) from None
        places = [target.parent / one.name for one in made]
        for place in places:
            if grid.folder is not None and place.exists() and place.samefile(grid.folder / grid.label):
                raise FileError("this is the workbook itself", book=place.name, remedy="choose another name with -o")
            if place.exists() and not force:
                raise exists_already(place.name)
        for one, place in zip(reversed(made), reversed(places), strict=True):  # the script last: it names the other
            write_for_user(place, partial(copy_into, one))
    return tuple(places)


def _write(path: Path, kind: str, model: Model, cases: tuple[object, object]) -> tuple[Path, ...]:
    if kind in SCRIPTS:
        return write_script(path, model, SCRIPTS[kind], *cases)  # type: ignore[arg-type]
    if kind == "onnx":
        try:
            from sheetnet.model.onnx_graph import save_onnx
        except ModuleNotFoundError:
            raise SettingError("ONNX needs the package onnx", remedy='python -m pip install "sheetnet[onnx]"') from None
        save_onnx(model, path)
    else:
        save(model, path, kind)
    return (path,)


def _beside(grid: Grid, kind: str) -> Path:
    """``letters.npz`` for letters.xlsx; of a script ``letters.py``, ``letters_torch.py``."""
    if grid.folder is None:
        raise SettingError("expected a file to write to", remedy="name it with -o")
    stem = Path(grid.label).stem
    if kind in SCRIPTS:
        return grid.folder / (f"{stem}.py" if kind == "python" else f"{stem}_{kind}.py")
    return grid.folder / f"{stem}.{kind}"


def read_model(path: str | Path) -> Model:
    """The model of a file that `write_model` has made."""
    path = Path(path)
    try:
        return load(path)
    except ModelError as error:
        raise FileError(str(error), book=path.name) from None
    except FileNotFoundError:
        raise FileError("no such file", book=path.name) from None
    except OSError as error:
        raise FileError(f"cannot read the file: {error.strerror}", book=path.name) from None
