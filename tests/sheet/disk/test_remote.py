"""Workbooks at a URL: fsspec's file system in memory stands for object storage."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sheetnet
from sheetnet.cli import main
from sheetnet.errors import FileError
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.remote import RemoteFile

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed (the extra 'remote')")


@pytest.fixture
def store(letters_file: Path) -> Iterator[Any]:
    """A store with two letters workbooks in a folder."""
    system = fsspec.filesystem("memory")
    for name in ("anna", "bea"):
        system.pipe_file(f"/class/{name}.xlsx", letters_file.read_bytes())
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def test_a_workbook_at_a_url_is_trained_as_one_on_the_disk_is(store: Any, letters: Path) -> None:
    sheetnet.train(letters, iterations=20)

    sheetnet.train("memory://class/anna.xlsx", iterations=20)

    (letters.parent / "remote.xlsx").write_bytes(store.cat_file("/class/anna.xlsx"))
    assert sheetnet.show("memory://class/anna.xlsx")["E"] == sheetnet.show(letters)["E"]
    assert all(not one.failures for one in sheetnet.check(letters.parent / "remote.xlsx"))


@pytest.mark.parametrize("argument", ["memory://class/*.xlsx", "memory://class"])
def test_patterns_and_folders_work_there(argument: str, store: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["train", argument, "-n", "5"])

    assert code == 0
    assert "2 workbooks: 2 done" in capsys.readouterr().out
    assert [sheetnet.show(f"memory://class/{name}.xlsx")["counter"] for name in ("anna", "bea")] == [5, 5]
    assert sorted(store.find("/class")) == ["/class/anna.xlsx", "/class/bea.xlsx"]


def test_the_results_may_go_elsewhere(store: Any, tmp_path: Path, letters: Path) -> None:
    before = store.cat_file("/class/anna.xlsx")

    assert main(["train", "memory://class", "-n", "5", "--output-dir", str(tmp_path / "here")]) == 0
    assert main(["train", "memory://class", "-n", "5", "--output-dir", "memory://there"]) == 0
    assert main(["train", str(letters), "-n", "5", "-o", "memory://there/letters.xlsx"]) == 0

    assert store.cat_file("/class/anna.xlsx") == before
    assert sheetnet.show(tmp_path / "here" / "anna.xlsx")["counter"] == 5
    assert sheetnet.show("memory://there/bea.xlsx")["counter"] == 5
    assert sheetnet.show("memory://there/letters.xlsx")["counter"] == 5


def test_a_workbook_that_changed_in_between_is_not_overwritten(store: Any) -> None:
    place = location_of("memory://class/anna.xlsx")
    _, seen = place.open()
    store.pipe_file("/class/anna.xlsx", b"another program was here")

    with pytest.raises(FileError, match=r"^anna\.xlsx: another program changed the file meanwhile"):
        place.replace(lambda out: None, seen)

    assert store.cat_file("/class/anna.xlsx") == b"another program was here"


def test_a_failing_store_leaves_the_workbook_and_is_told_in_one_line(
    store: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = store.cat_file("/class/anna.xlsx")

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("SlowDown: please reduce your request rate")

    monkeypatch.setattr(type(store), "pipe_file", fail)
    code = main(["train", "memory://class/anna.xlsx", "-n", "5"])

    assert code == 2
    assert capsys.readouterr().err == (
        "sheetnet: anna.xlsx: the storage says: RuntimeError: SlowDown: please reduce your request rate\n"
    )
    assert store.cat_file("/class/anna.xlsx") == before


def test_a_backup_is_kept_there_too(store: Any) -> None:
    before = store.cat_file("/class/anna.xlsx")

    main(["train", "memory://class/anna.xlsx", "-n", "5", "--backup"])

    assert store.cat_file("/class/anna.bak.xlsx") == before


@pytest.mark.usefixtures("store")
def test_undo_says_that_it_is_for_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["undo", "memory://class/anna.xlsx"]) == 2
    assert capsys.readouterr().err == (
        "sheetnet: anna.xlsx: sheetnet keeps earlier states of files on this machine only; use --backup\n"
    )


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("memory://class/carl.xlsx", "carl.xlsx: no such file"),
        ("memory://class/*.ods", "memory://class/*.ods: no workbook here; expected .xlsx or .xlsm files"),
        ("nonsense://class/anna.xlsx", "nonsense://class/anna.xlsx: Protocol not known: nonsense"),
    ],
)
def test_what_is_not_there_is_one_line(url: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", url]) == 2
    assert capsys.readouterr().err == f"sheetnet: {message}\n"


def test_a_file_url_is_a_place_on_the_disk_with_all_its_guarantees(letters: Path) -> None:
    assert location_of(letters.as_uri()) == LocalFile(letters)
    assert isinstance(location_of("memory://class/anna.xlsx"), RemoteFile)
