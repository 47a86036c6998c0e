"""LibreOffice and its Python are found, or it is said what to do."""

from dataclasses import replace
from pathlib import Path

import pytest

from sheetnet.office.channel import OfficeError
from sheetnet.office.installation import environment, has_display, soffice, uno_python
from sheetnet.office.system import System
from tests.doctor.machines import Machine, linux, mac, remove, touch, windows


def with_variable(machine: Machine, name: str, value: Path) -> Machine:
    return replace(machine, environ={**machine.environ, name: str(value)})


def test_a_missing_libreoffice_is_told_with_how_to_install_it(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    machine.programs.pop("soffice")
    remove(tmp_path / "usr" / "lib" / "libreoffice")

    with pytest.raises(OfficeError) as caught:
        soffice(machine)

    assert str(caught.value) == (
        "LibreOffice is not found; install it (sudo apt-get install libreoffice-calc python3-uno "
        "libreoffice-script-provider-python), or set SHEETNET_SOFFICE to its soffice"
    )


def test_an_office_of_an_unusual_place_is_found(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    place = touch(tmp_path / "elsewhere" / "soffice")

    assert soffice(with_variable(machine, "SHEETNET_SOFFICE", place)) == place
    with pytest.raises(OfficeError, match=r"SHEETNET_SOFFICE names .*none, which is no file; unset SHEETNET_SOFFICE"):
        soffice(with_variable(machine, "SHEETNET_SOFFICE", tmp_path / "none"))


@pytest.mark.parametrize(
    "place",
    [
        "opt/libreoffice25.2/program/soffice",
        "usr/lib/libreoffice/program/soffice",
        "usr/lib64/libreoffice/program/soffice",
    ],
)
def test_on_linux_it_is_found_where_installers_put_it(place: str, tmp_path: Path) -> None:
    machine = Machine(platform="linux", root=tmp_path, home=tmp_path, environ={})

    assert (
        soffice(replace(machine, root=touch(tmp_path / place).parents[len(Path(place).parts) - 1])) == tmp_path / place
    )


def test_on_windows_the_registry_and_the_path_lead_to_it(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(tmp_path / "Program Files" / "LibreOffice")
    place = touch(tmp_path / "D" / "Office" / "program" / "soffice.exe")

    machine.values[r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath", ""] = str(place.parent)
    assert soffice(machine) == place
    machine.values.clear()
    machine.programs["soffice"] = place.with_name("soffice.COM")
    assert soffice(machine) == place


def test_a_python_without_uno_is_refused(tmp_path: Path) -> None:
    machine = with_variable(linux(tmp_path), "SHEETNET_UNO_PYTHON", tmp_path / "python")

    with pytest.raises(OfficeError, match=r"SHEETNET_UNO_PYTHON names .*python, which cannot import uno"):
        uno_python(machine)


@pytest.mark.parametrize(("make", "version"), [(windows, "3.10.17"), (mac, "3.10.17"), (linux, "3.11.2")])
def test_libreoffices_own_python_comes_first_and_the_systems_last(make: type, version: str, tmp_path: Path) -> None:
    assert uno_python(make(tmp_path)).version == version


def test_another_python_is_not_led_to_our_libraries(tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    touch(tmp_path / "venv" / "python3")
    variables = {"PYTHONPATH": "/ours", "PYTHONHOME": "/ours", "PATH": f"{tmp_path / 'venv'}:{tmp_path}", "A": "b"}
    machine = System(platform="linux", executable=str(tmp_path / "venv" / "python3"), environ=variables)

    assert environment(machine, machine.executable) == variables
    assert environment(machine, "/usr/bin/python3") == {"PATH": str(tmp_path), "A": "b"}


@pytest.mark.parametrize(
    ("platform", "variables", "shown"),
    [("win32", {}, True), ("darwin", {}, True), ("linux", {}, False), ("linux", {"DISPLAY": ":0"}, True)],
)
def test_on_linux_a_screen_is_a_matter_of_the_session(platform: str, variables: dict[str, str], shown: bool) -> None:
    assert has_display(System(platform=platform, environ=variables)) is shown
