"""The health lamps on BP: a line for each, one line for all below the title, and far right what their formulas take."""

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.lamps import TAIL, keys_of
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.style import BLUE, HELPER, MUTED, RED, cells, font, when, write


def draw(design: Design, sheet: Worksheet) -> None:
    """Draw them in a workbook that has them."""
    if "lamps" not in design.layout:
        return
    layout, say = design.layout, design.words
    lamps, keys = layout["lamps"], keys_of(design.geometry)
    write(sheet, lamps.top - 1, lamps.left, say["lamps_title"], bold=True, color=BLUE)
    for row, key in enumerate(keys, lamps.top):
        write(sheet, row, lamps.left + 1, say[f"lamp_{key}"], size=10, color=MUTED)
    for name in ("lamps", "lamps_say", "lamps_do", "lamps_note"):
        fill(design, sheet, name)
        for cell in cells(sheet, layout[name]):
            cell.font = font(size=10, color=MUTED)
            if name == "lamps":
                cell.number_format = '[=1]"●";[=0]"○";General'
                cell.alignment = Alignment(horizontal="left")
        letter = get_column_letter(lamps.left)
        lit = (
            f"SUM(${letter}${lamps.top}:${letter}${lamps.bottom})>0"
            if name == "lamps_note"
            else f"${letter}{lamps.top}=1"
        )
        sheet.conditional_formatting.add(layout[name].range, when(lit, font=Font(color=RED)))
    _helpers(design, sheet, keys)


def _helpers(design: Design, sheet: Worksheet, keys: tuple[str, ...]) -> None:
    """What the formulas take, small and grey."""
    layout, say = design.layout, design.words
    small = {"size": 8, "color": HELPER}
    facts, words = layout["lamps_facts"], layout["lamps_words"]
    write(sheet, facts.top - 1, facts.left, say["lamps_helpers"], **small)
    texts = [say[f"lamp_{key}_{part}"] for part in ("say", "do") for key in keys]
    texts += [say[f"lamps_{name}"] for name in TAIL]
    for row, text in enumerate(texts, words.top):
        write(sheet, row, words.left, text, **small)
    for name in ("lamps_facts", "lamps_units", "lamps_inputs"):
        if name in layout:
            fill(design, sheet, name)
            for cell in cells(sheet, layout[name]):
                cell.font = font(**small)
