import itertools

import pytest

from sheetnet.sheet.blocks.details import Detail


def test_all_iterations_are_kept_where_their_numbers_fit() -> None:
    assert Detail(("parameters",), most=1000).kept(range(100), 10) == list(range(100))


@pytest.mark.parametrize(("iterations", "columns", "most"), [(501, 158, 50_000), (701, 4520, 100_000), (5000, 30, 100)])
def test_of_a_long_run_the_first_20_the_last_and_some_evenly_between_are_kept(
    iterations: int, columns: int, most: int
) -> None:
    kept = Detail(("parameters",), most=most).kept(range(iterations), columns)

    assert kept == sorted(set(kept))
    assert kept[:21] == list(range(21))
    assert kept[-1] == iterations - 1
    gaps = [after - before for before, after in itertools.pairwise(kept[21:])]
    assert not gaps or max(gaps) - min(gaps) <= 1
    assert len(kept) <= max(most // columns, 2) + 20


def test_what_is_kept_are_recorded_iterations() -> None:
    recorded = Detail(every=7).recorded(700)

    assert set(Detail(("parameters",), every=7, most=100).kept(recorded, 5)) <= set(recorded)


def test_a_run_that_asks_for_its_own_details_is_not_thinned() -> None:
    assert Detail.of("parameters,gradients").kept(range(1000), 100_000) == list(range(1000))
