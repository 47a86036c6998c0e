"""The rules to stop: who decides, and what a run says that one of them has ended."""

from pathlib import Path

import numpy as np

import sheetnet


class TestRulesToStop:
    def test_lbfgs_is_looked_at_in_every_iteration_whatever_the_size_of_batches(self, letters: Path) -> None:
        chosen = {"optimiser": "lbfgs", "patience": 1, "least_gain": 2.0}
        whole, small = (
            sheetnet.train(letters, iterations=100, settings={**chosen, "batch_size": size}) for size in ("all", 32)
        )

        assert whole.stopped == small.stopped == "E did not fall by more than 2 for 1 iterations"
        assert whole.updates == small.updates

    def test_e_below(self, letters: Path) -> None:
        whole = sheetnet.train(letters, dry_run=True)
        first = int(np.flatnonzero(whole.loss < 5.0)[0])

        stopped = sheetnet.train(letters, settings={"stop_below": 5.0})

        assert stopped.after.iteration == first
        assert "below 5" in stopped.stopped
        assert sheetnet.show(letters)["counter"] == first

    def test_a_plateau(self, letters: Path) -> None:
        stuck = sheetnet.train(letters, eta=5.0, settings={"patience": 20})

        assert stuck.after.iteration < 100
        assert "20 iterations" in stuck.stopped

    def test_seconds(self, letters: Path) -> None:
        stopped = sheetnet.train(
            letters, iterations=10_000_000, max_seconds=1e-9, dry_run=True, trace="basic", every=1000
        )

        assert stopped.updates < 10
        assert "seconds" in stopped.stopped
