"""What the tests share: a letters workbook, ways to spoil it, and the programs that recalculate it.

A claim that needs many repetitions is tested with a few of them: `few(n)` takes n of its cases. The others, and what
is marked `full`, run with `--full`.
"""

import gc
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock
from hypothesis import settings
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import parse_area

ROOT = Path(__file__).parent.parent
settings.register_profile("untimed", deadline=None)  # no test asks how long something takes
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long cases too: every repetition of what is claimed")


def pytest_configure() -> None:
    """A seventh of the tests' time went into looking for garbage among what thousands of them keep to the end."""
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("full") and not item.config.getoption("--full"):
        pytest.skip("long: run with --full")
    if item.get_closest_marker("libreoffice"):
        soffice()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test marked `few(n)`, n cases stay in the quick run, spread from the first to the last."""
    cases: dict[tuple[Path, str], list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("few") and not item.get_closest_marker("full"):
            cases.setdefault((item.path, item.nodeid.partition("[")[0]), []).append(item)
    for found in cases.values():
        (count,) = found[0].get_closest_marker("few").args  # type: ignore[union-attr]
        chosen = {number * (len(found) - 1) // max(count - 1, 1) for number in range(count)}
        for number, item in enumerate(found):
            if number not in chosen:
                item.add_marker(pytest.mark.full)


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Earlier states and records of runs go to a folder of the tests, not to the user's; English is spoken."""
    folder = tmp_path_factory.mktemp("state")
    before = {name: os.environ.get(name) for name in ("SHEETNET_STATE_DIR", "SHEETNET_LANG")}
    os.environ |= {"SHEETNET_STATE_DIR": str(folder), "SHEETNET_LANG": "en"}
    yield folder
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(scope="session", autouse=True)
def compiled_once(shared: Path) -> Iterator[None]:
    """Where Python is told to leave no compiled modules about, the programs that tests start share those of one folder.

    Each of a few hundred would compile the package anew otherwise, which takes longer than what it is started for.
    """
    told = os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if told is None:
        yield
        return
    os.environ["PYTHONPYCACHEPREFIX"] = str(shared / "compiled")
    yield
    os.environ |= {"PYTHONDONTWRITEBYTECODE": told}
    del os.environ["PYTHONPYCACHEPREFIX"]


_Made = TypeVar("_Made")


class WhenAskedFor(dict[str, _Made]):
    """Things by name, each made when somebody asks for it."""

    def __init__(self, make: Callable[[str], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> _Made:
        self[name] = self._make(name)
        return self[name]


def once(path: Path, make: Callable[[Path], object]) -> Path:
    """The file or folder, made by the first process of the tests that asks for it; none is left that is half made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        if not path.exists():
            try:
                make(path)
            except BaseException:  # of a test that is skipped too
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
                raise
    return path


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of the tests see; what is in it is only read."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def letters_file(shared: Path) -> Path:
    """An untrained letters workbook, without the sheets that look back; copy it before changing it."""
    return once(shared / "plain" / "letters.xlsx", partial(sheetnet.new, plain=True))


@pytest.fixture(scope="session")
def whole_file(shared: Path) -> Path:
    """An untrained letters workbook with Play, Why, Gallery and the pictures; copy it before changing it."""
    return once(shared / "whole" / "letters.xlsx", sheetnet.new)


@pytest.fixture(scope="session")
def examples(shared: Path) -> Mapping[str, Path]:
    """A new workbook of every example; copy it before changing it."""
    return WhenAskedFor(lambda name: once(shared / f"{name}.xlsx", lambda path: sheetnet.new(path, example=name)))


@pytest.fixture
def letters(letters_file: Path, tmp_path: Path) -> Path:
    """A letters workbook of the test's own."""
    return Path(shutil.copy(letters_file, tmp_path / "letters.xlsx"))


@pytest.fixture
def whole(whole_file: Path, tmp_path: Path) -> Path:
    """Such a workbook of the test's own."""
    return Path(shutil.copy(whole_file, tmp_path / "letters.xlsx"))


@pytest.fixture(scope="session")
def whole_trained_file(whole_file: Path, shared: Path) -> Path:
    """It after 500 iterations; copy it before changing it."""
    return once(shared / "whole_trained" / "trained.xlsx", lambda path: sheetnet.train(whole_file, output=path))


@pytest.fixture(scope="session")
def trained_file(letters_file: Path, shared: Path) -> Path:
    """The letters after 500 iterations; copy it before changing it."""
    return once(shared / "plain_trained" / "trained.xlsx", lambda path: sheetnet.train(letters_file, output=path))


@pytest.fixture
def spoiled(letters: Path) -> Callable[[dict[str, Any]], Path]:
    """A letters workbook with other values in some cells, written by openpyxl."""

    def spoil(cells: dict[str, Any]) -> Path:
        book = load_workbook(letters)
        for address, value in cells.items():
            sheet, _, cell = address.rpartition("!")
            book[sheet][cell].value = value
        book.save(letters)
        return letters

    return spoil


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def write_cells(path: Path, cells: Mapping[str, Any]) -> None:
    """Put values into cells of a file."""
    with sheetnet.open(path) as grid:
        for place, value in cells.items():
            area = parse_area(place)
            assert area
            grid.write(area, [[value]])
        grid.save()


def vector(path: Path, block: str = "current") -> list[float]:
    grid = sheetnet.open(path)
    layout = find(grid)
    rows = grid.read(layout[block])
    return [rows[row][column] for row, column in layout.geometry.cells]  # type: ignore[misc]


def change_formula(path: Path, address: str, formula: str, value: float | None = None) -> None:
    content = parts(path)
    pattern = rb'(<c r="%s"[^>]*>)<f>[^<]*</f><v>([^<]*)</v>' % address.encode()
    stored = rb"\2" if value is None else repr(value).encode()
    new, count = re.subn(
        pattern, rb"\1<f>%s</f><v>%s</v>" % (formula.encode(), stored), content["xl/worksheets/sheet1.xml"]
    )
    assert count == 1
    content["xl/worksheets/sheet1.xml"] = new
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in content.items():
            book.writestr(name, data)


def soffice() -> str:
    """The path of LibreOffice; skips the test where it is missing, unless CI demands it."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        if os.environ.get("SHEETNET_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice is required here (SHEETNET_REQUIRE_LIBREOFFICE) and not on the PATH")
        pytest.skip("LibreOffice (soffice) is not on the PATH")
    return found


def convert(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice converts it, in `folder`, with a profile of its own."""
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    command = [
        soffice(),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        folder,
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"
