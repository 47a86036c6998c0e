# ruff: noqa: E501
"""The example `digits`: handwritten pictures in mini-batches, with a test."""

from dataclasses import replace

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, AT_LEAST, AT_MOST, Expected
from sheetnet.sheet.tables import DIGITS as PIXELS
from sheetnet.sheet.tables import Table, read_table


def _table() -> Table:
    """The 8x8 digits; a pixel is the share of black in it, 0 to 1."""
    table = read_table(PIXELS, 64, 10)
    return replace(table, features=table.features / 16.0)


DIGITS = Example(
    "64-30-10 reads handwritten 8x8 digits: softmax, cross entropy, mini-batches, a test",
    Specification(
        network="64-30-10",
        pixels="8x8",
        iterations=700,
        eta=0.5,
        settings={
            "head": "softmax+cross entropy",
            "reduction": "mean",
            "batch_size": 100,
            "split": "stratified",
            "test_share": 0.25,
        },
    ),
    _table,
    results=(
        (
            Expected("E", 0, ABOUT, 2.5, 0.4),
            "E at the start: guessing gives ln 10 = 2.3026",
            "開始時の E: 当てずっぽうなら ln 10 = 2.3026",
        ),
        (Expected("E", 700, AT_MOST, 0.15), "E after 700 updates, 50 epochs", "700 回(50 エポック)更新後の E"),
        (Expected("accuracy", 700, AT_LEAST, 0.96), "accuracy of the training pictures", "学習用画像の正解率"),
        (Expected("test accuracy", 700, AT_LEAST, 0.94), "accuracy of the test pictures", "テスト用画像の正解率"),
        (
            Expected("test accuracy", 700, AT_MOST, 0.985),
            "the same, which is not to be too good either",
            "同上、良すぎてもいけない",
        ),
    ),
    words={
        "title": (
            "Digits: 1,797 handwritten pictures in mini-batches",
            "手書き数字: 1,797 枚の画像をミニバッチで",
        ),
        "shows": (
            "Pictures of 8x8 grey pixels, ten classes. 64 inputs, 30 hidden units with sigmoid, softmax with cross entropy at the outputs. Each update looks at 100 pictures: 14 updates are an epoch, in which every training picture is seen once, in an order drawn anew. A quarter of each digit is kept aside for the test.",
            "8x8 の灰色画素の画像、10 クラスです。入力 64、sigmoid の隠れユニット 30、出力は softmax と交差エントロピー。1 回の更新で 100 枚を見ます。14 回で 1 エポックとなり、毎回新しい順番で、すべての学習用画像を 1 度ずつ見ます。各数字の 4 分の 1 はテスト用に取っておきます。",
        ),
        "do": (
            "Train it: sheetnet train {file} makes 700 updates in a few seconds. With so many pictures the workbook holds values in place of formulas; sheetnet writes them all.",
            "学習させます: sheetnet train {file} は数秒で 700 回更新します。画像が多いので、このブックは数式の代わりに値を持ち、すべて sheetnet が書き込みます。",
        ),
        "see": (
            "On Trace, E of the training and of the test pictures fall together, and part a little at the end. On BP each hidden unit shows its 8x8 weights. On Confusion: 8 is taken for 1 most often.",
            "Trace では学習用とテスト用の E がともに下がり、最後に少し離れます。BP では各隠れユニットの 8x8 の重みが見えます。Confusion では 8 が 1 と読まれることが最も多いです。",
        ),
        "change": (
            "On Settings: the size of the batches (1 is online learning, all is batch descent), adam with η 0.01, another seed. η 5 in BP!C8.",
            "Settings で、バッチの大きさ(1 は逐次、all は一括)、adam と η 0.01、別の種。BP!C8 の η を 5 に。",
        ),
    },
)
