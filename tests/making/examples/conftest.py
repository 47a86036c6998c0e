"""The workbooks of all examples, new and trained."""

from pathlib import Path

import pytest

import sheetnet
from sheetnet.making.examples import EXAMPLES
from tests.making.examples.reading import trained


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A new workbook of every example."""
    folder = tmp_path_factory.mktemp("examples")
    paths = {name: folder / f"{name}.xlsx" for name in EXAMPLES}
    for name, path in paths.items():
        sheetnet.new(path, example=name)
    return paths


@pytest.fixture(scope="session")
def results(made: dict[str, Path]) -> dict[str, sheetnet.TrainResult]:
    return {name: sheetnet.train(path, output=trained(path)) for name, path in made.items()}
