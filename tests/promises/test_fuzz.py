"""What the fuzz target found: each seed is one spoiled workbook that sheetnet once crashed on, or spoiled further."""

import random

import pytest

from tests.promises.fuzz import heaped, respelled, spoiled, try_package

FOUND = {
    "the workbook part without a namespace": (
        12157,
        102864,
        235154,
        238485,
        306410,
        345238,
        347181,
        401135,
        468035,
        564570,
        575481,
        579070,
        807049,
        857890,
        878515,
        910511,
    ),
    "a prefix that is declared nowhere": (
        65203,
        250173,
        256275,
        435580,
        492901,
        870950,
    ),
    "a sheet whose relationship leads nowhere, until a new sheet takes its number": (20009560, 20016126, 20020118),
    "a style that shows numbers as times": (262635, 352292, 584621, 789396, 80679),
}


@pytest.mark.parametrize("seed", [seed for seeds in FOUND.values() for seed in seeds])
def test_what_once_crashed_is_refused_in_one_line_or_patched_right(seed: int) -> None:
    said = try_package(spoiled(random.Random(seed)))

    assert "\n" not in said


@pytest.mark.parametrize("cases", [2_000, pytest.param(50_000, marks=pytest.mark.full)])
def test_thousands_of_spoiled_workbooks_crash_nothing(cases: int) -> None:
    refused = sum(bool(try_package(spoiled(random.Random(seed)))) for seed in range(10_000_000, 10_000_000 + cases))

    assert cases / 6 < refused < 0.97 * cases, "the cases are all alike"


@pytest.mark.parametrize("cases", [150, pytest.param(500, marks=pytest.mark.full)])
def test_what_is_only_spelled_otherwise_is_patched_like_the_original(cases: int) -> None:
    said = {seed: try_package(respelled(random.Random(seed))) for seed in range(cases)}

    assert {seed: words for seed, words in said.items() if words} == {}


@pytest.mark.parametrize("cases", [20, pytest.param(400, marks=pytest.mark.full)])
def test_heaps_of_one_thing_crash_nothing(cases: int) -> None:
    said = [try_package(heaped(random.Random(seed))) for seed in range(30_000_000, 30_000_000 + cases)]

    assert 0 < sum(map(bool, said)) < 0.9 * cases, "the cases are all alike"
