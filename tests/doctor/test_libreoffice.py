"""LibreOffice: where it is installed, what it lacks, and whether its buttons are those of this sheetnet."""

from dataclasses import replace
from pathlib import Path

import pytest

from sheetnet import doctor
from sheetnet.doctor import Answer
from sheetnet.errors import SheetnetError
from sheetnet.office.installation import program_folder, script_path, soffice, uno_python, user_profile
from tests.doctor.machines import (
    Make,
    linux,
    mac,
    remove,
    touch,
    windows,
)


def test_libreoffice_installed_from_its_own_site_is_found_on_linux(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    machine.programs.clear()
    touch(tmp_path / "opt" / "libreoffice25.2" / "program" / "soffice")

    assert str(tmp_path / "opt" / "libreoffice25.2" / "program") in machine.examine()["LibreOffice"].found


def test_libreoffice_needs_a_python_that_can_speak_to_it(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    machine.answers[f"{machine.executable} -c"] = Answer(1, "")

    found = machine.examine()

    assert found["LibreOffice's Python"].fix == "sudo apt-get install python3-uno"
    assert not doctor.works(list(found.values()))


@pytest.mark.parametrize(
    ("variable", "name", "fix"),
    [
        ("SHEETNET_SOFFICE", "LibreOffice", "unset SHEETNET_SOFFICE"),
        ("SHEETNET_UNO_PYTHON", "LibreOffice's Python", "unset SHEETNET_UNO_PYTHON"),
    ],
)
def test_a_variable_that_names_nothing_stops_libreoffice_as_it_stops_live(
    variable: str, name: str, fix: str, tmp_path: Path
) -> None:
    machine = linux(tmp_path)
    machine = replace(machine, environ={**machine.environ, variable: str(tmp_path / "nothing")})

    found = machine.examine()[name]

    assert (found.status, found.fix, found.stops) == ("problem", fix, ("LibreOffice",))
    with pytest.raises(SheetnetError) as caught:
        uno_python(machine)
    assert found.found == caught.value.problem


def test_without_a_screen_libreoffice_cannot_show_what_it_trains(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    del machine.environ["DISPLAY"]  # type: ignore[attr-defined]

    found = machine.examine()

    assert (found["screen"].status, found["screen"].stops) == ("note", ("LibreOffice",))
    assert not doctor.works(list(found.values()))


@pytest.mark.parametrize("make", [windows, mac, linux])
def test_what_live_would_start_is_what_is_told(make: Make, tmp_path: Path) -> None:
    machine = make(tmp_path)

    found = machine.examine()

    assert str(program_folder(soffice(machine))) in found["LibreOffice"].found
    assert found["LibreOffice's Python"].found.endswith(uno_python(machine).path)
    assert found["buttons in LibreOffice"].found == str(script_path(user_profile(machine)))


def test_a_libreoffice_that_does_not_answer_is_there_all_the_same(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    machine.answers[f"{machine.programs['soffice']} --version"] = Answer(-1, "no answer within 5 seconds")

    found = machine.examine()["LibreOffice"]

    assert found.status == "ok"
    assert "no answer within 5 seconds" in found.found


@pytest.mark.parametrize("change", ["older", "other place", "no interpreter", "emptied"])
def test_buttons_that_another_sheetnet_has_installed_are_a_problem(change: str, tmp_path: Path) -> None:
    machine = linux(tmp_path)
    script = script_path(user_profile(machine))
    text = script.read_text(encoding="utf-8")
    changed = {
        "older": text.replace("bridge/__main__.py", "bridge.py").replace("def found(", "def load("),
        "other place": text.replace("/sheetnet/office/", "/elsewhere/sheetnet/office/"),
        "no interpreter": text.replace(f"INTERPRETER = {machine.executable!r}", "INTERPRETER = '/gone/python'"),
        "emptied": "",
    }
    script.write_text(changed[change], encoding="utf-8")

    found = machine.examine()["buttons in LibreOffice"]

    assert changed[change] != text
    assert (found.status, found.fix) == ("problem", "sheetnet button --libreoffice")


def test_buttons_need_the_part_of_libreoffice_that_runs_scripts(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    remove(tmp_path / "usr/lib/libreoffice/program/pythonscript.py")

    found = machine.examine()["buttons in LibreOffice"]

    assert (found.status, found.fix) == ("problem", "sudo apt-get install libreoffice-script-provider-python")


def test_a_missing_script_of_the_buttons_is_told(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    remove(machine.home / ".config/libreoffice/4/user/Scripts")

    assert machine.examine()["buttons in LibreOffice"].status == "note"
