"""The two halves and the seam: read from the imports themselves."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "sheetnet"
FILES = sorted(PACKAGE.rglob("*.py"))
FRONTS = {"sheetnet.cli", "sheetnet.excel", "sheetnet.printing", "sheetnet.__main__", "sheetnet"}
THIRD_PARTY = {"filelock", "numpy", "openpyxl", "platformdirs", "tabulate", "threadpoolctl", "tqdm"}
EXTRAS = {
    "distributed": {"sheetnet.batch.cluster"},
    "fsspec": {"sheetnet.sheet.disk.remote"},
    "ironcalc": {"sheetnet.sheet.grids.recalculated"},
    "olefile": {"sheetnet.buttons.compound"},
    "sklearn": {f"sheetnet.estimators.{name}" for name in ("learner", "classifier", "regressor")},
    "watchfiles": {"sheetnet.watching.loop"},
    "xlwings": {"sheetnet.live.press", "sheetnet.live.opened"},
}

OF_THE_SHEET = ("openpyxl", "ironcalc", "filelock", "platformdirs", "fsspec", "sheetnet.sheet")


def module(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            base = node.module or ""
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def test_the_net_imports_numpy_and_itself_only() -> None:
    for path in FILES:
        if module(path).startswith("sheetnet.net"):
            foreign = {name for name in imports(path) if name.partition(".")[0] not in sys.stdlib_module_names}
            assert all(name.startswith(("numpy", "sheetnet.net")) for name in foreign), (path, foreign)


def test_the_sheet_imports_not_the_net_and_numpy_for_tables_alone() -> None:
    for path in FILES:
        if module(path).startswith("sheetnet.sheet"):
            foreign = {name for name in imports(path) if name.partition(".")[0] not in sys.stdlib_module_names}
            allowed = (*OF_THE_SHEET, "numpy") if module(path).startswith("sheetnet.sheet.tables") else OF_THE_SHEET
            assert all(name.startswith(allowed) for name in foreign), (path, foreign)


def test_a_trained_model_as_a_value_knows_the_net_alone() -> None:
    for path in FILES:
        if module(path).startswith("sheetnet.model"):
            foreign = {name for name in imports(path) if name.partition(".")[0] not in sys.stdlib_module_names}
            assert all(name.startswith(("numpy", "sheetnet.net", "sheetnet.model")) for name in foreign), (
                path,
                foreign,
            )


def test_both_halves_meet_in_the_session_the_making_and_the_estimators_alone() -> None:
    meeting: set[str] = set()
    for path in FILES:
        found = imports(path)
        if any(name.startswith("sheetnet.net") for name in found) and any(
            name.startswith("sheetnet.sheet") for name in found
        ):
            meeting.add(module(path))

    assert {".".join(name.split(".")[:2]) for name in meeting} == {
        "sheetnet.session",
        "sheetnet.making.new",
        "sheetnet.making.blueprint",
        "sheetnet.making.examples",
        "sheetnet.estimators",
    }


def test_making_a_workbook_takes_from_the_net_only_initial_values_and_the_reach_of_heads() -> None:
    files = (PACKAGE / "making.py", PACKAGE / "blueprint.py")
    used = {name for path in files for name in imports(path) if name.startswith("sheetnet.net.")}

    assert {name.split(".")[2] for name in used} == {"initial", "heads"}


def test_the_examples_take_from_the_net_only_the_initial_values_and_from_the_session_only_the_method() -> None:
    examples = [path for path in FILES if module(path).startswith("sheetnet.making.examples")]
    used = {name for path in examples for name in imports(path) if name.startswith("sheetnet.")}

    assert examples
    assert {name.split(".")[2] for name in used if name.startswith("sheetnet.net.")} == {"initial"}
    assert {name.split(".")[2] for name in used if name.startswith("sheetnet.session.")} == {"method"}
    assert {name.split(".")[1] for name in used} == {"blueprint", "examples", "net", "session", "sheet"}


def test_the_examples_are_known_to_what_makes_workbooks_alone() -> None:
    users = {
        module(path)
        for path in FILES
        if any(name.startswith("sheetnet.making.examples") for name in imports(path))
        and not module(path).startswith("sheetnet.making.examples")
    }

    assert users == {"sheetnet.making.new"}


def test_nothing_imports_a_front() -> None:
    for path in FILES:
        name = module(path)
        if name not in FRONTS and not name.startswith("sheetnet.cli."):
            assert not FRONTS - {"sheetnet"} & imports(path), path


def test_the_use_cases_on_files_are_known_to_the_batch_and_the_fronts_alone() -> None:
    users = {module(path) for path in FILES if "sheetnet.api" in imports(path)}

    assert {name for name in users if not name.startswith("sheetnet.cli.")} == {
        "sheetnet",
        "sheetnet.batch.work",
        "sheetnet.watching.watched",
    }


def test_the_halves_know_nothing_of_many_workbooks() -> None:
    for path in FILES:
        if module(path).startswith(
            ("sheetnet.net", "sheetnet.sheet", "sheetnet.session", "sheetnet.making.examples", "sheetnet.api")
        ):
            assert not any(name.startswith("sheetnet.batch") for name in imports(path)), path


def test_openpyxl_is_imported_in_few_files() -> None:
    users = {module(path) for path in FILES if any(name.startswith("openpyxl") for name in imports(path))}

    assert {name for name in users if not name.startswith("sheetnet.making.curves")} == {
        "sheetnet.report.sheet",
        "sheetnet.sheet.pages.build",
        "sheetnet.sheet.pages.packing",
        *(
            f"sheetnet.sheet.pages.{name}"
            for name in (
                *("look", "paper", "design", "bp", "data", "calc", "trace", "guide"),
                *("settings", "strips", "confusion", "scaling"),
                *("sweep", "sweep_map", "sweep_chart", "example", "series"),
            )
        ),
        "sheetnet.sheet.formulas.dependents",
        "sheetnet.sheet.xlsx.shared_formulas",
    }


def test_every_third_party_import_is_a_declared_dependency() -> None:
    used = {name.partition(".")[0] for path in FILES for name in imports(path)}

    assert used - sys.stdlib_module_names - {"sheetnet", ""} - set(EXTRAS) == THIRD_PARTY


@pytest.mark.parametrize("library", EXTRAS)
def test_what_an_extra_brings_is_imported_in_one_place(library: str) -> None:
    users = {module(path) for path in FILES if any(name.partition(".")[0] == library for name in imports(path))}

    assert {name for name in users if not name.startswith("sheetnet.office.")} == EXTRAS[library]


@pytest.mark.parametrize("name", ["bridge.py", "sheetnet_buttons.py"])
def test_what_runs_in_libreoffices_own_python_needs_the_standard_library_alone(name: str) -> None:
    found = {one.partition(".")[0] for one in imports(PACKAGE / "office" / name)}

    assert found <= sys.stdlib_module_names


def test_nothing_imports_the_part_of_xlwings_that_is_not_free() -> None:
    for path in [*FILES, *(ROOT / "tests").rglob("*.py")]:
        assert not any(name.startswith("xlwings.pro") for name in imports(path)), path


def test_the_estimators_are_loaded_by_nothing_else() -> None:
    for path in FILES:
        if not module(path).startswith("sheetnet.estimators"):
            assert not any(name.startswith("sheetnet.estimators") for name in imports(path)), path


def test_the_live_path_is_loaded_by_nothing_else() -> None:
    for path in FILES:
        if not module(path).startswith(("sheetnet.live", "sheetnet.office", "sheetnet.excel", "sheetnet.cli")):
            live = ("sheetnet.live", "sheetnet.office", "sheetnet.excel", "sheetnet.sheet.grids.live")
            assert not any(name.startswith(live) for name in imports(path)), path


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


def test_training_a_workbook_needs_no_openpyxl(letters: Path) -> None:
    code = (
        "import sys\nfrom sheetnet.cli import main\n"
        f"code = main(['train', {str(letters)!r}])\nsys.exit(code or int('openpyxl' in sys.modules))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True)

    assert run.returncode == 0, run.stderr
