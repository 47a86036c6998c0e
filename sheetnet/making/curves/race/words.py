# ruff: noqa: E501
"""What the curve `race` says, in English and Japanese."""

from sheetnet.making.curves.curve import Sections

WORDS: dict[str, tuple[str, str]] = {
    "title": ("A race of six optimisers down one valley", "六つの最適化法の競走"),
    "note": ("f = x²/20 + y²     gradient (x/10, 2y)     30 steps     the minimum is at (0, 0)", "f = x²/20 + y²     勾配 (x/10, 2y)     30 ステップ     最小点は (0, 0)"),
    "steps_note": ("w, its gradient g, and what the optimiser remembers: each row comes from the one above it", "w と勾配 g、最適化法が覚えている値。どの行も一つ上の行から計算されます"),
    "runners": ("The six, their constants, and where they are after 30 steps", "六つの最適化法、その定数、30 歩後の位置"),
    "x_30": ("x after 30 steps", "30 歩後の x"),
    "y_30": ("y after 30 steps", "30 歩後の y"),
    "figure_x": ("expected x", "期待値 x"),
    "figure_y": ("expected y", "期待値 y"),
    "race_chart": ("All six paths from one start, over lines of equal height", "同じ出発点からの六つの道と等高線"),
    "height_chart": ("How high they stand: log₁₀ f", "高さ: log₁₀ f"),
    "paths_title": ("The six paths, one by one", "六つの道を一つずつ"),
    "paths_note": ("All to one scale; the ellipses are lines of equal height.", "縮尺は共通、楕円は等高線です。"),
}  # fmt: skip

GUIDE: dict[str, Sections] = {
    "en": [
        ("What this is", [
            "Six optimisers start at (−7, 2) above the valley f = x²/20 + y², which is steep in y and flat in x. Each makes 30 steps; sheet Steps holds every place, gradient and state as formulas.",
        ]),
        ("The six", [
            "SGD: w ← w − η g.",
            "Momentum: Δ ← α Δ − η g, w ← w + Δ.",
            "Nesterov: v ← α v − η g, w ← w + α v − η g.",
            "AdaGrad: h ← h + g², w ← w − η g / (√h + ε).",
            "RMSProp: h ← ρ h + (1 − ρ) g², w ← w − η g / (√h + ε).",
            "Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η √(1 − β₂ⁿ) / (1 − β₁ⁿ) · m / (√v + ε) in step n.",
        ]),
        ("Change this", [
            "Type other constants or another start on sheet Race. Where they are not the original ones, the check mark turns into a dash: the expected figures belong to the original ones.",
            "Give SGD η = 1.01: its zigzag grows. Give Momentum α = 0: it is SGD. Give RMSProp ρ = 0.9: its step no longer shrinks, it dances around the minimum. Start at (−7, 0): nobody needs to zigzag.",
        ]),
        ("See this", [
            "SGD zigzags across the valley, for the slope points across and hardly along it. Momentum and Nesterov roll on beyond the minimum and come back. AdaGrad, RMSProp and Adam scale each direction by its own gradients and go along the valley more directly.",
            "Sheet Paths has a picture of each.",
        ]),
        ("Expected figures", [
            "They were computed outside of spreadsheets, in double precision; a check mark says that the sheet agrees in every digit shown. ε = 10⁻⁷ is added outside the root. Nesterov has no figure: it runs beside the others.",
        ]),
    ],
    "ja": [
        ("これは何か", [
            "六つの最適化法が、y 方向に急で x 方向に緩やかな谷 f = x²/20 + y² を (−7, 2) から 30 歩下ります。位置、勾配、状態はすべてシート Steps の数式です。",
        ]),
        ("六つの最適化法", [
            "SGD: w ← w − η g。",
            "Momentum: Δ ← α Δ − η g、w ← w + Δ。",
            "Nesterov: v ← α v − η g、w ← w + α v − η g。",
            "AdaGrad: h ← h + g²、w ← w − η g / (√h + ε)。",
            "RMSProp: h ← ρ h + (1 − ρ) g²、w ← w − η g / (√h + ε)。",
            "Adam: m ← β₁ m + (1 − β₁) g、v ← β₂ v + (1 − β₂) g²、ステップ n で w ← w − η √(1 − β₂ⁿ) / (1 − β₁ⁿ) · m / (√v + ε)。",
        ]),
        ("変えてみる", [
            "シート Race で定数や出発点を変えてください。元の値でないところでは、確認の印は「–」になります。期待値は元の値に対するものだからです。",
            "SGD の η を 1.01 にするとジグザグが広がります。Momentum の α を 0 にすると SGD になります。RMSProp の ρ を 0.9 にすると歩幅が縮まらず、最小点の周りで踊ります。(−7, 0) から出発するとジグザグは要りません。",
        ]),
        ("見どころ", [
            "勾配は谷を横切る向きなので、SGD はジグザグに進みます。Momentum と Nesterov は最小点を通り過ぎて戻ります。AdaGrad、RMSProp、Adam は方向ごとに歩幅を調整し、谷に沿って進みます。",
            "シート Paths には一つずつの図があります。",
        ]),
        ("期待値", [
            "期待値は表計算とは別に倍精度で計算したものです。確認の印は、表示された全桁で一致することを示します。ε = 10⁻⁷ は根号の外に足します。Nesterov には期待値がなく、比較のために走ります。",
        ]),
    ],
}  # fmt: skip
