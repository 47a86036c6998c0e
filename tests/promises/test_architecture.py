"""Which room may import what: one table, a row a room, read from the imports themselves.

A module belongs to the longest room that matches. Imports inside functions and under TYPE_CHECKING count. A room may
always import itself and the standard library; `sheetnet` itself (its version) is everybody's.
"""

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "sheetnet"

RULES: dict[str, str] = {
    "errors": "",
    "guard": "",
    "saying": "",
    "width": "",
    "net": "numpy",
    "net.lbfgs": "numpy net scipy",
    "model": "guard numpy net",
    "model.onnx_graph": "model.model numpy onnx",
    "sheet": "",
    "sheet.words": "",
    "graph": "sheet.cells sheet.grid numpy openpyxl",
    "sheet.cells": "",
    "sheet.grid": "errors sheet.cells",
    "sheet.disk": "errors filelock platformdirs",
    "sheet.disk.remote": "errors sheet.disk fsspec",
    "sheet.xlsx": "errors sheet.cells sheet.disk",
    "sheet.xlsx.shared_formulas": "errors sheet.cells openpyxl",
    "sheet.grids": "errors sheet.cells sheet.grid sheet.xlsx sheet.disk",
    "sheet.grids.recalculated": "errors sheet.cells sheet.grids",
    "sheet.grids.ironcalc_process": "ironcalc",
    "sheet.blocks": "errors sheet.cells sheet.grid",
    "sheet.blocks.settings": "sheet.formulas.pieces",
    "sheet.formulas": "sheet.cells sheet.blocks",
    "sheet.formulas.operands": "sheet.cells openpyxl",
    "sheet.tables": "errors sheet.cells sheet.grid sheet.grids sheet.xlsx.archive sheet.xlsx.listed numpy",
    "sheet.pages": "sheet.cells sheet.blocks sheet.formulas sheet.tables sheet.words sheet.xlsx width openpyxl",
    "session": "errors net model sheet.cells sheet.grid sheet.blocks sheet.formulas sheet.tables sheet.words.languages "
    "numpy threadpoolctl",
    "session.differentiating": "errors graph sheet.cells sheet.grid net.activations numpy",
    "inspecting": "errors graph saying session.differentiating sheet.cells sheet.grid sheet.words numpy",
    "session.fitting": "errors graph net session sheet.cells sheet.grid numpy",
    "marking": (
        "errors graph inspecting report.class_tables report.wording saying sheet.cells sheet.grid sheet.grids.file "
        "sheet.blocks sheet.pages sheet.words numpy openpyxl"
    ),
    "marking.roster": "errors marking.students sheet.tables.encodings sheet.tables.separators",
    "classroom": "batch.journal errors marking sheet.disk sheet.grids",
    "pictures": (
        "errors net.activations net.network session.plan session.problem session.trajectory "
        "sheet.disk.writing sheet.grid sheet.words width numpy"
    ),
    "pictures.shapes": "",
    "pictures.scales": "",
    "pictures.axes": "pictures.scales pictures.shapes",
    "pictures.svg": "pictures.colours pictures.shapes",
    "pictures.raster": "pictures.colours pictures.fonts pictures.shapes numpy PIL",
    "pictures.pdf": "pictures.colours pictures.fonts pictures.shapes fpdf",
    "making": (
        "errors net.initial net.heads net.health session numpy "
        "sheet.blocks sheet.disk sheet.formulas sheet.grids sheet.pages sheet.tables sheet.words sheet.xlsx.package"
    ),
    "making.curves": (
        "errors net.activations net.numerical net.optimisers numpy openpyxl "
        "sheet.cells sheet.grid sheet.blocks.transfer sheet.pages sheet.words sheet.xlsx.package width"
    ),
    "handing": "errors sheet.disk sheet.grid sheet.grids",
    "api": "handing session exporting pictures sheet.disk sheet.grid sheet.grids sheet.pages sheet.blocks",
    "adding": "errors handing net session sheet.cells sheet.grid sheet.blocks sheet.formulas sheet.tables "
    "sheet.words.languages numpy",
    "any_sheet": "handing inspecting sheet.blocks sheet.grid sheet.grids sheet.pages",
    "exporting": "errors model session sheet.grid sheet.disk",
    "buttons": "errors sheet.cells sheet.grid sheet.blocks sheet.grids sheet.xlsx sheet.disk width olefile",
    "office": "errors sheet.cells sheet.disk xlwings",
    "office.bridge": "uno",
    "office.sheetnet_buttons": "uno",
    "report": "errors guard pictures.scales pictures.shapes pictures.svg sheet.disk width openpyxl",
    "batch": "errors report session sheet.disk",
    "batch.cluster": "errors batch threadpoolctl distributed",
    "watching": "errors api session sheet.disk sheet.grids sheet.blocks",
    "watching.loop": "errors watching sheet.disk sheet.blocks watchfiles",
    "live": "errors saying session office sheet.grids sheet.blocks sheet.cells sheet.disk xlwings",
    "excel": "errors saying session live sheet.grids sheet.blocks",
    "libreoffice": "errors excel live office xlwings",
    "estimators": "errors net session sheet.blocks.settings sheet.tables.scaling numpy sklearn threadpoolctl",
    "doctor": "errors saying width sheet.disk buttons office.system office.installation",
    "cli": (
        "errors guard adding any_sheet api classroom inspecting making marking report saying session batch watching "
        "doctor live office buttons sheet.blocks sheet.disk sheet.tables width argcomplete tabulate tqdm"
    ),
    "__main__": "cli",
    "": "errors adding api making session",
}  # room of sheetnet -> rooms of sheetnet and libraries that it may import

COMMANDS = "sheetnet.cli.commands"
RING = {
    f"sheetnet.office.{name}" for name in ("app", "book", "engine", "names", "range", "sheet")
}  # objects of xlwings
EXTRAS = {
    "PIL",
    "argcomplete",
    "distributed",
    "fpdf",
    "fsspec",
    "ironcalc",
    "olefile",
    "onnx",
    "scipy",
    "sklearn",
    "watchfiles",
    "xlwings",
}
"""Libraries that are no part of the core install; each row above that names one is where it is imported."""


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FILES = {module(path): path for path in sorted(PACKAGE.rglob("*.py"))}
ROOMS = [name for name, path in FILES.items() if path.name == "__init__.py" and name != "sheetnet"]


@cache
def imports(name: str) -> frozenset[str]:
    """Every module that a module imports, wherever in it: ours by its whole name, others by the first part."""
    found = set()
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = of_relative(name, node) if node.level else node.module or ""
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in FILES else base for alias in node.names}
    if name == COMMANDS:  # it imports the file of a command by its name
        found |= {one for one in FILES if one.startswith(f"{COMMANDS}.")}
    known = {one if one.startswith("sheetnet") else one.partition(".")[0] for one in found}
    return frozenset(known - sys.stdlib_module_names - {name, ""})


def of_relative(name: str, node: ast.ImportFrom) -> str:
    """The module that a relative import names; only what runs by itself in another Python has any."""
    assert name.startswith("sheetnet.office.bridge"), f"{name}: relative import"
    package = name if FILES[name].name == "__init__.py" else name.rpartition(".")[0]
    return ".".join([package, *([node.module] if node.module else [])])


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def room_of(name: str) -> str:
    """The longest room of the table that a module belongs to."""
    bare = name.removeprefix("sheetnet").removeprefix(".")
    fitting = [room for room in RULES if room and within(bare, room)]
    assert fitting or not bare, f"{name} belongs to no room of the table"
    return max(fitting, key=len, default="")


@pytest.mark.parametrize("name", FILES)
def test_a_module_imports_what_its_room_may(name: str) -> None:
    room = room_of(name)
    own = [f"sheetnet.{room}"] if room else []
    allowed = [f"sheetnet.{one}" if f"sheetnet.{one}" in FILES else one for one in RULES[room].split()]

    foreign = {one for one in imports(name) - {"sheetnet"} if not any(within(one, room) for room in [*allowed, *own])}

    assert not foreign, f"{name} (room '{room}') imports {', '.join(sorted(foreign))}"


@pytest.mark.parametrize("room", RULES)
def test_every_row_of_the_table_says_what_is_so(room: str) -> None:
    members = [name for name in FILES if room_of(name) == room]
    used = {one.removeprefix("sheetnet.") for name in members for one in imports(name)}

    unused = [one for one in RULES[room].split() if not any(within(name, one) for name in used)]

    assert members, f"there is no room '{room}'"
    assert not unused, f"room '{room}' does not import {', '.join(unused)}"


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = {name: {one for one in imports(name) if one in FILES} for name in FILES}
    for name in RING:
        graph[name] -= RING
    order = TopologicalSorter(graph)

    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    assert order.is_active()


def test_no_import_is_hidden_from_the_table() -> None:
    for name, path in FILES.items():
        hiding = re.findall(r"(?:import_module|__import__)\((.*)", path.read_text(encoding="utf-8"))
        own = [what.startswith('f"{__name__}.') for what in hiding]  # `imports` counts all files of that room
        assert own == [True] * (name == COMMANDS), name


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_all_of_its_modules_in_reading_order(room: str) -> None:
    text = ast.get_docstring(ast.parse(FILES[room].read_text(encoding="utf-8"))) or ""
    modules = [name.rpartition(".")[2] for name in FILES if name.rpartition(".")[0] == room]
    order = re.findall(r"[a-z_]+", text.partition("Read in this order:")[2])

    assert [name for name in modules if name not in order] == [], f"{room} does not name them"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_no_drawer(room: str) -> None:
    assert sum(name.rpartition(".")[0] == room for name in FILES) <= 25


def test_a_test_file_bears_the_name_of_a_module_or_a_room() -> None:
    """At the same path; what spans rooms is in promises, and in lite what runs in xlwings Lite."""
    tests = [path.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")]
    mirrored = [path for path in tests if path.parts[0] not in ("promises", "lite")]
    names = {name.removeprefix("sheetnet.") for name in FILES}

    strangers = [str(path) for path in mirrored if ".".join([*path.parent.parts, path.stem[5:]]) not in names]

    assert strangers == [], "there is no module or room at these paths"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_tests(room: str) -> None:
    path = ROOT.joinpath("tests", *room.split(".")[1:])

    assert path.with_name(f"test_{path.name}.py").exists() or any(path.rglob("test_*.py"))


@pytest.mark.parametrize("name", FILES)
def test_a_module_can_be_read_at_one_sitting(name: str) -> None:
    assert len(FILES[name].read_text(encoding="utf-8").splitlines()) <= 350


def test_sheet_has_ten_rooms() -> None:
    inside = {path.name for path in (PACKAGE / "sheet").iterdir()} - {"__init__.py", "__pycache__"}

    assert inside == {
        *("cells.py", "grid.py"),
        *("xlsx", "disk", "grids", "blocks", "formulas", "tables", "words", "pages"),
    }


def test_every_library_is_a_declared_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=;\[ ]", text)[0] for text in project["dependencies"]}
    extras = {re.split(r"[<>=;\[ ]", text)[0] for some in project["optional-dependencies"].values() for text in some}
    used = {one for name in FILES for one in imports(name) if not one.startswith("sheetnet")} - {"uno", "unohelper"}

    packages = {"PIL": "pillow", "fpdf": "fpdf2", "sklearn": "scikit-learn"}  # where they are called otherwise
    assert {packages.get(name, name) for name in used - EXTRAS} <= declared
    assert {packages.get(name, name) for name in used & EXTRAS} <= extras


def test_nothing_imports_the_part_of_xlwings_that_is_not_free() -> None:
    for path in [*FILES.values(), *(ROOT / "tests").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) xlwings\.pro", text, re.MULTILINE), path


@pytest.mark.parametrize("arguments", [["--help"], ["train", "--help"], ["train"], ["train", "a.xlsx", "--eta", "x"]])
def test_help_and_usage_errors_answer_without_numpy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom sheetnet.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit: pass\n"
        "sys.exit(int('numpy' in sys.modules or 'openpyxl' in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT).returncode == 0


def test_the_engine_needs_no_spreadsheet_library() -> None:
    code = (
        "import sys\nsys.modules.update(dict.fromkeys(['openpyxl', 'tabulate', 'tqdm', 'threadpoolctl', 'zipfile']))\n"
        "import sheetnet.net\nassert not any(name.startswith('sheetnet.sheet') for name in sys.modules)"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True)

    assert run.returncode == 0, run.stderr


NOT_FOR_TRAINING = [
    "asyncio", "sqlite3", "openpyxl", "tqdm", "tabulate", "csv", "fsspec", "concurrent",
    "multiprocessing", "ssl", "email", "urllib.request", "numpy.random", "numpy.fft", "numpy.ma",
    "sheetnet.batch.batch", "sheetnet.cli.signals", "sheetnet.cli.printing.records", "sheetnet.making",
    "sheetnet.model", "sheetnet.net.complex_step", "sheetnet.net.lbfgs", "sheetnet.net.numerical",
    "sheetnet.net.sweep", "sheetnet.report", "sheetnet.session.checking", "sheetnet.session.modelling",
    "sheetnet.session.sweeping", "sheetnet.sheet.pages", "sheetnet.sheet.tables", "sheetnet.sheet.xlsx.graft",
]  # fmt: skip
NOT_FOR_A_PLAIN_WORKBOOK = [
    "sheetnet.saying.refusals", "sheetnet.session.earlier", "sheetnet.session.expected_values",
    "sheetnet.session.looking.play_values", "sheetnet.session.looking.shown_values", "sheetnet.session.rearranging",
    "sheetnet.sheet.blocks.play", "sheetnet.sheet.blocks.right_half", "sheetnet.sheet.blocks.why",
    "sheetnet.sheet.blocks.gallery", "sheetnet.sheet.formulas.lamps", "sheetnet.sheet.formulas.play",
    "sheetnet.sheet.formulas.why", "sheetnet.sheet.formulas.gallery", "sheetnet.sheet.formulas.expected",
    "sheetnet.sheet.words", "sheetnet.sheet.xlsx.listed", "sheetnet.sheet.xlsx.namespaces",
]  # fmt: skip


def test_training_a_workbook_loads_nothing_that_it_does_not_use(letters: Path) -> None:
    others = NOT_FOR_TRAINING + NOT_FOR_A_PLAIN_WORKBOOK
    code = (
        "import sys\nfrom sheetnet.cli import main\n"
        f"code = main(['train', {str(letters)!r}, '--quiet'])\n"
        f"print(*[name for name in {others!r} if name in sys.modules])\nsys.exit(code)"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True)

    assert (run.returncode, run.stdout.split()) == (0, []), run.stderr


def test_training_a_workbook_needs_no_openpyxl(letters: Path) -> None:
    code = (
        "import sys\nfrom sheetnet.cli import main\n"
        f"code = main(['train', {str(letters)!r}])\nsys.exit(code or int('openpyxl' in sys.modules))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True)

    assert run.returncode == 0, run.stderr
