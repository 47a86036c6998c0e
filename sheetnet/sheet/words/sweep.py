"""The labels of sheet Sweep, in English and Japanese."""

SWEEP: dict[str, tuple[str, str]] = {
    "sweep_title": (
        "Sweep of a {network} network, settings: {settings}",
        "探索: {network} ネットワークの設定 {settings} 通り",
    ),
    "sweep_runs": ("runs: {runs}, iterations of each: {iterations}", "学習 {runs} 回、反復は各 {iterations} 回"),
    "sweep_legend": (
        "★ the least median E     diverged: E grew beyond every bound     stuck: E stopped falling, far from 0",
        "★ E の中央値が最小     発散: E が際限なく増えた     停滞: E が 0 から遠いまま下がらなくなった",
    ),
    "sweep_anew": ("The next sweep writes this sheet anew.", "次の探索でこのシートは書き直されます。"),
    "sweep_eta": ("η", "η"),
    "sweep_constants": ("constants", "定数"),
    "sweep_seeds": ("starts tried", "試行数"),
    "sweep_best": ("best E", "最小の\u00a0E"),
    "sweep_median": ("median E", "E\u00a0の中央値"),
    "sweep_accuracy": ("accuracy, best run", "最良の正解率"),
    "sweep_reached": ("iterations to E\u00a0<\u00a0{level}", "反復 (E\u00a0<\u00a0{level})"),
    "sweep_diverged": ("diverged", "発散"),
    "sweep_stuck": ("stuck", "停滞"),
    "sweep_never": ("not reached", "未到達"),
    "sweep_map": ("Median E by optimiser and learning rate η", "最適化手法と学習率 η ごとの E の中央値"),
    "sweep_untried": ("not tried", "未実施"),
    "sweep_scale": ("colours, from E =", "色の目安: E ="),
    "sweep_chart": ("E against iteration: the best runs", "反復回数と誤差 E: 最良の学習"),
    "sweep_data": ("what the chart draws", "グラフのデータ"),
}


_STARTS = {"the initial values of the workbook": "ブックの初期値から", "seeds ": "乱数の種 ", " to ": " 〜 "}


def starts(told: str, language: str) -> str:
    """Where the runs started, which the engine tells in English."""
    if language == "en":
        return told
    for english, japanese in _STARTS.items():
        told = told.replace(english, japanese)
    return told
