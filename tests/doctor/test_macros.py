"""Whether Excel and LibreOffice let macros run, by what the user and the administrator have set."""

from dataclasses import replace
from pathlib import Path

import pytest

from sheetnet.doctor import Answer, Finding
from tests.doctor.machines import (
    XLWINGS,
    linux,
    mac,
    touch,
    windows,
)

SECURITY = r"Microsoft\Office\16.0\Excel\Security"


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
