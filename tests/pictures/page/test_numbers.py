"""Numbers travel bit for bit, and a page has room for so many frames."""

import struct
from base64 import b64decode

import numpy as np
import pytest

from sheetnet.errors import SettingError
from sheetnet.pictures.page.numbers import ROOM, frames_that_fit, packed, packed_cases


def test_every_bit_is_kept() -> None:
    numbers = np.array([[0.1, -0.0, 1e-308], [np.pi, np.inf, -5e-324]])

    raw = b64decode(packed(numbers))

    assert raw == struct.pack("<6d", *numbers.ravel().tolist())


@pytest.mark.parametrize("step", [1, 15, 16, 255])
def test_pixels_are_bytes_and_come_back_bit_for_bit(step: int) -> None:
    whole = np.random.default_rng(1).integers(0, min(step, 255) + 1, (30, 8))
    pixels = whole / step

    kept = packed_cases(pixels)

    assert (np.frombuffer(b64decode(kept["data"]), np.uint8).reshape(30, 8) / kept["step"] == pixels).all()


def test_what_is_no_pixel_is_kept_whole() -> None:
    numbers = np.random.default_rng(1).normal(size=(4, 3))

    kept = packed_cases(numbers)

    assert kept == {"step": 0, "data": packed(numbers)}


def test_the_letters_have_room_for_all_of_500_iterations() -> None:
    assert frames_that_fit(79) >= 501
    assert frames_that_fit(79) * 2 * 79 * 8 * 4 / 3 <= ROOM
    assert frames_that_fit(2260) >= 20


def test_a_network_that_no_page_can_hold_is_refused() -> None:
    with pytest.raises(SettingError, match=r"^100,000 parameters are too many for a page .*; write \.gif, \.png or"):
        frames_that_fit(100_000)
