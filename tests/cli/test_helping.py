"""Help in Japanese: every text of it, in lines that fit; and in English as it was."""

import ast
import re
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator

import pytest

from sheetnet.cli import main
from sheetnet.cli.commands import COMMANDS
from sheetnet.cli.helping import examples, lines_of
from sheetnet.cli.parser import parser_of
from sheetnet.making.new import examples as all_examples
from sheetnet.saying import speaking
from sheetnet.width import width_of

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def texts(parser: ArgumentParser) -> Iterator[str]:
    """What a person reads of a parser: of what the command does, of its groups and options, beside its examples."""
    for group in parser._action_groups:
        options = [action for action in group._group_actions if action.help]
        yield from (group.title or "" for _ in options[:1])
        yield from (action.help or "" for action in options)
    yield parser.description or ""
    yield from (line.rpartition("  ")[2] for line in examples(parser.examples).splitlines() if "  " in line[3:])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_a_japanese_for_each_of_its_texts(name: str) -> None:
    english = set(texts(parser_of(name)))

    with speaking("ja"):
        told = list(texts(parser_of(name)))

    assert [text for text in told if not JAPANESE.search(text)] == []
    assert english & set(told) == set()


@pytest.mark.parametrize("given", [["--lang", "ja", "--help"], ["--help", "--lang=ja"], ["--help"]])
def test_help_of_the_program_is_japanese_where_that_is_asked_for(
    given: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if given == ["--help"]:
        monkeypatch.setenv("SHEETNET_LANG", "ja")

    with pytest.raises(SystemExit) as stop:
        main(given)

    shown = capsys.readouterr().out
    assert stop.value.code == 0
    assert shown.startswith("例:\n  sheetnet new letters.xlsx ")
    assert "使い方: sheetnet" in shown
    for name in COMMANDS:
        assert re.search(rf"^    {name} +(.*)$", shown, re.M), name
    assert not re.search(r"\b(options|usage|positional|make|train a|Exit)\b", shown)


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    for given in (["--lang", "ja", "new", "--list"], ["--lang=ja", "new", "--list"]):
        assert main(given) == 0
        assert "作るには: " in capsys.readouterr().out


def test_every_example_of_new_has_a_summary_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "--list", "--lang", "ja"])

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(set(all_examples())) + 1
    assert [line for line in lines if not JAPANESE.search(line)] == []


def test_lines_are_no_wider_than_asked_and_none_begins_with_a_mark() -> None:
    text = "更新回数、E、正解率、勾配の大きさのほかにシート Trace に残すもの: basic、gradients、deltas、all。"

    for width in range(16, 60):
        lines = lines_of(text, width)
        assert max(map(width_of, lines)) <= width
        assert not [line for line in lines if line[0] in "、。:"]
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_english_help_does_not_read_the_japanese() -> None:
    code = (
        "import sys\nfrom sheetnet.cli import main\n"
        "try: main(['train', '--help'])\n"
        "except SystemExit: print([one for one in sys.modules if one.startswith('sheetnet.saying.')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert sorted(ast.literal_eval(done.stderr)) == ["sheetnet.saying.language", "sheetnet.saying.sentences"]
