"""Nothing is lost in real workbooks of many programs; refused are only those that nobody could patch."""

from pathlib import Path

import pytest

from tests.promises.corpus import check, check_all, corpus_folder, workbooks

FOLDER = corpus_folder()
SOURCES = sorted({path.relative_to(FOLDER).parts[0] for path in workbooks(FOLDER)}) if FOLDER else []


FEW = 4  # workbooks of each program in a run without --full
needs_corpus = pytest.mark.skipif(not SOURCES, reason="no corpus of real workbooks: set SHEETNET_CORPUS to its folder")


@pytest.mark.few(2)
@needs_corpus
@pytest.mark.parametrize("source", SOURCES or ["corpus"])
def test_in_a_few_workbooks_of_each_program_nothing_is_lost(source: str) -> None:
    assert FOLDER
    paths = workbooks(FOLDER / source)

    found = [check(path, source) for path in paths[:: -(-len(paths) // FEW)]]

    assert {one.name: one.problems for one in found if one.problems} == {}


@needs_corpus
@pytest.mark.full
def test_nothing_is_lost_and_every_refusal_has_its_reason_and_nearly_every_workbook_is_patched() -> None:
    """All at once, as the share of the patched is one of the whole folder."""
    assert FOLDER
    outcomes = list(check_all(FOLDER, workbooks(FOLDER)))

    assert {f"{one.source}/{one.name}": one.problems for one in outcomes if one.problems} == {}
    assert sum(bool(one.blocks) for one in outcomes) > 0.98 * len(outcomes)


def test_a_folder_that_is_named_goes_before_one_that_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETNET_CORPUS", str(tmp_path))

    assert corpus_folder() == tmp_path
