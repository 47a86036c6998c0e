"""The words of an exercise, of its marks, and of a class."""

EXERCISE: dict[str, tuple[str, str]] = {
    "exercise_title": ("Exercise", "課題"),
    "exercise_do": (
        "Fill in the yellow cells with formulas, then save the workbook. "
        "All other cells are locked, without a password.",
        "黄色のセルに式を入力して保存してください。ほかのセルはロックされています (パスワードなし)。",
    ),
    "exercise_how": (
        "Any formula that gives the right numbers counts, also at other inputs; a typed number does not. "
        "A follow-on error costs nothing.",
        "ほかの入力でも正しい値になる式なら、どの書き方でも正解です。数値の直接入力は不正解。前の誤りの影響だけなら減点しません。",
    ),
    "exercise_round": (
        "A number may differ by {tolerance} of the largest of its block.",
        "値の差は、ブロックの最大値の {tolerance} まで許されます。",
    ),
    "exercise_lamp": (
        "The lamp compares a remainder of the rounded numbers: it says how many are right, not what is right. "
        "It is for the workbook as it was handed out, before any training.",
        "ランプは丸めた値の余りだけを比べるので、正解の個数は分かりますが答えは分かりません。"
        "配布時の値 (学習前) 用です。",
    ),
    "exercise_student": ("Student", "学生"),
    "block": ("Block", "ブロック"),
    "cells": ("Cells", "セル"),
    "count": ("How many", "個数"),
    "points": ("Points", "配点"),
    "lamp": ("Right so far", "今の正解数"),
    "of": ("of", "/"),
    "right_given": ("right given what came before, share of the points", "前の値に対しては正しい: 得点の割合"),
    "constant": ("a number instead of a formula, share of the points", "式でなく数値: 得点の割合"),
    "tolerance": ("tolerance, of the largest number of the block", "許容差 (ブロックの最大値に対する割合)"),
}

VERDICTS: dict[str, tuple[str, str]] = {
    "right": ("right", "正しい"),
    "right_given": ("right given what came before", "前の値に対しては正しい"),
    "wrong": ("wrong", "誤り"),
    "constant": ("a number instead of a formula", "式でなく数値"),
    "missing": ("missing", "未記入"),
}

_KINDS: dict[str, tuple[str, str]] = {
    "sums": ("Sums s, layer {layer}", "和 s (第 {layer} 層)"),
    "outputs": ("Outputs, layer {layer}", "出力 (第 {layer} 層)"),
    "errors": ("Errors of the cases", "各事例の誤差"),
    "E": ("E", "E"),
    "deltas": ("Unit errors δ, layer {layer}", "ユニットの誤差 δ (第 {layer} 層)"),
    "gradients": ("Gradients", "勾配"),
    "updated": ("Updated values", "更新後の値"),
    "cells": ("Cells", "セル"),
}


def block_title(block: str, language: str = "en") -> str:
    """What a block is called: ``deltas_2`` is ``Unit errors δ, layer 2``."""
    kind, _, layer = block.partition("_")
    if kind not in _KINDS:
        return block
    text = _KINDS[kind][language == "ja"].format(layer=layer)
    return f"{text} {layer}" if layer and kind in ("gradients", "cells") else text
