"""The workbooks of all examples, trained; new ones are in the conftest of all tests."""

from collections.abc import Mapping
from pathlib import Path

import pytest

import sheetnet
from tests.conftest import WhenAskedFor, once


@pytest.fixture(scope="session")
def trained(examples: Mapping[str, Path]) -> Mapping[str, Path]:
    """Every example after its run."""

    def train(name: str) -> Path:
        new = examples[name]
        return once(new.with_name(f"trained-{new.name}"), lambda path: sheetnet.train(new, output=path))

    return WhenAskedFor(train)


@pytest.fixture(scope="session")
def results(examples: Mapping[str, Path]) -> Mapping[str, sheetnet.TrainResult]:
    """What the run of every example came to."""
    return WhenAskedFor(lambda name: sheetnet.train(examples[name], dry_run=True))
