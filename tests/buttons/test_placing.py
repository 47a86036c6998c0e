import pytest

from sheetnet.buttons.placing import HEIGHT, WIDTH, Ground, drawn, merged
from sheetnet.buttons.ruler import Axis, columns, rows
from sheetnet.sheet.cells import Area, Value
from sheetnet.sheet.grid import MemoryGrid
from tests.sheet.xlsx.parts import sheet_xml

PLAIN = sheet_xml("")


def left_edges(cells: dict[tuple[int, int], Value], xml: bytes = PLAIN, *covered: Area) -> list[int]:
    """The column from 0 in which the upper one of two buttons begins, right of C and below row 4."""
    ground = Ground("S", columns(xml), rows(xml), covered)
    return [box.first[0] for box in ground.boxes(MemoryGrid({"S": cells}), 4, 3, 2)][:1]


def sizes(axis: Axis, count: int) -> list[int]:
    """The pixels of the first columns or rows."""
    return [axis.before(number + 1) - axis.before(number) for number in range(1, count + 1)]


def test_a_row_without_a_number_is_the_one_after_the_row_before_it() -> None:
    down = rows(sheet_xml('<row r="3" ht="30"/><row ht="45"/><row r="9"/><row hidden="1"/>'))

    assert sizes(down, 10) == [20, 20, 40, 60, 20, 20, 20, 20, 20, 0]


def test_columns_have_the_pixels_that_excel_gives_them() -> None:
    """ECMA-376 part 1, 18.3.1.13; 8.43 characters of Calibri 11 are 64 pixels, stored as 9.140625."""
    xml = sheet_xml(
        "", '<cols><col min="2" max="3" width="9.140625"/><col min="5" max="5" width="9" hidden="1"/></cols>'
    )

    across = columns(xml)

    assert sizes(across, 6) == [61, 64, 64, 61, 0, 61]
    assert across.before(5) == 61 + 64 + 64 + 61
    assert across.walk(4, 70) == (6, 9)


@pytest.mark.parametrize(
    "before",
    ["<!-- no <sheetData> yet -->", "<!-- sheetData -->", '<sheetPr codeName="sheetData"/>', "<?x <sheetData/> ?>"],
)
def test_columns_are_read_whatever_only_looks_like_the_beginning_of_the_cells(before: str) -> None:
    xml = sheet_xml("", f'{before}<cols><col min="2" max="2" width="9.140625"/></cols>')

    assert sizes(columns(xml), 3) == [61, 64, 61]


def test_rows_have_their_points_as_pixels() -> None:
    down = rows(sheet_xml('<row r="2" ht="30"/><row r="3" hidden="1"/>', '<sheetFormatPr defaultRowHeight="15"/>'))

    assert sizes(down, 4) == [20, 40, 0, 20]
    assert down.walk(1, 65) == (4, 5)


def test_where_few_rows_show_buttons_lie_side_by_side_too() -> None:
    """Rows 1 to 7 show, 20 pixels each: two buttons fit below row 4, and six lie in three columns."""
    shown = "".join(f'<row r="{row}" ht="15"/>' for row in range(1, 8))
    xml = sheet_xml(shown, '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>')
    ground = Ground("S", columns(xml), rows(xml), ())

    boxes = ground.boxes(MemoryGrid({"S": {(7, 1): 1.0}}), 4, 3, 6)

    assert len({box.first[:2] for box in boxes}) == 3
    assert len({box.first[2:] for box in boxes}) == 2
    assert len({box.first for box in boxes}) == 6
    assert all(box.last[2] < 7 for box in boxes)


def test_buttons_lie_one_column_away_from_the_last_block() -> None:
    assert left_edges({}) == [4]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({(4, 5): 1.0}, 6),
        ({(3, 5): 1.0}, 4),
        ({(30, 5): 1.0}, 4),
        ({(4, 4): 1.0}, 5),
        ({(5, 2): "a long text that runs over its own cell, far into the sheet"}, 9),
        ({(5, 2): "長い文字列はセルの外まで続いて見える"}, 7),
        ({(5, 9): 1.0, (6, 12): False}, 4),
        ({(5, 6): 1.0}, 7),
    ],
)
def test_buttons_keep_away_from_what_stands_in_their_rows(cells: dict[tuple[int, int], Value], column: int) -> None:
    assert left_edges(cells) == [column]


def test_buttons_keep_away_from_merged_cells() -> None:
    xml = sheet_xml("", after='<mergeCells><mergeCell ref="D2:F9"/></mergeCells>')

    assert left_edges({}, xml, *merged(xml, "S")) == [7]


def test_buttons_keep_away_from_charts_and_pictures() -> None:
    two = b"<xdr:from><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row></xdr:from>"
    two += b"<xdr:to><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row></xdr:to>"
    one = b'<from><col>9</col><row>1</row></from><ext cx="1162050" cy="952500"/>'

    anchors = b"<xdr:twoCellAnchor>" + two + b"</xdr:twoCellAnchor><oneCellAnchor>" + one + b"</oneCellAnchor>"

    areas = drawn(b'<xdr:wsDr xmlns:xdr="u">' + anchors + b"</xdr:wsDr>", "S", columns(PLAIN), rows(PLAIN))

    assert areas == [Area("S", 2, 5, 10, 8), Area("S", 2, 10, 7, 12)]
    assert left_edges({}, PLAIN, *areas) == [13]


def test_a_box_has_one_size_whatever_the_cells_are_like() -> None:
    xml = sheet_xml('<row r="5" ht="3"/><row r="6" hidden="1"/>', '<cols><col min="5" max="6" width="2"/></cols>')
    across, down = columns(xml), rows(xml)

    for box in Ground("S", across, down, ()).boxes(MemoryGrid({"S": {}}), 4, 3, 3):
        (left, x1, top, y1), (right, x2, bottom, y2) = box.first, box.last
        assert across.before(right + 1) + x2 - across.before(left + 1) - x1 == WIDTH == box.width / 0.75
        assert down.before(bottom + 1) + y2 - down.before(top + 1) - y1 == HEIGHT == box.height / 0.75
        assert (across.before(left + 1) + x1, down.before(top + 1) + y1) == (box.left / 0.75, box.top / 0.75)
