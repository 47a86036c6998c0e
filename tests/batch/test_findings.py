"""What a run found in workbooks that it only reads counts the next time, as long as nothing has changed."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sheetnet.batch.batch import Batch, run
from sheetnet.batch.books import Source


@pytest.fixture
def looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Looked":
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "key"):
        (tmp_path / name).write_text(name)
    return Looked()


class Looked:
    """Runs over a and b beside a key, each of which makes a copy of its own; which workbooks were looked at."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {
            "options": {"key": "key", "lang": "en"},
            "beside": ["key"],
            "each": {"a": {"due": 1}, "b": {"due": 1}},
            "outputs": {"a": "copy-a", "b": "copy-b"},
        }
        self.books = ["a", "b"]

    def __call__(self, **changes: Any) -> str:
        """The names of the workbooks that a run with --resume looks at."""
        seen = []

        def use(book: str, output: str, **_: Any) -> Mapping[str, Any]:
            seen.append(Path(book).name)
            Path(output).write_text("marked")
            return {"length": len(Path(book).read_text())}

        books = [Source(one, one) for one in self.books]
        given = self.given | changes
        records = list(run(Batch("look", use, writes=False, books=books, noted=True, resume=True, **given)))
        assert [one["length"] for one in sorted(records, key=lambda one: one["workbook"])] == [
            len(Path(one).read_text()) for one in self.books
        ]
        assert {one["status"] for one in records if Path(one["workbook"]).name not in seen} <= {"skipped"}
        return "".join(seen)


def test_an_interrupted_run_goes_on_where_it_was(looked: Looked) -> None:
    looked.books = ["a"]
    looked()
    looked.books = ["a", "b"]

    assert looked() == "b"
    assert looked() == ""


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda: Path("a").write_text("changed"), "a"),
        (lambda: Path("key").write_text("changed"), "ab"),
        (lambda: Path("copy-b").unlink(), "b"),
        (lambda: Path("copy-b").write_text("with a remark of the teacher's"), ""),
    ],
)
def test_what_has_changed_is_looked_at_again(looked: Looked, change: Callable[[], object], again: str) -> None:
    looked()

    change()

    assert looked() == again
    assert looked() == ""


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({"options": {"key": "key", "lang": "ja"}}, "ab"),
        ({"each": {"a": {"due": 1}, "b": {"due": 2}}}, "b"),
        ({"outputs": {"a": "copy-a", "b": "other-b"}}, "b"),
        ({"beside": []}, "ab"),
    ],
)
def test_so_is_all_that_other_options_concern(looked: Looked, changes: dict[str, Any], again: str) -> None:
    looked()

    assert looked(**changes) == again


def test_the_same_files_by_other_names_are_not(looked: Looked, tmp_path: Path) -> None:
    looked()
    shutil.copy("key", "moved")

    assert looked(options={"key": "moved", "lang": "en"}, beside=["moved"]) == ""
    looked.books = [str(tmp_path / "." / one) for one in looked.books]
    named = {table: dict(zip(looked.books, looked.given[table].values(), strict=True)) for table in ("each", "outputs")}
    assert looked(**named) == ""


def test_a_note_that_says_less_than_is_told_today_does_not_count(looked: Looked) -> None:
    looked()

    assert looked(fields=frozenset({"length"})) == ""
    assert looked(fields=frozenset({"length", "width"})) == "ab"
