"""How a run that is cut off ends: what is said is true of the files."""

from pathlib import Path

import pytest

from sheetnet import api
from sheetnet.cli import main


@pytest.mark.parametrize("written", [True, False])
def test_ctrl_c_says_what_is_true_of_the_file(
    written: bool, letters: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, before = api.train, letters.read_bytes()

    def train(*arguments: object, **options: object) -> object:
        if written:
            real(*arguments, **options)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "train", train)

    assert main(["train", str(letters), "-n", "1"]) == 130
    told = "letters.xlsx was written, and is whole" if written else "nothing was written"
    assert capsys.readouterr().err == f"sheetnet: interrupted; {told}\n"
    assert (letters.read_bytes() != before) == written


@pytest.mark.parametrize(("name", "told"), [("rows.csv", "rows.csv: "), (None, "")])
def test_what_cannot_be_read_is_no_fault_of_the_result(
    name: str | None,
    told: str,
    letters: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def show(book: str) -> None:
        raise OSError(5, "Input/output error", *([name] if name else []))

    monkeypatch.setattr(api, "show", show)

    assert main(["show", str(letters)]) == 2
    assert capsys.readouterr().err == (
        f"sheetnet: {told}cannot read the file: Input/output error; nothing was written\n"
    )
