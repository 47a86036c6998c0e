"""The folder of the workbook, and the state folder."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir

import pytest

from sheetnet import doctor
from tests.doctor.machines import linux, touch, windows


def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    machine = replace(linux(tmp_path), read_only={tmp_path / "work"})

    found = machine.examine()["this folder"]

    assert (found.status, found.found) == ("problem", "cannot be written: Permission denied")
    assert found.fix == f"cd {machine.home}"


def test_a_state_folder_that_cannot_be_made_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(touch(tmp_path / "a file") / "state"))
    on_linux, on_windows = linux(tmp_path / "l"), windows(tmp_path / "w")

    found = {one.name: one for one in doctor.examine(tmp_path, replace_refusal(on_linux))}["state folder"]

    assert found.status == "problem"
    assert "no run can be undone: Not a directory" in found.found
    assert found.fix == f"export SHEETNET_STATE_DIR={on_linux.home / '.sheetnet'}"
    on_windows = replace(on_windows, read_only={tmp_path / "a file"})
    assert on_windows.examine()["state folder"].fix == f"setx SHEETNET_STATE_DIR {on_windows.home / 'sheetnet-state'}"


def replace_refusal(machine: doctor.System) -> doctor.System:
    """The same machine, on which files are really tried."""
    return doctor.System(machine.platform, machine.home, machine.root, machine.environ)


def test_a_state_folder_that_is_not_there_yet_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "not" / "yet"))

    assert linux(tmp_path).examine()["state folder"].status == "ok"
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize(
    ("name", "module"),
    [("sheetnet.py", "sheetnet"), ("numpy.py", "numpy"), ("random.py", "random"), ("xlwings.py", "xlwings")],
)
def test_a_file_that_would_be_imported_in_place_of_a_module_is_a_problem(
    name: str, module: str, tmp_path: Path
) -> None:
    machine = linux(tmp_path)
    touch(tmp_path / "work" / name)

    found = machine.examine()["names here"]

    assert (found.status, found.found) == ("problem", f"{name} would be imported in place of '{module}'")
    assert found.fix == f"mv {tmp_path / 'work' / name} {tmp_path / 'work' / ('my_' + name)}"


def test_a_file_gets_a_name_that_takes_no_others_place(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    for name in ("numpy.py", "my_numpy.py", "my_numpy2.py"):
        touch(tmp_path / "work" / name)

    assert machine.examine()["names here"].fix.endswith("my_numpy3.py")


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["sheetnet/__init__.py", "pyproject.toml"], "sheetnet"),  # a checkout that another sheetnet looks at
        (["xlwings/__init__.py"], "xlwings"),
        (["random.py", "__init__.py"], "random.py"),
        (["random.py", "os.py"], "os.py"),
        (["json.py", "setup.py"], "json.py"),
    ],
)
def test_nothing_that_belongs_to_a_library_is_to_be_renamed(files: list[str], name: str, tmp_path: Path) -> None:
    machine = linux(tmp_path)
    for file in files:
        touch(tmp_path / "work" / file)

    findings = [one for one in doctor.examine(tmp_path / "work", machine) if one.name == "names here"]

    assert any(one.found.startswith(f"{name} would be imported") for one in findings)
    assert {(one.status, one.fix) for one in findings} == {("note", "")}


@pytest.mark.parametrize("folder", ["numpy", "os"])
def test_where_the_modules_meant_lie_nothing_is_renamed(folder: str) -> None:
    """Site-packages and the folder of Python's own library."""
    where = Path(import_module(folder).__file__ or "").parent
    where = where.parent if folder == "numpy" else where

    findings = [one for one in doctor.examine(where, doctor.System()) if one.name == "names here"]

    assert not [one for one in findings if one.fix]
    assert not [one for one in findings if one.found.startswith(f"{folder}")]


@pytest.mark.parametrize(
    "name", ["letters.py", "test.py", "turtle.py", "numpy", "numpy.txt", "numpy/readme.md", "letters.xlsx"]
)
def test_other_files_do_no_harm(name: str, tmp_path: Path) -> None:
    machine = linux(tmp_path)
    touch(tmp_path / "work" / name)

    assert "names here" not in machine.examine()


def test_a_workbook_with_the_name_of_a_module_is_a_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    touch(tmp_path / "work" / "numpy.xlsx")

    found = machine.examine()["names here"]

    assert found.status == "problem"
    assert found.fix.startswith("move ")


def test_the_folder_that_sheetnet_itself_is_imported_from_shadows_nothing(tmp_path: Path) -> None:
    import sheetnet

    machine = linux(tmp_path)

    assert "names here" not in machine.examine(Path(sheetnet.__file__).parent.parent)


def test_advice_of_another_state_folder_names_one_that_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(touch(tmp_path / "a file") / "state"))
    machine = linux(tmp_path / "l")

    found = replace(machine, read_only={tmp_path / "a file", machine.home}).examine()["state folder"]

    assert found.fix == f"export SHEETNET_STATE_DIR={Path(gettempdir()) / '.sheetnet'}"
