"""What each example tells, in English and Japanese; `{file}` is the workbook's name."""

from sheetnet.making.examples.example import Told

STORIES: dict[str, dict[str, Told]] = {
    "letters": {
        "en": Told(
            "Letters: a network learns to read A, P, L and E",
            "128 pictures of 5x4 pixels, 32 of each letter. 20 inputs, 3 hidden units and 4 outputs, one for each letter. An iteration computes the outputs and unit errors of all pictures, adds up the gradient, and moves all 79 parameters at once.",
            ("E at the start", "E after one update", "E after 500 updates", "accuracy after 500 updates"),
            "Train it: sheetnet train {file} makes 500 updates from the initial values; sheetnet step {file} one more; sheetnet reset {file} goes back to the start.",
            "On Trace, E falls from 60, rests for a few updates near 48, which the best constant answer would give, and ends below 1. On BP the weights of H1, H2 and H3 have become pictures of what each looks for. On Confusion all letters have come to the diagonal.",
            "η in BP!C8: with 1, E gets stuck and the marks above turn to ✗. On Settings: another optimiser, mini-batches of 32, or a quarter of the pictures kept aside for a test.",
        ),
        "ja": Told(
            "文字: ネットワークが A, P, L, E の読み方を学ぶ",
            "5x4 画素の画像が 128 枚、各文字 32 枚ずつあります。入力 20、隠れユニット 3、出力は文字ごとに 1 つで 4。1 回の反復で全画像の出力とユニット誤差を計算し、勾配を合計して、79 個のパラメーターを同時に動かします。",
            ("開始時の E", "1 回更新後の E", "500 回更新後の E", "500 回更新後の正解率"),
            "学習させます。sheetnet train {file} は初期値から 500 回更新し、sheetnet step {file} はもう 1 回更新し、sheetnet reset {file} は最初に戻します。",
            "シート Trace で E は 60 から下がり、最良の定数出力にあたる 48 の近くで少し休んでから、1 未満になります。BP では H1, H2, H3 の重みが、それぞれの探すものの絵になります。Confusion ではすべての文字が対角線上に並びます。",
            "BP!C8 の η を 1 にすると E が動かなくなり、上の判定が ✗ になります。Settings では、他の最適化手法、32 枚のミニバッチ、4 分の 1 のテスト用画像を試せます。",
        ),
    },
    "xor": {
        "en": Told(
            "Exclusive or: what no single unit can compute",
            "The output is to be 1 where the two inputs differ. No line divides those two cases from the other two, so that a single unit cannot learn it; two hidden units and one output can.",
            ("E at the start", "E after 200 updates: hardly moved", "E after 2,000 updates", "accuracy after 2,000 updates"),
            "Train it: sheetnet train {file}",
            "On Trace, E stays near 0.5, where every output is 0.5, and then falls all at once. On Calc the outputs z of the four cases stand beside their targets; h1 and h2 show what the hidden units have made of the two inputs.",
            "The initial values (the last block of BP): from some starts E stays at 0.25, a local minimum: two cases are right, and the other two get 0.5 each. Set them all to 0: then E stays at 0.5. On Settings: adam with η 0.1 ends in that local minimum from this very start. Hidden units with tanh learn it sooner, with sgd and η 2.",
        ),
        "ja": Told(
            "排他的論理和: 1 つのユニットでは計算できないもの",
            "2 つの入力が異なるときだけ出力を 1 にします。この 2 件を他の 2 件から分ける直線はないので、1 つのユニットでは学べません。隠れユニット 2 つと出力 1 つなら学べます。",
            ("開始時の E", "200 回更新後の E: ほとんど変わらない", "2,000 回更新後の E", "2,000 回更新後の正解率"),
            "学習させます: sheetnet train {file}",
            "シート Trace で E は、すべての出力が 0.5 のときの 0.5 の近くにとどまり、やがて一気に下がります。Calc では 4 件の出力 z が目標と並び、h1 と h2 に隠れユニットが 2 つの入力から作ったものが見えます。",
            "初期値(BP の最後のブロック)を変えると、E が 0.25 で止まることがあります。2 件だけが正しく、残りの 2 件の出力が 0.5 になる局所的な最小です。すべて 0 にすると E は 0.5 のままです。Settings で adam と η 0.1 を選ぶと、この初期値からでもその最小に落ちます。sgd と η 2 のまま隠れ層を tanh にすると、もっと早く学びます。",
        ),
    },
    "walkthrough": {
        "en": Told(
            "The four steps, once by hand: 3-2-2 without thresholds",
            "One case, ten weights, no thresholds. Step 1, forward: Calc shows p = w·x (sums s), h, and the outputs y (z): 0.688761254736 and 0.375683928693 before training. Step 2, the error E of y against the target (1, 0). Step 3, backpropagation: dE/dw11 = dE/dp · x1, the gradient on BP. Step 4, the update: a positive derivative lowers its weight, a negative one raises it. Then again.",
            ("E at the start", "E after one update", "E after 100 updates", "y1 after 100 updates: on its way to 1", "y2 after 100 updates: on its way to 0"),
            "Click the formulas on Calc and BP, from left to right and from top to bottom. Then sheetnet train {file} --iterations 1 makes one update, sheetnet step {file} another one, and sheetnet train {file} all 100.",
            "After one update every number of the block of updated values has become a current one. x3 is negative: for weights from x3 the signs are the other way round. E falls at every step, slowly: η is small.",
            "η in BP!C8: 1, then 10. The inputs and targets on Data. The initial values on BP.",
        ),
        "ja": Told(
            "4 つの段階を手で確かめる: 閾値のない 3-2-2",
            "データは 1 件、重みは 10 個、閾値はありません。段階 1 は順伝播: Calc に p = w·x(総和 s)、h、出力 y(z)が並びます。学習前は 0.688761254736 と 0.375683928693。段階 2 は目標 (1, 0) に対する誤差 E。段階 3 は逆伝播: dE/dw11 = dE/dp · x1、BP の勾配です。段階 4 は更新: 微分が正なら重みは下がり、負なら上がります。これを繰り返します。",
            ("開始時の E", "1 回更新後の E", "100 回更新後の E", "100 回更新後の y1: 1 に近づく", "100 回更新後の y2: 0 に近づく"),
            "Calc と BP の数式を、左から右、上から下へクリックして確かめてください。次に sheetnet train {file} --iterations 1 で 1 回、sheetnet step {file} でもう 1 回、sheetnet train {file} で 100 回更新します。",
            "1 回更新すると、更新後の値のブロックがそのまま現在の値になります。x3 は負なので、x3 からの重みでは符号が逆になります。η が小さいので、E は毎回少しずつ下がります。",
            "BP!C8 の η を 1、次に 10 に。Data の入力と目標。BP の初期値。",
        ),
    },
    "regression": {
        "en": Told(
            "Regression: the week that was predicts the next day",
            "200 days of a town's demand for electricity, in MWh (made by a formula: season, day of the week, weather). From the demand of seven days the network is to tell that of the next one: 7 inputs, 5 hidden units with tanh, and one output without an activation, whose unit error is z − t. It learns from the first three quarters of the days; the last quarter is the test: the past predicts the future, never the other way round.",
            ("E at the start", "E of the training days after 500 updates", "E of the test days after 500 updates", "the same, against 0.0518 of \"as a week ago\""),
            "Train it: sheetnet train {file}. The numbers on Data are scaled: (MWh − mean) / standard deviation, both of the training days alone.",
            "In the chart above the network follows the weekends and the weather, in the test days too, which it has never seen. On Trace the test E falls with E; the dashed line is that of the best constant answer, the mean. E is half the mean square error, so √(2E) standard deviations are a typical miss: 13 MWh for the test days.",
            "adam on Settings, η 0.01 and 5,000 iterations on BP: E falls on while test E rises again, because the days are learned by heart. The split by share instead of time. Sigmoid in place of tanh.",
            "Day by day: measured, and what the network says (scaled)",
        ),
        "ja": Told(
            "回帰: 先週の値から翌日を予測する",
            "ある町の 200 日間の電力需要(MWh、季節・曜日・天候の式で作ったもの)です。7 日間の需要から翌日の需要を答えさせます。入力 7、tanh の隠れユニット 5、活性化関数のない出力 1 で、そのユニット誤差は z − t です。最初の 4 分の 3 の日で学び、最後の 4 分の 1 でテストします。過去が未来を予測するのであって、逆ではありません。",
            ("開始時の E", "500 回更新後の学習データの E", "500 回更新後のテストデータの E", "同上、「1 週間前と同じ」の 0.0518 と比べて"),
            "学習させます: sheetnet train {file}。Data の数値はスケーリング済みです: (MWh − 平均) / 標準偏差。どちらも学習用の日だけから求めます。",
            "上のグラフで、ネットワークは週末と天候を追います。一度も見ていないテストの日でも同じです。Trace ではテストの E も E とともに下がります。破線は最良の定数出力、つまり平均です。E は平均二乗誤差の半分なので、典型的な外れは標準偏差の √(2E) 倍、テストの日では 13 MWh です。",
            "Settings で adam を選び、BP で η を 0.01、反復を 5,000 回にすると、E が下がり続けてもテストの E は再び上がります。日々を丸暗記したのです。分割を time から share に。tanh の代わりに sigmoid。",
            "日ごとの実測値とネットワークの出力(スケーリング済み)",
        ),
    },
    "signs": {
        "en": Told(
            "Plus instead of minus: what the sign does",
            "Descent goes against the gradient: w − η · gradient. Here η is negative, so that the formula says plus: every update climbs. It is the network of the letters with the same start; nothing else is wrong.",
            ("E at the start", "E after one update: it rises at once", "E after 20 updates: three times as high", "accuracy after 20 updates: worse than guessing"),
            "Train it: sheetnet train {file}. sheetnet warns that η is negative.",
            "On Trace, E rises from the first update on and ends near 191, three wrong outputs for each picture. Nothing in the formulas is at fault, and no error is shown: only the curve tells.",
            "Put the minus right: 0.05 in BP!C8, and train again. E falls at once, from 60.2839 to 48.4076 after one update, and the marks above turn to ✗, because they are those of the plus.",
        ),
        "ja": Told(
            "マイナスの代わりにプラス: 符号のはたらき",
            "降下法は勾配の逆に進みます: w − η · 勾配。ここでは η が負なので、式はプラスになり、更新のたびに登ります。文字のネットワークと同じ初期値で、他に間違いはありません。",
            ("開始時の E", "1 回更新後の E: すぐに上がる", "20 回更新後の E: 3 倍の高さ", "20 回更新後の正解率: 当てずっぽうより悪い"),
            "学習させます: sheetnet train {file}。η が負だという警告が出ます。",
            "Trace で E は最初の更新から上がり、1 枚につき 3 つの出力が間違う 191 付近に達します。数式に誤りはなく、エラーも表示されません。曲線だけが教えてくれます。",
            "符号を正しく: BP!C8 に 0.05 を入れ、もう一度学習させてください。E はすぐに下がり、1 回の更新で 60.2839 から 48.4076 になります。上の判定はプラスのときのものなので ✗ になります。",
        ),
    },
    "zeros": {
        "en": Told(
            "All zeros: a start that never parts the hidden units",
            "The letters again, with 0 for all 79 initial values. Every output is 0.5, E is 64, and H1, H2 and H3 see the same, get the same error, and take the same step: they stay equal for ever, and three units are worth one.",
            ("E at the start: 64 exactly", "E after one update", "E after 200 updates", "accuracy after 200 updates", "how far H1, H2 and H3 are apart after 200 updates"),
            "Train it: sheetnet train {file} makes 200 updates.",
            "On BP, H1, H2 and H3 show one and the same picture. E gets down to 28.8 here, and to 26 with 500 updates by copied cells: yet 83 % of the letters are then right. With different initial values (sheetnet new letters.xlsx --example letters) E is below 1 by then.",
            "Change a single initial value to 0.01 and train with 500: the units part. Even with all zeros a program may escape after some 250 updates: it adds in another order, and errors in the 17th digit, which grow tenfold every 15 updates, part the units at last. Formulas add in one order, and stay.",
        ),
        "ja": Told(
            "すべて 0: 隠れユニットが決して分かれない初期値",
            "同じ文字を、79 個の初期値をすべて 0 にして学習させます。出力はすべて 0.5、E は 64 です。H1, H2, H3 は同じものを見て、同じ誤差を受け、同じだけ動くので、いつまでも等しく、3 つで 1 つ分の働きしかしません。",
            ("開始時の E: ちょうど 64", "1 回更新後の E", "200 回更新後の E", "200 回更新後の正解率", "200 回更新後の H1, H2, H3 の隔たり"),
            "学習させます: sheetnet train {file} は 200 回更新します。",
            "BP では H1, H2, H3 がまったく同じ絵になります。E はここでは 28.8 まで、セルのコピーによる 500 回の更新では 26 までしか下がりません。それでも 83 % の文字が正しく読めます。異なる初期値(sheetnet new letters.xlsx --example letters)なら、そのころ E は 1 未満です。",
            "初期値を 1 つだけ 0.01 に変え、500 回学習させるとユニットが分かれます。すべて 0 でも、プログラムでは約 250 回の更新の後に抜け出すことがあります。足し算の順序が違うため、17 桁目の誤差が 15 回ごとに 10 倍になり、ついにユニットを分けるのです。数式は順序が同じなので、そのままです。",
        ),
    },
    "digits": {
        "en": Told(
            "Digits: 1,797 handwritten pictures in mini-batches",
            "Pictures of 8x8 grey pixels, ten classes. 64 inputs, 30 hidden units with sigmoid, softmax with cross entropy at the outputs. Each update looks at 100 pictures: 14 updates are an epoch, in which every training picture is seen once, in an order drawn anew. A quarter of each digit is kept aside for the test.",
            ("E at the start: guessing gives ln 10 = 2.3026", "E after 700 updates, 50 epochs", "accuracy of the training pictures", "accuracy of the test pictures", "the same, which is not to be too good either"),
            "Train it: sheetnet train {file} makes 700 updates in a few seconds. With so many pictures the workbook holds values in place of formulas; sheetnet writes them all.",
            "On Trace, E of the training and of the test pictures fall together, and part a little at the end. On BP each hidden unit shows its 8x8 weights. On Confusion: 8 is taken for 1 most often.",
            "On Settings: the size of the batches (1 is online learning, all is batch descent), adam with η 0.01, another seed. η 5 in BP!C8.",
        ),
        "ja": Told(
            "手書き数字: 1,797 枚の画像をミニバッチで",
            "8x8 の灰色画素の画像、10 クラスです。入力 64、sigmoid の隠れユニット 30、出力は softmax と交差エントロピー。1 回の更新で 100 枚を見ます。14 回で 1 エポックとなり、毎回新しい順番で、すべての学習用画像を 1 度ずつ見ます。各数字の 4 分の 1 はテスト用に取っておきます。",
            ("開始時の E: 当てずっぽうなら ln 10 = 2.3026", "700 回(50 エポック)更新後の E", "学習用画像の正解率", "テスト用画像の正解率", "同上、良すぎてもいけない"),
            "学習させます: sheetnet train {file} は数秒で 700 回更新します。画像が多いので、このブックは数式の代わりに値を持ち、すべて sheetnet が書き込みます。",
            "Trace では学習用とテスト用の E がともに下がり、最後に少し離れます。BP では各隠れユニットの 8x8 の重みが見えます。Confusion では 8 が 1 と読まれることが最も多いです。",
            "Settings で、バッチの大きさ(1 は逐次、all は一括)、adam と η 0.01、別の種。BP!C8 の η を 5 に。",
        ),
    },
}  # fmt: skip
