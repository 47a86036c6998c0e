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
    "argument {}: not allowed with argument {}": "{} は {} と一緒に使えません",
    "the following arguments are required: {}": "{} が必要です",
}
"""English -> Japanese."""
