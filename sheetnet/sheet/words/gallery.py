"""The words of sheet Gallery, in English and Japanese."""

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
}  # fmt: skip
