"""The report as a page, read back by html.parser."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sheetnet.report.report import write_report
from tests.report.rows import DANGEROUS, done, failed

VOID = {"meta", "br"}


class Page(HTMLParser):
    """The tags, attributes and table cells of a page; fails where tags are not closed in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.source = path.read_text("utf-8")
        self.feed(self.source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    def count(self, tag: str, colour: str) -> int:
        return sum(found == tag and attributes.get("fill") == f"var(--{colour})" for found, attributes in self.tags)


def page(folder: Path, rows: list[dict[str, Any]], command: str = "sheetnet train") -> Page:
    path = folder / "report.html"
    write_report(path, rows, command=command, seconds=1.5)
    return Page(path)


def test_the_page_holds_the_table_failures_first(tmp_path: Path) -> None:
    head, *rows = page(tmp_path, [done("山田.xlsx", warnings=["w"]), failed()]).rows

    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert (first["Status"], first["Workbook"], first["Message"]) == ("✗ failed", "class/b.xlsx", "no such file")
    assert (second["Status"], second["Workbook"], second["Message"]) == ("✓ done", "山田.xlsx", "warning: w")
    assert (second["E before"], second["E after"], second["Accuracy after"]) == ("60.2839", "0.5571", "98.4%")
    assert first["E after"] == ""


@pytest.mark.parametrize("text", [*DANGEROUS, "<script>alert(1)</script>", '"><img src=x onerror=y>', "a&lt;b", "'x"])
def test_text_is_shown_as_it_is_and_never_as_markup(tmp_path: Path, text: str) -> None:
    found = page(tmp_path, [done(text, message=text), failed(text)], command=text)

    expected = text.replace("\r", "\n")
    assert [row[1] for row in found.rows[1:]] == [expected, expected]
    assert {tag for tag, _ in found.tags} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "code", "a", "span", "table", "thead",
        "tbody", "tr", "th", "td", "details", "summary", "svg", "text", "rect",
    }  # fmt: skip


def test_the_page_needs_nothing_but_itself(tmp_path: Path) -> None:
    found = page(tmp_path, [done(), failed()])

    assert found.attributes("src") == []
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in found.tags}
    assert "url(" not in found.source
    assert "@import" not in found.source
    assert "default-src 'none'" in found.source


def test_the_page_links_what_can_be_opened(tmp_path: Path) -> None:
    inside = str(tmp_path / "class" / "a&b.xlsx")
    rows = [done(inside, output=""), done("javascript://%0aalert(1)", output="")]

    assert page(tmp_path, rows).attributes("href") == ["#chart", "class/a%26b.xlsx"]


@pytest.mark.parametrize(("count", "shape"), [(1, "rect"), (40, "rect"), (41, "circle"), (500, "circle")])
def test_the_chart_shows_e_before_and_after_of_every_workbook(tmp_path: Path, count: int, shape: str) -> None:
    found = page(tmp_path, [done(f"{n}.xlsx", n + 0.25) for n in range(count)])

    assert (found.count(shape, "before"), found.count(shape, "after")) == (count, count)
    assert found.count("text", "ink") == (count if shape == "rect" else 0)


@pytest.mark.parametrize("values", [[0.0] * 41, [1e-9] * 41, [1e299] * 41, [5e-324] * 41, [1e-300, *[1e299] * 40]])
@pytest.mark.parametrize("before", [None, 60.0])
def test_every_mark_of_the_chart_lies_inside_it(tmp_path: Path, values: list[float], before: float | None) -> None:
    rows = [done(f"{n}.xlsx", value, before={"E": before}) for n, value in enumerate(values)]

    source = page(tmp_path, rows).source

    drawing = ElementTree.fromstring(source[source.index("<svg") : source.index("</svg>") + 6])
    _, _, wide, high = map(float, drawing.attrib["viewBox"].split())
    spots = [(float(spot.attrib["cx"]), float(spot.attrib["cy"])) for spot in drawing.iter("circle")]
    assert len(spots) == 41 * (1 if before is None else 2)
    assert all(0 < x < wide and 0 < y < high for x, y in spots)


def test_bars_are_as_long_as_their_numbers(tmp_path: Path) -> None:
    found = page(tmp_path, [done("a.xlsx", 15.07097925), done("b.xlsx", 0.0)])

    long = [float(a["width"] or 0) for tag, a in found.tags if tag == "rect"]
    assert long[1] / long[0] == pytest.approx(0.25, abs=0.001)
    assert long[3] == 0


@pytest.mark.parametrize("rows", [[], [failed()]])
def test_a_report_without_any_result_has_no_chart(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    found = page(tmp_path, rows)

    assert "svg" not in {tag for tag, _ in found.tags}
    assert len(found.rows) == 1 + len(rows)


def test_two_thousand_workbooks_are_two_thousand_rows(tmp_path: Path) -> None:
    assert len(page(tmp_path, [done(f"{n}.xlsx", n + 1.0) for n in range(2000)]).rows) == 2001
