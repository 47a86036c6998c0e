"""Which language is spoken."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sheetnet.cli import main
from sheetnet.saying import language_of
from tests.cli.typed import run


@pytest.mark.parametrize(
    ("environ", "asked", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, None, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LANG": "ja_JP.UTF-8", "SHEETNET_LANG": "en"}, None, "en"),
        ({"LANG": "en_GB.UTF-8", "SHEETNET_LANG": "ja"}, None, "ja"),
        ({"SHEETNET_LANG": "ja"}, "en", "en"),
        ({"LANG": "fr_FR"}, None, "en"),
        ({"LANG": "fr_FR"}, "ja", "ja"),
    ],
)
def test_an_option_comes_before_the_variable_and_that_before_the_system(
    environ: dict[str, str], asked: str | None, language: str
) -> None:
    assert language_of(environ, asked) == language


def test_train_says_in_japanese_what_it_did(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "train", letters, "--lang", "ja")

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[2].split() == ["更新回数", "0", "500"]
    assert lines[5].startswith("  500 回更新、学習率 η = 0.05、")
    assert lines[-1] == f"開いて見る: sheetnet open {letters} (シート Trace に E の曲線, シート BP に重み)"


def test_a_refusal_is_said_in_japanese_and_json_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHEETNET_LANG", "ja")

    code, out, err = run(capsys, "show", tmp_path / "none.xlsx", "--json")

    assert (code, err) == (2, "sheetnet: none.xlsx: そのようなファイルはありません\n")
    assert json.loads(out)["message"] == "none.xlsx: no such file"


@pytest.mark.parametrize("given", [["train", "a.xlsx", "--lang", "ja", "--iteration", "5"], ["trian", "--lang=ja"]])
def test_a_usage_error_too(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(given)

    assert stop.value.code == 2
    assert "はありません。'" in capsys.readouterr().err


def test_a_new_workbook_is_in_the_language_that_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, name in (("ja", "a.xlsx"), ("en", "b.xlsx")):
        assert run(capsys, "new", tmp_path / name, "--plain", "--lang", lang)[0] == 0
    monkeypatch.setenv("SHEETNET_LANG", "ja")

    run(capsys, "new", tmp_path / "c.xlsx", "--plain")

    titles = [load_workbook(tmp_path / name)["Guide"]["A1"].value for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    assert titles[0] == titles[2] != titles[1]
