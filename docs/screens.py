"""Makes the pictures of the buttons again: python docs/screens.py. Needs LibreOffice, Xvfb and ImageMagick's import.

On a virtual screen LibreOffice opens a workbook that `sheetnet button` made, and its button Train is pressed; in each
language, the Japanese pictures are NAME.ja.png.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sheetnet
from sheetnet.buttons.button import add_buttons
from sheetnet.office.button import install, script_url
from sheetnet.office.process import Office, start
from sheetnet.sheet.words.languages import LANGUAGES

HERE = Path(__file__).parent
DISPLAY = ":97"
SHEET = "1215x560+0+125"  # width x height + left + top of what is shown of the screen: the sheet without the toolbars


def until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise SystemExit("the screen did not come to rest")
        time.sleep(0.5)


def screen() -> bytes:
    return subprocess.run(["import", "-window", "root", "png:-"], check=True, capture_output=True).stdout


def picture(name: str) -> None:
    """Save the sheet, as soon as two looks at the screen are the same, as docs/`name`.png."""
    last = b""

    def at_rest() -> bool:
        nonlocal last
        before, last = last, screen()
        return len(last) > 20_000 and before == last

    until(at_rest)
    path = HERE / f"{name}.png"
    command = ["convert", "png:-", "-crop", SHEET, "+repage", "+dither", "-colors", "160", str(path)]
    subprocess.run(command, input=last, check=True)
    print(f"docs/{name}.png")


def press_train(office: Office, book: str) -> None:
    failure = office.channel.ask("run", book=book, macro=script_url("train"), arguments=[])
    if failure:
        raise SystemExit(failure)


def show(language: str, folder: Path) -> None:
    """Take the pictures of a workbook in one language, before and after the button is pressed."""
    ending = "" if language == "en" else f".{language}"
    profile, letters = folder / f"profile-{language}", folder / f"letters-{language}.xlsx"
    sheetnet.new(letters, lang=language)
    add_buttons(letters)
    install(profile=profile)
    office = start(visible=True, profile=profile)
    book = office.channel.ask("open", path=str(letters.with_suffix(".xlsm")), visible=True, macros=True)
    office.channel.ask("sheet_activate", book=book, sheet="BP")
    picture(f"button-before{ending}")
    press_train(office, book)
    picture(f"button-after{ending}")
    office.channel.ask("close", book=book)
    office.end()


def main() -> None:
    command = ["Xvfb", DISPLAY, "-noreset", "-screen", "0", "1280x800x24"]  # it stays when the first program leaves it
    virtual = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(2)  # until the screen is there
    os.environ["DISPLAY"] = DISPLAY
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for language in LANGUAGES:
                show(language, Path(folder))
    finally:
        virtual.terminate()


if __name__ == "__main__":
    main()
