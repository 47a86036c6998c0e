"""Which file a report may take the place of."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sheetnet.cli import main
from sheetnet.report.earlier import is_report


@pytest.mark.parametrize("name", ["r.xlsx", "r.csv", "r.html"])
def test_a_report_takes_the_place_of_a_report(name: str, letters: Path) -> None:
    arguments = ["train", str(letters), "-n", "1", "--report", str(letters.with_name(name))]

    assert [main(arguments), main(arguments)] == [0, 0]
    assert is_report(letters.with_name(name))


@pytest.mark.few(4)
@pytest.mark.parametrize("name", ["mine.xlsx", "mine.csv", "mine.html"])
@pytest.mark.parametrize("content", [b"", b"status,mine\n1,2\n", b"PK\x03\x04", b"<html></html>"])
def test_somebodys_file_stays_without_force(
    name: str, content: bytes, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, before = letters.with_name(name), letters.read_bytes()
    mine.write_bytes(content)
    arguments = ["train", str(letters), "-n", "1", "--report", str(mine)]

    assert main(arguments) == 2
    assert (mine.read_bytes(), letters.read_bytes()) == (content, before)
    assert capsys.readouterr().err == (
        f"sheetnet: {mine}: the file exists already and is no report of sheetnet; choose another name, or use --force\n"
    )
    assert main([*arguments, "--force"]) == 0
    assert is_report(mine)


def test_a_workbook_of_somebody_stays(letters: Path) -> None:
    mine = letters.with_name("mine.xlsx")
    mine.write_bytes(letters.read_bytes())

    assert main(["train", str(letters), "-n", "1", "--report", str(mine)]) == 2
    assert mine.read_bytes() == letters.read_bytes()


def test_a_report_that_somebody_has_edited_stays(letters: Path) -> None:
    report = letters.with_name("r.xlsx")
    assert main(["train", str(letters), "-n", "1", "--report", str(report)]) == 0
    book = openpyxl.load_workbook(report)
    book.properties.lastModifiedBy = "Anna"
    book.active["B3"] = "my remark"
    book.save(report)

    assert not is_report(report)


def with_core(report: Path, edit: Callable[[str], str]) -> None:
    """The report with other properties, as another program spells them."""
    with zipfile.ZipFile(report) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    core = parts["docProps/core.xml"].decode()
    assert edit(core) != core
    with zipfile.ZipFile(report, "w") as package:
        for name, content in parts.items():
            package.writestr(name, edit(core) if name == "docProps/core.xml" else content)


@pytest.mark.parametrize(
    "edit",
    [
        lambda core: core.replace("dc:creator", "x:creator").replace("xmlns:dc=", "xmlns:x="),
        lambda core: core.replace("<dc:creator>sheetnet", "<dc:creator >sheet<!-- -->net"),
        lambda core: core.replace(">sheetnet report</cp:", ">sheetnet&#32;report</cp:"),
    ],
    ids=["another prefix", "a blank and a comment", "a reference to a character"],
)
def test_a_report_is_known_by_what_its_properties_mean(edit: Callable[[str], str], letters: Path) -> None:
    report = letters.with_name("r.xlsx")
    assert main(["train", str(letters), "-n", "1", "--report", str(report)]) == 0

    with_core(report, edit)

    assert is_report(report)


@pytest.mark.parametrize(
    "edit",
    [
        lambda core: core.replace(
            ">sheetnet report</dc:creator>", ">Anna</dc:creator><!-->sheetnet report</dc:creator>-->"
        ),
        lambda core: core.replace("http://purl.org/dc/elements/1.1/", "urn:mine"),
        lambda core: core.replace("<cp:coreProperties", "<!DOCTYPE a><cp:coreProperties", 1),
        lambda core: core[:-20],
    ],
    ids=["in a comment", "in another namespace", "a document type", "cut off"],
)
def test_what_only_looks_like_the_properties_of_a_report_is_none(edit: Callable[[str], str], letters: Path) -> None:
    report = letters.with_name("r.xlsx")
    assert main(["train", str(letters), "-n", "1", "--report", str(report)]) == 0

    with_core(report, edit)

    assert not is_report(report)
