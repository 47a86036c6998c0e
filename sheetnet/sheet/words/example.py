"""The words of sheet Example that all examples share, in English and Japanese."""

EXAMPLE: dict[str, tuple[str, str]] = {
    "example_note": ("an example made by sheetnet: finished, ready to be trained and to be changed", "sheetnet の実例: そのまま学習でき、自由に変えられます"),
    "example_shows": ("What it shows", "この例が示すこと"),
    "example_do": ("What to do", "やってみること"),
    "example_see": ("What to see", "見るところ"),
    "example_change": ("What to change", "変えてみるところ"),
    "expected_results": ("Expected results", "期待される結果"),
    "expected_result": ("result", "結果"),
    "expected_quantity": ("quantity", "量"),
    "expected_at": ("updates done", "更新回数"),
    "expected_expected": ("expected", "期待値"),
    "expected_tolerance": ("±", "±"),
    "expected_found": ("found here", "このブックの値"),
    "expected_check": ("check", "判定"),
    "expected_start": ("start", "開始"),
    "expected_note": (
        "✓ as expected   ✗ not as expected   – not trained so far; the row asks for what stands in its own cells, which may be changed",
        "✓ 期待どおり   ✗ 期待と違う   – まだそこまで学習していない。各行の条件のセルは変更できます",
    ),
    "choose_listed": ("Choose from the list.", "リストから選んでください。"),
    "not_listed": ("Not in the list", "リストにありません"),
    "measured": ("measured", "実測"),
    "says_training": ("the network says, training cases", "ネットワークの出力(学習データ)"),
    "says_test": ("the network says, test cases", "ネットワークの出力(テストデータ)"),
}  # fmt: skip
