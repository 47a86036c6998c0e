"""The exercises of sheet Guide, in English and Japanese: predict first, then look.

Of each there is one for every kind of workbook, which says of which facts it is true; see `guide.rows`.
"""

from collections.abc import Set as AbstractSet
from typing import NamedTuple


class Exercise(NamedTuple):
    """A question, where to look and what to change, and the answer; each in English and Japanese."""

    when: str
    place: str
    question: tuple[str, str]
    change: tuple[str, str]
    answer: tuple[str, str]


EXERCISES: tuple[tuple[Exercise, ...], ...] = (
    (
        Exercise(
            "plain",
            "E",
            ("Untrained, the outputs say next to nothing. How large would E be if all of them were 0.5?", "学習前の出力はほとんど何も語りません。すべての出力が 0.5 なら、E はいくつになるでしょう。"),
            ("Work it out from the number of cases and outputs, then look at E: it is not far off.", "データの件数と出力の数から計算し、E と比べてください。近い値のはずです。"),
            ("½ · 0.5² = 0.125 for each output of each case: {outputs} · {cases} · 0.125 = {half}.", "データ 1 件の出力 1 つにつき ½ · 0.5² = 0.125 なので、{outputs} · {cases} · 0.125 = {half} です。"),
        ),
        Exercise(
            "settings",
            "Trace",
            ("At which point of the training does the network move farthest in one update?", "学習のどこで、1 回の更新で最も大きく動くでしょうか。"),
            ("Train, and find the largest number in the column |gradient|. Where does the curve of E stand there?", "学習させて、|勾配| の列で最大の数を探してください。E の曲線はそこでどうなっていますか。"),
            ("Where E falls most steeply: plain descent moves by η times the gradient. Where E lies flat it hardly moves, at a minimum as on a plateau.", "E が最も急に下がるところです。単純な降下法は η × 勾配だけ動きます。E が平らなところでは、最小でも停滞中でも、ほとんど動きません。"),
        ),
    ),
    (
        Exercise(
            "live",
            "gradients",
            ("The first gradient says how E changes with the first weight. You raise that weight by 0.01: what happens to E?", "最初の勾配は、最初の重みに対する E の変わり方です。その重みを 0.01 増やすと、E はどうなるでしょうか。"),
            ("Note E, add 0.01 to the first current value, look at E again; then Ctrl+Z.", "E を書き留め、現在の値の最初のセルに 0.01 を足して E を見ます。終わったら Ctrl+Z で戻します。"),
            ("It changes by about 0.01 times the gradient: up where that is positive, down where it is negative. That is why an update goes against it.", "およそ 0.01 × 勾配だけ変わります。勾配が正なら増え、負なら減ります。だから更新は勾配の逆へ進みます。"),
        ),
        Exercise(
            "values",
            "eta",
            ("η gets a minus. Which way does E go?", "η にマイナスを付けると、E はどちらへ動くでしょうか。"),
            ("Put a minus before η, train with a few iterations, and look at E. Then take it away.", "η の前にマイナスを付け、少ない反復で学習させて E を見ます。終わったら元に戻します。"),
            ("Up, from the first update on: the gradient points uphill, and an update has to go against it.", "最初の更新から上がります。勾配は上り坂の向きなので、更新はその逆へ進まなければなりません。"),
        ),
    ),
    (
        Exercise(
            "letters",
            "eta",
            ("η becomes 1, twenty times as much. Does it learn twenty times as fast?", "η を 20 倍の 1 にすると、20 倍速く学習するでしょうか。"),
            ("Set η to 1, train, and look at sheet Trace.", "η を 1 にして学習させ、シート Trace を見ます。"),
            ("No: E gets stuck. The steps are so long that units end where their curve is flat, and there the gradient is almost 0.", "いいえ、E が動かなくなります。一歩が大きすぎて、ユニットが曲線の平らなところに行き着き、勾配がほぼ 0 になるのです。"),
        ),
        Exercise(
            "others",
            "eta",
            ("You double η again and again. Does it learn faster each time?", "η を 2 倍、また 2 倍にすると、そのたびに速く学習するでしょうか。"),
            ("Double η, train, and compare sheet Trace; then double it again.", "η を 2 倍にして学習させ、シート Trace を比べます。さらに 2 倍にしていきます。"),
            ("For a while. Sooner or later E no longer falls steadily: a step leaps over the valley that it should go down into.", "しばらくはそうです。やがて E は順調に下がらなくなります。一歩が大きすぎて、下りるはずの谷を飛び越えるのです。"),
        ),
    ),
    (
        Exercise(
            "hidden",
            "initial",
            ("All initial values are 0. How will the hidden units differ from each other after training?", "初期値をすべて 0 にすると、学習後の隠れユニットはどう違ってくるでしょうか。"),
            ("Set all initial values to 0 and train.", "初期値をすべて 0 にして学習させます。"),
            ("Not at all: the units of a hidden layer see the same, get the same error and take the same step. They stay equal, and are worth one unit.", "まったく違いません。同じ層の隠れユニットは同じものを見て、同じ誤差を受け、同じだけ動きます。いつまでも等しく、1 つ分の働きしかしません。"),
        ),
        Exercise(
            "single",
            "initial",
            ("All initial values are 0. Does it learn all the same?", "初期値をすべて 0 にしても、学習するでしょうか。"),
            ("Set all initial values to 0 and train.", "初期値をすべて 0 にして学習させます。"),
            ("Yes: there are no units beside each other that would have to become different ones.", "学習します。互いに違うものにならなければならないユニットが並んでいないからです。"),
        ),
    ),
    (
        Exercise(
            "why",
            "why_gradient",
            ("Every case has its share in a gradient. Whose is the largest: of cases that are read well, or badly?", "勾配にはすべてのデータが寄与しています。寄与が大きいのは、よく読めているデータでしょうか、そうでないデータでしょうか。"),
            ("Look at the list of the largest shares; choose other weights and iterations.", "寄与の大きい順の一覧を見ます。別の重みや反復も選んでみてください。"),
            ("Mostly of those that are read badly: δ grows with z − t. A case that is read well has little left to say.", "たいていは、うまく読めていないデータです。δ は z − t とともに大きくなります。よく読めているデータには、もう言うことがほとんどありません。"),
        ),
        Exercise(
            "few live",
            "Data",
            ("You change one input of one case. Which cells change with it?", "1 件のデータの入力を 1 つ変えると、どのセルが変わるでしょうか。"),
            ("Change a number on sheet Data and watch sheets Calc and BP; then Ctrl+Z.", "シート Data の数値を 1 つ変え、シート Calc と BP を見ます。終わったら Ctrl+Z で戻します。"),
            ("On Calc that case's row alone; on BP E and the gradients, for they are sums over all cases.", "Calc ではそのデータの行だけ、BP では E と勾配が変わります。どちらも全データの合計だからです。"),
        ),
        Exercise(
            "few values",
            "Trace",
            ("You halve the iterations and train again. From where on does E take another way?", "反復を半分にしてもう一度学習させると、E はどこから違う道を通るでしょうか。"),
            ("Train, note a few numbers of E, halve the iterations, train again.", "学習させて E をいくつか書き留め、反復を半分にしてもう一度学習させます。"),
            ("Nowhere: the same start, the same steps. It only stops earlier.", "どこからも違いません。同じ初期値から同じ歩みをし、早く止まるだけです。"),
        ),
    ),
    (
        Exercise(
            "play pictures",
            "play_box",
            ("You draw something that it knows, and rub out one square after another. When does the answer change?", "ネットワークの知っているものを描き、1 マスずつ消していきます。答えはいつ変わるでしょうか。"),
            ("Draw it, look at the bars of the outputs, and delete the marks one by one.", "描いてから、出力の棒を見ながら印を 1 つずつ消します。"),
            ("When squares go that the hidden units look at most (their deepest red). That is often not when you would no longer know it.", "隠れユニットが最も強く見ているマス(最も濃い赤)が消えたときです。人が読めなくなるときとは、よく違います。"),
        ),
        Exercise(
            "play numbers",
            "play_box",
            ("You type a case that lies in the middle between two cases. What will the outputs be?", "2 件のデータのちょうど中間の値を入力すると、出力はどうなるでしょうか。"),
            ("Type the means of two rows of sheet Data, and compare the outputs with theirs.", "シート Data の 2 行の平均を入力し、出力をその 2 件と比べます。"),
            ("Anything between is usual, the middle is not: the outputs change slowly far from the border and fast close to it. With hidden units they can even lie outside.", "間の値になることは多いものの、真ん中とは限りません。境界から遠いところではゆっくり、近くでは急に変わるからです。隠れユニットがあれば、外側に出ることもあります。"),
        ),
        Exercise(
            "still",
            "initial",
            ("You train twice from the same initial values. Are the numbers the same?", "同じ初期値から 2 度学習させると、数値は同じになるでしょうか。"),
            ("Train, note E with all its digits, train again.", "学習させて E を全桁書き留め、もう一度学習させます。"),
            ("To the last digit: nothing happens by chance. Other initial values lead elsewhere.", "最後の桁まで同じです。偶然は何もありません。初期値が違えば、別のところへ行き着きます。"),
        ),
    ),
)  # fmt: skip


def exercises(facts: AbstractSet[str]) -> list[Exercise]:
    """Of each exercise the one that can be done in a workbook with these facts."""
    return [next(one for one in kinds if facts >= {*one.when.split()}) for kinds in EXERCISES]
