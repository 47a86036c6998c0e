"""Which workbooks a command line means."""

import os
from pathlib import Path

import pytest

from sheetnet.batch.books import find_books, is_many, outputs
from sheetnet.errors import FileError, SettingError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "class/book 10.xlsx",
        "class/book 2.xlsx",
        "class/Macro.XLSM",
        "class/notes.txt",
        "class/~$book 2.xlsx",
        "class/.hidden.xlsx",
        "class/book 2.bak.xlsx",
        "class/more/deep.xlsx",
        "other/book 2.xlsx",
    ):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(b"")
    return tmp_path


def named(*arguments: str, recursive: bool = False) -> list[str]:
    return [Path(book.path).as_posix() for book in find_books(arguments, recursive=recursive)]


@pytest.mark.usefixtures("folder")
def test_a_folder_means_its_workbooks_without_lock_files_and_backups_in_the_order_people_expect() -> None:
    assert named("class") == ["class/book 2.xlsx", "class/book 10.xlsx", "class/Macro.XLSM"]


@pytest.mark.usefixtures("folder")
def test_recursive_looks_into_the_folders_of_a_folder() -> None:
    assert "class/more/deep.xlsx" in named("class", recursive=True)
    assert "class/more/deep.xlsx" not in named("class")


@pytest.mark.usefixtures("folder")
def test_a_pattern_is_read_here_where_the_shell_expands_nothing() -> None:
    assert named("class/book*.xlsx") == ["class/book 2.xlsx", "class/book 10.xlsx"]
    assert named("class/**/*.xlsx") == ["class/book 2.xlsx", "class/book 10.xlsx", "class/more/deep.xlsx"]


def test_a_name_with_brackets_that_exists_is_a_name(folder: Path) -> None:
    (folder / "copy [1].xlsx").write_bytes(b"")

    assert named("copy [1].xlsx") == ["copy [1].xlsx"]
    assert not is_many(["copy [1].xlsx"])


@pytest.mark.usefixtures("folder")
def test_each_workbook_comes_once_however_often_it_is_named() -> None:
    assert named("class/book 2.xlsx", "class", "./class/book 2.xlsx").count("class/book 2.xlsx") == 1


@pytest.mark.skipif(os.name != "posix", reason="a symbolic link needs no permission there")
def test_a_link_and_its_target_are_one_workbook(folder: Path) -> None:
    (folder / "link.xlsx").symlink_to(folder / "class/book 2.xlsx")

    assert named("link.xlsx", "class/book 2.xlsx") == ["link.xlsx"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("argument", ["nothing*.xlsx", "class/*.ods"])
def test_a_pattern_that_fits_nothing_is_an_error(argument: str) -> None:
    with pytest.raises(FileError) as error:
        find_books([argument])

    assert str(error.value) == f"{argument}: no workbook here; expected .xlsx or .xlsm files"


def test_a_folder_without_workbooks_is_an_error(folder: Path) -> None:
    (folder / "empty").mkdir()

    with pytest.raises(FileError, match=r"^empty: no workbook here; expected \.xlsx or \.xlsm files$"):
        find_books(["empty"])


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "many"),
    [
        (["class/book 2.xlsx"], False),
        (["missing.xlsx"], False),
        (["class"], True),
        (["class/*.xlsx"], True),
        (["a.xlsx", "b.xlsx"], True),
    ],
)
def test_one_workbook_that_is_named_outright_is_not_many(arguments: list[str], many: bool) -> None:
    assert is_many(arguments) == many


@pytest.mark.usefixtures("folder")
def test_an_output_folder_keeps_the_folders_inside() -> None:
    books = find_books(["class"], recursive=True)

    targets = outputs(books, "trained")

    assert {Path(target).as_posix() for target in targets.values()} == {
        "trained/book 2.xlsx",
        "trained/book 10.xlsx",
        "trained/Macro.XLSM",
        "trained/more/deep.xlsx",
    }
    assert Path("trained/more").is_dir()


@pytest.mark.usefixtures("folder")
def test_two_workbooks_never_go_to_one_name() -> None:
    books = find_books(["class/book 2.xlsx", "other/book 2.xlsx"])

    with pytest.raises(SettingError) as error:
        outputs(books, "trained")

    target = Path("trained/book 2.xlsx")
    assert str(error.value) == (
        f"'class/book 2.xlsx' and 'other/book 2.xlsx' would both be written to '{target}'; "
        "name the folder that holds both, with --recursive"
    )
    assert not Path("trained").exists()


@pytest.mark.usefixtures("folder")
def test_the_output_folder_is_not_the_folder_of_the_workbooks() -> None:
    with pytest.raises(SettingError, match="the output folder is the one that"):
        outputs(find_books(["class"]), "class")


@pytest.mark.usefixtures("folder")
def test_a_dry_run_makes_no_folder() -> None:
    outputs(find_books(["class"]), "trained", make=False)

    assert not Path("trained").exists()
