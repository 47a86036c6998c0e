"""The formulas of the sheets Why, Gallery, Network and Predictions, as a workbook of such a layout has them."""

from collections.abc import Iterator

from sheetnet.session.looking.shown_values import names_of_inputs
from sheetnet.session.looking.why_texts import file_in
from sheetnet.sheet.blocks.gallery import GalleryPlaces
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.why import WhyPlaces
from sheetnet.sheet.cells import Area, Formulas, parse_area
from sheetnet.sheet.formulas.gallery import GalleryFormulas
from sheetnet.sheet.formulas.predictions import PredictionsFormulas
from sheetnet.sheet.formulas.whole import WholeFormulas
from sheetnet.sheet.formulas.why import WhyNumbers
from sheetnet.sheet.formulas.why_lines import WhyLines
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.words.languages import words


def formulas_of_sheets(grid: Grid, layout: Layout) -> Iterator[tuple[Area, Formulas]]:
    """Every formula whose text depends on the number of cases, of the sheets that are where `new` puts them."""
    names = grid.names()
    why = parse_area(names.get("why_sheet", ""))
    if why and why.sheet == "Why" and "trace_kept" in layout:
        places, say = WhyPlaces(layout), words(language_of(grid, layout["current"]))
        numbers = WhyNumbers(places, names_of_inputs(grid, places, say), [unit.name for unit in layout.geometry.units])
        yield from numbers.written()
        yield from WhyLines(
            places, numbers, say, file_in(grid.formulas(places.status)[0][0], say["why_untraced"])
        ).written()
    gallery = parse_area(names.get("gallery_sheet", ""))
    if gallery and gallery.sheet == "Gallery":
        shown = GalleryPlaces(layout, replays="gallery_iteration" in names)
        formulas = GalleryFormulas(shown, words(language_of(grid, layout["current"])))
        yield from formulas.written()
    predicted = predictions_of(grid, layout)
    if predicted:
        yield from predicted.written()
    whole = WholeFormulas(layout)
    if parse_area(names.get("network_sheet", "")) == whole.places.whole:
        yield from whole.written()


def predictions_of(grid: Grid, layout: Layout) -> PredictionsFormulas | None:
    """Those of sheet Predictions, if it is where `new` puts it."""
    area = parse_area(grid.names().get("predictions_sheet", ""))
    formulas = PredictionsFormulas(layout)
    return formulas if area and (area.sheet, area.right) == (formulas.whole.sheet, formulas.whole.right) else None


def sheets_of(grid: Grid, layout: Layout) -> dict[str, Area]:
    """The areas of these sheets as names have them."""
    names, found = grid.names(), {}
    if "why_sheet" in names and "trace_kept" in layout:
        found["why_sheet"] = WhyPlaces(layout).whole
    if "gallery_sheet" in names:
        found["gallery_sheet"] = GalleryPlaces(layout, replays="gallery_iteration" in names).whole
    predicted = predictions_of(grid, layout)
    return found | ({"predictions_sheet": predicted.whole} if predicted else {})
