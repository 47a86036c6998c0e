"""Which workbooks a command line means."""

import os
from pathlib import Path

import pytest

from sheetnet.batch.books import find_books, is_many, outputs
from sheetnet.errors import FileError, SettingError
from sheetnet.sheet.disk.addresses import location_of


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


# what is not a workbook of the user's, and what cannot be searched


def copies(folder: Path, *names: str) -> Path:
    """Empty files: what is found goes by names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


@pytest.mark.parametrize("pattern", ["class [2024]/*.xlsx", "class [2024]/[ab].xlsx", "class [2024]/**/*.xlsx"])
def test_brackets_of_a_folder_that_exists_are_no_pattern(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copies(tmp_path, "class [2024]/a.xlsx", "class 2/c.xlsx"))

    assert [Path(one.path).name for one in find_books([pattern])] == ["a.xlsx"]


def test_brackets_of_a_file_are_tried_as_they_are_where_no_pattern_fits(tmp_path: Path) -> None:
    copies(tmp_path, "a [1] b.xlsx", "a [1] c.xlsx")

    assert len(find_books([str(tmp_path / "a [1]*.xlsx")])) == 2


@pytest.mark.parametrize("argument", ["{}", "{}/**/*.xlsx"])
def test_an_output_folder_within_is_not_searched(argument: str, tmp_path: Path) -> None:
    copies(tmp_path, "a.xlsx", "out/a.xlsx", "out/b/c.xlsx", "outer/d.xlsx")

    books = find_books([argument.format(tmp_path)], recursive=True, output_folder=str(tmp_path / "x" / ".." / "out"))

    assert [Path(one.path).relative_to(tmp_path).as_posix() for one in books] == ["a.xlsx", "outer/d.xlsx"]


def test_what_is_named_outright_is_taken(tmp_path: Path) -> None:
    copies(tmp_path, "out/a.xlsx")

    assert len(find_books([str(tmp_path / "out" / "a.xlsx")], output_folder=str(tmp_path / "out"))) == 1


@pytest.mark.skipif(os.name != "posix", reason="a symbolic link needs no permission there")
def test_a_linked_folder_is_named_and_not_gone_into(tmp_path: Path) -> None:
    copies(tmp_path, "class/a.xlsx", "other/b.xlsx")
    (tmp_path / "class" / "link").symlink_to(tmp_path / "other", target_is_directory=True)

    found = find_books([str(tmp_path / "class")], recursive=True)

    assert [(Path(one.path).name, one.linked) for one in found] == [("link", True), ("a.xlsx", False)]


def test_a_folder_that_cannot_be_searched_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies(tmp_path, "class/a.xlsx", "class/shut/b.xlsx")
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)

    found = find_books([str(tmp_path / "class")], recursive=True)

    assert [(Path(one.path).name, one.problem) for one in found] == [
        ("shut", "cannot read the folder: Permission denied"),
        ("a.xlsx", ""),
    ]


@pytest.mark.skipif(os.name != "posix", reason="a symbolic link needs no permission there")
@pytest.mark.parametrize("argument", ["class", "class/*.xlsx"])
def test_a_link_that_leads_nowhere_is_no_silence(argument: str, tmp_path: Path) -> None:
    copies(tmp_path, "class/a.xlsx")
    (tmp_path / "class" / "b.xlsx").symlink_to("gone.xlsx")
    (tmp_path / "class" / "c.xlsx").symlink_to(tmp_path, target_is_directory=True)

    found = find_books([str(tmp_path / argument)])

    assert [Path(one.path).name for one in found if not one.linked] == ["a.xlsx", "b.xlsx"]
    with pytest.raises(FileError, match="this is a link to a file that is not there"):
        location_of(found[-1].path).open()


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose names can be read, and no more, whoever runs this."""
    copies(tmp_path, "class/a.xlsx", "class/names only/b.xlsx", "class/names only/in/c.xlsx")
    closed = tmp_path / "class" / "names only"
    real, stat = os.access, os.stat
    monkeypatch.setattr(os, "access", lambda path, mode: real(path, mode) and Path(path) != closed)

    def shut(path: str | Path, **options: bool) -> os.stat_result:
        if closed in Path(path).parents:
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", shut)
    return closed


@pytest.mark.skipif(os.name != "posix", reason="permissions of the POSIX kind")
@pytest.mark.parametrize(
    ("argument", "others"), [("class", ["a.xlsx"]), ("class/*/*.xlsx", []), ("class/names only/*.xlsx", [])]
)
def test_a_folder_of_which_only_the_names_can_be_read_stops_no_other(
    argument: str, others: list[str], closed: Path
) -> None:
    found = find_books([str(closed.parents[1] / argument)], recursive=True)

    assert [book.path for book in found if book.problem] == [str(closed)]
    assert [book.inside for book in found if not book.problem] == others


@pytest.mark.skipif(os.name != "posix", reason="permissions of the POSIX kind")
def test_a_workbook_in_it_that_is_named_outright_is_one_of_many(closed: Path) -> None:
    names = [str(closed / "b.xlsx"), str(closed.parent / "a.xlsx")]

    assert [book.path for book in find_books(names)] == names
    assert is_many(names)
    assert not is_many(names[:1])


@pytest.mark.parametrize("pattern", ["*/*.xlsx", "**/*.xlsx", "s*/a.xlsx"])
def test_a_folder_that_a_pattern_means_and_that_cannot_be_read_is_told(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "sub"
    for folder in (closed, tmp_path / "some"):
        folder.mkdir()
    (tmp_path / "some" / "a.xlsx").touch()
    monkeypatch.setattr("sheetnet.batch.books.os.access", lambda path, _: Path(path) != closed)

    found = find_books([str(tmp_path / pattern)])

    assert [(book.path, book.problem) for book in found] == [
        (str(closed), "cannot read the folder: Permission denied"),
        (str(tmp_path / "some" / "a.xlsx"), ""),
    ]
