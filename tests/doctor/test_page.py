"""The page, and that nothing keeps it from being printed."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.refusals import text_of
from sheetnet import doctor
from sheetnet.doctor import Finding, System
from sheetnet.saying import in_words, speaking
from sheetnet.saying.sentences import HOLE
from tests.doctor.machines import linux, mac, windows

FINE = Finding("Python", "ok", "3.11.7")
BAD = Finding("xlwings add-in", "problem", "0.30.1, and the package is 0.37.8", "xlwings addin install")
NO_EXCEL = Finding("Excel", "note", "not found", stops=("Excel",))
NO_OFFICE = Finding("LibreOffice", "problem", "not found", "sudo apt-get install libreoffice-calc", ("LibreOffice",))


def explodes(system: System, folder: Path) -> Iterator[Finding]:
    yield FINE
    raise RuntimeError("of all\nthings")


def calm(system: System, folder: Path) -> Iterator[Finding]:
    yield BAD


def test_a_check_that_explodes_becomes_a_finding_and_stops_nothing(tmp_path: Path) -> None:
    findings = doctor.examine(tmp_path, checks=(explodes, calm))

    assert findings[0] == FINE
    assert findings[1] == Finding("test_page explodes", "note", "could not be looked at: RuntimeError: of all things")
    assert findings[2] == BAD


def test_every_check_survives_a_machine_on_which_nothing_can_be_looked_at() -> None:
    findings = doctor.examine(Path("/nowhere"), object())  # type: ignore[arg-type]

    assert len(findings) == len(doctor.CHECKS)
    assert all(one.found.startswith("could not be looked at") for one in findings if one.name != "sheetnet")


@pytest.mark.parametrize(
    ("findings", "usable"),
    [
        ([FINE, BAD], ["Excel", "LibreOffice"]),
        ([FINE, NO_EXCEL], ["LibreOffice"]),
        ([FINE, NO_OFFICE], ["Excel"]),
        ([NO_EXCEL, FINE, NO_OFFICE], []),
    ],
)
def test_it_works_while_one_program_is_left(findings: list[Finding], usable: list[str]) -> None:
    assert doctor.works(findings) == bool(usable)
    assert doctor.as_json(findings)["usable"] == usable


def test_the_page_tells_each_finding_in_a_line_and_each_command_whole(capsys: pytest.CaptureFixture[str]) -> None:
    doctor.print_page([FINE, BAD, NO_EXCEL])

    assert capsys.readouterr().out == (
        "ok       Python          3.11.7\n"
        "problem  xlwings add-in  0.30.1, and the package is 0.37.8\n"
        "note     Excel           not found\n"
        "\n"
        "To mend what is not right:\n"
        "  xlwings add-in  xlwings addin install\n"
        "\n"
        "Training inside an open workbook can work in LibreOffice.\n"
    )


def test_the_page_says_when_nothing_can_work() -> None:
    assert "cannot work on this machine" in doctor.page([NO_EXCEL, NO_OFFICE]).splitlines()[-1]


def test_long_findings_are_wrapped_and_commands_are_not() -> None:
    long = Finding("state folder", "problem", "word " * 40, "x" * 200)

    lines = doctor.page([long], width=80).splitlines()

    assert max(len(line) for line in lines[:5]) <= 80
    assert any(line.endswith("x" * 200) for line in lines)


def test_a_page_without_problems_has_no_commands() -> None:
    assert "To mend" not in doctor.page([FINE])


def test_colours_are_what_the_caller_makes_of_them() -> None:
    assert "<31:problem>" in doctor.page([BAD], paint=lambda code, text, stream: f"<{code}:{text}>")


@pytest.mark.parametrize("make", [windows, mac, linux])
def test_the_findings_are_plain_values_in_json(make: type, tmp_path: Path) -> None:
    findings = doctor.examine(tmp_path / "work", make(tmp_path))

    told = json.loads(json.dumps(doctor.as_json(findings)))

    assert told["works"] is True
    assert [one["name"] for one in told["findings"]] == [one.name for one in findings]
    assert set(told["findings"][0]) == {"name", "status", "found", "fix", "stops"}


@pytest.mark.parametrize("make", [windows, mac, linux])
def test_a_page_fits_on_a_screen(make: type, tmp_path: Path) -> None:
    findings = doctor.examine(tmp_path / "work", make(tmp_path))

    assert len(doctor.page(findings, 200).splitlines()) <= 24


def test_the_page_is_in_japanese_where_japanese_is_spoken() -> None:
    stopped = Finding("screen", "note", "there is none to show LibreOffice on; sheetnet train needs none")

    with speaking("ja"):
        told = doctor.page([FINE, BAD._replace(found=f"{BAD.found}  /x"), stopped, NO_EXCEL])

    assert told == (
        "正常  Python            3.11.7\n"
        "問題  xlwings アドイン  0.30.1。パッケージは 0.37.8 です  /x\n"
        "注意  画面              LibreOffice を表示する画面がありません。sheetnet train なら要りません\n"
        "注意  Excel             見つかりません\n"
        "\n"
        "直し方:\n"
        "  xlwings アドイン  xlwings addin install\n"
        "\n"
        "開いたブックの中での学習は LibreOffice でできます。"
    )


PUT_TOGETHER = {
    "(its version is not known: {})",
    "another one, with sheetnet {}  {}",
    "another one, with the same sheetnet  {}",
    "no answer from {}",
    "switched off by a policy{}",
    "there is no {}",
    "this one  {}",
    "{} by a button: keep workbooks in another folder",
    "{} is not installed",
    "{}, named in {}",
    "{}: no button can start Python",
    " and no ",
    ", by a policy",
}
"""What stands in front of, behind or between other texts; tests/saying has the whole ones."""


def sentences() -> set[str]:
    """Whatever the checks can say: two English words in a text that is no docstring and no program."""
    found = set()
    for path in sorted(Path(doctor.__file__).parent.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr))
        found |= {text_of(node) for node in texts if id(node) not in inside}
    of_shells = ("sheetnet button", "sheetnet watch BOOK.xlsx", "sudo ", "\n")
    return {one for one in found if re.search(r"[a-z]{2} [a-z]{2}", one) and not one.startswith(of_shells)}


def test_whatever_the_checks_can_say_has_a_japanese() -> None:
    with speaking("ja"):
        english = {
            one for one in sentences() if not re.search(r"[ぁ-んァ-ヶ]", in_words(one.replace(HOLE, "X").strip("; ")))
        }

    assert len(sentences()) > 30
    assert english - PUT_TOGETHER == set()
