"""The labels of sheet Sweep, in English and Japanese."""

from sheetnet.sheet.words.labels import LANGUAGES

_WORDS: dict[str, tuple[str, str]] = {
    "title": (
        "Sweep of a {network} network, settings: {settings}",
        "探索: {network} ネットワークの設定 {settings} 通り",
    ),
    "runs": ("runs: {runs}, iterations of each: {iterations}", "学習 {runs} 回、反復は各 {iterations} 回"),
    "legend": (
        "★ the least median E     diverged: E grew beyond every bound     stuck: E stopped falling, far from 0",
        "★ E の中央値が最小     発散: E が際限なく増えた     停滞: E が 0 から遠いまま下がらなくなった",
    ),
    "anew": ("The next sweep writes this sheet anew.", "次の探索でこのシートは書き直されます。"),
    "eta": ("η", "η"),
    "optimiser": ("optimiser", "最適化手法"),
    "constants": ("constants", "定数"),
    "seeds": ("starts tried", "試行数"),
    "best": ("best E", "最小の\u00a0E"),
    "median": ("median E", "E\u00a0の中央値"),
    "accuracy": ("accuracy, best run", "最良の正解率"),
    "reached": ("iterations to E\u00a0<\u00a0{level}", "反復 (E\u00a0<\u00a0{level})"),
    "diverged": ("diverged", "発散"),
    "stuck": ("stuck", "停滞"),
    "never": ("not reached", "未到達"),
    "map": ("Median E by optimiser and learning rate η", "最適化手法と学習率 η ごとの E の中央値"),
    "untried": ("not tried", "未実施"),
    "scale": ("colours, from E =", "色の目安: E ="),
    "chart": ("E against iteration: the best runs", "反復回数と誤差 E: 最良の学習"),
    "iteration": ("iteration", "反復"),
    "data": ("what the chart draws", "グラフのデータ"),
}


_STARTS = {"the initial values of the workbook": "ブックの初期値から", "seeds ": "乱数の種 ", " to ": " 〜 "}


def starts(told: str, language: str) -> str:
    """Where the runs started, which the engine tells in English."""
    if language == "en":
        return told
    for english, japanese in _STARTS.items():
        told = told.replace(english, japanese)
    return told


def words(language: str) -> dict[str, str]:
    """Label key -> text."""
    column = LANGUAGES.index(language)
    return {key: texts[column] for key, texts in _WORDS.items()}
