"""What is done with each state of a watched workbook, look by look."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

import sheetnet
from sheetnet.sheet.disk import locks
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.watching import Refused, Trained, Unchanged, Waiting, watched
from sheetnet.watching.watched import Watched
from tests.watching.books import change, change_by_replacing, counter, loss

SIGNS = ["~$xor.xlsx", ".~lock.xor.xlsx#"]


HOLD = """
import sys
from sheetnet.sheet.disk.addresses import location_of
with location_of(sys.argv[1]).lock():
    print("held", flush=True)
    sys.stdin.readline()
"""


class Looking:
    """A watched workbook that is looked at when the test says so; `events` are what was reported."""

    def __init__(self, path: Path, output: Path | None = None, every: int = 1) -> None:
        self.events: list[Any] = []
        self.stop = Signal()
        settings = {"trace": "basic", "every": every, "output": output}
        self._watched = Watched(path, location_of(output or path), settings, self.events.append, self.stop)

    def look(self, times: int = 1) -> list[type]:
        """The kinds of what was reported meanwhile."""
        before = len(self.events)
        for _ in range(times):
            self._watched.look()
        return [type(event) for event in self.events[before:]]


@pytest.fixture(autouse=True)
def no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_DOUBT", 0.0)


def test_a_workbook_that_was_never_trained_is_trained_at_the_start(ten: Path) -> None:
    looking = Looking(ten)

    assert looking.look() == [Trained]
    assert looking.events[0].result.updates == 10
    assert looking.events[0].seconds > 0
    assert counter(ten) == 10


def test_a_workbook_that_was_trained_as_often_as_it_says_waits_for_a_change(ten: Path) -> None:
    sheetnet.train(ten)
    before = ten.read_bytes()
    looking = Looking(ten)

    assert looking.look(3) == [Unchanged]
    assert ten.read_bytes() == before


def test_its_own_writing_does_not_make_it_train_again(ten: Path) -> None:
    looking = Looking(ten)

    assert looking.look(5) == [Trained]


@pytest.mark.few(2)
@pytest.mark.parametrize("save", [change, change_by_replacing])
@pytest.mark.parametrize(
    "cells", [{"C5": 12}, {"C8": 0.01}, {"C91": 0.25}, {"Data_F6": 0.5}, {"Data_Y6": 0.5}, {"Data_C6": 0}]
)
def test_each_input_that_changes_makes_it_train(
    save: Callable[..., None], cells: dict[str, Any], letters: Path
) -> None:
    change(letters, C5=10)
    looking = Looking(letters)
    looking.look(2)
    save(letters, **cells)

    assert looking.look(3) == [Trained]
    expected = shutil.copy(letters, letters.with_name("expected.xlsx"))
    sheetnet.train(expected)
    assert loss(letters) == loss(Path(expected))


@pytest.mark.few(1)
@pytest.mark.parametrize("cells", [{"C15": 9.0}, {"A30": "a remark"}, {"D5": 3}])
def test_what_is_no_input_may_change(cells: dict[str, Any], ten: Path) -> None:
    looking = Looking(ten)
    looking.look(2)
    change(ten, **cells)

    assert looking.look(3) == [Unchanged]


def test_undo_is_not_undone(ten: Path) -> None:
    looking = Looking(ten)
    looking.look(2)
    sheetnet.api.undo(ten)

    assert looking.look(3) == [Unchanged]
    assert counter(ten) == 0


def test_a_bad_cell_is_told_once_for_each_saved_state_and_watching_goes_on(ten: Path) -> None:
    looking = Looking(ten)
    looking.look(2)

    change(ten, C8="abc")
    assert looking.look(3) == [Refused]
    assert str(looking.events[-1].error) == (
        'xor.xlsx: BP!C8: expected a number for the learning rate eta, found text "abc"'
    )
    change(ten, C8="abcd")
    assert looking.look(3) == [Refused]
    change(ten, C8=0.02)
    assert looking.look(3) == [Trained]


def test_a_cell_that_is_bad_at_the_start_and_mended_is_trained(ten: Path) -> None:
    sheetnet.train(ten)
    change(ten, C8="abc")
    looking = Looking(ten)

    assert looking.look(2) == [Refused]
    change(ten, C8=0.02)
    assert looking.look(2) == [Trained]


def test_training_that_diverges_is_refused_and_the_file_stays(letters: Path) -> None:
    change(letters, C5=10, C8=1e308)
    before = letters.read_bytes()
    looking = Looking(letters)

    assert looking.look(3) == [Refused]
    assert letters.read_bytes() == before


@pytest.mark.few(1)
@pytest.mark.parametrize("sign", SIGNS)
def test_while_a_program_has_it_open_it_waits_and_says_so_once(sign: str, ten: Path) -> None:
    looking = Looking(ten)
    looking.look(2)
    ten.with_name(sign).touch()
    change(ten, C5=20)

    assert looking.look(3) == [Waiting]
    assert looking.events[-1].reason.startswith("the workbook is open in ")
    change(ten, C5=30)
    assert looking.look(3) == []
    assert counter(ten) == 10
    ten.with_name(sign).unlink()
    assert looking.look(3) == [Trained]
    assert counter(ten) == 30


@pytest.mark.full
def test_each_time_that_it_is_opened_it_says_anew_that_it_waits(ten: Path) -> None:
    looking = Looking(ten)
    looking.look(2)

    for iterations in (20, 30):
        ten.with_name(SIGNS[1]).touch()
        change(ten, C5=iterations)
        assert looking.look(2) == [Waiting]
        ten.with_name(SIGNS[1]).unlink()
        assert looking.look(2) == [Trained]


def test_a_workbook_that_is_open_at_the_start_is_trained_when_it_is_closed(ten: Path) -> None:
    ten.with_name(SIGNS[0]).touch()
    looking = Looking(ten)

    assert looking.look(3) == [Waiting]
    ten.with_name(SIGNS[0]).unlink()
    assert looking.look(3) == [Trained]


def test_while_it_waits_the_workbook_is_not_read_again(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ten.with_name(SIGNS[0]).touch()
    looking = Looking(ten)
    looking.look()
    reads: list[Path] = []
    monkeypatch.setattr(watched, "load", reads.append)

    looking.look(5)

    assert reads == []


def test_another_output_needs_no_closing(ten: Path) -> None:
    ten.with_name(SIGNS[0]).touch()
    before = ten.read_bytes()
    output = ten.with_name("out.xlsx")
    looking = Looking(ten, output)

    assert looking.look(3) == [Trained]
    assert (counter(output), ten.read_bytes() == before) == (10, True)
    change(ten, C5=20)
    assert looking.look(3) == [Trained]
    assert counter(output) == 20


def test_an_output_that_is_open_is_waited_for(ten: Path) -> None:
    output = ten.with_name("out.xlsx")
    sign = ten.with_name("~$out.xlsx")
    sign.touch()
    looking = Looking(ten, output)

    assert looking.look(3) == [Waiting]
    sign.unlink()
    assert looking.look(3) == [Trained]


@pytest.mark.parametrize(("trained", "expected"), [(10, Unchanged), (7, Trained)])
def test_at_the_start_the_counter_of_the_output_counts(trained: int, expected: type, ten: Path) -> None:
    output = ten.with_name("out.xlsx")
    sheetnet.train(ten, iterations=trained, output=output)

    assert Looking(ten, output).look(3) == [expected]


def test_a_file_that_is_gone_for_a_moment_is_not_told(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_DOUBT", 3600.0)
    looking = Looking(ten)
    looking.look(2)
    away = ten.rename(ten.with_name("away.xlsx"))

    assert looking.look(3) == []
    change_by_replacing(away, C5=20)
    away.rename(ten)
    assert looking.look(2) == [Trained]


def test_a_file_that_is_gone_is_told_once_and_waited_for(ten: Path) -> None:
    looking = Looking(ten)
    looking.look(2)
    away = ten.rename(ten.with_name("away.xlsx"))

    assert looking.look(5) == [Waiting]
    change(away, C5=20)
    away.rename(ten)
    assert looking.look(2) == [Trained]


def test_a_file_that_is_half_written_is_not_told_until_it_stays_so(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_DOUBT", 3600.0)
    looking = Looking(ten)
    looking.look(2)
    change(ten, C5=20)
    whole = ten.read_bytes()
    ten.write_bytes(whole[: len(whole) // 2])

    assert looking.look(3) == []
    monkeypatch.setattr(watched, "_DOUBT", 0.0)
    assert looking.look(3) == [Refused]
    ten.write_bytes(whole)
    assert looking.look(3) == [Trained]


def test_a_file_that_cannot_be_written_is_trained_as_soon_as_it_can(ten: Path) -> None:
    ten.chmod(0o444)
    looking = Looking(ten)

    assert looking.look(3) == [Waiting]
    assert "read-only" in looking.events[-1].reason

    ten.chmod(0o644)
    assert looking.look(2) == [Trained]


def test_another_run_on_the_workbook_is_waited_for(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_LOCK_SECONDS", 0.05)
    looking = Looking(ten)
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ten)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"

    assert looking.look(3) == [Waiting]

    held.communicate("\n")
    assert looking.look(2) == [Trained]


def test_what_is_saved_while_it_trains_is_not_overwritten(ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looking = Looking(ten)
    looking.look(2)
    change(ten, C5=20)
    real = sheetnet.api.train

    def saved_meanwhile(book: Path, **settings: Any) -> Any:
        if settings["before_saving"] and counter(book) == 10 and not ten.with_name("done").exists():
            ten.with_name("done").touch()
            grid = sheetnet.open(book)
            change(ten, C5=30)
            grid.write(sheetnet.session.load(grid).layout["counter"], [[99]])
            grid.save()
        return real(book, **settings)

    monkeypatch.setattr(watched.api, "train", saved_meanwhile)

    assert looking.look(1) == []
    assert looking.look(3) == [Trained]
    assert counter(ten) == 30


def test_training_stops_when_asked_and_writes_nothing(ten: Path) -> None:
    change(ten, C5=10**8)
    before = ten.read_bytes()
    looking = Looking(ten, every=1000)
    looking.stop.set()
    started = time.monotonic()

    with pytest.raises(watched.Stopped):
        looking.look()

    assert time.monotonic() - started < 60
    assert ten.read_bytes() == before
    assert [one.name for one in ten.parent.iterdir()] == ["xor.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_the_sign_of_an_open_workbook_lies_beside_the_file_that_a_link_leads_to(ten: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "link.xlsx"
    link.symlink_to(ten)
    ten.with_name(SIGNS[0]).touch()
    looking = Looking(link)

    assert looking.look(3) == [Waiting]
    ten.with_name(SIGNS[0]).unlink()
    assert looking.look(3) == [Trained]
    assert link.is_symlink()
