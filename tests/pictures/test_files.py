"""`sheetnet plot`: a file by its ending, a workbook that stays, and refusals in one line."""

import json
from pathlib import Path

import pytest

from sheetnet.cli import main

PNG, GIF = b"\x89PNG\r\n", b"GIF89a"


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("a.svg", b"<?xml"), ("a.html", b"<!DOCTYPE html>"), ("a.png", PNG), ("a.GIF", GIF), ("a.pdf", b"%PDF")],
)
def test_the_ending_says_the_form(letters: Path, name: str, beginning: bytes) -> None:
    if not name.endswith(("svg", "html")):
        pytest.importorskip("fpdf", reason="fpdf2 and Pillow are not installed")
    before, target = letters.read_bytes(), letters.with_name(name)

    code = main(["plot", str(letters), "-o", str(target), "-n", "12", *(["--what", "weights"] * ("html" not in name))])

    assert code == 0
    assert target.read_bytes().startswith(beginning)
    assert letters.read_bytes() == before


@pytest.mark.full
def test_the_animation_of_the_letters_is_below_2_mb(letters: Path) -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed")
    target = letters.with_name("learning.gif")

    assert main(["plot", str(letters), "-o", str(target)]) == 0
    assert target.stat().st_size < 2_000_000


def test_what_was_written_is_told(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = letters.with_name("a.svg")

    main(["plot", str(letters), "-o", str(target)])
    said = capsys.readouterr().out
    main(["plot", str(letters), "-o", str(target), "--force", "--json"])
    told = json.loads(capsys.readouterr().out)

    size = target.stat().st_size
    assert said == f"{target}: {size:,} bytes, iterations 0 to 500\n"
    assert told == {
        "format": 1,
        "command": "plot",
        "status": "done",
        "workbook": str(letters),
        "written": str(target),
        "bytes": size,
        "first": 0,
        "last": 500,
        "language": "en",
        "warnings": [],
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "a.jpg"], "a.jpg: expected a name that ends in .html, .svg, .png, .gif, .pdf"),
        (["-o", "nowhere/a.svg"], "a.svg: there is no folder 'nowhere'; make it first"),
        (["-o", "letters.svg"], "letters.svg: the file exists already; choose another name with -o, or use --force"),
        (
            ["-o", "a.svg", "--what", "weihgts"],
            "letters.xlsx: expected some of curve, weights, gradients, flow, confusion, predicted, network, surface "
            "to draw, found 'weihgts' - did you mean 'weights'?",
        ),
        (
            ["-o", "a.html", "--what", "curve"],
            "letters.xlsx: a page has drawings of its own; leave --what and --numbers out, or write .svg",
        ),
        (
            ["-o", "a.svg", "--numbers"],
            "letters.xlsx: numbers are written into the network alone; add --what network",
        ),
        (
            ["-o", "a.svg", "--network", "--numbers"],
            "letters.xlsx: 72 weights are more than the 60 that can be written beside their lines; leave "
            "--numbers out; in SVG every line tells its weight when it is pointed at",
        ),
        (
            ["-o", "a.svg", "--what", "surface"],
            "letters.xlsx: a surface needs a network of 2 inputs, this one has 20",
        ),
        (
            ["-o", "a.svg", "--what", "predicted"],
            "letters.xlsx: sigmoid+squared reads classes; choose --what confusion",
        ),
        (
            ["-o", "a.svg", "--eta", "inf"],
            "letters.xlsx: expected a finite number for the learning rate eta, found inf",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    letters: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(letters.parent)
    Path("letters.svg").write_text("mine")

    code = main(["plot", "letters.xlsx", *options])

    assert code == 2
    assert capsys.readouterr().err.startswith(f"sheetnet: {message}")
    assert {path.name for path in letters.parent.iterdir()} == {"letters.xlsx", "letters.svg"}
    assert Path("letters.svg").read_text() == "mine"


def test_network_is_short_for_the_drawing_of_that_name(letters: Path) -> None:
    files = [letters.with_name(name) for name in ("short.svg", "long.svg", "both.svg")]
    for file, options in zip(
        files, (["--network"], ["--what", "network"], ["--what", "curve", "--network"]), strict=True
    ):
        assert main(["plot", str(letters), "-o", str(file), "-n", "3", *options]) == 0

    short, long, both = (file.read_text(encoding="utf-8") for file in files)

    assert short == long
    assert "Error E while learning" in both
    assert "The network with its weights" in both
