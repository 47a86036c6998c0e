"""The words of sheet Network, in English and Japanese."""

WHOLE: dict[str, tuple[str, str]] = {
    "whole_title": ("The whole network on one page", "ネットワーク全体を 1 ページで"),
    "whole_note": (
        "Click a number: its formula takes the ends of the lines. On a line: the weight, and ∂E/∂w of all cases.",
        "数値をクリックすると、線の両端の数を使う式が見えます。線の上は重み、その下は全データの ∂E/∂w です。",
    ),
    "whole_case": ("case", "データ"),
    "whole_error": ("e of this case", "このデータの e"),
    "whole_updates": ("updates done", "更新済み回数"),
    "whole_forward": ("→ forward: s, then h and z", "→ 順伝播: s、次に h と z"),
    "whole_back": ("← back: δ from right to left", "← 逆伝播: δ は右から左へ"),
    "whole_update": ("One update: every weight goes against its gradient", "1 回の更新: どの重みも勾配の逆へ進む"),
    "whole_now": ("now", "現在"),
    "whole_next": ("updated", "更新後"),
    "whole_cases": ("All cases", "すべてのデータ"),
    "whole_surface": ("What it says everywhere", "どの入力に何と答えるか"),
    "whole_points": ("● target 1   ○ target 0   white: z = 0.5", "● 目標 1   ○ 目標 0   白: z = 0.5"),
}  # fmt: skip
