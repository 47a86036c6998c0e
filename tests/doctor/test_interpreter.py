"""The Python that Excel is told to start: wherever it may be told, and all that can be wrong with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from sheetnet.doctor import Answer
from tests.doctor.machines import (
    configure,
    has,
    mac,
    remove,
    touch,
    windows,
)


def test_an_interpreter_that_is_not_configured_is_a_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(machine.home / ".xlwings" / "xlwings.conf")

    found = machine.examine()["RunPython's Python"]

    assert (found.status, found.fix) == ("problem", "python -m xlwings.cli config create")
    assert found.found.startswith("not configured")


def test_an_interpreter_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    configure(machine.home / ".xlwings" / "xlwings.conf", INTERPRETER_WIN=tmp_path / "gone" / "python.exe")

    found = machine.examine()["RunPython's Python"]

    assert (found.status, found.fix) == ("problem", "python -m xlwings.cli config create --force")
    assert found.found.startswith("there is no ")


@pytest.mark.parametrize("setting", ["LICENSE_KEY", "PYTHONPATH", "ONEDRIVE_CONSUMER_WIN", "SHOW CONSOLE"])
@pytest.mark.parametrize("interpreter", ["gone.exe", None])
def test_settings_that_hold_more_than_the_interpreter_are_not_written_anew(
    setting: str, interpreter: str | None, tmp_path: Path
) -> None:
    machine = windows(tmp_path)
    own = machine.home / ".xlwings" / "xlwings.conf"
    rows = {setting.replace(" ", "__"): "theirs"} | ({"INTERPRETER_WIN": interpreter} if interpreter else {})
    configure(own, **rows)

    found = machine.examine()["RunPython's Python"]

    assert (found.status, found.fix) == ("problem", f"notepad {own}")
    assert found.found.endswith(f'it should have the line "INTERPRETER_WIN","{machine.executable}"')


@pytest.mark.parametrize(
    ("sheetnet", "xlwings", "told"),
    [(None, True, "no sheetnet in"), ("0.1.0", False, "no xlwings in"), (None, False, "no sheetnet and no xlwings in")],
)
def test_an_interpreter_that_lacks_something_is_a_problem(
    sheetnet: str | None, xlwings: bool, told: str, tmp_path: Path
) -> None:
    machine = mac(tmp_path)
    other = touch(tmp_path / "other" / "bin" / "python")
    configure(machine.home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf", INTERPRETER_MAC=other)
    machine.answers[f"{other} -c"] = has(tmp_path / "other", sheetnet, xlwings=xlwings)

    found = machine.examine()["RunPython's Python"]

    assert (found.status, found.found.partition(f" {other}")[0]) == ("problem", told)


@pytest.mark.parametrize(("version", "status"), [(None, "note"), ("0.0.1", "problem")])
def test_another_python_will_do_if_its_sheetnet_is_the_same(version: str | None, status: str, tmp_path: Path) -> None:
    machine = windows(tmp_path)
    other = touch(tmp_path / "other" / "python.exe")
    configure(machine.home / ".xlwings" / "xlwings.conf", INTERPRETER_WIN=other)
    machine.answers[f"{other} -c"] = has(other.parent, version) if version else has(other.parent)

    found = machine.examine()["RunPython's Python"]

    assert (found.status, found.found[:11]) == (status, "another one")
    assert bool(found.fix) == (status == "problem")


def test_an_interpreter_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    machine.answers[f"{machine.executable} -c"] = Answer(-1, "no answer within 5 seconds")

    assert machine.examine()["RunPython's Python"].status == "problem"


def test_settings_beside_the_workbook_come_before_those_of_the_user(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    configure(tmp_path / "work" / "xlwings.conf", INTERPRETER_WIN=tmp_path / "gone.exe")

    found = machine.examine()["RunPython's Python"]

    assert found.status == "problem"
    assert found.found == (
        f"there is no {tmp_path / 'gone.exe'}, named in {tmp_path / 'work' / 'xlwings.conf'}; "
        f'it should have the line "INTERPRETER_WIN","{machine.executable}"'
    )
    assert found.fix == f"notepad {tmp_path / 'work' / 'xlwings.conf'}"


def test_settings_may_name_variables_of_the_environment(tmp_path: Path) -> None:
    on_windows, on_mac = windows(tmp_path / "w"), mac(tmp_path / "m")
    python = touch(on_mac.home / "env" / "python")
    on_mac.answers[f"{python} -c"] = has(tmp_path / "m" / "venv")
    configure(
        on_mac.home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf", INTERPRETER_MAC="$HOME/env/python"
    )
    configure(on_windows.home / ".xlwings/xlwings.conf", INTERPRETER_WIN="%pythons%/python.exe")
    on_windows = replace(on_windows, environ={**on_windows.environ, "PYTHONS": str(tmp_path / "w" / "Python")})

    assert on_windows.examine()["RunPython's Python"].status == "ok"
    assert on_mac.examine()["RunPython's Python"].status == "ok"


@pytest.mark.parametrize("environment", ["base", "sheet"])
def test_a_conda_environment_is_found(environment: str, tmp_path: Path) -> None:
    machine = windows(tmp_path)
    base = tmp_path / "conda"
    python = touch((base if environment == "base" else base / "envs" / "sheet") / "python.exe")
    machine.answers[f"{python} -c"] = has(Path(machine.prefix))
    configure(machine.home / ".xlwings" / "xlwings.conf", CONDA__PATH=base, CONDA__ENV=environment)

    found = machine.examine()["RunPython's Python"]

    assert found.status == "ok"
    assert str(python) in found.found


def test_settings_in_the_encoding_of_the_system_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = windows(tmp_path)
    python = touch(tmp_path / "太郎" / "python.exe")
    machine.answers[f"{python} -c"] = has(Path(machine.prefix))
    (machine.home / ".xlwings" / "xlwings.conf").write_bytes(f'"INTERPRETER_WIN","{python}"\r\n'.encode("cp932"))
    monkeypatch.setattr("locale.getencoding", lambda: "cp932")

    assert machine.examine()["RunPython's Python"].status == "ok"
