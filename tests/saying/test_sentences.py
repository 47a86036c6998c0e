"""What is said has a Japanese, and the Japanese is of what is said."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from docs.refusals import text_of
from sheetnet.saying import in_words, said, speaking
from sheetnet.saying.sentences import HOLE, _messages, japanese
from tests.conftest import ROOT

PACKAGE = ROOT / "sheetnet"
ROOMS = sorted(
    path.name for path in PACKAGE.iterdir() if path.name not in ("saying", "__pycache__", "py.typed", "data")
)
"""Every room of the package: whatever is refused in one is said in Japanese."""

COMPOSED = {
    "name a cell of {}, or a unit such as {}",
    "name a cell of {}, or of {}, or a unit such as {}",
    "expected a number with a decimal {}, found {}",
    "expected a number with a decimal {}, as in {} ({}), found {}",
    "expected a number with a decimal {} and {} between thousands, found {}",
    "expected a number with a decimal {} and {} between thousands, as in {} ({}), found {}",
    "expected {} and then {}, that is {} or {} columns, found {}",
    "{} columns ({})",
    "expected {} columns, found {}",
    "expected 1 column, found {}",
    "expected a label, found {}",
    "expected one column '{}', found two of them",
    "expected one column '{}', found none",
    "expected columns {}, found none",
    "expected a column {}, found none",
    "unexpected end of data",
    "'{}' expected after '\"'",
    "1 column",
    "{} columns",
    "1 feature",
    "{} features",
    "1 target column",
    "an empty field",
    "{} row is hidden or filtered out, and left out",
    "{} rows are hidden or filtered out, and left out",
    "{} row is hidden or filtered out, and taken too; leave them out with --visible-only",
    "{} rows are hidden or filtered out, and taken too; leave them out with --visible-only",
    "{}, which is another number each time",
    "--network {} was chosen for this table: {}, {} hidden units, {}; --network chooses another",
    "1 output for the last column of 0 and 1 (--network {} makes them two classes)",
    "after {} iterations all cases get the same outputs: its inputs reach {} and are not scaled; "
    "make the workbook anew with --scaling standard",
    "after {} iterations all cases get the same outputs; try another eta, other initial values, or more hidden units",
    "at iteration {} the loss, its gradient or a parameter is no longer a finite number; {}",
    "if they are classes, use {}; if they are amounts, use --head identity+squared --scaling standard --reduction mean",
    "the block has {} rows x {} columns, expected {} x {} for a network {}{}",
    "no class is called {}",
    "no classes are called {}",
    "the gradient ∂E/∂w of {} from {}",
    "the gradient ∂E/∂θ of {}",
    "h of {}",
    "the output of {}",
    "z of {}",
    "the sum s of {}",
    "the threshold θ of {}",
    "the unit error δ of {}",
    "the updated threshold θ of {}",
    "the updated weight w of {} from {}",
    "the weight w of {} from {}",
    "the file exists already and holds something else",
    "{} was replaced; {} undo {} brings it back",
    "1 different label",
    "1 input",
    "1 output",
    "1 output for the last column",
    "{} different labels",
    "{} inputs",
    "{} outputs",
    "(its version is not known: {})  {}",
    "Excel asks before it runs the macros of a workbook, by a policy",
    "Excel runs no macro and does not say so: the buttons of a workbook do nothing, by a policy",
    "Excel runs signed macros only: the buttons of a workbook do nothing, by a policy",
    "another one, with sheetnet {}  {}, named in {}",
    "another one, with the same sheetnet  {}, named in {}",
    "every macro runs, by a policy",
    "no answer from {}, named in {}",
    "no {} and no {} in {}, named in {}",
    "no {} in {}, named in {}",
    "this one  {}, named in {}",
    "{} is not installed, only {}: no button can start Python",
    "{} is not installed: no button can start Python",
    "{} would be imported in place of '{}' by a button: keep workbooks in another folder",
}
"""What is put together of several texts."""

BY_THE_SYSTEM = {
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "No space left on device",
    "Read-only file system",
}

ARGPARSE = ("argument {}", "the following", "show this", "show program's", "positional arguments")
"""What argparse says by itself."""


REFUSING = ("Error", "NotUnderstood", "TooMuch")


@cache
def calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def sources(room: str) -> list[Path]:
    path = PACKAGE / room
    return [path] if path.suffix else list(path.rglob("*.py"))


def refusals(room: str, *, remedies: bool = True) -> set[str]:
    """Problems and remedies that are raised in a room, and that are more than a value."""
    found = set()
    for path in sources(room):
        for call in calls(path):
            if name_of(call).endswith(REFUSING) and not name_of(call).startswith(("Attribute", "Type", "Value", "Key")):
                told = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "remedy" and remedies)]
                found |= {text_of(one) for one in told}
    return {one for one in found if re.search(r"[A-Za-z]", one.replace(HOLE, ""))}


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_of_a_room_has_a_japanese(room: str) -> None:
    assert refusals(room) - set(japanese()) == set()


def test_every_line_of_the_commands_has_a_japanese() -> None:
    speaking_calls = ("said", "say", "fail")
    written = {
        text_of(call.args[0])
        for path in sources("cli")
        for call in calls(path)
        if name_of(call) in speaking_calls and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    }

    written |= {
        text_of(text)
        for path in sources("cli")
        for call in calls(path)
        if name_of(call) == "map" and isinstance(call.args[0], ast.Name) and call.args[0].id == "said"
        for text in getattr(call.args[1], "elts", ())
    }
    put_together = {"{}: {}", "{} was replaced{}"}  # of sentences that are said
    assert written - put_together - set(japanese()) == set()


def test_nothing_is_printed_that_is_english_in_every_language() -> None:
    """What is printed says its words by `said`; the program's name is the same everywhere, and E is a letter."""
    printed = {
        text
        for path in sources("cli")
        for call in calls(path)
        if name_of(call) == "print"
        for argument in call.args
        for text in words_of(argument)
    }

    assert printed == {"sheetnet: "}


def words_of(node: ast.AST) -> Iterator[str]:
    """English in what is printed, but for what is said, and for names of fields."""
    match node:
        case ast.Call(func=ast.Name(id="bold" | "coloured")):
            pass
        case ast.Call() | ast.Subscript():
            return
        case ast.Constant(value=str(text)) if re.search("[A-Za-z]{2}", text):
            yield text
    for part in ast.iter_child_nodes(node):
        yield from words_of(part)


def test_no_sentence_is_of_what_nobody_says() -> None:
    """Every key stands in the code: as a text, or as the beginning or the end of one."""
    texts = {
        text_of(node)
        for path in PACKAGE.rglob("*.py")
        if "saying" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant | ast.JoinedStr)
    }
    of_argparse = {one for one in japanese() if one.startswith(ARGPARSE)}
    whole = "\n".join(texts)

    assert {one for one in japanese() if one not in whole} - COMPOSED - BY_THE_SYSTEM - of_argparse == set()


def test_a_sentence_has_the_values_of_its_english_and_is_japanese() -> None:
    for sentence, told in japanese().items():
        values = [f"<{number}>" for number in range(sentence.count(HOLE))]

        filled = told.format(*values)

        assert re.search(r"[ぁ-んァ-ヶ一-龠]", told), sentence
        if sentence.startswith("expected a target between"):
            continue  # "a sigmoid output" and "the output" are one word in Japanese
        plurals = {f"<{number}>" for number in (1, 2) if re.search(r"\w\{\}", sentence)}
        assert {one for one in values if one in filled} >= set(values) - plurals, sentence


@pytest.mark.parametrize(
    ("english", "told"),
    [
        (
            'a.xlsx: BP!C17: expected a number, found text "abc"',
            'a.xlsx: BP!C17: 数値が必要ですが、文字列 "abc" がありました',
        ),
        (
            "row 10 of Data looks like a case and is not counted: sheetnet add --typed makes it one; or insert a row "
            "above the last case there",
            "Data の 10 行目はデータのように見えますが、数えられていません。"
            "sheetnet add --typed でデータにするか、最後のデータの上に行を挿入してください",
        ),
        (
            "a.xlsx: the file exists already; choose another name, or use --force",
            "a.xlsx: そのファイルはすでにあります。別の名前を選ぶか、--force を付けてください",
        ),
        (
            "no sheet 'BQ'; the workbook has 'BP' - did you mean 'BP'?",
            "シート 'BQ' はありません。ブックにあるのは 'BP'。'BP' のことですか",
        ),
        (
            "a.xlsx: BP!C5: expected a whole number of iterations, found 2.5; 0 or more",
            "a.xlsx: BP!C5: 更新回数は整数ですが、2.5 がありました。0 以上にしてください",
        ),
        (
            "class/a.xlsx: there was no worker for 30 s; start one with: dask worker tcp://h:1, or wait longer with "
            "--wait; it is as it was or wholly new",
            "class/a.xlsx: 30 秒の間、ワーカーがありませんでした。dask worker tcp://h:1 で起動するか、"
            "--wait で長く待ってください。ファイルは元のままか、すべて新しくなっています",
        ),
        (
            "a.xlsx: sums_1 (Calc!C6:D9): Data has 5 cases, Calc 4; insert a row at the same place on Calc too and "
            "copy the formulas of its neighbour into it, or delete the row on Data again and run sheetnet add",
            "a.xlsx: sums_1 (Calc!C6:D9): Data のデータは 5 件、Calc は 4。Calc の同じ位置にも行を挿入して"
            "隣の行の数式をコピーするか、Data の行を削除してから sheetnet add を使ってください",
        ),
        (
            "c/no: cannot read the folder: Permission denied",
            "c/no: フォルダーを読めません: アクセスが許可されていません",
        ),
        (
            "a.xlsx: BP!Z9: no parameter stands in this cell; name a cell of BP!C15:G34 (current), or of Calc!C6:E9, "
            "Calc!F6:H9, or a unit such as H1",
            "a.xlsx: BP!Z9: このセルにパラメーターはありません。BP!C15:G34 (current) か Calc!C6:E9, Calc!F6:H9 のセル、"
            "または H1 のようなユニットを指定してください",
        ),
        ("a sentence of nobody: 1; 2", "a sentence of nobody: 1; 2"),
        (
            "a.xlsx: Data!C6:J6 to Data!C8:J8: some of these cells hold inputs that are scaled already, and others do "
            "not; name cases of Data!H6:K41 alone and with all their inputs, or put raw numbers elsewhere",
            "a.xlsx: Data!C6:J6 to Data!C8:J8: これらのセルには、スケール済みの入力とそうでないものが混じっています。"
            "Data!H6:K41 のデータだけを入力すべてと一緒に指定するか、元の数値を別の場所に置いてください",
        ),
        (
            "cannot read the roster: No such file or directory",
            "名簿を読めません: そのようなファイルやフォルダーはありません",
        ),
        (
            "no loss given, and the workbook has no name 'loss'; add --loss, or define the name",
            "損失の指定がなく、ブックに名前 'loss' もありません。--loss を加えるか、その名前を定義してください",
        ),
        (
            "in/csv.xlsx: this is not a workbook; expected an .xlsx or .xlsm file",
            "in/csv.xlsx: これはブックではありません。.xlsx か .xlsm のファイルが必要です",
        ),
    ],
)
def test_a_message_that_was_put_together_is_said_as_a_whole(english: str, told: str) -> None:
    with speaking("ja"):
        assert in_words(english) == told
    assert in_words(english) == english


@pytest.mark.parametrize("place", ["a.xlsx: Data!C6: ", "a.xlsx: Data!C6:J6 to Data!C8:J8: "])
def test_a_sentence_is_said_alike_whatever_place_stands_before_it(place: str) -> None:
    told = {}
    for sentence in _messages():
        if sentence[0] in " ,;'":  # which stands behind another
            continue
        plain = re.sub(r"(?<=[a-z])\{\}", "", sentence)
        told[plain.format(*map(str, range(20, 29)))] = sentence

    with speaking("ja"):
        other = {english for english in told if in_words(place + english) != place + in_words(english)}

    assert other == set()


def test_values_may_change_their_places() -> None:
    with speaking("ja"):
        assert said("{} of {} comparisons differ", 2, 30) == "30 件の照合のうち 2 件が異なります"
    assert said("{} of {} comparisons differ", 2, 30) == "2 of 30 comparisons differ"


def test_a_case_and_a_parameter_have_one_japanese_each() -> None:
    texts = "".join(japanese().values())

    assert "事例" not in texts
    assert not re.search("パラメータ(?!ー)", texts)
