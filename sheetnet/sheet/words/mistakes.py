"""The usual mistakes in gradients made by hand, and what is said of a workbook that was looked at."""

MISTAKES: dict[str, tuple[str, str]] = {
    "target_minus_output": (
        "t - z stands where z - t is meant: the error has the wrong sign",
        "z - t のところが t - z になっています (誤差の符号が逆です)",
    ),
    "sign_of_threshold": (
        "the sign of the threshold's gradient is wrong",
        "閾値の勾配の符号が逆です",
    ),
    "sign": ("the sign is wrong", "符号が逆です"),
    "wrong_operator": ("another operator is meant", "演算子が違います"),
    "target_added": ("the target is added, not subtracted", "目標値が引かれず、足されています"),
    "slope_left_out": ("the slope σ′ of the activation is left out", "活性化関数の傾き σ′ が抜けています"),
    "relu_mask_left_out": (
        "the mask of relu is left out: where its sum is negative, nothing goes back",
        "ReLU のマスクが抜けています (和が負なら誤差は戻りません)",
    ),
    "half_of_slope": ("half of the slope h(1 - h) is left out", "傾き h(1 - h) の片方が抜けています"),
    "slope_with_wrong_sign": ("the slope is h(1 - h), not h(1 + h)", "傾きは h(1 + h) ではなく h(1 - h) です"),
    "slope_of_other_unit": ("the slope σ′ is that of another unit", "傾き σ′ が別のユニットのものです"),
    "slope_too_much": (
        "a slope too much: with this loss the error is z - t alone",
        "傾きが余分です (この損失では誤差は z - t だけです)",
    ),
    "other_slope": ("the slope is that of another activation", "傾きが別の活性化関数のものです"),
    "wrong_mask": ("the condition of the mask is wrong", "マスクの条件が違います"),
    "transposed_weights": ("the weights are transposed", "重みの行と列が入れ替わっています"),
    "transposed_product": ("a matrix of the product is transposed", "積の行列の行と列が入れ替わっています"),
    "updated_weights": (
        "the updated weights stand where the current ones are meant",
        "更新前の重みのところに更新後の重みが使われています",
    ),
    "initial_weights": (
        "initial or earlier weights stand where the current ones are meant",
        "現在の重みのところに初期値 (または以前の値) が使われています",
    ),
    "gradient_for_weight": ("a gradient stands where a weight is meant", "重みのところに勾配が使われています"),
    "weight_of_other_unit": ("the weight is that of another unit", "重みが別のユニットのものです"),
    "weight_left_out": ("a weight is left out", "重みが抜けています"),
    "delta_of_other_unit": ("the unit error δ is that of another unit", "ユニットの誤差 δ が別のユニットのものです"),
    "delta_of_other_case": (
        "the unit error δ is that of another case",
        "ユニットの誤差 δ が別の画像 (データ) のものです",
    ),
    "delta_left_out": ("a unit error δ is left out", "ユニットの誤差 δ が抜けています"),
    "error_for_delta": (
        "something else stands where a unit error δ is meant",
        "ユニットの誤差 δ のところに別の値が使われています",
    ),
    "output_of_other_unit": ("the output is that of another unit", "出力が別のユニットのものです"),
    "output_of_other_case": ("the output is that of another case", "出力が別の画像 (データ) のものです"),
    "output_left_out": ("one output is left out of the sum", "和から出力が 1 つ抜けています"),
    "sum_for_output": ("the sum s stands where the output h is meant", "出力 h のところに和 s が使われています"),
    "input_of_other_unit": ("the input is another one", "入力が別の入力になっています"),
    "input_of_other_case": ("the input is that of another case", "入力が別の画像 (データ) のものです"),
    "input_left_out": ("the input is left out", "入力が抜けています"),
    "target_of_other_output": ("the target is that of another output", "目標値が別の出力のものです"),
    "target_of_other_case": ("the target is that of another case", "目標値が別の画像 (データ) のものです"),
    "off_by_one_row": ("a range begins a row or column too late or too early", "範囲が 1 行 (1 列) ずれています"),
    "case_left_out": ("a case is left out of the sum", "和から画像 (データ) が抜けています"),
    "range_too_long": ("a range is too long", "範囲が広すぎます"),
    "term_too_much": ("a term too much", "余分な項があります"),
    "mean_for_sum": ("the mean is taken where the sum is meant", "和のところが平均になっています"),
    "sum_for_mean": ("the sum is taken where the mean is meant", "平均のところが和になっています"),
    "factor_two": ("the gradient is twice too large", "勾配が 2 倍になっています"),
    "half_too_much": ("the gradient is half of what it should be", "勾配が半分になっています"),
    "factor_too_much": ("a factor too much", "余分な係数があります"),
    "factor_left_out": ("a factor is left out", "係数が抜けています"),
    "brackets_missing": ("brackets are missing", "かっこが抜けています"),
    "brackets_too_much": ("the brackets are in the wrong place", "かっこの位置が違います"),
    "wrong_number": ("a number is wrong", "数値が違います"),
    "wrong_function": ("another function is meant", "関数が違います"),
    "slipped_reference": ("a reference slipped", "参照がずれています"),
    "slipped_in_forward": (
        "a reference of the forward pass slipped: the formulas beside it are different",
        "順方向の計算の参照がずれています (隣の式と違います)",
    ),
    "constant_over_formula": ("a number stands where a formula is meant", "式のところに数値が入っています"),
    "error_value": ("the formula gives the error {found}", "式がエラー {found} になっています"),
    "text_number": (
        "text that looks like a number, which sums leave out",
        "数値のように見える文字列です (合計では無視されます)",
    ),
    "stale_values": (
        "the saved value is not what the formula gives now; compute the workbook anew and save it",
        "保存された値が式の現在の結果と違います。ブックを再計算して保存してください",
    ),
    "common_factor": (
        "all gradients are {found} times the derivative of the loss",
        "すべての勾配が損失の微分の {found} 倍です",
    ),
    "different_losses": (
        "the gradients are the derivative of another loss, not of this cell",
        "勾配はこのセルの損失ではなく、別の損失の微分です",
    ),
    "update_climbs": (
        "the update goes up: new = old - eta * gradient is meant",
        "更新の向きが逆です (新 = 旧 - η × 勾配)",
    ),
    "not_the_derivative": (
        "this is not the derivative of the loss, and no single edit makes it so",
        "損失の微分になっていません。1 か所の修正では直りません",
    ),
    "not_the_key": (
        "this is not what the key's formula gives, and no single edit makes it so",
        "解答の式の結果と違います。1 か所の修正では直りません",
    ),
    "not_understood": ("this formula cannot be computed: {found}", "この式は計算できません: {found}"),
    "text_for_formula": (
        "text stands where a formula is meant: {found}",
        "式のところに文字列が入っています: {found}",
    ),
}

EDITS: dict[str, tuple[str, str]] = {
    "minus": ("put a minus before the formula", "式の前にマイナスを付けます"),
    "minus_too_much": ("write {new} for {old}", "{old} を {new} に直します"),
    "turned": ("write {new} for {old}", "{old} を {new} に直します"),
    "exchange": ("write {new} for {old}", "{old} を {new} に直します"),
    "mirrored": ("write {new} for {old}, and so for all weights", "{old} を {new} に直します (ほかの重みも同様)"),
    "operator": ("write {new} for {old}", "{old} を {new} に直します"),
    "number": ("write {new} for {old}", "{old} を {new} に直します"),
    "function": ("write {new} for {old}", "{old} を {new} に直します"),
    "turned_product": ("write {new} for {old}", "{old} を {new} に直します"),
    "turned_mask": ("write {new} for {old}", "{old} を {new} に直します"),
    "other_slope": ("write {new} for {old}", "{old} を {new} に直します"),
    "transpose": ("write {new} for {old}", "{old} を {new} に直します"),
    "transpose_too_much": ("write {new} for {old}", "{old} を {new} に直します"),
    "mask_too_much": ("write {new} for {old}", "{old} を {new} に直します"),
    "brackets": ("put brackets around {new}", "{new} をかっこで囲みます"),
    "brackets_too_much": ("write {new} for {old}", "{old} を {new} に直します"),
    "factor": ("multiply by {new}", "{new} を掛けます"),
    "factor_of_step": ("write {new} for {old}", "{old} を {new} に直します"),
    "divisor": ("divide by {new}", "{new} で割ります"),
    "factor_too_much": ("leave out the factor {old}", "係数 {old} を取り除きます"),
    "divisor_too_much": ("do not divide by {old}", "{old} で割るのをやめます"),
    "term": ("add {new}", "{new} を加えます"),
    "term_too_much": ("leave out {old}", "{old} を取り除きます"),
    "formula": ("write ={new}", "={new} と書きます"),
}

FOUND: dict[str, tuple[str, str]] = {
    "loss": ("loss", "損失"),
    "parameters": ("parameters", "パラメーター"),
    "gradients": ("gradients", "勾配"),
    "updates": ("updated values", "更新後の値"),
    "rate": ("learning rate", "学習率"),
    "iterations": ("iterations", "反復"),
    "certain": ("certain", "確実"),
    "likely": ("likely", "たぶん"),
    "a guess": ("a guess", "推測"),
    "not searched": ("not searched", "未調査"),
    "why_fits": (
        "{hits} of {count} gradients are {factor} x its derivative at {points} inputs",
        "{count} 個の勾配のうち {hits} 個が {points} 通りの入力で微分の {factor} 倍に一致",
    ),
    "why_name": (
        "it is called a loss and depends on all parameters; no gradient is its derivative",
        "損失という名前ですべてのパラメーターに依存。微分に一致する勾配はなし",
    ),
    "why_virtual": (
        "no cell: {kind} of these; {hits} of {count} gradients are {factor} x its derivative at {points} inputs",
        "セルなし: これらの {kind}。{count} 個の勾配のうち {hits} 個が {points} 通りの入力で微分の {factor} 倍に一致",
    ),
    "why_updates": ("formulas new = old - eta * gradient", "新 = 旧 - η × 勾配 の式"),
    "why_values": (
        "cells that equal the derivative by these numbers, in blocks",
        "これらの数による微分と等しいセルがまとまってある",
    ),
    "why_not_searched": (
        "no updates, and {formulas} formulas with {numbers} numbers are more than are searched "
        "({most} and {most_numbers}); check with --loss, --parameters and --gradients",
        "更新の式がなく、{formulas} 個の式と {numbers} 個の数は調べる上限 ({most} 個と {most_numbers} 個) を超えます。"
        "check に --loss、--parameters、--gradients を指定してください",
    ),
    "why_given": ("as the options say", "オプションの指定"),
    "why_rate": ("the factor that the updates share", "更新の式に共通の係数"),
    "why_rate_number": ("the number {rate} in the updates", "更新の式の数 {rate}"),
    "why_alike": (
        "{alike} steps, a row or block each, whose formulas differ by their place alone",
        "位置だけが違う同じ式のステップが {alike} 個",
    ),
    "why_called": (
        "called a loss, with formulas behind it; nothing here computes its gradients",
        "損失という名前で式がある。勾配を計算する式はなし",
    ),
    "inspect_title": ("What learns in this workbook", "このブックで学習するもの"),
    "inspect_note": (
        "written by sheetnet inspect; the next run writes this sheet anew",
        "sheetnet inspect が作成。次の実行で書き直されます",
    ),
    "inspect_what": ("what", "種類"),
    "inspect_where": ("where", "場所"),
    "inspect_sure": ("how sure", "確かさ"),
    "inspect_why": ("why", "理由"),
}

SAID: dict[str, tuple[str, str]] = {
    "same_in": ("the same in {count} more: {cells}", "ほかに {count} 個のセルも同じです: {cells}"),
    "no_number": ("it holds no number and should hold {expected}", "数値がありませんが、{expected} になるはずです"),
    "gives": ("it holds {found} and should hold {expected}", "値は {found} ですが、{expected} になるはずです"),
}
