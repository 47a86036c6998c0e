"""Where the numbers of a small network stand: on the screen, and none on another."""

from itertools import combinations, product

import pytest

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.whole import LISTED, SCREEN, TALL, TOP, WholePlaces, fits

SIZES = [
    sizes
    for sizes in (*product((1, 2, 3), repeat=2), *product((1, 2, 3), repeat=3))
    if len(Geometry(sizes, (1, sizes[0])).cells) <= 10
]


@pytest.mark.parametrize("sizes", SIZES)
def test_no_box_and_no_label_covers_another(sizes: tuple[int, ...]) -> None:
    geometry = Geometry(sizes, (1, sizes[0]))
    places = WholePlaces(geometry, 4)
    boxes = [places.box(layer, unit) for layer, units in enumerate(sizes) for unit in range(units)]
    pairs = [
        (layer, *pair)
        for layer in range(len(sizes) - 1)
        for pair in product(range(sizes[layer]), range(sizes[layer + 1]))
    ]
    labels = [places.weight(*pair) for pair in pairs]

    assert fits(geometry, 4)
    assert not [(one, other) for one, other in combinations([*boxes, *labels], 2) if one.overlaps(other)]
    assert all(area.top > TOP and area.bottom <= TOP + TALL and area.right < SCREEN for area in (*boxes, *labels))


def test_a_network_with_too_many_units_or_cases_has_no_page() -> None:
    assert not fits(Geometry((4, 2, 1), (1, 4)), 4)
    assert fits(Geometry((2, 2, 1), (1, 2)), LISTED)
    assert not fits(Geometry((2, 2, 1), (1, 2)), LISTED + 1)
    assert not fits(Geometry((2, 2, 2, 1), (1, 2)), 4)
