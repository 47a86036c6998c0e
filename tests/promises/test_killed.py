"""Whatever happens in the middle, a workbook is the old one or the new one, whole."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import sheetnet
from sheetnet.cli import main
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork, signals and limits of the POSIX kind")
FEW, MANY = 20, 500  # kills


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def books(letters_file: Path, tmp_path: Path) -> list[Path]:
    return copies(letters_file, tmp_path)


@pytest.fixture
def small_books(tmp_path: Path) -> list[Path]:
    """Networks that are trained in milliseconds."""
    (tmp_path / "xor.csv").write_text("a,b,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    sheetnet.new(tmp_path / "xor.xlsx", network="2-2-1", data=tmp_path / "xor.csv", plain=True)
    return copies(tmp_path / "xor.xlsx", tmp_path)


def copies(book: Path, folder: Path) -> list[Path]:
    (folder / "class").mkdir()
    return [Path(shutil.copy(book, folder / "class" / f"{name}.xlsx")) for name in ("anna", "bea", "chris")]


def python(code: str, *arguments: str) -> Any:
    """What a program prints as JSON in its last line."""
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


KILLING = """
import contextlib, io, json, os, random, select, signal, sys, time, zipfile
from pathlib import Path
import sheetnet
from sheetnet.cli import main

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
books = sorted(folder.iterdir())
spare = folder.parent / "spare.xlsx"
spare.write_bytes(books[0].read_bytes())
right = {0: sheetnet.show(spare)["E"]}
for n in (10, 20):
    sheetnet.train(spare, iterations=n)
    right[n] = sheetnet.show(spare)["E"]

def batch(n):
    with contextlib.redirect_stdout(io.StringIO()):
        return main(["train", str(folder), "--iterations", str(n)])

started = time.perf_counter()
batch(10)
whole = time.perf_counter() - started
rng = random.Random(1)
report = {"kills": 0, "ended": 0, "mixed": 0, "leftovers": 0, "broken": []}
n = 20
while report["kills"] < kills:
    child = os.fork()
    if child == 0:
        batch(n)
        os._exit(0)
    select.select([], [], [], rng.uniform(0.0, whole))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    report["kills" if os.WIFSIGNALED(status) else "ended"] += 1
    states = []
    for book in books:
        with zipfile.ZipFile(book) as package:
            torn = package.testzip()
        seen = sheetnet.show(book)
        states.append(seen["counter"])
        if torn or right.get(seen["counter"]) != seen["E"]:
            report["broken"].append(str(book))
    report["mixed"] += len(set(states)) > 1
    report["leftovers"] += len(os.listdir(folder)) > len(books)
    n = 30 - n if states == [n] * 3 else n
assert batch(10) == 0
report["files"] = sorted(os.listdir(folder))
print(json.dumps(report))
"""


@pytest.mark.few(1)
@pytest.mark.parametrize("kills", [FEW, pytest.param(MANY, marks=pytest.mark.full)])
def test_killed_at_random_moments_of_a_batch_every_workbook_is_old_or_new_and_whole(
    kills: int, small_books: list[Path]
) -> None:
    report = python(KILLING, str(small_books[0].parent), str(kills))

    assert report["kills"] == kills
    assert report["broken"] == []
    assert report["mixed"] > kills // 50, "the kills did not fall between the workbooks"
    assert report["leftovers"] > kills // 50, "the kills did not fall into the writing"
    assert report["files"] == ["anna.xlsx", "bea.xlsx", "chris.xlsx"]


FAILING = """
import contextlib, errno, io, json, os, sys
from sheetnet.cli import main

folder, book, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
armed, count, at = False, 0, 0

def hook(event, arguments):
    global count
    if armed and arguments and event in WATCHED and any(folder in str(one) for one in arguments[:2]):
        count += 1
        if count == at:
            raise OSError(number, os.strerror(number), str(arguments[0]))

WATCHED = {"open", "os.chmod", "os.chown", "os.rename", "os.remove", "os.link", "os.mkdir", "shutil.copyfile"}
sys.addaudithook(hook)
before = open(book, "rb").read()
found = []
while True:
    at, count = at + 1, 0
    err = io.StringIO()
    armed = True
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
        code = main(["train", book, "--iterations", "10", "--backup"])
    armed = False
    now = open(book, "rb").read()
    found.append([code, err.getvalue(), now == before, sorted(os.listdir(folder))])
    if count < at:
        break
    open(book, "wb").write(before)
    for name in os.listdir(folder):
        if name != os.path.basename(book):
            os.remove(os.path.join(folder, name))
print(json.dumps(found))
"""


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "error", ["EIO", *(pytest.param(name, marks=pytest.mark.full) for name in ("EACCES", "ENOSPC", "EROFS", "EDQUOT"))]
)
def test_each_system_call_that_fails_leaves_the_workbook_and_says_so_in_one_line(error: str, books: list[Path]) -> None:
    """Python's audit events stand for the calls: each opening, renaming, removing and so on fails in turn."""
    import errno

    book = books[0]
    for other in books[1:]:
        other.unlink()

    *failed, last = python(FAILING, str(book.parent), str(book), str(getattr(errno, error)))

    assert len(failed) >= 8
    assert last[0] == 0
    assert not last[2]
    refused = 0
    for code, message, same, files in failed:
        if code == 0:  # a call that a run can do without, such as the one that flushes the folder
            assert not same
            assert message == ""
        else:
            refused += 1
            assert code == 2, message
            assert same
            assert message.startswith("sheetnet: anna.xlsx: ")
            assert message.count("\n") == 1
        assert set(files) <= {"anna.xlsx", "anna.bak.xlsx", "anna.new.xlsx"} | _lock(files), message
    assert refused >= 6


def _lock(files: list[str]) -> set[str]:
    """The empty lock file stays where removing it is the very call that fails."""
    return {name for name in files if name.startswith(".~sheetnet-")}


LIMITED = """
import json, os, resource, signal, sys
from sheetnet.cli import main

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
sys.stderr = open(os.devnull, "w")
code = main(["train", sys.argv[1], "--iterations", "10"])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(json.dumps(code))
"""


@pytest.mark.few(1)
@pytest.mark.parametrize("room", [0, 1, 100, 4096, 60_000])
def test_a_disk_that_fills_up_while_writing_leaves_the_workbook(room: int, books: list[Path]) -> None:
    """The system itself stops the writing after so many bytes (a limit on the size of files)."""
    before = books[0].read_bytes()

    code = python(LIMITED, str(books[0]), str(room))

    assert code == 2
    assert books[0].read_bytes() == before
    assert sorted(one.name for one in books[0].parent.iterdir()) == ["anna.xlsx", "bea.xlsx", "chris.xlsx"]


def test_what_is_saved_is_read_back_bit_for_bit(books: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    result = sheetnet.train(books[0], iterations=250)
    main(["step", str(books[0]), "-k", "250"])
    capsys.readouterr()

    direct = sheetnet.train(books[1], iterations=500)
    again = sheetnet.step(books[0], 0)

    assert result.parameters[-1].tobytes() != direct.parameters[-1].tobytes()
    assert again.parameters[-1].tobytes() == direct.parameters[-1].tobytes()
    with zipfile.ZipFile(books[0]) as package:
        assert package.testzip() is None
