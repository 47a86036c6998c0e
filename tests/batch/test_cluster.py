"""The same job on a real Dask cluster of two worker processes; one of them is killed in the middle."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import sheetnet
from sheetnet.batch import cluster
from sheetnet.batch.cluster import run_on_cluster
from sheetnet.batch.work import Job
from sheetnet.cli import main
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
    assert {one["status"] for one in records} == {"done"}
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

    cluster, home = (json.loads(one) for one in capsys.readouterr().out.replace("}\n{", "}\0{").split("\0"))
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
