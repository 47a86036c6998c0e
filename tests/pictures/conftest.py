"""Trajectories of small workbooks, made once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import sheetnet
from sheetnet.session.trajectory import Trajectory, trajectory
from sheetnet.sheet.grids.file import FileGrid

Paths = Callable[..., Trajectory]


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory, trained_file: Path) -> Callable[[str], Path]:
    """A trained workbook by the name of its example; "letters_ja" are the letters with Japanese labels."""
    folder = tmp_path_factory.mktemp("pictures")

    @cache
    def made(name: str) -> Path:
        if name == "letters":
            return trained_file
        path = folder / f"{name}.xlsx"
        if name == "letters_ja":
            sheetnet.new(path, lang="ja", plain=True)
        else:
            sheetnet.new(path, example=name, plain=True)
        sheetnet.train(path)
        return path

    return made


@pytest.fixture(scope="session")
def shown(book: Callable[[str], Path]) -> Paths:
    """What a workbook's network learned on its way, with so many frames."""

    @cache
    def made(name: str, frames: int = 2) -> Trajectory:
        with FileGrid(book(name)) as grid:
            return trajectory(grid, frames=frames)

    return made
