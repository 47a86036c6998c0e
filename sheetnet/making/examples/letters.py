# ruff: noqa: E501
"""The example `letters`: the article's network, ready to be played with."""

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, AT_LEAST, AT_MOST, Expected
from sheetnet.sheet.tables import letters

LETTERS = Example(
    "the article's network 20-3-4 reads A, P, L, E; with settings to play with",
    Specification(network="20-3-4", pixels="5x4", settings={}),
    letters,
    results=(
        (Expected("E", 0, ABOUT, 60.28391652413387, 1e-9), "E at the start", "開始時の E"),
        (Expected("E", 1, ABOUT, 48.407612803790535, 1e-9), "E after one update", "1 回更新後の E"),
        (Expected("E", 500, AT_MOST, 1.0), "E after 500 updates", "500 回更新後の E"),
        (Expected("accuracy", 500, AT_LEAST, 1.0), "accuracy after 500 updates", "500 回更新後の正解率"),
    ),
    words={
        "title": (
            "Letters: a network learns to read A, P, L and E",
            "文字: ネットワークが A, P, L, E の読み方を学ぶ",
        ),
        "shows": (
            "128 pictures of 5x4 pixels, 32 of each letter. 20 inputs, 3 hidden units and 4 outputs, one for each letter. An iteration computes the outputs and unit errors of all pictures, adds up the gradient, and moves all 79 parameters at once.",
            "5x4 画素の画像が 128 枚、各文字 32 枚ずつあります。入力 20、隠れユニット 3、出力は文字ごとに 1 つで 4。1 回の反復で全画像の出力とユニット誤差を計算し、勾配を合計して、79 個のパラメーターを同時に動かします。",
        ),
        "do": (
            "Train it: sheetnet train {file} makes 500 updates from the initial values; sheetnet step {file} one more; sheetnet reset {file} goes back to the start.",
            "学習させます。sheetnet train {file} は初期値から 500 回更新し、sheetnet step {file} はもう 1 回更新し、sheetnet reset {file} は最初に戻します。",
        ),
        "see": (
            "On Trace, E falls from 60, rests for a few updates near 48, which the best constant answer would give, and ends below 1. On BP the weights of H1, H2 and H3 have become pictures of what each looks for. On Confusion all letters have come to the diagonal.",
            "シート Trace で E は 60 から下がり、最良の定数出力にあたる 48 の近くでしばらく停滞してから、1 未満になります。BP では H1, H2, H3 の重みが、それぞれの探すものの絵になります。Confusion ではすべての文字が対角線上に並びます。",
        ),
        "change": (
            "η in BP!C8: with 1, E gets stuck and the marks above turn to ✗. On Settings: another optimiser, mini-batches of 32, or a quarter of the pictures kept aside for a test.",
            "BP!C8 の η を 1 にすると E が動かなくなり、上の判定が ✗ になります。Settings では、他の最適化手法、32 枚のミニバッチ、4 分の 1 のテスト用画像を試せます。",
        ),
    },
)
