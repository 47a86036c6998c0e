"""The words of sheet Guide, in English and Japanese: what is where, and how it learns; its exercises are beside it.

A row says when it is true of a workbook (all of its words are among the facts), where it leads, and what it says: a
place is a sheet, or the name of a block of cells.
"""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

GUIDE: dict[str, tuple[str, str]] = {
    "guide_title": ("Guide", "使い方"),
    "guide_note": ("blue names lead to the place that they name", "青い名前を押すと、その場所へ移ります"),
    "guide_what": ("What this is", "これは何か"),
    "guide_look": ("What is where", "どこに何があるか"),
    "guide_learn": ("Make it learn", "学習させる"),
    "guide_exercises": ("Six exercises: predict first, then look", "6 つの練習: まず予想し、それから確かめる"),
    "guide_fold": (
        "Say what you expect before you do it. The + at the left edge unfolds the answer.",
        "操作する前に、どうなるかを予想してください。答えは左端の + を押すと開きます。",
    ),
    "guide_answer": ("Answer: ", "答え: "),
}


class Row(NamedTuple):
    """What is said when it is true, and where it leads; without a place it leads nowhere."""

    when: str
    place: str
    english: str
    japanese: str


ROWS: dict[str, tuple[Row, ...]] = {
    "guide_what": (
        Row(
            "inside live",
            "",
            "A neural network that lives in this workbook: its {parameters} are cells of sheet BP, its data the rows of sheet Data, and every step of the calculation is a formula that you can click.",
            "このブックの中にニューラルネットワークがあります。{parameters} はシート BP のセル、データはシート Data の行で、計算の各段階はクリックして確かめられる数式です。",
        ),
        Row(
            "inside values",
            "",
            "A neural network that lives in this workbook: its {parameters} are cells of sheet BP, its data the rows of sheet Data. sheetnet writes the results as values in place of formulas.",
            "このブックの中にニューラルネットワークがあります。{parameters} はシート BP のセル、データはシート Data の行です。計算結果は、数式の代わりに sheetnet が値として書き込みます。",
        ),
        Row(
            "outside",
            "",
            "A neural network that lives in this workbook: its {parameters} are cells of sheet BP. Its data stay in the file that sheet Settings names.",
            "このブックの中にニューラルネットワークがあります。{parameters} はシート BP のセル、データはシート Settings に名前のあるファイルにあります。",
        ),
    ),
    "guide_look": (
        Row(
            "play pictures",
            "Play",
            'Draw a picture and watch the network read it. The time machine: another number in the cell "iteration" shows how it was then.',
            "絵を描くと、ネットワークがそれを読みます。「反復」のセルの数を変えると、その時点のネットワークに戻って見られます。",
        ),
        Row(
            "play numbers",
            "Play",
            'Change an input and watch the outputs. The time machine: another number in the cell "iteration" shows how it was then.',
            "入力を変えると、出力がどう変わるかが見えます。「反復」のセルの数を変えると、その時点のネットワークに戻って見られます。",
        ),
        Row(
            "example",
            "Example",
            "What this example shows, and results that check themselves.",
            "この例が示すことと、自動で判定される期待結果。",
        ),
        Row(
            "whole",
            "Network",
            "The whole network on one page: a box for each unit, every weight on its line, one update.",
            "ネットワーク全体を 1 ページで。ユニットごとの箱、線の上の重み、1 回の更新。",
        ),
        Row(
            "pictures",
            "current",
            "The weights: each unit {units} has them in the shape of the picture that it looks at. Red cells count for it, blue cells against it.",
            "重み: 各ユニット {units} の重みが、見ている画像の形に並びます。赤は総和を増やす正の重み、青は減らす負の重みです。",
        ),
        Row(
            "numbers",
            "current",
            "The weights: each unit {units} has them in one row, below the names of its inputs. Red cells count for it, blue cells against it.",
            "重み: 各ユニット {units} の重みが、入力の名前の下に一行に並びます。赤は総和を増やす正の重み、青は減らす負の重みです。",
        ),
        Row(
            "inside live",
            "Calc",
            "Every case forward and back: click a number and read how it comes about.",
            "すべてのデータの順伝播と逆伝播。数値をクリックすると、どう決まるかを読めます。",
        ),
        Row(
            "why",
            "Why",
            "Why a gradient is that number: the whole chain of sums and products with its numbers, for any weight, case and iteration.",
            "勾配がなぜその値になるか。どの重み・データ・反復についても、和と積のつながりを数値で示します。",
        ),
        Row(
            "gallery",
            "Gallery",
            "Every case as a picture, the misread ones first.",
            "すべてのデータの画像。読み間違いが先頭に並びます。",
        ),
        Row(
            "plain",
            "Trace",
            "E falls from where it started. The dashed lines are E where nothing is learned: every answer 0.5, and the best answer that is always the same.",
            "E が開始時の値から下がっていきます。破線は何も学んでいないときの E で、すべて 0.5 と答えた場合と、いつも同じ最良の答えの場合です。",
        ),
        Row(
            "settings",
            "Trace",
            "E falls from where it started, test E beside it where there are test cases. The dashed lines are E where nothing is learned.",
            "E が開始時の値から下がっていきます。テストデータがあれば、その E も並びます。破線は何も学んでいないときの E です。",
        ),
        Row(
            "predictions",
            "Predictions",
            "Measured and predicted in the target's own unit, the one against the other in a chart, and a typical miss.",
            "元の単位での実測と予測、両者を比べるグラフ、典型的な外れの大きさ。",
        ),
        Row(
            "confusion",
            "Confusion",
            "Which class is read as which.",
            "どのクラスがどう読まれたか。",
        ),
        Row(
            "settings choosing live",
            "Settings",
            "Lists for the optimiser, the loss, the batches, the test cases: every formula follows at once.",
            "最適化手法、損失、バッチサイズ、テストデータなどのリスト。選ぶと、すべての数式がすぐに従います。",
        ),
        Row(
            "settings made live",
            "Settings",
            "Lists for the optimiser, the loss, the batches, the test cases. The formulas are made for one method, so that you can read them: choose another one, then press Train or run sheetnet set {file}.",
            "最適化手法、損失、バッチサイズ、テストデータなどのリスト。数式は読みやすいように一つの方法のために書かれています。別の方法を選んだら、「学習」を押すか sheetnet set {file} を実行してください。",
        ),
        Row(
            "settings values",
            "Settings",
            "Lists for the optimiser, the loss, the batches, the test cases: the next training follows.",
            "最適化手法、損失、バッチサイズ、テストデータなどのリスト。次の学習から使われます。",
        ),
    ),
    "guide_learn": (
        Row(
            "",
            "iterations",
            "sheetnet train {file} starts from the initial values and makes as many updates as C5 says, with the learning rate in C8.",
            "sheetnet train {file} は初期値から始め、C5 の回数だけ、C8 の学習率で更新します。",
        ),
        Row(
            "",
            "",
            "sheetnet step {file} makes one update more, sheetnet reset {file} goes back to the initial values, sheetnet undo {file} to the workbook before the last run.",
            "sheetnet step {file} は続きを 1 回更新し、sheetnet reset {file} は初期値に戻し、sheetnet undo {file} は直前の実行の前のブックに戻します。",
        ),
        Row(
            "",
            "",
            "Buttons: sheetnet button {file} makes an .xlsm with them. Train shows the network learning, Fast goes straight to the end, Step makes one update, Reset goes back, Check compares sheet and program.",
            "ボタン: sheetnet button {file} で、ボタンの付いた .xlsm ができます。「学習」は学習の様子を見せ、「すぐに学習」は最後まで一気に進み、「1 回更新」「初期値に戻す」「照合」もあります。",
        ),
        Row(
            "live",
            "",
            "The button Learn (no Python) works on a computer that has neither Python nor sheetnet.",
            "ボタン「マクロで学習」は、Python も sheetnet もないパソコンで使えます。",
        ),
        Row(
            "stop",
            "stop",
            "A long run ends when you type anything into this cell.",
            "長い実行は、このセルに何か入力すると終わります。",
        ),
        Row(
            "live",
            "updated",
            "By hand: copy the initial values and paste them as values over the current ones; then the updated values over the current ones: that is one iteration. A macro that only copies cells gives the same numbers.",
            "手でもできます。初期値をコピーし、現在の値に「値」として貼り付けます。次に更新後の値を現在の値に「値」として貼り付けると 1 回の反復です。セルをコピーするだけのマクロでも同じ数値になります。",
        ),
        Row(
            "strip live",
            "",
            "That is plain descent over all cases. With another optimiser, or with mini-batches, copy the updated values with the number and the blocks on their right.",
            "これは全データによる単純な降下法です。他の最適化手法やミニバッチでは、更新後の値を右の番号とブロックごとコピーします。",
        ),
        Row(
            "live",
            "agreement",
            "sheetnet check {file} compares every formula with the program, cell by cell; with --recalculate it computes all of them anew first.",
            "sheetnet check {file} はすべての数式をプログラムの計算と照合します。--recalculate を付けると、先にすべてを計算し直します。",
        ),
        Row(
            "values",
            "",
            "sheetnet check {file} compares the values with the program, cell by cell.",
            "sheetnet check {file} はすべての値をプログラムの計算と照合します。",
        ),
    ),
}


def rows(section: str, facts: AbstractSet[str]) -> list[Row]:
    """The rows of a section that are true of a workbook with these facts.

    Facts are "live" or "values", "inside" or "outside" (the cases), "pictures" or "numbers", "settings" or "plain",
    "made" for one method or "choosing" one by its lists, "strip" where more than the parameters is copied by hand,
    "letters" or "others" (whether it reads the article's pictures), "hidden" where a hidden layer has units to stay
    equal or "single", "stop" where a cell ends a run, "example" and the looking sheets where there are some: "play" or
    "still", "why" or "few", "gallery", "whole", "predictions",
    "confusion".
    """
    return [row for row in ROWS[section] if facts >= {*row.when.split()}]
