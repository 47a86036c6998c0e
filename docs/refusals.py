"""The table of all refusals and their remedies, made of the program's own text: python docs/refusals.py prints it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sheetnet.saying import said, spoken
from sheetnet.saying.adding import ADDING
from sheetnet.saying.classroom import CLASSROOM
from sheetnet.saying.damage import DAMAGE
from sheetnet.saying.data import DATA
from sheetnet.saying.drawing import DRAWING
from sheetnet.saying.files import FILES
from sheetnet.saying.fitting import FITTING
from sheetnet.saying.programs import PROGRAMS
from sheetnet.saying.refusals import REFUSALS
from sheetnet.saying.sentences import HOLE

PACKAGE = Path(__file__).parents[1] / "sheetnet"
SHOWN = "…"  # in the place of a value
SECTIONS = (
    ("Files", "ファイル", FILES),
    ("Cells, blocks, settings, requests", "セル、ブロック、設定、指定", REFUSALS),
    ("Tables of data", "データの表", DATA),
    ("A new case", "事例の追加", ADDING),
    ("Your own sheet: inspect, check, fit", "自分のシート: inspect、check、fit", FITTING),
    ("Excel and LibreOffice", "Excel と LibreOffice", PROGRAMS),
    ("Exercises, marks, reports", "課題、採点、一覧", CLASSROOM),
    ("Models, exports, pictures", "モデル、書き出し、絵", DRAWING),
    ("Damaged files", "壊れたファイル", DAMAGE),
)
"""Heading, the same in Japanese, the sentences that belong there."""
_HEADS = {"en": ("message", "remedy"), "ja": ("メッセージ", "対処")}


def page() -> str:
    """A section for each kind: what is refused, and what a message says to do, `…` for each value."""
    remedies = raised()
    language = spoken()
    parts = []
    for english, japanese, sentences in SECTIONS:
        rows = [row(problem, remedies[problem]) for problem in sorted(sentences) if problem in remedies]
        head = "| {} | {} |".format(*_HEADS[language])
        parts.append("\n".join([f"\n## {japanese if language == 'ja' else english}\n", head, "|---|---|", *rows, ""]))
    return "".join(parts)


def row(problem: str, remedies: set[str]) -> str:
    told = [shown(one) for one in (problem, *sorted(remedies))]
    return f"| {told[0]} | {'; '.join(told[1:])} |"


def shown(sentence: str) -> str:
    """A sentence in the language that is spoken, nothing in it a mark of the page."""
    text = said(sentence, *[SHOWN] * 9)
    return re.sub(r"([\\|*_<\[`])", r"\\\1", text)


@cache
def raised() -> dict[str, set[str]]:
    """What is refused anywhere in the package -> the remedies that are told with it, where there are any."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for problem, remedy in refusals(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(problem, set()).update(one for one in remedy if re.search("[a-z]", one.replace(HOLE, "")))
    return found


def refusals(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name.endswith("Error") or name in ("NotUnderstood", "TooMuch"):
                remedies = [text_of(one) for word in node.keywords if word.arg == "remedy" for one in [word.value]]
                yield text_of(node.args[0]), remedies


def text_of(node: ast.expr) -> str:
    """A text as it stands in the program, {} for each of its values."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in parts)
        case ast.BinOp(left=left, right=right):
            return text_of(left) + text_of(right)
    return HOLE


if __name__ == "__main__":
    print(page())
