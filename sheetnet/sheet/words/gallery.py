"""The words of sheet Gallery and of the pictures on BP, in English and Japanese."""

GALLERY: dict[str, tuple[str, str]] = {
    "gallery_title": ("Every case as a picture, misread ones first", "すべてのデータの画像(読み間違いが先頭)"),
    "gallery_note": (
        "The deeper the orange, the worse a case is read. P→E: a P that is taken for an E.",
        "オレンジが濃いほど正しく読めていません。P→E は、P を E と読み間違えたことを表します。",
    ),
    "gallery_iteration": ("iteration", "反復"),
    "gallery_shown": ("iteration ", "反復 "),
    "gallery_misread": (" of {cases} cases are misread", " 件を読み間違い(全 {cases} 件)"),
    "gallery_some": ("; {shown} are shown, {hidden} are not", "。{shown} 件を表示、{hidden} 件は非表示"),
    "gallery_lost": (", misread ones among them: ", "、表示されない読み間違い: "),
    "pictures_weights": ("Weights as pictures: blue below 0, red above", "重みの画像: 青は負、赤は正"),
    "pictures_gradients": ("Gradients as pictures, each unit in its own scale", "勾配の画像(ユニットごとの尺度)"),
    "pictures_look": ("What each hidden unit looks for", "各隠れユニットが見ているところ"),
    "pictures_for": (" looks for ink at ", ": 黒いと反応するのは "),
    "pictures_and": (" and ", "、"),
    "pictures_against": (", against ink at ", "。抑えるのは "),
    "pictures_on": ("; switched on by:", "。オンになる文字:"),
}  # fmt: skip
