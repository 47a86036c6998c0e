"""Keys with their exercises, and what a right submission has in each cell."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import sheetnet
from sheetnet import classroom
from tests.conftest import WhenAskedFor, once
from tests.marking.submissions import Edit, answers, hand_in


class Task(NamedTuple):
    """A key, the exercise made from it, and the formulas that were taken out."""

    key: Path
    exercise: Path
    formulas: dict[str, dict[str, Any]]


def _made(shared: Path, name: str) -> Task:
    what: dict[str, Any] = {"plain": True, "example": name}
    key = once(shared / f"key-{name}.xlsx", lambda path: sheetnet.new(path, **what))
    exercise = once(shared / f"exercise-{name}.xlsx", lambda path: classroom.blank(key, path, ["deltas", "gradients"]))
    return Task(key, exercise, answers(exercise, key))


@pytest.fixture(scope="session")
def tasks(shared: Path) -> Mapping[str, Task]:
    """Exercises by name, deltas and gradients to be filled in: letters, or one of the examples."""
    return WhenAskedFor(lambda name: _made(shared, name))


Grade = Callable[..., Mapping[str, Any]]


@pytest.fixture
def graded(tasks: Mapping[str, Task], tmp_path: Path) -> Grade:
    """The marks of a right submission that was edited."""

    def grade(name: str, edit: Edit | None = None) -> Mapping[str, Any]:
        task = tasks[name]
        path = hand_in(task.exercise, tmp_path / "submission.xlsx", task.formulas, edit)
        return classroom.grade(path, str(task.key))

    return grade
