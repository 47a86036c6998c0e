"""The formulas of the sheets Why and Gallery, as a workbook of such a layout has them."""

from collections.abc import Iterator

from sheetnet.sheet.blocks.gallery import GalleryPlaces
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.why import WhyPlaces
from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.formulas.gallery import GalleryFormulas
from sheetnet.sheet.formulas.references import Formulas
from sheetnet.sheet.formulas.why import WhyNumbers
from sheetnet.sheet.formulas.why_lines import WhyLines
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.words.languages import words


def formulas_of_sheets(grid: Grid, layout: Layout) -> Iterator[tuple[Area, Formulas]]:
    """Every formula whose text depends on the number of cases, of the sheets that are where `new` puts them."""
    names = grid.names()
    why = parse_area(names.get("why_sheet", ""))
    if why and why.sheet == "Why" and "trace_kept" in layout:
        places, say = WhyPlaces(layout), words(language_of(grid, layout["current"]))
        numbers = WhyNumbers(
            places, _inputs(grid, layout, say["why_pixel"]), [unit.name for unit in layout.geometry.units]
        )
        yield from numbers.written()
        yield from WhyLines(places, numbers, say).written()
    gallery = parse_area(names.get("gallery_sheet", ""))
    if gallery and gallery.sheet == "Gallery":
        shown = GalleryPlaces(layout, replays="gallery_iteration" in names)
        formulas = GalleryFormulas(shown, words(language_of(grid, layout["current"])))
        yield from formulas.written()
        yield Area("Gallery", 5, 2, 5, 2), [[formulas.status()]]


def _inputs(grid: Grid, layout: Layout, pixel: str) -> list[str]:
    """The names of the inputs as sheet Why has them: of a picture row and column of the pixel."""
    high, wide = layout.geometry.picture
    if high == 1:
        return [word(name) for name in grid.read(layout["images"].part(-1, 0, 1, wide))[0] if name is not None]  # type: ignore[arg-type]
    return [pixel.format(row=row, column=column) for row in range(1, high + 1) for column in range(1, wide + 1)]


def sheets_of(grid: Grid, layout: Layout) -> dict[str, Area]:
    """The areas of these sheets as names have them."""
    names, found = grid.names(), {}
    if "why_sheet" in names and "trace_kept" in layout:
        found["why_sheet"] = WhyPlaces(layout).whole
    if "gallery_sheet" in names:
        found["gallery_sheet"] = GalleryPlaces(layout, replays="gallery_iteration" in names).whole
    return found
