"""Data beside a workbook: read as long as they are what they were."""

import hashlib
import os
import struct
from pathlib import Path

import pytest

from sheetnet.errors import FileError
from sheetnet.sheet.tables import outside, read_table
from sheetnet.sheet.tables.outside import digest_of, read_outside

DATA = b"1,2,a\n3,4,b\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_bytes(DATA)
    return tmp_path / "data.csv"


def refused(source: str, digest: str, folder: Path) -> str:
    with pytest.raises(FileError) as error:
        read_outside(source, digest, folder, "Data!B3")
    return str(error.value)


def test_the_digest_is_the_files_sha_256(path: Path) -> None:
    path.write_bytes(os.urandom(3 * 2**20 + 5))

    assert digest_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_pictures_and_their_labels_both_count(tmp_path: Path) -> None:
    pictures = tmp_path / "train-images-idx3-ubyte"
    pictures.write_bytes(b"\0\0\x08\3" + struct.pack(">3I", 2, 1, 1) + b"ab")
    labels = tmp_path / "train-labels-idx1-ubyte"
    labels.write_bytes(b"\0\0\x08\1" + struct.pack(">I", 2) + b"\0\1")

    before = digest_of(pictures)
    labels.write_bytes(b"\0\0\x08\1" + struct.pack(">I", 2) + b"\1\0")

    assert (
        digest_of(pictures)
        != before
        == hashlib.sha256(pictures.read_bytes() + labels.read_bytes()[:-2] + b"\0\1").hexdigest()
    )


def test_of_a_sheet_the_whole_workbook_counts(tmp_path: Path) -> None:
    (tmp_path / "data.xlsx").write_bytes(b"abc")

    assert digest_of(f"{tmp_path / 'data.xlsx'}!Sheet1!A1:B2") == hashlib.sha256(b"abc").hexdigest()


def test_a_file_that_is_what_it_was_is_read(path: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(DATA).hexdigest()

    for source in ("data.csv", str(path), f"../{tmp_path.name}/data.csv"):
        found = read_outside(source, f" {digest.upper()} ", tmp_path, "Data!B3", lambda one: read_table(one, 2, 2))

        assert found.features.tolist() == [[1.0, 2.0], [3.0, 4.0]]
        assert found.classes == ("a", "b")


def test_a_file_that_has_changed_is_refused(path: Path, tmp_path: Path) -> None:
    digest = digest_of(path)
    path.write_bytes(DATA.replace(b"4", b"5"))

    assert refused("data.csv", digest, tmp_path) == (
        f"Data!B3: the data in 'data.csv' have changed: their SHA-256 is not {digest[:12]}... any more; "
        "bring back the file as it was, or make the workbook anew from this one"
    )


def test_a_file_that_is_missing_is_asked_for(path: Path, tmp_path: Path) -> None:
    path.unlink()

    assert refused("data.csv", "0" * 64, tmp_path) == (
        f"Data!B3: expected the data in 'data.csv': no such file; put it into {tmp_path}"
    )
    assert refused(str(path), "0" * 64, tmp_path) == f"Data!B3: expected the data in '{path}': no such file"


@pytest.mark.parametrize("source", ["", ".", "a\0b", "data.csv/x"])
def test_what_is_no_file_is_refused(path: Path, tmp_path: Path, source: str) -> None:
    assert refused(source, "0" * 64, tmp_path).startswith(f"Data!B3: expected the data in '{source}': ".split("\0")[0])


@pytest.mark.parametrize("name", ["/dev/zero", "/proc/self/pagemap", "/proc/self/environ"])
def test_a_file_of_the_system_without_end_is_no_file_with_data(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path(name).exists():
        pytest.skip("there is no such file on this system")
    monkeypatch.setenv("SHEETNET_DATA_FOLDERS", "/")

    assert "this is no file with data in it" in refused(name, "0" * 64, tmp_path)


def test_a_file_outside_of_the_workbooks_folder_is_not_even_opened(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a stranger's workbook that asks whether the file of a digest is here; a link does not help it."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "link.csv").symlink_to(path)
    digest = digest_of(path)
    monkeypatch.setattr(outside, "digest_of", lambda _: pytest.fail("it was opened"))

    for source in ("../data.csv", str(path), "link.csv", str(tmp_path / "missing.csv")):
        assert refused(source, digest, home) == (
            f"Data!B3: expected data below the workbook's folder, found '{source}'; "
            "move the file there, or allow its folder with --data-folder"
        )


def test_a_folder_that_is_allowed_is_no_other_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, other = tmp_path / "home", tmp_path / "home-of-others"
    home.mkdir()
    other.mkdir()
    monkeypatch.setenv("SHEETNET_DATA_FOLDERS", os.pathsep.join([str(other), str(tmp_path / "no")]))
    (other / "data.csv").write_bytes(DATA)

    there = "../home-of-others/data.csv"

    assert read_outside(there, digest_of(path), home, "Data!B3", lambda one: read_table(one, 2, 2)).classes == (
        "a",
        "b",
    )
    assert "below the workbook's folder" in refused("../data.csv", digest_of(path), home)


@pytest.mark.parametrize(
    "source", ["\\\\host\\share\\x.npz", "//host/share/x.npz", "/\\host/x.npz", "https://host/x.npz", "file://host/x"]
)
def test_no_other_machine_is_called(tmp_path: Path, source: str) -> None:
    assert refused(source, "0" * 64, tmp_path) == (
        f"Data!B3: expected a file on this machine, found '{source}'; copy it beside the workbook"
    )
