"""A workbook opens on the sheet that is asked for, in a window or in none."""

from pathlib import Path

from openpyxl import Workbook, load_workbook

from sheetnet.sheet.grids.file import FileGrid


def test_one_sheet_is_in_front_and_alone_selected_and_another_is_hidden(tmp_path: Path) -> None:
    book = Workbook()
    for title in ("Second", "Third & last"):
        book.create_sheet(title).sheet_view.tabSelected = True
    book.save(tmp_path / "a.xlsx")

    with FileGrid(tmp_path / "a.xlsx") as grid:
        grid.show("Third & last", ["Second"])
        grid.save()

    seen = load_workbook(tmp_path / "a.xlsx")
    assert seen.active.title == "Third & last"
    assert [bool(sheet.sheet_view.tabSelected) for sheet in seen] == [False, False, True]
    assert [sheet.sheet_state for sheet in seen] == ["visible", "hidden", "visible"]


def test_a_workbook_that_says_nothing_of_windows_gets_one(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    with FileGrid(tmp_path / "a.xlsx") as grid:
        xml = grid.package.read("xl/workbook.xml")
        start, end = xml.index(b"<bookViews"), xml.index(b"</bookViews>") + len(b"</bookViews>")
        grid.package.write("xl/workbook.xml", xml[:start] + xml[end:])

        grid.show("Sheet")
        grid.save()

    assert len(load_workbook(tmp_path / "a.xlsx").views) == 1
