# ruff: noqa: E501
"""The words that the workbooks of all curves share, in English and Japanese."""

from collections.abc import Mapping

from sheetnet.sheet.words.languages import in_language

_WORDS: dict[str, tuple[str, str]] = {
    "legend": ("Legend", "凡例"),
    "input": ("you enter", "入力"),
    "formula": ("formula", "数式"),
    "result": ("result", "結果"),
    "check": ("check", "確認"),
    "figure": ("expected", "期待値"),
    "not_allowed": ("This cell needs another value", "値が正しくありません"),
    "between": ("Enter a number from {low} to {high}.", "{low} から {high} までの数値を入力してください。"),
    "one_of": ("Choose one of {choices}.", "{choices} のどれかを選んでください。"),
    "step": ("step", "ステップ"),
    "start": ("start x", "出発点 x"),
    "eta": ("learning rate η", "学習率 η"),
    "guide": ("Guide", "使い方"),
    "steps_title": ("Steps: every step is a formula", "ステップ: 一歩ごとに数式"),
    "chart_title": ("What the charts draw", "グラフのためのデータ"),
    "chart_note": ("Formulas that follow sheet Steps; nothing here is to be changed.", "シート Steps を追う数式です。変更する必要はありません。"),
    "point": ("point", "点"),
    "for_all": ("For all", "共通"),
    "start_x": ("start x", "出発点 x"),
    "start_y": ("start y", "出発点 y"),
    "overflow": ("overflow", "桁あふれ"),
}  # fmt: skip


def words(own: Mapping[str, tuple[str, str]], language: str) -> dict[str, str]:
    """Label key -> text: what all curves say, and what one of them says besides."""
    return in_language({**_WORDS, **own}, language)
