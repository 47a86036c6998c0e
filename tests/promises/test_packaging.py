"""What is published: built from the checkout, whole, and enough by itself in a clean environment."""

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import sheetnet
from tests.conftest import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*command: object, cwd: Path) -> str:
    """What a program prints, without what would lead it to the checkout."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist."""
    for library in ("build", "twine", "check_wheel_contents"):
        pytest.importorskip(library, reason=f"{library} is not installed")
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.mark.full
def test_they_pass_the_checks_of_those_who_take_them(distributions: tuple[Path, Path]) -> None:
    wheel, sdist = distributions

    said = run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist, cwd=wheel.parent)

    assert said.count("PASSED") == 2
    assert run(sys.executable, "-m", "check_wheel_contents", wheel, cwd=wheel.parent).strip().endswith("OK")


@pytest.mark.full
def test_the_wheel_is_the_package_and_the_sdist_holds_all_that_builds_it_again(
    distributions: tuple[Path, Path],
) -> None:
    wheel, sdist = distributions
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "sheetnet").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    with tarfile.open(sdist) as archive:
        whole = {name.partition("/")[2] for name in archive.getnames()}

    assert names == package
    assert package | {"run.py", "README.ja.md", "workbooks/aple.xlsx", "docs/tour.md", "tests/conftest.py"} <= whole
    assert f"sheetnet-{sheetnet.__version__}-py3-none-any.whl" == wheel.name


@pytest.mark.full
def test_the_wheel_alone_makes_trains_checks_and_plots_every_workbook(
    distributions: tuple[Path, Path], tmp_path: Path
) -> None:
    run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", distributions[0], cwd=tmp_path)
    program = scripts / "sheetnet"

    assert run(program, "--version", cwd=tmp_path) == f"sheetnet {sheetnet.__version__}\n"
    for name in json.loads(run(program, "new", "--list", "--json", cwd=tmp_path))["examples"]:
        run(program, "new", f"{name}.xlsx", "--example", name, cwd=tmp_path)
    run(program, "train", "letters.xlsx", cwd=tmp_path)
    run(program, "check", "letters.xlsx", cwd=tmp_path)
    run(program, "plot", "letters.xlsx", "-o", "learn.html", cwd=tmp_path)


@pytest.mark.full
def test_what_a_package_index_shows_leads_to_no_file_beside_it(distributions: tuple[Path, Path]) -> None:
    """Pictures and links of the README are relative, and an index has only the text."""
    with zipfile.ZipFile(distributions[0]) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith("/METADATA"))
        shown = archive.read(name).decode("utf-8").partition("\n\n")[2]

    assert shown.startswith("# sheetnet\n\n**A neural network")
    assert [one for one in re.findall(r"\]\(([^)]*)\)", shown) if not one.startswith("http")] == []
    assert "![" not in shown
    assert "sheetnet train letters.xlsx" in shown


def test_the_recipe_for_conda_asks_for_what_pyproject_does() -> None:
    recipe = (ROOT / "release" / "conda-forge" / "recipe.yaml").read_text(encoding="utf-8")
    needed = [re.sub(r"(?=[<>])", " ", one, count=1) for one in PROJECT["dependencies"] if ";" not in one]

    section = recipe.partition("  run:\n")[2].partition("  run_constraints:")[0]

    assert re.findall(r"^    - (?!python)(.*)$", section, re.M) == needed
    assert f'version: "{sheetnet.__version__}"' in recipe
    assert f'python_min: "{PROJECT["requires-python"].removeprefix(">=")}"' in recipe


def test_the_version_stands_in_one_place() -> None:
    assert "version" in PROJECT["dynamic"]
    assert "version" not in PROJECT


def test_a_release_is_tried_on_every_system_and_python_that_ci_has() -> None:
    workflows = [
        (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8") for name in ("ci.yml", "release.yml")
    ]

    assert len({tuple(re.findall(r"^        (?:os|python): \[.*\]$", text, re.M)) for text in workflows}) == 1
    assert "id-token: write" in workflows[1]
    assert "password" not in workflows[1]


@pytest.mark.parametrize("release", ["3.17.0", "3.20.0", "3.20.2"])
def test_no_filelock_is_asked_for_that_empties_a_file_through_a_link(release: str) -> None:
    asked = next(Requirement(one) for one in PROJECT["dependencies"] if one.startswith("filelock"))

    assert release not in asked.specifier
