"""What a reader opens from a report."""

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.report.links import link

NAMES = st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


def test_a_workbook_below_the_folder_of_the_report_is_linked_from_there(tmp_path: Path) -> None:
    assert link(str(tmp_path / "class" / "a.xlsx"), tmp_path) == "class/a.xlsx"


def test_a_workbook_elsewhere_is_linked_by_its_whole_path(tmp_path: Path) -> None:
    book = tmp_path / "class" / "a.xlsx"

    assert link(str(book), tmp_path / "reports") == book.as_uri()


def test_a_relative_name_is_meant_from_where_the_command_ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert link("class/a.xlsx", Path()) == "class/a.xlsx"
    assert link("class/a.xlsx", Path("class")) == "a.xlsx"


@given(NAMES.filter(lambda name: name.strip(".")))
def test_any_name_leads_to_its_file_and_nowhere_else(name: str) -> None:
    folder = Path("/reports").absolute()

    found = link(str(folder / name), folder)

    assert found is not None
    parts = urlsplit(urljoin("http://host/reports/page.html", found))
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("http", "host", "", "")
    assert unquote(parts.path) == f"/reports/{name}"


@pytest.mark.parametrize("url", ["https://example.org/a%20b.xlsx?sig=1&x=2#s", "s3://bucket/山田.xlsx"])
def test_a_url_is_linked_as_it_is(url: str) -> None:
    assert link(url, Path()) == url


@pytest.mark.parametrize("url", ["javascript://x%0aalert(1)", "data://text/html,x", "JavaScript://x"])
def test_a_url_that_would_run_something_is_not_linked(url: str) -> None:
    assert link(url, Path()) is None


def test_a_file_that_is_named_like_a_script_is_linked_as_a_file(tmp_path: Path) -> None:
    assert link(str(tmp_path / "javascript:alert(1)"), tmp_path) == "javascript%3Aalert(1)"


def test_a_link_that_excel_would_call_damage_is_left_out() -> None:
    assert link("https://example.org/" + "a" * 2100, Path()) is None
