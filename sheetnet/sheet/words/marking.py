"""The words of an exercise, of its marks, and of a class."""

EXERCISE: dict[str, tuple[str, str]] = {
    "exercise_title": ("Exercise", "課題"),
    "exercise_do": (
        "Fill in the yellow cells with formulas, then save the workbook. "
        "All other cells are locked, without a password.",
        "黄色のセルに式を入力して保存してください。ほかのセルはロックされています (パスワードなし)。",
    ),
    "exercise_how": (
        "Work down the list: a block needs those above it. Any formula that gives the right numbers counts, also at "
        "other inputs; ",
        "表の上から順に埋めます (下のブロックは上のブロックの値を使います)。"
        "ほかの入力でも正しい値になる式なら、どの書き方でも正解です。",
    ),
    "constant_nothing": ("a typed number does not. ", "数値の直接入力は不正解。"),
    "constant_share": ("a typed number earns {share} of its points. ", "数値の直接入力は配点の {share} になります。"),
    "right_given_all": ("A follow-on error costs nothing.", "前の誤りの影響だけなら減点しません。"),
    "right_given_share": (
        "With a follow-on error alone a formula earns {share} of its points.",
        "前の誤りの影響だけなら配点の {share} になります。",
    ),
    "right_given_nothing": ("A follow-on error counts as wrong.", "前の誤りの影響だけでも不正解になります。"),
    "exercise_round": (
        "Rounding: a number may be off by {tolerance} times the largest number of its block.",
        "丸め: ブロックの最大値の {tolerance} 倍までの差は正解になります。",
    ),
    "exercise_lamp": (
        'The lamp "right so far" counts while you type, and turns green when a block is complete. It says how many are '
        "right, not what is right: it compares a remainder of the rounded numbers. It is for the workbook as it was "
        "handed out, before any training.",
        "「今の正解数」のランプは入力するたびに変わり、ブロックがすべて正しくなると緑になります。丸めた値の余りだけを比べるので、"
        "正解の個数は分かりますが答えは分かりません。配布時の値 (学習前) 用です。",
    ),
    "exercise_rules": ("How it is marked", "採点の決まり"),
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
    "counts": ("which file of a student counts: best, last or first", "採点に使うファイル: 最高、最後、最初"),
    "best": ("best", "最高"),
    "last": ("last", "最後"),
    "first": ("first", "最初"),
    "allowed": ("files allowed of a student (empty: any number)", "提出できる回数 (空欄: 制限なし)"),
    "further": (
        "taken off for each further file, share of all points",
        "2 回目以降の 1 回ごとの減点 (満点に対する割合)",
    ),
    "due": ("due, date and time (empty: any time)", "締め切りの日時 (空欄: なし)"),
    "late": ("taken off for each day late, share of all points", "1 日遅れるごとの減点 (満点に対する割合)"),
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
    "errors": ("Errors of the cases", "各データの誤差"),
    "E": ("E", "E"),
    "deltas": ("Unit errors δ, layer {layer}", "ユニットの誤差 δ (第 {layer} 層)"),
    "gradients": ("Gradients", "勾配"),
    "updated": ("Updated values", "更新後の値"),
    "cells": ("Cells", "セル"),
}

_FOUND: dict[str, tuple[str, str]] = {
    "sums": ("From the inputs to the loss", "入力から損失まで"),
    "outputs": ("From the inputs to the loss", "入力から損失まで"),
    "deltas": ("Unit errors δ", "ユニットの誤差 δ"),
    "last_deltas": ("Unit errors δ of the outputs", "出力ユニットの誤差 δ"),
    "one_delta": ("One unit error δ", "ユニットの誤差 δ 1 個"),
    "gradients": ("Gradients", "勾配"),
    "updates": ("Updated values", "更新後の値"),
    "loss": ("Loss E", "損失 E"),
}
"""Blocks of a workbook that sheetnet did not make, where layers are not known but parts are: ``deltas_part2``."""


def block_title(block: str, language: str = "en") -> str:
    """What a block is called: ``deltas_2`` is ``Unit errors δ, layer 2``."""
    found, _, part = block.partition("_part")
    if found in _FOUND:
        return _FOUND[found][language == "ja"] + (f" ({part})" if part else "")
    kind, _, layer = block.partition("_")
    if kind not in _KINDS:
        return block
    text = _KINDS[kind][language == "ja"].format(layer=layer)
    return f"{text} {layer}" if layer and kind in ("gradients", "cells") else text


CLASS: dict[str, tuple[str, str]] = {
    "title": ("Marks of the class", "クラスの採点結果"),
    "headline": ("{files} files, {marked} of them marked", "提出 {files} 件、採点済み {marked} 件"),
    "headline_failed": ("; {failed} could not be read", "、読めなかったもの {failed} 件"),
    "headline_missing": ("; {count} students of the roster handed nothing in", "、名簿のうち未提出 {count} 人"),
    "headline_missing_one": ("; one student of the roster handed nothing in", "、名簿のうち未提出 1 人"),
    "headline_mean": ("; {mean} of the points on average", "。平均得点率 {mean}"),
    "low": ("0%: nothing right", "0%: 正しいセルなし"),
    "high": ("100%: all right", "100%: すべて正しい"),
    "everyone": ("the class", "クラス全体"),
    "missed_note": (
        "The share of the right cells in each column of the exercise; right given what came before counts as right.",
        "課題の列ごとの、正しいセルの割合です。「前の値に対しては正しい」も正しいものとして数えます。",
    ),
    "commonest_note": (
        "The mistakes that most students made, at most three, in {count} submissions that count; empty cells are none.",
        "採点対象 {count} 件のうち、多くの学生に見られた間違いを 3 つまで示します。未記入のセルは数えません。",
    ),
    "commonest_none": ("No mistakes were found.", "間違いは見つかりませんでした。"),
    "equal_note": (
        "This is what is equal, and no verdict: there may be a good reason. Ask the students before you decide.",
        "一致した事実だけを示すもので、判断ではありません。正当な理由があるかもしれないので、まず学生に確かめてください。",
    ),
    "equal_none": ("No equal answers were found.", "一致する解答は見つかりませんでした。"),
    "marks": ("Marks", "得点"),
    "missed": ("Who missed what", "誤りの分布"),
    "commonest": ("Commonest mistakes", "よくある間違い"),
    "formula": ("What stands there", "入っている式や値"),
    "remedy": ("What to do", "直し方"),
    "write_formula": ("write a formula there", "式を書きます"),
    "equal": ("Equal answers", "同じ解答"),
    "student": ("Student", "学生"),
    "name": ("Name", "氏名"),
    "handed_nothing": ("nothing was handed in", "提出なし"),
    "not_in_roster": ("this number is not in the roster", "名簿にない番号です"),
    "no_number": ("there is no student's number in this file", "学籍番号のないファイルです"),
    "sentences": ("; ", "。"),
    "workbook": ("Workbook", "ブック"),
    "workbooks": ("Workbooks", "ブック"),
    "share": ("Share", "得点率"),
    "points": ("Points", "得点"),
    "of": ("Of", "満点"),
    "attempts": ("Attempts", "提出回数"),
    "attempt": ("Attempt", "何回目"),
    "counts": ("Counts", "採点対象"),
    "yes": ("yes", "はい"),
    "no": ("no", "いいえ"),
    "handed_in": ("Handed in", "提出日時"),
    "by_workbook": ("saved in the workbook", "ブックに記録"),
    "by_file": ("time of the file", "ファイルの日時"),
    "days_late": ("Days late", "遅れ (日)"),
    "deducted": ("Taken off", "減点"),
    "message": ("Message", "メッセージ"),
    "mistake": ("Mistake", "間違い"),
    "submissions": ("Submissions", "件数"),
    "cell": ("Example cell", "例のセル"),
    "what": ("What is equal", "一致するもの"),
    "evidence": ("Evidence", "根拠"),
    "equal_number": (
        "one student's number in several files: several attempts, or a file that was passed on",
        "複数のファイルに同じ学籍番号 (再提出、またはファイルの受け渡し)",
    ),
    "equal_own": (
        "the same initial values under several students' numbers, though each student got other ones",
        "異なる学籍番号に同じ初期値 (本来は学生ごとに異なります)",
    ),
    "equal_pasted": ("the same typed numbers, cell by cell", "直接入力された同じ数値 (どのセルも一致)"),
    "equal_wrong": (
        "the same wrong formulas, letter by letter, with several mistakes",
        "複数の間違いを含む同じ式 (一字一句まで一致)",
    ),
    "changed": (
        "given cells were changed and counted as they were handed out: {cell}",
        "与えられたセルが変更されていました (配布時の値で採点しました): {cell}",
    ),
    "changed_more": (
        "given cells were changed and counted as they were handed out: {cell} and {count} more",
        "与えられたセルが変更されていました (配布時の値で採点しました): {cell} ほか {count} 個",
    ),
    "other_numbers": (
        "its initial values or data are others than those of most files",
        "初期値またはデータがほかの多くの提出と違います",
    ),
    "by_difference": (
        "it says nowhere what was asked: only cells that differ from the key were marked; use --exercise",
        "何が課題だったかがファイルにありません。解答と違うセルだけを採点しました。--exercise を指定してください",
    ),
    "other_rubric": (
        "its sheet Exercise says other points or rules than those of the others; use --exercise",
        "シート「課題」の配点や決まりがほかの提出と違います。--exercise を指定してください",
    ),
    "by_saved": (
        "judged by its saved number alone, not at other inputs, because sheetnet cannot compute {reason}",
        "保存された値だけで判定しました。sheetnet では計算できないため、ほかの入力では確かめていません ({reason})",
    ),
    "by_saved_count": (
        "judged by their saved numbers alone: {count} cells, such as {cell}",
        "保存された値だけで判定したセル: {count} 個 ({cell} など)",
    ),
    "feedback": (
        "{points} of {total} points ({share}). Green: right; blue: right given what came before; red: wrong; "
        "orange: a number instead of a formula; grey: missing. Comments explain.",
        "{total} 点中 {points} 点 ({share})。緑: 正しい、青: 前の値に対しては正しい、赤: 誤り、"
        "橙: 式でなく数値、灰: 未記入。コメントに説明があります。",
    ),
    "feedback_copy": (
        "This copy is for you to read and does not count: hand in your own file.",
        "これは返却用の写しで、提出しても採点の対象になりません。提出するのは自分のファイルです。",
    ),
    "feedback_attempt": (
        "File {attempt} of {attempts} with your number.",
        "あなたの番号のファイル {attempts} 個のうち {attempt} 個目。",
    ),
    "feedback_late": ("Days late: {days}.", "遅れ: {days} 日。"),
    "feedback_deducted": ("{points} points were taken off.", "{points} 点の減点。"),
}
