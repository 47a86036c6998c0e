"""The same job on a real Dask cluster of two worker processes; one of them is killed in the middle."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import sheetnet
from sheetnet.batch import cluster
from sheetnet.batch.batch import Batch, run
from sheetnet.batch.batch import report as write_report
from sheetnet.batch.books import Source
from sheetnet.batch.cluster import run_on_cluster, same_versions
from sheetnet.batch.journal import digest_of
from sheetnet.batch.work import Job, work
from sheetnet.cli import main
from sheetnet.errors import SettingError
from sheetnet.sheet.cells import parse_area
from sheetnet.sheet.grids.file import FileGrid
from tests.conftest import ROOT

pytest.importorskip("distributed", reason="Dask is not installed (the extra 'cluster')")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="the worker is killed by a signal of the POSIX kind")


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETNET_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def books(letters_file: Path, tmp_path: Path) -> list[Path]:
    (tmp_path / "class").mkdir()
    return [Path(shutil.copy(letters_file, tmp_path / "class" / f"book {number}.xlsx")) for number in range(12)]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the worker makes which dies just after it has saved the first `book 5.xlsx`."""
    return tmp_path_factory.mktemp("killed") / "killed"


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory, killed: Path) -> Iterator[str]:
    """A scheduler and two workers with one thread each, as processes of their own, until one of these is killed."""
    folder = tmp_path_factory.mktemp("cluster")
    hook = ROOT / "tests" / "batch" / "killing"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(hook), str(ROOT)]),
        "SHEETNET_TEST_KILL": f"book 5.xlsx:{killed}",
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
    }
    address = folder / "scheduler.json"
    common = ["--scheduler-file", str(address)]
    log = (folder / "cluster.log").open("w")
    with ExitStack() as processes:
        processes.callback(log.close)

        def start(*arguments: str) -> None:
            command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], *common]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
            processes.callback(process.wait)
            processes.callback(process.kill)

        start("dask_scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        for name in ("one", "two"):
            start("dask_worker", "--name", name, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        from distributed import Client

        with Client(scheduler_file=str(address), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            yield client.scheduler.address


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_dies_loses_nothing_and_nothing_is_done_twice(
    books: list[Path], scheduler: str, killed: Path
) -> None:
    alone = Path(shutil.copy(books[0], books[0].parent.parent / "alone.xlsx"))
    sheetnet.step(alone, 7)

    records = list(
        run_on_cluster(
            Job("step", sheetnet.step, {"k": 7}, writes=True, run="this one"), list(map(str, books)), scheduler
        )
    )

    assert killed.exists()
    assert sorted(one["workbook"] for one in records) == sorted(map(str, books))
    assert {one["status"] for one in records} == {"done"}, [one for one in records if one["status"] != "done"]
    assert [sheetnet.show(book)["counter"] for book in books] == [7] * 12
    assert {one["after"]["E"] for one in records} == {sheetnet.show(alone)["E"]}
    assert sorted(path.name for path in books[0].parent.iterdir()) == sorted(book.name for book in books)


@pytest.mark.filterwarnings("ignore")
def test_the_command_line_works_on_the_cluster(
    books: list[Path], scheduler: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["train", str(books[0].parent), "-n", "5", "--scheduler", scheduler])

    assert code == 0
    assert "12 workbooks: 12 done, in " in capsys.readouterr().out
    assert [sheetnet.show(book)["counter"] for book in books] == [5] * 12


@pytest.mark.full
@pytest.mark.filterwarnings("ignore")
def test_resume_knows_what_the_cluster_has_done(
    books: list[Path], scheduler: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["step", *map(str, books[:4]), "-k", "5", "--scheduler", scheduler])
    capsys.readouterr()

    code = main(["step", str(books[0].parent), "-k", "5", "--scheduler", scheduler, "--resume"])

    assert code == 0
    assert "12 workbooks: 8 done, 4 done before, in " in capsys.readouterr().out
    assert [sheetnet.show(book)["counter"] for book in books] == [5] * 12


@pytest.mark.filterwarnings("ignore")
def test_a_sweep_on_the_cluster_has_the_numbers_of_one_at_home(
    books: list[Path], scheduler: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["sweep", str(books[0]), "--eta", "0.02,0.2", "--seeds", "40", "-n", "20", "--json"]

    codes = [main([*arguments, "--scheduler", scheduler]), main(arguments)]

    cluster, home = map(json.loads, capsys.readouterr().out.splitlines())
    assert codes == [0, 0]
    assert cluster["settings"] == home["settings"]
    assert cluster["runs"] == 80


def test_a_scheduler_that_does_not_answer_is_one_line(
    books: list[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)

    code = main(["train", str(books[0]), "--scheduler", "tcp://127.0.0.1:9"])

    err = capsys.readouterr().err
    assert code == 2
    assert err.startswith("sheetnet: no Dask scheduler answers at tcp://127.0.0.1:9 (")
    assert err.endswith("); start one with: dask scheduler\n")
    assert err.count("\n") == 1


# names, workers and schedulers that are not what they seem


@pytest.mark.filterwarnings("ignore")
def test_a_relative_name_is_the_file_of_whoever_names_it(
    books: list[Path], scheduler: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The workers' own folder has a file of that name too."""
    theirs = Path(shutil.copy(books[0], books[0].parent.parent / "book 0.xlsx"))
    before = theirs.read_bytes()
    monkeypatch.chdir(books[0].parent)

    code = main(["train", "book 0.xlsx", "-n", "5", "--scheduler", scheduler])

    assert code == 0
    assert capsys.readouterr().out.startswith("book 0.xlsx  E ")
    assert (sheetnet.show(books[0])["counter"], theirs.read_bytes() == before) == (5, True)


@pytest.mark.full
@pytest.mark.filterwarnings("ignore")
def test_a_relative_output_folder_too(
    books: list[Path], scheduler: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(books[0].parent)

    code = main(["train", "book 1.xlsx", "-n", "5", "--scheduler", scheduler, "--output-dir", "out", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["workbook"], told["output"]) == (0, "book 1.xlsx", str(Path("out", "book 1.xlsx")))
    assert sheetnet.show(Path("out", "book 1.xlsx"))["counter"] == 5


@pytest.mark.parametrize("writes", [True, False])
def test_a_worker_that_sees_another_file_leaves_it_alone(books: list[Path], *, writes: bool) -> None:
    use = sheetnet.train if writes else sheetnet.show
    job = Job("train", use, {}, writes=writes, run="this", digest=digest_of(str(books[0])))
    with FileGrid(books[0]) as grid:
        grid.write(parse_area("BP!C5"), [[7.0]])  # type: ignore[arg-type]
        grid.save()
    before = books[0].read_bytes()

    record = work(job, str(books[0]))

    assert record["status"] == "failed"
    assert "sees another file of this name, or none; the machines have to share the folder" in record["message"]
    assert books[0].read_bytes() == before


def test_a_worker_that_sees_no_file_says_so(tmp_path: Path) -> None:
    record = work(Job("show", sheetnet.show, digest="0" * 64), str(tmp_path / "no.xlsx"))

    assert "sees another file of this name, or none" in record["message"]


class Cluster:
    """What a client tells of the versions on a cluster."""

    def __init__(self, **packages: str | None) -> None:
        self.packages = packages

    def get_versions(self, packages: list[str]) -> dict[str, Any]:
        ours = {"packages": {"sheetnet": "1.0", "numpy": "2.0", "python": "3.12"}}
        return {"client": ours, "workers": {"tcp://b:1": {"packages": {**ours["packages"], **self.packages}}}}


@pytest.mark.parametrize(
    ("packages", "told"),
    [
        ({"sheetnet": "0.9"}, "sheetnet 0.9 and numpy 2.0"),
        ({"sheetnet": None}, "no sheetnet and numpy 2.0"),
        ({"numpy": "1.26"}, "sheetnet 1.0 and numpy 1.26"),
    ],
)
def test_workers_with_other_versions_are_named(packages: dict[str, str | None], told: str) -> None:
    with pytest.raises(SettingError) as error:
        same_versions(Cluster(**packages))

    assert str(error.value) == (
        f"the worker at tcp://b:1 has {told}, and this machine sheetnet 1.0 and numpy 2.0; results could differ; "
        "install the same versions"
    )


def test_workers_with_the_same_versions_are_told_which_are_needed() -> None:
    assert same_versions(Cluster(python="3.13")) == {"sheetnet": "1.0", "numpy": "2.0"}


class Small:
    """A cluster whose processes a test starts and kills."""

    def __init__(self, folder: Path) -> None:
        self._file, self._folder = folder / "small.json", folder

    def __enter__(self) -> "Small":
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._log = (self._folder / "small.log").open("w")
        self.start("scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        while not self._file.exists() or not self._file.read_text().strip().endswith("}"):  # it is being written
            assert self._running["scheduler"].poll() is None
        self.address: str = json.loads(self._file.read_text())["address"]
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self._running):
            self.kill(name)
        self._log.close()

    def start(self, kind: str, *arguments: str) -> None:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{kind}",
            *arguments,
            "--scheduler-file",
            str(self._file),
        ]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        self._running[kind] = subprocess.Popen(command, env=environment, stdout=self._log, stderr=self._log)

    def kill(self, kind: str) -> None:
        process = self._running.pop(kind)
        process.kill()
        process.wait()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """A scheduler without a worker."""
    with Small(tmp_path) as cluster:
        yield cluster


@pytest.mark.few(1)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("command", [["train"], ["sweep", "--seeds", "2"]])
def test_a_scheduler_without_a_worker_ends_in_one_line(
    command: list[str], books: list[Path], small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([command[0], str(books[0]), *command[1:], "--scheduler", small.address, "--wait", "0.5"])

    assert (code, capsys.readouterr().err.replace("book 0.xlsx: ", "")) == (
        2,
        f"sheetnet: no worker came to the scheduler at {small.address} within 0.5 s; start one with: "
        f"dask worker {small.address}, or wait longer with --wait\n",
    )


@pytest.mark.few(1)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("dies", "why"),
    [("worker", "worker"), ("scheduler", "the scheduler went away")],  # Dask tells of a worker in one way or another
)
def test_what_dies_in_the_middle_ends_the_run_with_its_report(
    dies: str, why: str, books: list[Path], small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first workbook is done before; the second asks for more than there will ever be time for."""
    from distributed import Client

    small.start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with Client(small.address, timeout=60) as client:
        client.wait_for_workers(1, timeout=60)
    with FileGrid(books[1]) as grid:
        grid.write(parse_area("BP!C5"), [[10_000_000.0]])  # type: ignore[arg-type]
        grid.save()
    before = books[1].read_bytes()
    report = books[0].parent.parent / "report.csv"
    batch = Batch(
        "train",
        sheetnet.train,
        {},
        writes=True,
        books=[Source(str(book), book.name) for book in books[:2]],
        scheduler=small.address,
        wait=2.0,
        report=report,
        run="this",
    )

    records = []
    for record in run(batch):
        if not records:
            small.kill(dies)
        records.append(record)
    write_report(batch, records, 1.0)

    assert [one["status"] for one in records] == ["done", "failed"]
    assert records[1]["message"].startswith(f"{books[1]}: ")
    assert why in records[1]["message"]
    assert report.read_text("utf-8-sig").count("\n") == 3
    assert books[1].read_bytes() == before
