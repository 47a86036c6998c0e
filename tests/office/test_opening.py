"""A file is opened in the program that the system has for it, or it is said why not."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from sheetnet.errors import FileError
from sheetnet.office.opening import open_file
from sheetnet.office.system import System
from tests.doctor.machines import Machine, linux, mac, remove, windows


@dataclass(frozen=True)
class Desk(Machine):
    """A machine that notes what is started; programs of `broken` end at once with a word."""

    started: list[list[str]] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)

    def start(self, command: list[str], **_: object) -> str:
        self.started.append(command)
        return self.broken.get(Path(command[0]).name, "")


def desk(machine: Machine, **broken: str) -> Desk:
    return Desk(**vars(machine), broken=broken)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "文字 1.xlsx"
    path.touch()
    return path


def test_each_system_is_asked_in_its_own_way(book: Path, tmp_path: Path) -> None:
    machines = [linux(tmp_path / "l"), mac(tmp_path / "m"), windows(tmp_path / "w")]
    machines[0].programs["xdg-open"] = Path("/usr/bin/xdg-open")
    machines[1].programs["open"] = Path("/usr/bin/open")
    desks = [desk(machine) for machine in machines]

    programs = [open_file(book, one) for one in desks]

    assert programs == ["xdg-open", "open", "startfile"]
    assert [one.started for one in desks] == [
        [["/usr/bin/xdg-open", str(book)]],
        [["/usr/bin/open", str(book)]],
        [["startfile", str(book)]],
    ]


def test_where_the_system_knows_no_program_libreoffice_is_started(book: Path, tmp_path: Path) -> None:
    machine = desk(windows(tmp_path / "w"), startfile="no application is associated")

    program = open_file(book, machine)

    assert program == "soffice.exe"
    assert machine.started[-1] == [
        str(tmp_path / "w/Program Files/LibreOffice/program/soffice.exe"),
        "--calc",
        str(book),
    ]


def test_without_any_program_it_says_what_to_install_and_what_a_browser_can_show(book: Path, tmp_path: Path) -> None:
    machine = linux(tmp_path)
    machine.programs.pop("soffice")
    remove(tmp_path / "usr" / "lib" / "libreoffice")

    with pytest.raises(FileError) as caught:
        open_file(book, desk(machine))

    assert str(caught.value) == (
        "文字 1.xlsx: no program opens it here; install LibreOffice (sudo apt-get install libreoffice-calc python3-uno "
        "libreoffice-script-provider-python), or make a page for a browser: "
        "sheetnet plot '文字 1.xlsx' -o '文字 1.html'"
    )


def test_without_a_screen_nothing_is_started_that_nobody_would_see(book: Path, tmp_path: Path) -> None:
    machine = replace(linux(tmp_path), environ={})
    machine.programs["xdg-open"] = Path("/usr/bin/xdg-open")
    dark = desk(machine, **{"xdg-open": "exit code 3"})

    with pytest.raises(FileError, match=r"\(xdg-open: exit code 3; there is no screen\); copy it to a machine"):
        open_file(book, dark)

    assert [Path(command[0]).name for command in dark.started] == ["xdg-open"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    machine = desk(linux(tmp_path / "l"))

    for path, problem in ((tmp_path / "none.xlsx", "no such file"), (tmp_path, "expected a file, found a folder")):
        with pytest.raises(FileError, match=problem):
            open_file(path, machine)


@pytest.mark.skipif("sys.platform == 'win32'", reason="programs here are scripts of a shell")
def test_a_program_that_ends_with_an_error_has_not_opened_anything(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\necho "no $1"\nexit $2\n')
    program.chmod(0o755)

    assert System().start([str(program), "a", "0"]) == ""
    assert System().start([str(program), "b", "4"]) == "exit code 4: no b"
    assert System().start([str(tmp_path / "none")]) == "No such file or directory"
