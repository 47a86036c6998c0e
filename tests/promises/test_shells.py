"""The lines that a person is to type are the same to every shell: bash and zsh, cmd.exe, PowerShell 5.1 and 7.

No PowerShell is at hand where these tests run; tree-sitter's grammar of it reads the lines in its place. What the
grammar does not know, and a person would stumble over, is looked for by itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetnet.cli.commands import COMMANDS, command_of
from sheetnet.cli.shared import cells
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").rglob("*.md"))]
ONLY_SOME = {
    "python -m pip install . && sheetnet train workbooks/aple.xlsx -o trained.xlsx",
    'python -m pip install ".[test]" && python -m pytest -n auto --dist worksteal',
    "sheetnet check class/ && sheetnet show class/",
}
"""Lines of which the page says that PowerShell 5.1 does not know &&."""


def typed(page: Path) -> list[str]:
    """The lines of a page's blocks that begin with a program, without what is said of them behind #."""
    blocks = re.findall(r"^```(?:sh|bash|text)?\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [
        re.sub(r"\s+#\s.*", "", line).strip() for line in lines if re.match(r"(sheetnet|python|py|pip|dask) \S", line)
    ]


def examples() -> Iterator[str]:
    """The lines of the examples in the help of each command."""
    for name in COMMANDS:
        for line in command_of(name).EXAMPLES.splitlines()[1:]:
            yield re.split(r"(?<=\S)  +(?=\S)", line.strip())[0]


LINES = sorted({line for page in PAGES for line in typed(page)} | set(examples()))


def test_there_are_lines_to_look_at() -> None:
    assert len(LINES) > 150
    assert set(ONLY_SOME) <= set(LINES)


@pytest.mark.parametrize("trap", [r"![\w$]", r"\$\w", "[<>|;{}^`@]", r"%\w+%", r"\\", "--%", "~"])
def test_no_line_holds_what_a_shell_takes_for_itself(trap: str) -> None:
    """Of ! the history of bash and zsh, even in double quotes; of $, < and the others every shell."""
    outside = {line: re.sub(r"'[^']*'", "", line) for line in LINES}

    assert [line for line, bare in outside.items() if re.search(trap, bare)] == []


def test_a_line_is_one_command_but_where_the_page_says_otherwise() -> None:
    assert {line for line in LINES if "&" in line} <= ONLY_SOME


def test_single_quotes_hold_what_needs_none_in_cmd_exe() -> None:
    """There they are letters: what they hold has no space, and is read without them."""
    quoted = [word for line in LINES for word in re.findall(r"'([^']*)'", line)]

    assert quoted
    assert all(" " not in word and cells(f"'{word}'") == cells(word) for word in quoted)


def test_a_powershell_grammar_reads_every_line_as_one_command_with_words() -> None:
    """But for a comma between bare words, which PowerShell hands on and this grammar does not know."""
    tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed")
    powershell = pytest.importorskip("tree_sitter_powershell", reason="tree-sitter-powershell is not installed")
    parser = tree_sitter.Parser(tree_sitter.Language(powershell.language()))

    for line in LINES:
        root = parser.parse(re.sub(r"(?<=\w),(?=\w)", "_", line).encode()).root_node
        kinds = {node.type for node in nodes(root)}
        commands = sum(node.type == "command" for node in nodes(root))
        assert not root.has_error, line
        assert commands == 1 + (line in ONLY_SOME), line
        assert not kinds & {"variable", "redirection", "sub_expression", "script_block_expression"}, line


def nodes(root: object) -> Iterator[object]:
    yield root
    for child in root.children:  # type: ignore[attr-defined]
        yield from nodes(child)
