"""Which cases an update looks at, and which are kept aside for the test: orders that spreadsheet formulas can work out.

A case's place in the shuffled order is the rank of its key, and keys are whole numbers that a cell calculates exactly.
"""

import numpy as np
from numpy.typing import NDArray

CaseNumbers = NDArray[np.intp]
PRIME = 16_777_199  # the largest prime below 2^24 that leaves 2 when divided by 3: cubes of different numbers differ
CASE, EPOCH, SEED = 10_368_899, 6_407_773, 3_960_283  # what each counts in a key, prime numbers too


def order(cases: int, epoch: int, seed: int) -> CaseNumbers:
    """The numbers of the cases, from 0, in the order of that epoch, shape (cases,).

    The key of case i, counted from 1, is u^3 mod P, where u = (10368899 i + 6407773 epoch + 3960283 seed) mod P. All
    products stay below 2^53 and all quotients below 2^27, which is as far as a spreadsheet's MOD goes.
    """
    if not 0 <= seed < PRIME:
        raise ValueError(f"expected a seed from 0 to {PRIME - 1}, found {seed}")
    return np.argsort(keys(np.arange(1, cases + 1, dtype=np.int64), epoch, seed))


def keys(numbers: CaseNumbers, epoch: int, seed: int) -> CaseNumbers:
    """The keys of the cases of these numbers, counted from 1."""
    u = (CASE * numbers + EPOCH * epoch + SEED * seed) % PRIME
    return u * u % PRIME * u % PRIME


class Batches:
    """The cases of each update of a run, `size` at a time in an order that is new in every epoch.

    The last batch of an epoch has what is left, so that an epoch is all the cases once. With `size` None, or as large
    as there are cases, every update looks at all of them in the order of the file. Updates and epochs count from 0.
    """

    def __init__(self, cases: int, size: int | None = None, seed: int = 0) -> None:
        if cases < 1 or (size is not None and size < 1):
            raise ValueError(f"expected at least one case and batches of at least one, found {cases} and {size}")
        self.cases = cases
        self.size = cases if size is None else min(size, cases)
        self.seed = seed
        self.per_epoch = -(-cases // self.size)
        self._epoch = -1
        self._order = np.arange(cases)

    @property
    def whole(self) -> bool:
        """Whether every update looks at all cases."""
        return self.per_epoch == 1

    def check_count(self, cases: int) -> None:
        """Raise ValueError unless these are batches of so many cases."""
        if cases != self.cases:
            raise ValueError(f"expected batches of {cases} cases, found batches of {self.cases}")

    def of(self, update: int) -> CaseNumbers:
        """The numbers of the cases that update looks at."""
        epoch, place = divmod(update, self.per_epoch)
        if epoch != self._epoch and not self.whole:
            self._order, self._epoch = order(self.cases, epoch, self.seed), epoch
        return self._order[place * self.size : (place + 1) * self.size]

    def epoch_of(self, update: int) -> int:
        """The epoch that update belongs to."""
        return update // self.per_epoch


def split_by_share(cases: int, share: float, seed: int) -> NDArray[np.bool_]:
    """True for training cases; the first `share` of a shuffled order, rounded, are kept aside for the test."""
    training = np.ones(cases, np.bool_)
    training[order(cases, 0, seed)[: _aside(cases, share)]] = False
    return training


def split_in_time(cases: int, share: float) -> NDArray[np.bool_]:
    """True for training cases; the last `share` of the cases are kept aside, so that the past foretells the future."""
    return np.arange(cases) < cases - _aside(cases, share)


def split_stratified(classes: NDArray[np.intp], share: float, seed: int) -> NDArray[np.bool_]:
    """True for training cases; of each class the first `share` in a shuffled order are kept aside, but never all.

    Where every class is so small that its share rounds to nothing, one case of the largest class is.
    """
    shuffled = order(len(classes), 0, seed)
    training = np.ones(len(classes), np.bool_)
    kinds, counts = np.unique(classes, return_counts=True)
    aside = np.minimum(np.floor(counts * share + 0.5).astype(np.intp), counts - 1)
    if not aside.any() and _aside(len(classes), share):
        aside[counts.argmax()] = 1
    for kind, number in zip(kinds, aside, strict=True):
        training[shuffled[classes[shuffled] == kind][:number]] = False
    return training


def _aside(cases: int, share: float) -> int:
    """How many cases are for the test: at least one if any share is, and never all."""
    if not 0.0 <= share < 1.0 or (share > 0.0 and cases < 2):
        raise ValueError(f"a share from 0 to below 1 of at least 2 cases can be kept aside, found {share:g} of {cases}")
    return min(max(int(cases * share + 0.5), 1), cases - 1) if share > 0.0 else 0
