"""The saved results of the sheets that only show what other cells say, where their formulas are those of this version.

Thousands of formulas that nothing else follows from: a program that computes needs no saved results of them, one that
only shows a file has nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.net.activations import Array
from sheetnet.session.looking.gallery_values import gallery_values
from sheetnet.session.looking.looked_back import Then, as_joined, looked_back
from sheetnet.session.looking.pictures_values import pictures_values
from sheetnet.session.looking.why_texts import WhyTexts, file_in
from sheetnet.session.looking.why_values import WhySeen
from sheetnet.session.plan import one_blas_thread
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks.details import input_names
from sheetnet.sheet.blocks.gallery import GalleryPlaces
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.pictures import PicturesPlaces
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.blocks.why import WhyPlaces
from sheetnet.sheet.cells import Area, Fault, Formulas, Rows, Unsaved, Value
from sheetnet.sheet.formulas.gallery import GalleryFormulas
from sheetnet.sheet.formulas.looking_back import Written
from sheetnet.sheet.formulas.pictures import PicturesFormulas
from sheetnet.sheet.formulas.references import same
from sheetnet.sheet.formulas.why import WhyNumbers
from sheetnet.sheet.formulas.why_lines import WhyLines
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.words.languages import words

_AT_ONCE = 2**15  # cells of a sheet whose formulas are read and compared together


def shown_values(
    grid: Grid, problem: Problem, areas: Mapping[str, Area], parameters: Array, iteration: int, now: dict[str, Rows]
) -> dict[str, dict[Area, Rows]]:
    """Name -> area -> rows of values, of the `areas` by name; `now` is what other areas show.

    The trace has been written already.
    """
    layout = problem.layout
    if layout.outside or "classes" not in layout:
        return {}
    language = language_of(grid, layout["current"])
    say = words(language)
    found: dict[str, dict[Area, Rows]] = {}
    classes = grid.read(layout["classes"])[0]
    if any(isinstance(word, Fault | Unsaved) for word in classes):
        return {}

    @cache
    def trace() -> TraceSheet:
        return TraceSheet(grid, layout)

    def then(asked: Area) -> Then:
        return looked_back(trace(), problem, grid.read(asked)[0][0], parameters, iteration, now)

    if "gallery_sheet" in areas:
        places = GalleryPlaces(layout, replays="gallery_iteration" in grid.names())
        gallery = GalleryFormulas(places, say)
        inputs = [places.iteration] if places.replays else []
        wanted = _Wanted(layout, places.whole, (language, str(places.replays)), gallery.written)
        if places.whole == areas["gallery_sheet"] and _plain(grid, inputs) and _says(grid, wanted):
            seen = then(places.iteration) if places.replays else None
            found["gallery_sheet"] = gallery_values(problem, gallery, seen or (parameters, iteration), classes)
    if "pictures" in areas:
        pictures = PicturesPlaces(layout, areas["pictures"].left)
        names = list(map(as_joined, classes))
        drawn = PicturesFormulas(pictures, say, names)
        wanted = _Wanted(layout, pictures.whole, (language, *names), drawn.written)
        if pictures.whole == areas["pictures"] and _says(grid, wanted):
            found["pictures"] = pictures_values(grid, problem, drawn, parameters, now)
    if "network_sheet" in areas:
        from sheetnet.session.looking.whole_values import whole_values  # only a workbook with the sheet needs them
        from sheetnet.sheet.formulas.whole import WholeFormulas

        of_all = WholeFormulas(layout)
        asked = [of_all.places.case, layout["eta"]]
        wanted = _Wanted(layout, of_all.places.whole, (), of_all.written)
        if wanted.whole == areas["network_sheet"] and _plain(grid, asked) and _says(grid, wanted):
            with one_blas_thread(), np.errstate(over="ignore", invalid="ignore"):
                found["network_sheet"] = whole_values(grid, problem, of_all, parameters, iteration, now)
    if "predictions_sheet" in areas:
        from sheetnet.session.looking.predictions_values import predictions_values  # likewise
        from sheetnet.sheet.formulas.predictions import PredictionsFormulas

        regression = PredictionsFormulas(layout)
        wanted = _Wanted(layout, regression.whole, (), regression.written)
        if regression.whole == areas["predictions_sheet"] and _says(grid, wanted):
            found["predictions_sheet"] = predictions_values(grid, problem, regression, now)
    if "why_sheet" in areas:
        found["why_sheet"] = _why(grid, problem, areas["why_sheet"], language, classes, then)
    return found


def _why(
    grid: Grid,
    problem: Problem,
    area: Area,
    language: str,
    classes: Sequence[Value],
    then: Callable[[Area], Then],
) -> dict[Area, Rows]:
    layout, say = problem.layout, words(language)
    places = WhyPlaces(layout)
    asked = [places.named(name) for name in ("why_iteration", "why_case", "why_unit", "why_input")]
    if places.whole != area or not _plain(grid, asked):
        return {}
    inputs = names_of_inputs(grid, places, say)
    numbers = WhyNumbers(places, inputs, [unit.name for unit in places.geometry.units])
    file = file_in(grid.formulas(places.status)[0][0], say["why_untraced"])
    lines = WhyLines(places, numbers, say, file)
    by_numbers = _Wanted(layout, area, tuple(inputs), numbers.written)
    by_words = _Wanted(layout, area, (language, file), lines.written)
    if not (_says(grid, by_numbers) and _says(grid, by_words)):
        return {}
    case, unit, one = (grid.read(cell)[0][0] for cell in asked[1:])
    seen = WhySeen(problem, places, then(asked[0]), (case, unit, one), inputs)
    with one_blas_thread(), np.errstate(over="ignore", invalid="ignore"):
        if not all(np.isfinite(array).all() for array in seen.passed.values()):
            return {}
        return seen.values() | WhyTexts(seen, lines, say, classes).values()


def names_of_inputs(grid: Grid, places: WhyPlaces, say: Mapping[str, str]) -> list[str]:
    """The names of the network's inputs on the sheet."""
    if not places.pictures:
        return input_names(grid, places.layout)
    high, wide = places.geometry.picture
    name = say["why_pixel"]
    return [name.format(row=row, column=column) for row in range(1, high + 1) for column in range(1, wide + 1)]


def whole(area: Area, values: dict[Area, Rows]) -> Rows:
    """The values over the cells of a sheet, None where nothing is known."""
    rows: list[list[Value]] = [[None] * area.width for _ in range(area.height)]
    for part, lines in values.items():
        for row, line in enumerate(lines, part.top - area.top):
            left = part.left - area.left
            rows[row][left : left + len(line)] = line
    return rows


def _plain(grid: Grid, inputs: Iterable[Area]) -> bool:
    """Whether no cell of some inputs is an error, or a formula whose result nobody knows."""
    return not any(isinstance(value, Fault | Unsaved) for area in inputs for row in grid.read(area) for value in row)


class _Wanted(NamedTuple):
    """Formulas that a sheet, or a part of one, has as this version writes it; `words` are what they depend on.

    Two that depend on the same are one, whoever writes them.
    """

    layout: Layout
    whole: Area
    words: tuple[str, ...]
    write: Callable[[], Iterable[Written]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wanted) and self[:3] == other[:3]

    def __hash__(self) -> int:
        return hash(self[:3])

    @property
    def small(self) -> bool:
        """Whether all of them can be in memory at once."""
        return self.whole.size <= _AT_ONCE

    def written(self) -> Iterable[Written]:
        """The formulas, by the area that they stand in; those of the last workbook if they are the same."""
        return _at_once(self) if self.small else self.write()


@lru_cache(maxsize=4)  # the workbooks of a folder are mostly laid out alike, and each has several such sheets
def _at_once(wanted: _Wanted) -> list[Written]:
    return list(wanted.write())


def _says(grid: Grid, wanted: _Wanted) -> bool:
    """Whether the cells hold these formulas; not where they lead to a block for which the workbook has no name."""
    read = _read_at_once(grid, wanted.whole) if wanted.small else grid.formulas
    try:
        return all(
            line == right or all(map(_same, line, right))
            for area, texts in wanted.written()
            for line, right in zip(read(area), texts, strict=True)
        )
    except LayoutError:
        return False


def _read_at_once(grid: Grid, whole: Area) -> Callable[[Area], Formulas]:
    """Tells the formulas of any part of an area."""
    rows = grid.formulas(whole)

    def part(area: Area) -> Formulas:
        left, right = area.left - whole.left, area.right + 1 - whole.left
        return [row[left:right] for row in rows[area.top - whole.top : area.bottom + 1 - whole.top]]

    return part


def _same(text: str | None, wanted: str | None) -> bool:
    return wanted is None or (text is not None and same(text, wanted))
