"""What is found on Windows, macOS and Linux: everything in order, and each thing that can be wrong."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sheetnet import doctor
from sheetnet.doctor import Answer, Finding
from sheetnet.doctor.xlwings_package import REQUIREMENT
from sheetnet.errors import SheetnetError
from sheetnet.office.installation import program_folder, script_path, soffice, uno_python, user_profile
from tests.conftest import ROOT
from tests.doctor.machines import (
    APP_PATHS,
    XLWINGS,
    Machine,
    configure,
    has,
    linux,
    mac,
    make_addin,
    remove,
    touch,
    windows,
)

Make = Callable[[Path], Machine]
SECURITY = r"Microsoft\Office\16.0\Excel\Security"
ADDIN = "AppData/Roaming/Microsoft/Excel/XLSTART/xlwings.xlam"


@pytest.mark.parametrize("make", [windows, mac])
def test_a_machine_with_everything_has_no_problem(make: Make, tmp_path: Path) -> None:
    found = make(tmp_path).examine()

    assert {one.name: one for one in found.values() if one.status != "ok"} == {}
    assert doctor.works(list(found.values()))
    assert doctor.as_json(list(found.values()))["usable"] == ["Excel", "LibreOffice"]


def test_linux_has_no_excel_and_works_with_libreoffice(tmp_path: Path) -> None:
    found = linux(tmp_path).examine()

    assert [one.name for one in found.values() if one.status != "ok"] == ["Excel"]
    assert found["Excel"].status == "note"
    assert doctor.as_json(list(found.values()))["usable"] == ["LibreOffice"]


def test_the_versions_are_told(tmp_path: Path) -> None:
    on_windows, on_mac = windows(tmp_path / "w").examine(), mac(tmp_path / "m").examine()

    assert on_windows["Excel"].found.startswith("16.0  ")
    assert on_windows["LibreOffice"].found.startswith("25.2.3.2  ")
    assert on_windows["LibreOffice's Python"].found.startswith("3.10.17  ")
    assert on_windows["xlwings add-in"].found.startswith("0.37.8  ")
    assert on_mac["Excel"].found.startswith("16.90  ")


# xlwings


@pytest.mark.parametrize("make", [windows, mac])
def test_without_xlwings_excel_cannot_be_driven(make: Make, tmp_path: Path) -> None:
    machine = make(tmp_path)

    findings = replace(machine, packages={}).examine()

    found = findings["xlwings"]
    assert (found.status, found.stops) == ("problem", ("Excel", "LibreOffice"))
    assert found.fix.replace("'", '"').endswith('-m pip install "xlwings>=0.37,<1"')
    assert not doctor.works(list(findings.values()))


@pytest.mark.parametrize("version", ["1.0.2", "0.36.9", "0.9", "2"])
def test_an_xlwings_that_sheetnet_does_not_allow_is_not_taken_for_a_known_one(version: str, tmp_path: Path) -> None:
    found = replace(windows(tmp_path), packages={"xlwings": version}).examine()["xlwings"]

    assert (found.status, found.stops) == ("problem", ("Excel", "LibreOffice"))
    assert found.found.startswith(f"{version};")


def test_the_xlwings_that_is_asked_for_is_the_one_of_the_extras() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    assert REQUIREMENT in extras["excel"]
    assert REQUIREMENT in extras["libreoffice"]


def test_an_add_in_of_another_version_is_a_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    make_addin(machine.home / ADDIN, "0.30.1")

    found = machine.examine()["xlwings add-in"]

    assert found.status == "problem"
    assert found.found.startswith("0.30.1, and the package is 0.37.8")
    assert found.fix == "python -m xlwings.cli addin install"


def test_an_add_in_for_everybody_is_found_beside_excel(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(machine.home / ADDIN)
    make_addin(tmp_path / "Program Files" / "Microsoft Office" / "XLSTART" / "xlwings.xlam", XLWINGS)

    assert machine.examine()["xlwings add-in"].status == "ok"


def test_a_missing_add_in_is_no_problem_for_the_buttons_of_a_workbook(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(machine.home / ADDIN)

    found = machine.examine()["xlwings add-in"]

    assert found.status == "note"
    assert found.found.endswith("python -m xlwings.cli addin install")


def test_a_damaged_add_in_does_not_stop_the_page(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    (machine.home / ADDIN).write_bytes(b"PK, but no package")

    found = machine.examine()

    assert found["excel addin"].found.startswith("could not be looked at: BadZipFile")
    assert list(found)[-1] == "state folder"


def test_on_macos_the_script_of_run_python_has_to_be_that_of_the_version(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    scripts = machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    (scripts / f"xlwings-{XLWINGS}.applescript").rename(scripts / "xlwings-0.30.1.applescript")

    found = machine.examine()["RunPython script"]

    assert found.status == "problem"
    assert "only xlwings-0.30.1.applescript" in found.found
    assert found.fix.endswith("-m xlwings.cli runpython install")


# the interpreter of RunPython


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


# macros


def excel_macros(root: Path, values: dict[tuple[str, str], int]) -> Finding:
    machine = windows(root)
    return replace(machine, values={**machine.values, **values}).examine()["macros in Excel"]


@pytest.mark.parametrize(("level", "status"), [(1, "ok"), (2, "ok"), (3, "problem"), (4, "problem")])
def test_the_users_own_macro_security_can_be_set_back(level: int, status: str, tmp_path: Path) -> None:
    found = excel_macros(tmp_path, {(rf"HKCU\Software\{SECURITY}", "VBAWarnings"): level})

    assert found.status == status
    if status == "problem":
        assert found.fix == rf"reg add HKCU\Software\{SECURITY} /v VBAWarnings /t REG_DWORD /d 2 /f"


@pytest.mark.parametrize("cloud", ["", "Cloud\\"])
def test_a_policy_comes_before_the_users_setting_and_leaves_watch(cloud: str, tmp_path: Path) -> None:
    policy = r"HKCU\Software\Policies\Microsoft" + "\\" + cloud + r"Office\16.0\Excel\Security"

    found = excel_macros(tmp_path, {(policy, "VBAWarnings"): 4, (rf"HKCU\Software\{SECURITY}", "VBAWarnings"): 1})

    assert (found.status, found.fix) == ("problem", "sheetnet watch BOOK.xlsx")
    assert found.found.endswith("by a policy; sheetnet watch BOOK.xlsx trains without macros")


def test_where_watch_is_the_way_and_lacks_its_library_that_is_what_to_install(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    off = {(r"HKLM\Software\Policies\Microsoft\Office\16.0\Common", "VBAOff"): 1}

    found = replace(machine, packages={"xlwings": XLWINGS}, values={**machine.values, **off}).examine()

    assert found["macros in Excel"].fix == "python -m pip install watchfiles"
    assert found["watchfiles"].status == "note"
    assert found["watchfiles"].found.endswith("python -m pip install watchfiles")


def test_vba_may_be_switched_off_altogether(tmp_path: Path) -> None:
    found = excel_macros(tmp_path, {(r"HKLM\Software\Policies\Microsoft\Office\16.0\Common", "VBAOff"): 1})

    assert (found.status, found.fix) == ("problem", "sheetnet watch BOOK.xlsx")


@pytest.mark.parametrize("managed", [True, False])
def test_macro_security_of_macos_is_read_from_its_preferences(managed: bool, tmp_path: Path) -> None:
    machine = mac(tmp_path)
    machine.answers["defaults read"] = Answer(0, "DisabledWithoutWarnings")
    if managed:
        touch(tmp_path / "Library" / "Managed Preferences" / "com.microsoft.office.plist")

    found = machine.examine()["macros in Excel"]

    own = "defaults write com.microsoft.office VisualBasicMacroExecutionState -string DisabledWithWarnings"
    assert (found.status, found.fix) == ("problem", "sheetnet watch BOOK.xlsx" if managed else own)


@pytest.mark.parametrize(("level", "told"), [(0, "every macro"), (1, "asks"), (2, "signed"), (3, "only those from")])
def test_macro_security_of_libreoffice_is_read_from_its_profile(level: int, told: str, tmp_path: Path) -> None:
    machine = linux(tmp_path)
    settings = machine.home / ".config" / "libreoffice" / "4" / "user" / "registrymodifications.xcu"
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" '
        f'oor:op="fuse"><value>{level}</value></prop></item>\n</oor:items>\n'
    )

    assert told in machine.examine()["macros in LibreOffice"].found


# programs that are missing


def test_with_libreoffice_a_missing_excel_is_no_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    del machine.values[APP_PATHS, ""]

    found = machine.examine()

    assert found["Excel"] == Finding("Excel", "note", "not found", stops=("Excel",))
    assert not {"xlwings add-in", "RunPython's Python", "macros in Excel"} & set(found)
    assert doctor.as_json(list(found.values()))["usable"] == ["LibreOffice"]


def test_with_excel_a_missing_libreoffice_is_no_problem(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    remove(tmp_path / "Program Files" / "LibreOffice")

    found = machine.examine()

    assert found["LibreOffice"] == Finding("LibreOffice", "note", "not found", stops=("LibreOffice",))
    assert doctor.as_json(list(found.values()))["usable"] == ["Excel"]


@pytest.mark.parametrize(
    ("make", "excel", "office", "fix"),
    [
        (windows, "Program Files/Microsoft Office", "Program Files/LibreOffice", "winget install"),
        (mac, "Applications/Microsoft Excel.app", "Applications/LibreOffice.app", "brew install"),
        (linux, "", "usr/lib/libreoffice", "sudo apt-get install libreoffice-calc python3-uno"),
    ],
)
def test_with_neither_program_the_live_path_cannot_work(
    make: Make, excel: str, office: str, fix: str, tmp_path: Path
) -> None:
    machine = make(tmp_path)
    for folder in filter(None, (excel, office)):
        remove(tmp_path / folder)
    machine.programs.pop("soffice", None)

    found = machine.examine()

    assert found["LibreOffice"].status == "problem"
    assert found["LibreOffice"].fix.startswith(fix)
    assert not doctor.works(list(found.values()))


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
