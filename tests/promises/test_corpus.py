"""Nothing is lost in real workbooks of many programs; refused are only those that nobody could patch."""

from pathlib import Path

import pytest

from tests.promises.corpus import Outcome, check_all, corpus_folder, workbooks

FOLDER = corpus_folder()
SOURCES = sorted({path.relative_to(FOLDER).parts[0] for path in workbooks(FOLDER)}) if FOLDER else []


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    assert FOLDER
    return list(check_all(FOLDER, workbooks(FOLDER)))


@pytest.mark.skipif(not SOURCES, reason="no corpus of real workbooks: set SHEETNET_CORPUS to its folder")
@pytest.mark.parametrize("source", SOURCES or ["corpus"])
def test_nothing_is_lost_and_every_refusal_has_its_reason(source: str, outcomes: list[Outcome]) -> None:
    problems = {one.name: one.problems for one in outcomes if one.source == source and one.problems}

    assert problems == {}


@pytest.mark.skipif(not SOURCES, reason="no corpus of real workbooks: set SHEETNET_CORPUS to its folder")
def test_nearly_every_real_workbook_is_patched(outcomes: list[Outcome]) -> None:
    kept = [one for one in outcomes if one.blocks and not one.problems]

    assert len(kept) > 0.98 * len(outcomes)


def test_a_folder_that_is_named_goes_before_one_that_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETNET_CORPUS", str(tmp_path))

    assert corpus_folder() == tmp_path
