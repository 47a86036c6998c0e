"""The run that pictures show is the run that `train` makes."""

from pathlib import Path

import numpy as np
import pytest

import sheetnet
from sheetnet.session.trajectory import Trajectory, thinned, trajectory
from sheetnet.sheet.grids.file import FileGrid


def seen(book: Path, **given: object) -> Trajectory:
    with FileGrid(book) as grid:
        return trajectory(grid, **given)  # type: ignore[arg-type]


def test_every_point_and_frame_is_what_train_has_kept(letters: Path) -> None:
    trained = sheetnet.train(letters)

    shown = seen(letters, frames=1000)

    assert [point.loss for point in shown.points] == trained.loss.tolist()
    assert [point.accuracy for point in shown.points] == trained.accuracy.tolist()
    assert (np.array([frame.parameters for frame in shown.frames]) == trained.parameters).all()
    assert (np.array([frame.gradient for frame in shown.frames]) == trained.gradients).all()
    assert shown.notes == ()


def test_the_lengths_of_the_layers_gradients_make_up_the_whole(letters: Path) -> None:
    trained = sheetnet.train(letters, iterations=30)

    shown = seen(letters)

    whole = [np.hypot(*point.flow) for point in shown.points]
    assert whole == pytest.approx(trained.gradient_norm.tolist(), rel=1e-12)


def test_an_untrained_workbook_is_shown_as_its_cells_would_train_it(letters: Path) -> None:
    before = letters.read_bytes()

    shown = seen(letters)

    assert (shown.iteration, shown.frames[-1].iteration) == (500, 500)
    assert (shown.model.parameters == sheetnet.train(letters, dry_run=True).after.parameters).all()
    assert letters.read_bytes() == before


def test_it_goes_as_far_as_the_workbook_has_come(letters: Path) -> None:
    sheetnet.train(letters, iterations=20)
    sheetnet.step(letters, 7)

    shown = seen(letters, frames=3)

    assert [frame.iteration for frame in shown.frames] == [0, 7, 27]
    assert shown.notes == ()


def test_a_run_that_does_not_lead_to_the_current_values_says_so(letters: Path) -> None:
    sheetnet.train(letters, iterations=20, eta=0.1)

    assert "does not end at the workbook's current values" in seen(letters).notes[0]
    assert seen(letters, eta=0.1).notes == ()


def test_a_rule_to_stop_ends_it(tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "a.xlsx", settings={"stop_below": 2.0}, plain=True)

    shown = seen(tmp_path / "a.xlsx", frames=5)

    assert shown.points[-1].loss < 2.0 <= shown.points[-2].loss
    assert shown.frames[-1].iteration == shown.points[-1].iteration < 500


def test_test_cases_have_their_own_curve(letters: Path) -> None:
    trained = sheetnet.train(letters, settings={"split": "share", "test_share": 0.25})

    shown = seen(letters)

    assert [point.test_loss for point in shown.points] == trained.test_loss.tolist()


@pytest.mark.parametrize(("last", "most"), [(0, 2), (5, 10), (500, 80), (500, 500), (100_000, 2000), (501, 2)])
def test_thinned_iterations_keep_both_ends(last: int, most: int) -> None:
    kept = thinned(last, most)

    assert (kept[0], kept[-1]) == (0, last)
    assert kept == sorted(set(kept))
    assert len(kept) <= most
    gaps = np.diff(kept)
    assert (np.diff(gaps) >= -1).all()  # dense first, but for rounding
