"""Watching for real: files change, and something happens within a deadline."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from sheetnet import watching
from sheetnet.cli.signals import stopped_by_signals
from sheetnet.errors import FileError, SettingError
from sheetnet.watching import Trained, Waiting, loop, watched
from tests.watching.books import change, change_by_replacing, counter

pytest.importorskip("watchfiles")
DEADLINE = 60.0


class Watching:
    """`watch` in a thread; `events` are what it reported."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.events: list[Any] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(path,), kwargs=options)
        self._error: BaseException | None = None

    def _run(self, path: Path, **options: Any) -> None:
        try:
            watching.watch(path, report=self.events.append, stop=self._stop, **options)
        except BaseException as error:
            self._error = error

    def __enter__(self) -> "Watching":
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(DEADLINE)
        assert not self._thread.is_alive()
        assert self._error is None

    def wait(self, kind: type, count: int = 1) -> Any:
        """The last event of a kind, as soon as there are so many."""
        until(lambda: sum(isinstance(one, kind) for one in self.events) >= count, f"{count} {kind}: {self.events}")
        return [one for one in self.events if isinstance(one, kind)][-1]


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@pytest.fixture(params=[False, True], ids=["notified", "polling"])
def force_polling(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.few(1)
@pytest.mark.parametrize("save", [change, change_by_replacing])
def test_it_trains_at_the_start_and_after_each_save(save: Callable[..., None], force_polling: bool, ten: Path) -> None:
    with Watching(ten, force_polling=force_polling) as watch:
        assert watch.wait(Trained).result.updates == 10
        save(ten, C5=20)
        assert watch.wait(Trained, 2).result.updates == 20
        save(ten, C5=30, C8=0.01)
        assert watch.wait(Trained, 3).result.eta == 0.01
        until(lambda: counter(ten) == 30, "the counter is 30")


def test_it_trains_once_for_each_save(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "_TICK", 100)
    looks: list[float] = []
    look = watched.Watched.look
    monkeypatch.setattr(watched.Watched, "look", lambda one: (look(one), looks.append(0)))

    with Watching(ten) as watch:
        watch.wait(Trained)
        change(ten, C5=20)
        watch.wait(Trained, 2)
        seen = len(looks)
        until(lambda: len(looks) > seen + 10, "it went on looking")

    assert [type(one) for one in watch.events] == [Trained, Trained]


def test_it_waits_while_a_program_has_the_workbook_open(ten: Path) -> None:
    sign = ten.with_name("~$xor.xlsx")
    with Watching(ten) as watch:
        watch.wait(Trained)
        sign.touch()
        change_by_replacing(ten, C5=20)
        watch.wait(Waiting)
        sign.unlink()
        assert watch.wait(Trained, 2).result.updates == 20

    assert [type(one) for one in watch.events] == [Trained, Waiting, Trained]


def test_what_the_system_does_not_report_is_found_all_the_same(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import watchfiles

    real = watchfiles.watch
    monkeypatch.setattr(watchfiles, "watch", lambda *folders, **options: real(ten.parent / "other", **options))
    (ten.parent / "other").mkdir()

    with Watching(ten) as watch:
        watch.wait(Trained)
        change(ten, C5=20)
        assert watch.wait(Trained, 2).result.updates == 20


def test_a_file_that_is_not_there_is_an_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^a\.xlsx: no such file"):
        watching.watch(tmp_path / "a.xlsx", report=print)


def test_an_output_of_another_kind_is_an_error_at_the_start(ten: Path) -> None:
    with pytest.raises(FileError, match=r"expected a name that ends in \.xlsx for the output, found 'out\.csv'"):
        watching.watch(ten, output=ten.with_name("out.csv"), report=print)


def test_an_unknown_detail_of_the_trace_is_an_error_at_the_start(ten: Path) -> None:
    with pytest.raises(SettingError):
        watching.watch(ten, trace="everything", report=print)


def test_a_url_cannot_be_watched() -> None:
    pytest.importorskip("fsspec")

    with pytest.raises(FileError, match="only a file on a disk can be watched"):
        watching.watch("memory://a.xlsx", report=print)


def test_without_watchfiles_the_command_that_installs_it_is_told(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)

    with pytest.raises(SettingError, match=r'python -m pip install "sheetnet\[watch\]"'):
        watching.watch(ten, report=print)

    assert counter(ten) == 0


DRIVER = """
import sys
from sheetnet import watching
from sheetnet.cli.signals import stopped_by_signals
with stopped_by_signals() as stop:
    watching.watch(sys.argv[1], report=lambda event: print(type(event).__name__, flush=True), stop=stop, every=1000)
print("stopped")
"""


@pytest.mark.few(1)
@pytest.mark.skipif(os.name == "nt", reason="signals of that kind are not sent to one process there")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("iterations", [10, 10**8], ids=["while it waits", "while it trains"])
def test_a_signal_ends_it_cleanly(number: str, iterations: int, ten: Path) -> None:
    change(ten, C5=iterations)
    before = ten.read_bytes()
    command = [sys.executable, "-c", DRIVER, str(ten)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            if iterations == 10:
                assert process.stdout.readline() == "Trained\n"
            else:
                until(lambda: any(one.name.startswith(".~sheetnet-") for one in ten.parent.iterdir()), "it trains")
            process.send_signal(getattr(signal, number))
            out, err = process.communicate(timeout=DEADLINE)
        finally:
            process.kill()

    assert (process.returncode, out, err) == (0, "stopped\n", "")
    assert [one.name for one in ten.parent.iterdir()] == ["xor.xlsx"]
    assert (ten.read_bytes() == before) == (iterations > 10)


def test_the_signals_are_given_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    with stopped_by_signals() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()

    assert signal.getsignal(signal.SIGINT) is before
