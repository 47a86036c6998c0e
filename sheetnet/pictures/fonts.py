"""The font of this machine that pictures of pixels, and PDF files, are written with; SVG leaves that to its reader."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sheetnet.errors import SettingError


class Font(NamedTuple):
    """Two files of one family; `bold` is the regular one where there is no other."""

    regular: Path
    bold: Path


_LATIN = (
    ("Carlito-Regular.ttf", "Carlito-Bold.ttf"),
    ("calibri.ttf", "calibrib.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
)  # each has Greek letters and the sign of a partial derivative
_JAPANESE = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf"),
    ("NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
    ("YuGothM.ttc", "YuGothB.ttc"),
    ("meiryo.ttc", "meiryob.ttc"),
    ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("ipaexg.ttf", "ipaexg.ttf"),
    ("ipag.ttf", "ipag.ttf"),
    ("TakaoPGothic.ttf", "TakaoPGothic.ttf"),
    ("msgothic.ttc", "msgothic.ttc"),
)
_REMEDY = {"linux": "install one, such as fonts-noto-cjk of Debian", "win32": "add Japanese fonts in the settings"}
_REMEDY_LATIN = "install one, such as fonts-dejavu-core of Debian"


def font_for(texts: str) -> Font:
    """A font that has these letters; raises SettingError where the machine has none of those that are known here."""
    japanese = any(letter > "\u2e7f" for letter in texts)
    found = _found(_JAPANESE if japanese else (*_LATIN, *_JAPANESE))
    if found:
        return found
    if japanese:
        remedy = _REMEDY.get(sys.platform, "install Noto Sans CJK JP")
        raise SettingError("no font with Japanese letters is found", remedy=f"{remedy}, or write .svg")
    raise SettingError("no font is found to write with", remedy=f"{_REMEDY_LATIN}, or write .svg")


@cache
def _found(wanted: tuple[tuple[str, str], ...]) -> Font | None:
    files = {path.name: path for path in _files()}
    for regular, bold in wanted:
        if regular in files:
            return Font(files[regular], files.get(bold, files[regular]))
    return None


def _files() -> Iterator[Path]:
    """Every font file where the systems keep them."""
    for folder in _folders():
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.suffix.casefold() in (".ttf", ".otf", ".ttc"):
                    yield path


def _folders() -> list[Path]:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path("~/Library/Fonts").expanduser()]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return [Path(folder).expanduser() / "fonts" for folder in (*shared.split(":"), own)]
