"""What of a workbook is seen when it is opened: the sheet in front, and the sheets that are hidden."""

from collections.abc import Collection

from sheetnet.sheet.xlsx.elements import Element, top_elements
from sheetnet.sheet.xlsx.markup import spliced
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.workbook import Workbook

Change = tuple[int, int, bytes]


def show(package: Package, front: str, hidden: Collection[str]) -> None:
    """Let a workbook open on a sheet, which alone is selected, and hide some others."""
    part = Workbook(package).part
    xml = check_xml(part, package.read(part))
    sheets = top_elements(xml, 3, "sheet")
    number = next(number for number, sheet in enumerate(sheets) if sheet.given.get("name") == front)
    changes = [sheet.with_attribute(xml, "state", b"hidden") for sheet in sheets if sheet.given.get("name") in hidden]
    package.write(part, spliced(xml, [*_in_front(xml, number), *changes]))
    for name in Workbook(package).sheets:
        _select(package, name, selected=name == front)


def _in_front(xml: bytes, number: int) -> list[Change]:
    """The changes by which each window shows the tab of a number."""
    views = top_elements(xml, 3, "workbookView")
    if views:
        return [view.with_attribute(xml, "activeTab", str(number).encode()) for view in views]
    before: Element = next(one for one in top_elements(xml) if one.name == "sheets")
    prefix = before.prefix
    made = b'<%bbookViews><%bworkbookView activeTab="%d"/></%bbookViews>' % (prefix, prefix, number, prefix)
    return [(before.start, before.start, made)]


def _select(package: Package, sheet: str, *, selected: bool) -> None:
    """Selected sheets are one group: what is typed into one stands in all of them."""
    part = Workbook(package).worksheet(sheet).part
    xml = check_xml(part, package.read(part))
    value = str(int(selected)).encode()
    views = [
        view
        for view in top_elements(xml, 3, "sheetView")
        if selected or view.given.get("tabSelected", "0") not in ("0", "false")
    ]
    if views:
        package.write(part, spliced(xml, [view.with_attribute(xml, "tabSelected", value) for view in views]))
