"""The words of sheet Predictions, in English and Japanese."""

PREDICTIONS: dict[str, tuple[str, str]] = {
    "predictions_title": ("Predictions: measured, and what the network says", "予測: 実測とネットワークの出力"),
    "predictions_note": (
        "In the target's own unit: the numbers of Data and Calc times the scale plus the shift of sheet Scaling",
        "目標の元の単位での値です。シート Scaling があれば、Data と Calc の値にスケールを掛け、シフトを足しています",
    ),
    "predictions_measured": ("{name} measured", "{name} 実測"),
    "predictions_says": ("{name} predicted", "{name} 予測"),
    "predictions_training": ("training cases", "学習データ"),
    "predictions_test": ("test cases", "テストデータ"),
    "predictions_chart": ("{name}: predicted against measured", "{name}: 実測に対する予測"),
    "predictions_miss": ("typical miss, {cases}", "典型的な外れ({cases})"),
}  # fmt: skip
