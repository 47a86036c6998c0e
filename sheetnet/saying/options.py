# ruff: noqa: E501
"""What is said of a command line that cannot be understood."""

OPTIONS = {
    "{}; see {} --help": "{0}。{1} --help を見てください",
    "no command '{}'": "コマンド '{}' はありません",
    "no option '{}'": "オプション '{}' はありません",
    "expected no more arguments, found '{}'": "余分な引数 '{}' があります",
    "expected a command first": "最初にコマンドが必要です",
    "argument {}: expected one argument": "{}: 値が 1 つ必要です",
    "argument {}: expected at least one argument": "{}: 値が 1 つ以上必要です",
    "argument {}: invalid int value: '{}'": "{}: 整数が必要ですが、'{}' がありました",
    "argument {}: invalid float value: '{}'": "{}: 数値が必要ですが、'{}' がありました",
    "argument {}: expected {}, found '{}'": "{}: {} が必要ですが、'{}' がありました",
    "numbers with commas, or a range such as 0.001:2:log12 or 0.1:1:lin10": "コンマで区切った数値か、0.001:2:log12 や 0.1:1:lin10 のような範囲",
    "argument {}: not allowed with argument {}": "{} は {} と一緒に使えません",
    "the following arguments are required: {}": "{} が必要です",
}
"""English -> Japanese."""
