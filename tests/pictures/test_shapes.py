"""Shapes are moved and put together."""

from sheetnet.pictures.shapes import Circle, Picture, Rect, Text, moved, side_by_side, straight, with_margin

BOX = Picture(10, 20, (Rect(1, 2, 3, 4), straight(0, 0, 5, 5)), "one", "a box")


def test_every_kind_of_shape_is_moved() -> None:
    assert moved(Rect(1, 2, 3, 4), 10, 20)[:4] == (11, 22, 3, 4)
    assert moved(Circle(1, 2, 3), 10, 20)[:3] == (11, 22, 3)
    assert moved(Text(1, 2, "a"), 10, 20)[:2] == (11, 22)
    assert moved(straight(0, 1, 2, 3), 10, 20)[0] == ((10, 21), (12, 23))


def test_pictures_stand_in_rows_that_are_not_too_wide() -> None:
    three = side_by_side([BOX, BOX, BOX], widest=25, gap=5)

    assert (three.width, three.height) == (25, 45)
    assert [shape[:2] for shape in three.shapes if isinstance(shape, Rect)] == [(1, 2), (16, 2), (1, 27)]
    assert three.description == "a box · a box · a box"


def test_a_margin_is_on_all_sides() -> None:
    wider = with_margin(BOX, 4)

    assert (wider.width, wider.height) == (18, 28)
    assert wider.shapes[0][:4] == (5, 6, 3, 4)
