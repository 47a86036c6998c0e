"""Which cases an update looks at, and which are kept aside."""

from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.net import Batches, order, split_by_share, split_in_time, split_stratified
from sheetnet.net.batches import CASE, EPOCH, PRIME, SEED

COUNTS = st.integers(1, 200)
SEEDS = st.integers(0, 2**24 - 100)


def is_prime(n: int) -> bool:
    return n > 1 and all(n % d for d in range(2, int(n**0.5) + 1))


# the order of an epoch


def test_the_constants_are_primes_and_p_the_largest_one_for_which_cubing_is_one_to_one() -> None:
    assert all(is_prime(n) and n < PRIME for n in (CASE, EPOCH, SEED))
    assert next(n for n in range(2**24 - 1, 0, -1) if is_prime(n) and n % 3 == 2) == PRIME


@given(COUNTS, st.integers(0, 10_000), SEEDS)
def test_the_place_of_a_case_is_the_rank_of_its_key(cases: int, epoch: int, seed: int) -> None:
    keys = [pow(CASE * i + EPOCH * epoch + SEED * seed, 3, PRIME) for i in range(1, cases + 1)]

    assert len(set(keys)) == cases
    assert order(cases, epoch, seed).tolist() == sorted(range(cases), key=keys.__getitem__)


@given(st.integers(1, 2**24), st.integers(0, 2**24), SEEDS)
def test_a_cell_can_work_out_the_key_exactly(case: int, epoch: int, seed: int) -> None:
    """MOD of a spreadsheet needs whole numbers below 2^53, which doubles hold, and a quotient below 2^27."""
    total = CASE * case + EPOCH * epoch + SEED * seed
    u = total % PRIME

    assert max(total, u * u, u * u % PRIME * u) < 2**53
    assert max(total, u * u, u * u % PRIME * u) // PRIME < 2**27


def test_every_case_comes_first_equally_often() -> None:
    cases, orders = 20, [order(20, epoch, seed) for seed in range(20) for epoch in range(100)]
    counts = np.array([np.bincount([one[place] for one in orders], minlength=cases) for place in range(cases)])

    chi_square = ((counts - 100.0) ** 2 / 100.0).sum()
    freedom = (cases - 1) ** 2
    assert NormalDist(freedom, (2 * freedom) ** 0.5).cdf(chi_square) < 0.999
    assert NormalDist(freedom, (2 * freedom) ** 0.5).cdf(chi_square) > 0.001


def test_epochs_and_seeds_have_orders_of_their_own() -> None:
    orders = [order(128, epoch, seed) for epoch in range(10) for seed in range(5)]

    for one, other in combinations(orders, 2):
        assert np.count_nonzero(one == other) < 12  # one in expectation


@pytest.mark.parametrize("seed", [-1, PRIME])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match=f"expected a seed from 0 to {PRIME - 1}, found {seed}"):
        order(5, 0, seed)


# batches


@given(COUNTS, st.integers(1, 250), SEEDS, st.integers(0, 4))
def test_an_epoch_is_all_the_cases_once(cases: int, size: int, seed: int, epoch: int) -> None:
    """S3.3: n updates an epoch for batches of one, n/b for batches of b, one for all."""
    batches = Batches(cases, size, seed)

    updates = range(epoch * batches.per_epoch, (epoch + 1) * batches.per_epoch)
    seen = [batches.of(update) for update in updates]

    assert batches.per_epoch == -(-cases // size)
    assert sorted(np.concatenate(seen)) == list(range(cases))
    assert {len(batch) for batch in seen[:-1]} <= {size}
    assert 1 <= len(seen[-1]) <= size
    assert {batches.epoch_of(update) for update in updates} == {epoch}


@given(COUNTS, st.integers(1, 50), SEEDS)
def test_batches_follow_the_order_of_their_epoch(cases: int, size: int, seed: int) -> None:
    batches = Batches(cases, size, seed)
    if batches.whole:
        return

    for epoch in (3, 0):  # asked for in any order
        seen = [batches.of(epoch * batches.per_epoch + place) for place in range(batches.per_epoch)]
        assert np.concatenate(seen).tolist() == order(cases, epoch, seed).tolist()


@pytest.mark.parametrize("size", [None, 7, 100])
def test_all_cases_at_once_come_in_the_order_of_the_file(size: int | None) -> None:
    batches = Batches(7, size, seed=3)

    assert batches.whole
    assert batches.per_epoch == 1
    assert [batches.of(update).tolist() for update in (0, 5)] == [list(range(7))] * 2


@pytest.mark.parametrize(("cases", "size"), [(0, None), (5, 0), (5, -1)])
def test_batches_of_nothing_are_refused(cases: int, size: int | None) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Batches(cases, size)


# training and test


@given(st.integers(2, 200), st.floats(0.001, 0.999), SEEDS)
def test_a_share_is_kept_aside_and_something_is_left_on_both_sides(cases: int, share: float, seed: int) -> None:
    """S3.1."""
    for training in (split_by_share(cases, share, seed), split_in_time(cases, share)):
        aside = int(np.count_nonzero(~training))
        assert training.shape == (cases,)
        assert 1 <= aside <= cases - 1
        assert abs(aside - cases * share) <= 0.5 or aside in (1, cases - 1)


def test_a_share_of_nothing_keeps_nothing_aside() -> None:
    assert split_by_share(9, 0.0, 1).all()
    assert split_in_time(9, 0.0).all()
    assert split_stratified(np.zeros(9, np.intp), 0.0, 1).all()


def test_a_share_is_drawn_by_the_seed() -> None:
    one, other = split_by_share(100, 0.25, 1), split_by_share(100, 0.25, 2)

    assert np.array_equal(one, split_by_share(100, 0.25, 1))
    assert not np.array_equal(one, other)
    assert np.flatnonzero(~one).tolist() == sorted(order(100, 0, 1)[:25].tolist())


def test_a_split_in_time_tests_on_the_last() -> None:
    assert split_in_time(5, 0.4).tolist() == [True, True, True, False, False]


@given(st.lists(st.integers(0, 4), min_size=2, max_size=80), st.floats(0.01, 0.9), SEEDS)
def test_a_stratified_split_keeps_the_share_of_every_class(classes: list[int], share: float, seed: int) -> None:
    numbers = np.array(classes, np.intp)
    if max(np.bincount(numbers)) == 1:
        return

    training = split_stratified(numbers, share, seed)

    assert not training.all()
    for kind in set(classes):
        kept, all_of_it = np.count_nonzero(training[numbers == kind]), classes.count(kind)
        assert kept >= 1
        assert abs((all_of_it - kept) - all_of_it * share) <= 0.5 or kept == 1 or all_of_it - kept == 1


def test_a_stratified_split_is_drawn_by_the_seed() -> None:
    classes = np.repeat(np.arange(4), 32)

    splits = [split_stratified(classes, 0.25, seed) for seed in (1, 1, 2)]

    assert all(np.bincount(classes[~training]).tolist() == [8, 8, 8, 8] for training in splits)
    assert np.array_equal(splits[0], splits[1])
    assert not np.array_equal(splits[0], splits[2])


@pytest.mark.parametrize(("cases", "share"), [(5, 1.0), (5, -0.1), (1, 0.5)])
def test_a_share_that_leaves_nothing_is_refused(cases: int, share: float) -> None:
    with pytest.raises(ValueError, match="can be kept aside"):
        split_by_share(cases, share, 0)
    with pytest.raises(ValueError, match="can be kept aside"):
        split_in_time(cases, share)
