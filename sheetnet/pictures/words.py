"""The words of pictures, and of the page that plays learning, in English and Japanese."""

from sheetnet.sheet.words.languages import in_language

WORDS: dict[str, tuple[str, str]] = {
    "iteration": ("iteration", "反復回数"),
    "at": ("iteration {iteration}", "反復 {iteration} 回"),
    "loss_curve": ("Error E while learning", "学習中の誤差 E"),
    "log": ("E, logarithmic", "E (対数目盛)"),
    "loss": ("E", "E"),
    "train": ("training", "学習"),
    "test": ("test", "テスト"),
    "accuracy": ("read correctly", "正解率"),
    "loss_heard": (
        "E falls from {first} at iteration 0 to {last} at iteration {iteration}.",
        "E は反復 0 回の {first} から反復 {iteration} 回の {last} になりました。",
    ),
    "weights": ("Weights w and thresholds θ", "重み w と閾値 θ"),
    "weights_only": ("Weights w", "重み w"),
    "gradients": ("Gradient ∂E/∂w and ∂E/∂θ", "勾配 ∂E/∂w と ∂E/∂θ"),
    "gradients_only": ("Gradient ∂E/∂w", "勾配 ∂E/∂w"),
    "layer_of": ("{units} ← {below}", "{units} ← {below}"),
    "strongest": ("deepest colour: ±{value}", "最も濃い色: ±{value}"),
    "for": ("for", "正 (+)"),
    "against": ("against", "負 (−)"),
    "more": ("and {count} more", "ほか {count} 個"),
    "blocks_heard": (
        "Red is for, blue is against; the largest of the first layer belongs to unit {unit}.",
        "赤は正、青は負です。第 1 層で最大の値はユニット {unit} のものです。",
    ),
    "flow": ("How much gradient reaches each layer", "各層に届く勾配の大きさ"),
    "flow_axis": ("length of ∂E/∂w, logarithmic", "∂E/∂w の長さ (対数目盛)"),
    "layer": ("layer {number}", "第 {number} 層"),
    "flow_heard": ("The length of the gradient of each layer, at each iteration.", "各反復における各層の勾配の長さ。"),
    "confusion": ("What is read as what", "何が何と読まれたか"),
    "confusion_of": ("{cases}: {right} of {all} right", "{cases}: {all} 件中 {right} 件正解"),
    "is": ("is", "正解"),
    "read_as": ("read as", "読み取り"),
    "predicted": ("Predicted against measured", "予測値と実測値"),
    "predicted_axis": ("predicted", "予測値"),
    "measured_axis": ("measured", "実測値"),
    "predicted_heard": ("Points on the diagonal are predicted exactly.", "対角線上の点は予測と実測が一致しています。"),
    "network": ("The network with its weights", "重みで描いたネットワーク"),
    "network_heard": (
        "Red lines are positive weights, blue ones negative; the thicker, the larger.",
        "赤い線は正の重み、青い線は負の重みで、太いほど大きな値です。",
    ),
    "inputs": ("inputs", "入力"),
    "hidden": ("hidden", "隠れ層"),
    "outputs": ("outputs", "出力"),
    "surface": ("What the network says everywhere", "入力の平面での出力"),
    "surface_heard": ("Colours are outputs, circles the cases.", "色は出力、丸は学習データです。"),
    "boundary": ("black line: where the answer changes", "黒い線: 答えが変わる境目"),
    "case": ("case {number}", "データ {number}"),
    # the page
    "page_title": ("{name} learns", "{name} の学習"),
    "page_subtitle": (
        "A {network} network, {parameters} parameters, {cases} cases; {optimiser}, η = {eta}",
        "{network} ネットワーク、パラメーター {parameters} 個、データ {cases} 件、{optimiser}、η = {eta}",
    ),
    "play": ("Play", "再生"),
    "pause": ("Pause", "停止"),
    "again": ("Play again", "もう一度"),
    "slider": ("iteration", "反復回数"),
    "keys": (
        "Space plays, ← → go one step, Home and End go to the ends.",
        "スペースで再生、← → で 1 つずつ、Home と End で両端へ移動します。",
    ),
    "status": ("Iteration {n}: E = {e}", "反復 {n} 回: E = {e}"),
    "status_read": ("Iteration {n}: E = {e}, {a} read correctly", "反復 {n} 回: E = {e}、正解率 {a}"),
    "kept": (
        "{kept} of {all} iterations are on this page.",
        "このページには {all} 回のうち {kept} 回分が入っています。",
    ),
    "draw": ("Draw here", "ここに描いてください"),
    "draw_hint": (
        "Draw with a finger, a pen or the mouse; with keys: arrows move, space fills.",
        "指、ペン、マウスで描けます。キーなら矢印で移動、スペースで塗ります。",
    ),
    "clear": ("Clear", "消す"),
    "enter": ("Enter numbers", "数値を入れてください"),
    "says": ("The network says", "ネットワークの答え"),
    "nothing": ("draw something", "何か描いてください"),
    "unsure": ("not sure", "自信なし"),
    "reads": ("reads {name}", "「{name}」と読みました"),
    "pixel": ("row {row}, column {column}", "{row} 行 {column} 列"),
    "gallery": ("Cases", "データ"),
    "gallery_some": ("Cases, {shown} of {all}", "データ ({all} 件中 {shown} 件)"),
    "gallery_hint": (
        "Blue: read correctly, orange with a mark: not. Choose one to see it on the pad.",
        "青は正解、印の付いたオレンジは不正解です。選ぶと左の枠に入ります。",
    ),
    "gallery_right": ("{right} of {all} right", "{all} 件中 {right} 件正解"),
    "numbers": ("All numbers of this iteration", "この反復のすべての数値"),
    "unit": ("unit", "ユニット"),
    "input": ("input", "入力"),
    "value": ("value", "値"),
    "gradient": ("gradient", "勾配"),
    "jump": ("Choose a place on the curve to go there.", "グラフの上を選ぶと、その反復に移ります。"),
    "gradient_note": (
        "The colours of the gradient are scaled anew at each iteration.",
        "勾配の色の濃さは反復ごとに合わせ直しています。",
    ),
    "made_by": ("made by sheetnet; this page needs no network", "sheetnet が作成。このページは通信を行いません"),
    "no_script": (
        "Playing needs JavaScript. Below is the last iteration.",
        "再生には JavaScript が必要です。以下は最後の反復です。",
    ),
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """Key -> text."""
    return in_language(WORDS, language)
