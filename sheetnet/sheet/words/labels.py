"""The labels that a user reads in a workbook, in English and Japanese. Identifiers and names stay English."""

from collections.abc import Collection

LABELS: dict[str, tuple[str, str]] = {
    "title": ("A {network} network that learns in this sheet", "このシートで学習する {network} ニューラルネットワーク"),
    "subtitle": (
        "{parameters} parameters: {arithmetic}   |   {cases} cases on sheet Data",
        "パラメーター {parameters} 個: {arithmetic}   |   シート Data に {cases} 件",
    ),
    "subtitle_one": (
        "{parameters} parameters: {arithmetic}   |   one case on sheet Data",
        "パラメーター {parameters} 個: {arithmetic}   |   シート Data に 1 件",
    ),
    "subtitle_outside": (
        "{parameters} parameters: {arithmetic}   |   {cases} cases in the file that sheet Settings names",
        "パラメーター {parameters} 個: {arithmetic}   |   シート Settings に名前のあるファイルに {cases} 件",
    ),
    "legend": ("Legend", "凡例"),
    "input": ("you enter", "入力"),
    "written": ("sheetnet writes", "書き込まれる値"),
    "formula": ("formula", "数式"),
    "iterations": ("iterations N", "反復回数 N"),
    "counter": ("updates done", "更新済み回数"),
    "eta": ("learning rate η", "学習率 η"),
    "network": ("network", "ネットワーク"),
    "picture": ("picture", "画像"),
    "shape": ("weights of a unit", "ユニットの重み"),
    "stop": ("stop: any mark", "停止: 何か入力"),
    "max_seconds": ("seconds at most", "最長秒数"),
    "seconds": ("Enter a number of seconds above 0, or leave it empty for no limit.", "0 より大きい秒数を入力してください。空欄なら無制限です。"),
    "loss": ("total square error E = Σ ½ Σ (t − z)²", "誤差の合計 E = Σ ½ Σ (t − z)²"),
    "accuracy": ("share of the training cases read correctly", "正しく読めた学習データの割合"),
    "accuracy_name": ("accuracy", "正解率"),
    "current": ("Current values: weights w and thresholds θ", "現在の値: 重み w と閾値 θ"),
    "gradients": ("Gradient ∂E/∂w, ∂E/∂θ at the current values", "勾配 ∂E/∂w, ∂E/∂θ(現在の値での)"),
    "updated": ("Updated values: current − η × gradient", "更新後の値: 現在の値 − η × 勾配"),
    "initial": ("Initial values: training starts here", "初期値: 学習はここから始まる"),
    "weights": ("weights w", "重み w"),
    "parameters": ("weights w and thresholds θ", "重み w と閾値 θ"),
    "current_weights": ("Current values: weights w", "現在の値: 重み w"),
    "gradients_weights": ("Gradient ∂E/∂w at the current values", "勾配 ∂E/∂w(現在の値での)"),
    "threshold": ("θ", "θ"),
    "data_title": ("Data: one case a row", "データ: 1 行に 1 件"),
    "data_note": (
        "1 in column C: a training case, counts in E; 0: a test case",
        "C 列が 1: 学習データ(E に含まれる)、0: テストデータ",
    ),
    "number": ("no.", "番号"),
    "label": ("label", "ラベル"),
    "training": ("training", "学習"),
    "inputs": ("inputs x", "入力 x"),
    "targets": ("targets t", "目標 t"),
    "calc_title": ("Calculation: every case forward and back", "計算: すべてのデータの順伝播と逆伝播"),
    "calc_note": (
        "s = w·x − θ     h, z = 1/(1+e⁻ˢ)     e = ½ Σ (t − z)²     δ = ∂e/∂s",
        "s = w·x − θ     h, z = 1/(1+e⁻ˢ)     e = ½ Σ (t − z)²     δ = ∂e/∂s",
    ),
    "sums": ("sums s", "総和 s"),
    "outputs": ("outputs", "出力"),
    "deltas": ("unit errors δ", "ユニットの誤差 δ"),
    "error": ("error", "誤差"),
    "read": ("read as", "読み取り"),
    "right": ("right", "正解"),
    "trace_title": ("Trace: what each iteration did", "記録: 各反復の結果"),
    "trace_picture": ("δ of case no.", "δ のデータ番号"),
    "chart": ("E against iteration", "反復回数と誤差 E"),
    "iteration": ("iteration", "反復"),
    "norm": ("|gradient|", "|勾配|"),
    "half": ("all outputs 0.5", "全出力 0.5"),
    "constant": ("best constant answer", "最良の定数出力"),
    "kept": ("values of", "値の反復"),
    "levels": ("for the dashed lines:", "破線の端点:"),
    "from": ("from", "始点"),
    "to": ("to", "終点"),
    "E_from": ("E from", "始点の E"),
    "E_to": ("E to", "終点の E"),
    "empty": ("Train to fill this:  sheetnet train {file}", "学習させると描かれます:  sheetnet train {file}"),
    "whole": ("Enter a whole number, 0 or more.", "0 以上の整数を入力してください。"),
    "decimal": ("Enter a number.", "数値を入力してください。"),
    "bit": ("Enter 0 or 1.", "0 または 1 を入力してください。"),
    "not_allowed": ("This cell needs a number", "数値が必要です"),
    "guide_title": ("Guide", "使い方"),
}  # fmt: skip

# sections of the guide: (heading, paragraphs of sentences); a sentence stands in the books that its word fits
_Section = tuple[str, tuple[tuple[tuple[str, str], ...], ...]]
GUIDE: dict[str, tuple[_Section, ...]] = {
    "en": (
        ("What this is", ((
            ("inside", "The network lives in this workbook: its {parameters} are cells of sheet BP, its training data the rows of sheet Data."),
            ("outside", "The network lives in this workbook: its {parameters} are cells of sheet BP. Its training data stay in the file that sheet Settings names."),
            ("live", "Every step of the calculation is a formula on sheet Calc that you can click."),
            ("values whole", "Sheet Calc holds every step of the calculation, as values that sheetnet writes in place of formulas."),
            ("values slim inside", "Sheet Calc holds what came out for every case, as values that sheetnet writes in place of formulas."),
        ),)),
        ("Train it", (
            (
                ("", "sheetnet train {file} starts from the initial values (BP, last block) and makes as many updates as C5 says, with the learning rate in C8."),
                ("live", "It writes the current values, the counter, and sheet Trace; formulas stay."),
                ("values", "It writes the current values, the counter, the results, and sheet Trace."),
            ),
            (("", "sheetnet step {file} goes on with one update more; sheetnet reset {file} puts the initial values back; sheetnet undo {file} brings back the workbook as it was before the last run."),),
            (
                ("live", "sheetnet check {file} compares every formula with the program, cell by cell; with --recalculate it computes all formulas anew first."),
                ("values", "sheetnet check {file} compares the values with the program, cell by cell."),
            ),
        )),
        ("Train in the open workbook", (
            (
                ("", "sheetnet button {file} makes a copy with the buttons Train, Step, Reset and Check, for Excel and LibreOffice; sheetnet live {file} trains in LibreOffice before your eyes; sheetnet watch {file} trains whenever the workbook was saved with other inputs."),
                ("", "A long run ends when you type anything into the cell below \"stop\" on BP, or after the seconds below that; the line above E says how far sheet and program are from each other."),
            ),
        )),
        ("Train it by hand", (
            (
                ("live", "Copy the block of initial values and paste it as values over the current ones. Then copy the updated values, paste them as values over the current ones: that is one iteration."),
                ("live", "A macro that only copies cells does the same, and gives the same numbers as the program."),
            ),
            (
                ("strip live", "That is plain descent over all cases. With another optimiser, or with mini-batches, copy the whole strip: the updated values with the number and the blocks on their right, over the current ones with what is on their right."),
            ),
        )),
        ("Choose how it learns", (
            (
                ("settings", "Sheet Settings has a list for the optimiser, the outputs and the loss, the cases of an update, the test cases, and when to stop."),
                ("choosing live", "Every formula follows at once: choose adam, and the updated values are those of Adam, its next m and v on their right."),
                ("made live", "The formulas are made for one method, so that you can read them. Choose adam, press Train or run sheetnet set {file}: the updated values are then those of Adam, with its m and v on their right. Until then the cell beside the list says what is to be done."),
            ),
            (
                ("settings values", "sheetnet reads them when it trains next, and then writes all results anew."),
                ("confusion", "Sheet Confusion tells which class is read as which."),
                ("settings", "sheetnet sweep {file} --eta 0.001:2:log12 --optimiser sgd,adam compares many settings on a sheet of its own."),
            ),
        )),
        ("What to look at", (
            (
                ("pictures", "In the block of current values each unit {units} shows its weights in the shape of the picture that it looks at: red cells count for it, blue cells against it. After training you can see what it looks for."),
                ("numbers", "In the block of current values each unit {units} has its weights in one row, each below the name of its input: red cells count for it, blue cells against it."),
            ),
            (
                ("", "On sheet Trace, E falls from where it started."),
                ("plain", "The dashed lines are E where nothing is learned: of a network that answers 0.5 to everything, and of the best answer that is always the same."),
                ("settings", "The dashed lines are E where nothing is learned: of outputs that say nothing, and of the best answer that is always the same. Test E stands beside E where there are test cases."),
                ("", "Columns with every parameter, gradient (∂E/∂w) and unit error (δ) of each iteration appear right of the chart when you train with --trace all."),
            ),
        )),
        ("Try", (
            (
                ("live pictures", "Change a pixel on sheet Data and watch its row on Calc."),
                ("live numbers", "Change a number on sheet Data and watch its row on Calc."),
                ("values inside", "Change a number on sheet Data, train, and compare E."),
                ("letters", "Set η to 1 and train: E gets stuck."),
                ("others", "Double η, train, and compare sheet Trace; then double it again: sooner or later E no longer falls steadily."),
                ("hidden", "Set all initial values to 0: the units of a hidden layer stay equal for ever."),
            ),
        )),
    ),
    "ja": (
        ("これは何か", ((
            ("inside", "ニューラルネットワークがこのブックの中にあります。{parameters} はシート BP のセル、学習データはシート Data の行です。"),
            ("outside", "ニューラルネットワークがこのブックの中にあります。{parameters} はシート BP のセル、学習データはシート Settings に名前のあるファイルにあります。"),
            ("live", "計算の各段階はシート Calc の数式で、クリックして確かめられます。"),
            ("values whole", "計算の各段階はシート Calc にあり、数式の代わりに sheetnet が書き込む値です。"),
            ("values slim inside", "シート Calc には各データの結果があり、数式の代わりに sheetnet が書き込む値です。"),
        ),)),
        ("学習させる", (
            (
                ("", "sheetnet train {file} は初期値(BP の最後のブロック)から始め、C5 の回数だけ、C8 の学習率で更新します。"),
                ("live", "現在の値、回数、シート Trace に書き込み、数式はそのまま残します。"),
                ("values", "現在の値、回数、計算結果、シート Trace に書き込みます。"),
            ),
            (("", "sheetnet step {file} は続きを 1 回更新し、sheetnet reset {file} は初期値に戻し、sheetnet undo {file} は直前の実行の前の状態に戻します。"),),
            (
                ("live", "sheetnet check {file} はすべての数式をプログラムの計算と照合します。--recalculate を付けると、先にすべての数式を計算し直します。"),
                ("values", "sheetnet check {file} はすべての値をプログラムの計算と照合します。"),
            ),
        )),
        ("開いたブックで学習させる", (
            (
                ("", "sheetnet button {file} は Excel と LibreOffice 用のボタン(学習、1 回更新、初期値に戻す、照合)を付けたコピーを作ります。sheetnet live {file} は LibreOffice で目の前で学習させ、sheetnet watch {file} は入力を変えて保存するたびに学習させます。"),
                ("", "長い実行は、BP の「停止」の下のセルに何か入力するか、その下の秒数で終わります。E の上の行に、シートとプログラムの差が表示されます。"),
            ),
        )),
        ("手で学習させる", (
            (
                ("live", "初期値のブロックをコピーし、現在の値に「値」として貼り付けます。次に更新後の値をコピーし、現在の値に「値」として貼り付けると 1 回の反復です。"),
                ("live", "セルをコピーするだけのマクロでも、プログラムと同じ数値になります。"),
            ),
            (
                ("strip live", "これは全データによる単純な降下法です。他の最適化手法やミニバッチでは、更新後の値を右の番号とブロックごと、現在の値とその右の部分の上に貼り付けてください。"),
            ),
        )),
        ("学習方法を選ぶ", (
            (
                ("settings", "シート Settings で、最適化手法、出力と誤差、1 回の更新のデータ数、テストデータ、終了条件をリストから選べます。"),
                ("choosing live", "すべての数式がすぐに従います。adam を選ぶと、更新後の値は Adam のものになり、右に次の m と v が並びます。"),
                ("made live", "数式は読みやすいように一つの方法のために書かれています。adam を選び、「学習」を押すか sheetnet set {file} を実行すると、更新後の値は Adam のものになり、右に m と v が並びます。それまではリストの横のセルに、すべきことが表示されます。"),
            ),
            (
                ("settings values", "sheetnet は次の学習のときに設定を読み、すべての結果を書き直します。"),
                ("confusion", "シート Confusion はどのクラスがどう読まれたかを示します。"),
                ("settings", "sheetnet sweep {file} --eta 0.001:2:log12 --optimiser sgd,adam は多くの設定を比べ、別のシートにまとめます。"),
            ),
        )),
        ("見どころ", (
            (
                ("pictures", "現在の値のブロックでは、各ユニット {units} の重みが、見ている画像の形に並びます。赤は総和を増やす正の重み、青は減らす負の重みです。学習後には、何を探しているユニットかが見えます。"),
                ("numbers", "現在の値のブロックでは、各ユニット {units} の重みが、入力の名前の下に一行に並びます。赤は総和を増やす正の重み、青は減らす負の重みです。"),
            ),
            (
                ("", "シート Trace では E が下がっていきます。"),
                ("plain", "破線は何も学んでいないときの E で、すべてに 0.5 と答えた場合と、いつも同じ最良の答えの場合です。"),
                ("settings", "破線は何も学んでいないときの E で、出力が何も語らない場合と、いつも同じ最良の答えの場合です。テストデータがあれば、その E も並びます。"),
                ("", "--trace all を付けて学習すると、各反復のパラメーター、勾配 (∂E/∂w)、ユニットの誤差 (δ) がグラフの右側に並びます。"),
            ),
        )),
        ("試してみよう", (
            (
                ("live pictures", "シート Data の画素を変えて、シート Calc の行を見てください。"),
                ("live numbers", "シート Data の数値を変えて、シート Calc の行を見てください。"),
                ("values inside", "シート Data の数値を変えて学習し、E を比べてください。"),
                ("letters", "η を 1 にして学習すると E が動かなくなります。"),
                ("others", "η を 2 倍にして学習し、シート Trace を比べてください。さらに 2 倍にしていくと、やがて E は順調に下がらなくなります。"),
                ("hidden", "初期値をすべて 0 にすると、隠れ層のユニットはいつまでも同じ値のままです。"),
            ),
        )),
    ),
}  # fmt: skip


def guide(language: str, facts: Collection[str]) -> list[tuple[str, list[str]]]:
    """The sections of the guide sheet, (heading, paragraphs), for a workbook with these facts.

    Facts are "live" or "values", "inside" or "outside" (the cases), "whole" or "slim" (sheet Calc), "pictures" or
    "numbers", "hidden" where a hidden layer has units to stay equal, "settings" or "plain", "made" for one
    method or "choosing" one by its lists, "strip" where more than the parameters is copied by hand, "confusion" where there is
    such a sheet, and "letters" or "others": whether it reads the article's pictures.
    """
    space = " " if language == "en" else ""
    sections = []
    for heading, paragraphs in GUIDE[language]:
        texts = [
            space.join(sentence for when, sentence in paragraph if all(word in facts for word in when.split()))
            for paragraph in paragraphs
        ]
        if any(texts):
            sections.append((heading, [text for text in texts if text]))
    return sections
