"""The README's lines are true: its commands run, its options exist, its pictures and workbooks are there."""

import re
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

import run
from run import JAPANESE as SAID_BY_RUN
from run import TESTS
from sheetnet.cli import main
from sheetnet.cli.commands import COMMANDS
from sheetnet.errors import SettingError
from sheetnet.making.new import examples
from sheetnet.pictures.fonts import font_for
from tests.conftest import ROOT
from workbooks.make import make

README = (ROOT / "README.md").read_text(encoding="utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
XOR = "x1,x2,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"


BY_HAND = (
    "python -m pip install . && sheetnet train workbooks/aple.xlsx -o trained.xlsx",
    'python -m pip install ".[test]" && python -m pytest -n auto --dist worksteal',
)


@pytest.mark.parametrize("page", [README, JAPANESE])
def test_the_first_screen_holds_a_picture_that_moves_and_two_commands_that_every_shell_reads_alike(page: str) -> None:
    """Words of letters, digits, points, dashes and slashes are the same to bash, zsh, cmd.exe and both PowerShells."""
    screen = page.partition("<details>")[0]
    commands = re.findall(r"^```\n(.*?)```", screen, re.S | re.M)

    assert re.search(r"\(docs/learning(?:\.ja)?\.gif\)", screen)
    assert len(screen.splitlines()) <= 30
    assert commands[:2] == ["python run.py train workbooks/aple.xlsx -o trained.xlsx\n", "python run.py test\n"]
    assert all(re.fullmatch(r"(?:[\w./-]+(?: [\w./-]+)*\n)+", one) for one in commands)
    assert all(line in page.partition("<details>")[2].partition("</details>")[0].splitlines() for line in BY_HAND)


def test_run_py_runs_the_same_tests_as_by_hand() -> None:
    assert BY_HAND[1].endswith(f"python {' '.join(TESTS)}")


def test_run_py_says_in_japanese_whatever_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (ROOT / "run.py").read_text(encoding="utf-8").partition("def main")[2]
    monkeypatch.setenv("SHEETNET_LANG", "ja")

    run.tell("making a virtual environment in {}", ".venv")

    assert capsys.readouterr().err == "run.py: 仮想環境を .venv に作っています\n"
    assert all(f'"{message}"' in code for message in SAID_BY_RUN)
    assert set(re.findall(r'(?:tell|refuse)\("([^"]+)"', code)) - set(SAID_BY_RUN) == set()


def commands_of(page: str) -> list[str]:
    """The lines of its blocks that are typed, without what is said of them, and without the language."""
    blocks = re.findall(r"^```(?:python)?\n(.*?)^```", page, re.S | re.M)
    lines = [re.sub(r"\s*#.*", "", line) for block in blocks for line in block.splitlines()]
    typed = [line for line in lines if re.match(r"\$|(sheetnet|python|import|result|book)\b(?!:)", line)]
    return [line.replace(" --lang ja", "") for line in typed]


def named_in(page: str) -> set[str]:
    """The command lines in its sentences."""
    prose = re.sub(r"^```.*?^```", "", page, flags=re.S | re.M)
    found = re.findall(r"`((?:sheetnet|python3?|py)\s[^`]+)`", prose)
    return {" ".join(one.replace(" --lang ja", "").split()) for one in found}


def test_the_japanese_readme_has_the_commands_and_the_pictures_of_the_other() -> None:
    """In the same order, whatever is said of them; and where help is to be had in Japanese. Pictures are of its own."""
    pictures = [re.findall(r"!\[[^\]]*\]\(([^)]*)\)", page) for page in (README, JAPANESE)]

    assert commands_of(JAPANESE) == commands_of(README)
    assert named_in(JAPANESE) - {"sheetnet --help", "sheetnet train --help"} == named_in(README)
    assert pictures[0] == [one.replace(".ja.", ".") for one in pictures[1]]
    assert sum(".ja." in one for one in pictures[1]) >= 2


SAMPLES = ["README.md", "README.ja.md", "docs/commands.md", "docs/many-workbooks.md"]


def test_a_transcript_stands_below_its_command_in_a_page_that_is_tried() -> None:
    """So that none is written by hand: what looks like a result or a message of a run has a command before it."""
    pages = {*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")}
    for page in pages - {ROOT / one for one in SAMPLES}:
        for block in re.findall(r"^```[^\n]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
            assert not re.search(r"^\$ sheetnet|^sheetnet: |^  iteration  ", block, re.M), page.name


@pytest.mark.few(1)
@pytest.mark.parametrize("page", SAMPLES)
def test_what_stands_below_a_command_is_what_it_prints(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """But for the time that it took."""
    monkeypatch.chdir(tmp_path)
    Path("class").mkdir()
    for book in ("class/anna.xlsx", "class/chris.xlsx", "letters.xlsx"):
        shutil.copy(ROOT / "workbooks" / "aple.xlsx" if "class" in book else letters_file, book)
    shutil.copytree(ROOT / "workbooks", "workbooks", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    wrong = {"class/bea.xlsx": ("C91", "abc"), "spoiled.xlsx": ("C91", "abc"), "half.xlsx": ("C5", 2.5)}
    for book, (cell, content) in wrong.items():
        spoiled = load_workbook(ROOT / "workbooks" / "aple.xlsx")
        spoiled["BP"][cell] = content
        spoiled.save(book)
    samples = re.findall(r"^```\n\$ sheetnet (.*?)\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S | re.M)

    assert samples
    for command, shown in samples:
        capsys.readouterr()
        main(shlex.split(command))
        printed = "".join(capsys.readouterr())
        printed, wanted = (re.sub(r"\d+\.\d+ ?(s|秒)", "S", text) for text in (printed, shown))
        assert sorted(printed.splitlines()) == sorted(wanted.splitlines()), command  # workbooks come as they end


def test_every_command_line_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("xor.csv").write_text(XOR)
    block = next(part for part in README.split("```")[1::2] if "sheetnet new letters.xlsx" in part)
    commands = [line.partition("#")[0].split()[1:] for line in block.strip().splitlines()]

    codes = [main(command) for command in commands]

    assert len(commands) == 9
    assert codes == [0] * 9


LONG = ("docs/commands.md", "docs/methods.md")


def needed_for_pictures() -> None:
    """Skips where the libraries or the fonts for pictures of pixels are missing."""
    pytest.importorskip("fpdf", reason="fpdf2 and Pillow are not installed")
    try:
        font_for("学習")
    except SettingError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("page", ["docs/pictures.md", *(pytest.param(page, marks=pytest.mark.full) for page in LONG)])
def test_every_line_about_methods_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters_file: Path
) -> None:
    if page == "docs/pictures.md":
        needed_for_pictures()
    monkeypatch.chdir(tmp_path)
    shutil.copy(letters_file, "letters.xlsx")
    blocks = (ROOT / page).read_text(encoding="utf-8").split("```")[1::2]
    marks = ("--example digits",) if page == "docs/commands.md" else ("sheetnet",)
    lines = [line for block in blocks if any(mark in block for mark in marks) for line in block.strip().splitlines()]
    commands = [shlex.split(line.partition("#")[0])[1:] for line in lines if line.startswith("sheetnet ")]

    codes = [main(command) for command in commands]

    assert len(commands) == {"docs/commands.md": 6, "docs/methods.md": 13, "docs/pictures.md": 5}[page]
    assert codes == [0] * len(codes)


def test_the_page_about_your_own_sheet_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/your-own-sheet.md").read_text(encoding="utf-8")
    made, *shown = re.findall(r"```python\n(.*?)```", page, re.S)
    lines = [
        shlex.split(line, comments=True)[1:]
        for line in page.splitlines()
        if re.match("sheetnet fit|sheetnet undo", line)
    ]

    exec(made, {})
    codes = [main(line) for line in lines]
    scope: dict[str, object] = {}
    exec("\n".join(shown), scope)

    assert codes == [0] * len(lines)
    assert scope["result"].after < 0.01  # type: ignore[attr-defined]


@pytest.mark.full
def test_every_line_of_the_japanese_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters_file: Path
) -> None:
    """But for those that need another program."""
    monkeypatch.chdir(tmp_path)
    Path("class").mkdir()
    shutil.copy(letters_file, "class/anna.xlsx")
    Path("flowers.csv").write_text("w,h,kind\n" + "".join(f"{n % 7},{n % 5},{('a', 'b')[n % 2]}\n" for n in range(20)))
    blocks = (ROOT / "docs/ja.md").read_text(encoding="utf-8").split("```")[1::2]
    lines = [line.partition("#")[0].split() for block in blocks for line in block.strip().splitlines()]
    commands = [words[1:] for words in lines if words[0] == "sheetnet" and words[1] not in ("button", "live", "doctor")]

    codes = [main(command) for command in commands]

    assert len(commands) == 15
    assert codes == [0] * 15


def test_every_example_stands_in_the_page_about_methods() -> None:
    page = (ROOT / "docs/methods.md").read_text(encoding="utf-8")

    named = re.findall(r"^\| `(\w+)` \|", page.partition("## Examples")[2].partition("## Settings")[0], re.M)
    assert named == list(examples())


def test_the_python_lines_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters_file: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(letters_file, "letters.xlsx")
    blocks = re.findall(r"```python\n(.*?)```", README, re.S)

    scope: dict[str, object] = {}
    for block in blocks:
        exec(block, scope)

    assert Path("other.xlsx").exists()
    assert scope["result"].loss.shape == (101,)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    option = r"(?<![\w-])--[a-z]+(?:-[a-z]+)*[12]?"
    options = set(re.findall(option, capsys.readouterr().out.partition("options:")[2]))
    row = next(line for line in COMMANDS_PAGE.splitlines() if re.match(rf"\| `{command}[ `]", line))
    if "those for many workbooks" in row:
        row += next(line for line in COMMANDS_PAGE.splitlines() if line.startswith("| for many workbooks"))
    for group in ("how it learns", "tests and stop"):
        if group in row:
            row += next(line for line in COMMANDS_PAGE.splitlines() if line.startswith(f"| {group} |"))

    documented = (
        set(re.findall(option, row))
        | {"--help", "--json", "--lang", "--quiet", "--verbose", "--data-folder"}
        | ({"--output"} if "-o OUT" in row else set())
    )
    assert options == documented


def test_the_lines_for_many_workbooks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters_file: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("class").mkdir()
    for name in ("anna", "bea"):
        shutil.copy(letters_file, f"class/{name}.xlsx")
    page = (ROOT / "docs" / "many-workbooks.md").read_text(encoding="utf-8")
    block = next(part for part in page.split("```") if "class/*.xlsx --jobs 4" in part)
    lines = [line.partition("#")[0].strip() for line in block.strip().splitlines()]
    elsewhere = [line for line in lines if "://" in line]  # a cluster and object storage: see tests/batch
    commands = [part.split()[1:] for line in lines if line not in elsewhere for part in line.split("&&")]

    codes = [main(command) for command in commands]

    assert len(elsewhere) == 2
    assert len(commands) == 7
    assert codes == [0] * 7
    assert {path.name for path in Path("trained").iterdir()} == {"anna.xlsx", "bea.xlsx"}
    assert Path("report.xlsx").exists()


PAGES = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_that_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]*)(?:#[^)]*)?\)", re.sub(r"```.*?```", "", text, flags=re.S)):
        assert not target or "://" in target or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [README, JAPANESE])
def test_the_pictures_of_the_readme_are_there(page: str) -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page):
        content = (ROOT / picture).read_bytes()
        assert content.startswith((b"\x89PNG", b"GIF89a"))
        assert len(content) < 2_000_000


def test_the_shipped_workbooks_are_what_their_script_makes(tmp_path: Path) -> None:
    """Every byte, but for the last digits of saved results, which another processor may compute differently.

    The last digit of E makes 4e-11 in the sheet's own difference quotient, (E(w + h) - E(w - h)) / 2h with h = 1e-4.
    """
    make(tmp_path)

    shipped = sorted((ROOT / "workbooks").glob("*.xlsx"))
    assert [book.name for book in shipped] == sorted(book.name for book in tmp_path.iterdir())
    for book in shipped:
        with zipfile.ZipFile(book) as one, zipfile.ZipFile(tmp_path / book.name) as other:
            assert one.namelist() == other.namelist()
            for name in one.namelist():
                contents = [package.read(name) for package in (one, other)]
                frames = [re.sub(rb"<v>[^<]*</v>", b"", content) for content in contents]
                values = [re.findall(rb"<v>([-+.e\d]+)</v>", content) for content in contents]
                assert frames[0] == frames[1], (book.name, name)
                assert [*map(float, values[0])] == pytest.approx([*map(float, values[1])], rel=1e-9, abs=1e-9)


def test_nothing_in_the_repository_names_a_machine() -> None:
    paths = re.compile(r"[\"' (=]/(?:work|root|home|opt)/\w")
    for path in [*ROOT.glob("*.md"), *ROOT.glob("*/**/*.py"), *ROOT.glob("docs/*.md"), ROOT / ".ci" / "run"]:
        if not {".venv", "build"} & set(path.parts):
            assert not paths.search(path.read_text(encoding="utf-8")), path
