"""Machines to examine: each has everything that the live path needs; a test takes something away."""

import json
import plistlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from sheetnet import __version__, doctor
from sheetnet.doctor import Answer, Finding, System
from sheetnet.office.installation import script_path, script_text

XLWINGS = "0.37.8"
APP_PATHS = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


@dataclass(frozen=True)
class Machine(System):
    """A machine whose registry, PATH, packages and programs are written down."""

    values: dict[tuple[str, str], str | int] = field(default_factory=dict)
    programs: dict[str, Path] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    read_only: set[Path] = field(default_factory=set)

    def registry(self, key: str, name: str = "") -> str | int | None:
        return self.values.get((key, name))

    def which(self, program: str) -> Path | None:
        return self.programs.get(program)

    def version(self, distribution: str) -> str | None:
        return self.packages.get(distribution)

    def package(self, module: str) -> Path | None:
        return self.root / "packages" / module

    def run(self, command: list[str], *, environ: Mapping[str, str] | None = None, seconds: float = 5.0) -> Answer:
        return self.answers.get(" ".join([command[0], *command[1:2]]), Answer(-1, "No such file or directory"))

    def refusal(self, folder: Path) -> str:
        return "Permission denied" if folder in self.read_only else ""

    def examine(self, folder: Path | None = None) -> dict[str, Finding]:
        """The findings by name."""
        here = folder or self.root / "work"
        findings = doctor.examine(here, self)
        assert len({finding.name for finding in findings}) == len(findings)
        return {finding.name: finding for finding in findings}


Make = Callable[[Path], Machine]


def windows(root: Path) -> Machine:
    """Windows with Excel, the add-in, a configured interpreter, and LibreOffice."""
    excel = touch(root / "Program Files" / "Microsoft Office" / "EXCEL.EXE")
    python = touch(root / "Python" / "python.exe")
    office = root / "Program Files" / "LibreOffice" / "program"
    for name in ("soffice.exe", "soffice.com", "python.exe"):
        touch(office / name)
    home = root / "home"
    make_addin(home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam", XLWINGS)
    install_buttons(home / "AppData/Roaming/LibreOffice/4", python)
    configure(home / ".xlwings" / "xlwings.conf", INTERPRETER_WIN=python)
    (root / "work").mkdir()
    return Machine(
        platform="win32",
        home=home,
        root=root,
        executable=str(python),
        prefix=str(python.parent),
        environ={"APPDATA": str(home / "AppData" / "Roaming"), "ProgramFiles": str(root / "Program Files")},
        values={(APP_PATHS, ""): f'"{excel}"', (r"HKCR\Excel.Application\CurVer", ""): "Excel.Application.16"},
        programs={"python": python},
        packages={"xlwings": XLWINGS, "watchfiles": "1.1.0"},
        answers={
            f"{python} -c": has(python.parent),
            f"{office / 'soffice.com'} --version": Answer(
                0, "LibreOffice 25.2.3.2 bbb074479178df812d175f709636b368952c2ce3"
            ),
            f"{office / 'python.exe'} -c": Answer(0, "3.10.17"),
        },
    )


def mac(root: Path) -> Machine:
    """macOS with Excel, the add-in, the script of RunPython, a configured interpreter, and LibreOffice."""
    information = touch(root / "Applications" / "Microsoft Excel.app" / "Contents" / "Info.plist")
    information.write_bytes(plistlib.dumps({"CFBundleShortVersionString": "16.90"}))
    python = touch(root / "venv" / "bin" / "python")
    contents = root / "Applications" / "LibreOffice.app" / "Contents"
    for name in ("MacOS/soffice", "Resources/python"):
        touch(contents / name)
    home = root / "Users" / "taro"
    office = home / "Library" / "Group Containers" / "UBF8T346G9.Office"
    make_addin(office / "User Content.localized" / "Startup.localized" / "Excel" / "xlwings.xlam", XLWINGS)
    touch(home / "Library" / "Application Scripts" / "com.microsoft.Excel" / f"xlwings-{XLWINGS}.applescript")
    configure(home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf", INTERPRETER_MAC=python)
    install_buttons(home / "Library/Application Support/LibreOffice/4", python)
    (root / "work").mkdir()
    return Machine(
        platform="darwin",
        home=home,
        root=root,
        executable=str(python),
        prefix=str(root / "venv"),
        environ={"HOME": str(home)},
        packages={"xlwings": XLWINGS, "watchfiles": "1.1.0"},
        answers={
            f"{python} -c": has(root / "venv"),
            f"{contents / 'MacOS' / 'soffice'} --version": Answer(0, "LibreOffice 25.2.3.2 bbb0744"),
            f"{contents / 'Resources' / 'python'} -c": Answer(0, "3.10.17"),
            "defaults read": Answer(1, ""),
        },
    )


def linux(root: Path) -> Machine:
    """Linux with LibreOffice of the distribution."""
    office = touch(root / "usr" / "lib" / "libreoffice" / "program" / "soffice").parent
    python = touch(root / "usr" / "bin" / "python3")
    home = root / "home" / "taro"
    touch(office / "pythonscript.py")
    install_buttons(home / ".config/libreoffice/4", python)
    (root / "work").mkdir()
    return Machine(
        platform="linux",
        home=home,
        root=root,
        executable=str(python),
        prefix=str(root / "usr"),
        environ={"HOME": str(home), "DISPLAY": ":0"},
        programs={"soffice": office / "soffice", "apt-get": root / "usr" / "bin" / "apt-get"},
        packages={"xlwings": XLWINGS, "watchfiles": "1.1.0"},
        answers={
            f"{office / 'soffice'} --version": Answer(0, "LibreOffice 7.4.7.2 40(Build:2)"),
            f"{python} -c": Answer(0, "3.11.2"),
        },
    )


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def install_buttons(profile: Path, python: Path) -> None:
    """The script of the buttons as `sheetnet button --libreoffice` writes it."""
    touch(script_path(profile)).write_text(script_text(str(python)), encoding="utf-8")


def configure(path: Path, **settings: object) -> None:
    """Settings as the add-in and `xlwings config create` write them."""
    lines = [f'"{key.replace("__", " ")}","{value}"\n' for key, value in settings.items()]
    touch(path).write_text("".join(lines), encoding="utf-8")


def has(prefix: Path, sheetnet: str | None = __version__, *, xlwings: bool = True) -> Answer:
    """What a Python answers that has been asked for sheetnet."""
    return Answer(0, json.dumps({"prefix": str(prefix), "sheetnet": sheetnet, "xlwings": xlwings}))


def make_addin(path: Path, version: str) -> None:
    """A package with VBA text in it that is compressed as [MS-OVBA] 2.4.1 says, without any copies."""
    text = f'Attribute VB_Name = "Main"\r\nPublic Const XLWINGS_VERSION As String = "{version}"\r\n'.encode()
    body = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    project = b"other things \x01 before it" + b"\x01" + (0xB000 | (len(body) - 1)).to_bytes(2, "little") + body
    with ZipFile(touch(path), "w") as package:
        package.writestr("xl/vbaProject.bin", project)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
