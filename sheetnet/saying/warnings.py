# ruff: noqa: E501
"""What a user may have meant otherwise."""

WARNINGS = {
    "warning: {}": "注意: {}",
    "eta is 0: no update changes anything; use a positive eta such as 0.05": "学習率 η が 0 なので、更新しても何も変わりません。0.05 のような正の値にしてください",
    "eta is negative: the updates climb, and E grows; use a positive eta such as {}": "学習率 η が負なので、更新のたびに E が大きくなります。{} のような正の値にしてください",
    "stuck: after {} iterations every output is near {} for all cases, E stays at {} and the gradient has vanished; eta {} is too large, try {}": "行き詰まりました。{0} 回の更新の後、すべての事例で出力がどれも {1} の近くになり、E は {2} のまま、勾配は消えています。学習率 η = {3} は大きすぎます。{4} を試してください",
    "after {} iterations all cases get the same outputs{}": "{} 回の更新の後、すべての事例の出力が同じです{}",
    "after {} iterations all cases get the same outputs; try another eta, other initial values, or more hidden units": "{} 回の更新の後、すべての事例の出力が同じです。別の学習率や初期値、またはより多くの隠れユニットを試してください",
    "after {} iterations all cases get the same outputs: its inputs reach {} and are not scaled; make the workbook anew with --scaling standard": "{} 回の更新の後、すべての事例の出力が同じです。入力は {} に達し、スケールされていません。--scaling standard を付けてブックを作り直してください",
    "all initial values are zero: the units of a hidden layer then stay equal for ever; use different initial values": "初期値がすべて 0 です。隠れ層のユニットはいつまでも等しいままです。異なる初期値にしてください",
    "this run was made with {}; the sheet's formulas and E there are for {}": "この実行は {} で行いました。シートの数式とその E は {} のためのものです",
    "the workbook is set to {}, so it does not keep what {} remembers; `step` would start that anew": "ブックの設定は {0} なので、{1} の内部状態は残りません。`step` ではそれが最初からになります",
    "what {} remembered is of no use to {}, which starts anew": "{} の内部状態は {} には使えないので、最初から始めます",
    "{}: the target {} lies outside {} to {}, where no output can go{}": "{0}: 目標 {1} は出力の届く範囲 {2} から {3} の外にあります{4}",
    "{}: the label is {}, and the targets in its row say {}{}; only the targets count": "{0}: ラベルは {1} ですが、その行の目標は {2} を示しています{3}。使われるのは目標だけです",
    " (and {} more)": "(ほか {} 件)",
    "{} looks like a case and is not counted: insert a row above the last case there{}": "{0} は事例のように見えますが、数えられていません。そこで最後の事例の上に行を挿入してください",
    "the workbook holds values instead of live formulas: {}": "ブックには数式の代わりに値が入っています: {}",
    "{} formulas are more than 60,000": "数式 {} 個は 60,000 個を超えます",
    "--network {} was chosen for this table: {}, {} hidden units, {}; --network chooses another": "この表のために --network {0} を選びました({1}、隠れユニット {2} 個、{3})。別のものは --network で選べます",
    "{} inputs": "入力 {} 個",
    "1 input": "入力 1 個",
    "{} outputs, one for each label": "ラベルごとに出力 {} 個",
    "1 output for the last column": "最後の列のための出力 1 個",
    "1 output for the last column of 0 and 1 (--network {} makes them two classes)": "0 と 1 の最後の列のための出力 1 個。--network {} なら 2 つのクラスになります",
    "the inputs reach {} and are not scaled, so that learning may stand still; --scaling standard scales them": "入力は {} に達し、スケールされていないため、学習が進まないことがあります。--scaling standard でスケールされます",
    "the {} cases stay in {}, which has to keep its place beside the workbook": "{} 件の事例は {} に置いたままです。ブックとの位置関係を変えないでください",
}
"""English -> Japanese."""
