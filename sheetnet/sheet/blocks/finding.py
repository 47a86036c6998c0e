"""Where things are in a workbook: by its defined names first, so that blocks may move, then by standard addresses."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sheetnet.errors import CellError, LayoutError, did_you_mean
from sheetnet.sheet.blocks.expected import BLOCKS, check_shapes
from sheetnet.sheet.blocks.geometry import SEED_PICTURE, SEED_SIZES, Geometry
from sheetnet.sheet.blocks.lamps import lamp_names, lamps_found
from sheetnet.sheet.blocks.layout import (
    FIRST_CASE,
    MEASURED,
    NAMED_ONLY,
    SHOWING_SHEETS,
    Layout,
    is_optional,
    standard_areas,
)
from sheetnet.sheet.blocks.settings import ARTICLE, FORMED, FORMED_CHOICES, RECORDS
from sheetnet.sheet.cells import MOST_CELLS, Area, describe, parse_area
from sheetnet.sheet.grid import Grid

PLAY = "play_iteration"  # a workbook with this name has sheet Play
LAMPS_NEED = ("training", "images", "trace", "trace_levels", "outputs_1")
NEEDED = ("accuracy", "training", "classes", "images", "targets", "trace", "trace_kept")  # what its formulas refer to


def is_own(grid: Grid) -> bool:
    """Whether a workbook is one that sheetnet made, whole or not: by two names of its blocks, or by its sheets."""
    names = {name.casefold() for name in grid.names()}
    return len(names & {"current", "gradients", "updated", "initial"}) > 1 or {"BP", "Calc"} <= set(grid.sheets())


def looking_sheets(grid: Grid, which: Sequence[str] = ("play_answer", *SHOWING_SHEETS)) -> set[str]:
    """The sheets of a workbook of sheetnet that only look at the others: no formula elsewhere reads them.

    `which` has the names that lead to the sheets meant.
    """
    names = {name.casefold(): text for name, text in grid.names().items()}
    return {area.sheet for name in which if (area := parse_area(names.get(name, "")))}


def find(grid: Grid) -> Layout:
    """The layout of a workbook: by defined names, then by the standard addresses.

    Raises LayoutError naming the block that is missing, of the wrong size, or in another one's way.
    """
    names = {name.casefold(): text for name, text in grid.names().items()}
    sheets = {sheet.casefold(): sheet for sheet in grid.sheets()}
    geometry = _geometry(grid, names, sheets)
    has_settings, outside = "optimiser" in names, "data_file" in names
    cases = 0 if outside else _count_cases(grid, names, sheets, geometry)
    areas: dict[str, Area] = {}
    found: dict[str, str] = {}
    measured = [] if outside else [name for name in MEASURED.values() if name in names]
    standards = standard_areas(geometry, cases, has_settings=has_settings, outside=outside, measured=measured)
    for name, standard in standards.items():
        if name.casefold() in names:
            area = _named(name, names[name.casefold()], sheets)
            if standard.sheet == "Calc" and area.width == standard.width and area.height != cases:
                raise _another_number_of_cases(name, area, areas["images"])
            if (area.height, area.width) != (standard.height, standard.width):
                raise LayoutError(
                    f"the block has {area.height} rows x {area.width} columns, "
                    f"expected {standard.height} x {standard.width} for a network {geometry.network}"
                    + (f" and {cases} cases" if standard.height == cases else ""),
                    place=f"{name} ({area})",
                    remedy=_remedy(name, names),
                )
            if area.size > MOST_CELLS:  # said before anything is made of that size
                raise LayoutError(
                    f"the block has {area.height:,} rows x {area.width:,} columns, more cells than a file can hold",
                    place=f"{name} ({area})",
                    remedy=_remedy(name, names),
                )
            areas[name], found[name] = area, "name"
        elif standard.sheet.casefold() in sheets and _may_guess(name, names, geometry):
            areas[name] = standard._replace(sheet=sheets[standard.sheet.casefold()])
            found[name] = "address"
        elif not is_optional(name):
            raise _missing(name, standard, grid)
    if "trace" in areas and all(name in names for name in BLOCKS):
        expected = {name: _named(name, names[name], sheets) for name in BLOCKS}
        check_shapes(expected)
        areas, found = areas | expected, found | dict.fromkeys(expected, "name")
    played = _played(geometry, names, sheets) if all(name in areas for name in NEEDED) else {}
    played |= _lamps(geometry, names, sheets) if all(name in areas for name in LAMPS_NEED) else {}
    made_for = _made_for(grid, areas) if has_settings else ARTICLE
    found |= dict.fromkeys(played, "name")
    return Layout(geometry, areas | played, found, has_settings, outside, made_for)


def _made_for(grid: Grid, areas: Mapping[str, Area]) -> dict[str, str] | None:
    """What the formulas are made for, by the cells that say so; None in a workbook without them."""
    if not all(name in areas for name in RECORDS):
        return None
    found = {}
    for name, record in zip(FORMED, RECORDS, strict=True):
        value = grid.read(areas[record])[0][0]
        if value not in FORMED_CHOICES[name]:
            raise CellError(
                f"expected one of {', '.join(FORMED_CHOICES[name])}, found {describe(value)}",
                place=areas[record].address(),
                remedy="sheetnet writes this cell: put back what stood there",
            )
        found[name] = str(value)
    return found


def _played(geometry: Geometry, names: Mapping[str, str], sheets: Mapping[str, str]) -> dict[str, Area]:
    """The blocks of sheet Play; nothing where it is not all there, for nobody needs it to learn."""
    if PLAY not in names:
        return {}
    from sheetnet.sheet.blocks.play import PlaySheet, arranged  # a workbook without the sheet need not load it

    placed = _known(PlaySheet(geometry).areas(), names, sheets)
    return placed if arranged(geometry, placed) else {}


def _lamps(geometry: Geometry, names: Mapping[str, str], sheets: Mapping[str, str]) -> dict[str, Area]:
    """The blocks of the health lamps; nothing where they are not all there."""
    return lamps_found(geometry, _known(lamp_names(geometry), names, sheets)) if "lamps" in names else {}


def _known(wanted: Iterable[str], names: Mapping[str, str], sheets: Mapping[str, str]) -> dict[str, Area]:
    """The areas that some names refer to, as far as they are there."""
    found = {name: parse_area(names.get(name.casefold(), "")) for name in wanted}
    areas = {name: area for name, area in found.items() if area and area.sheet.casefold() in sheets}
    return {name: area._replace(sheet=sheets[area.sheet.casefold()]) for name, area in areas.items()}


def _another_number_of_cases(name: str, area: Area, images: Area) -> LayoutError:
    """A row was put in, or taken out, on one of the two sheets alone: a spreadsheet lets the names follow."""
    data, other = images.sheet, area.sheet
    if images.height > area.height:
        remedy = (
            f"insert a row at the same place on {other} too and copy the formulas of its neighbour into it, "
            f"or delete the row on {data} again and run sheetnet add"
        )
    else:
        remedy = f"delete the row at the same place on {other} too, or insert it on {data} again"
    return LayoutError(
        f"{data} has {images.height:,} case{'s' * (images.height != 1)}, {other} {area.height:,}",
        place=f"{name} ({area})",
        remedy=remedy,
    )


def _remedy(name: str, names: Mapping[str, str]) -> str:
    """What may be wrong instead: the sizes of the network come from a cell, or are assumed."""
    if "network" not in names:
        return "20-3-4 is assumed, since no name 'network' leads to the cell with the sizes; define it"
    return f"let the name '{name}' refer to a block of that size, or put the sizes in {names['network']} right"


def _may_guess(name: str, names: Mapping[str, str], geometry: Geometry) -> bool:
    """Standard addresses hold for the seed's network; other workbooks carry names, and one missing is a mistake."""
    if name == "trace":
        return True
    if name in NAMED_ONLY or "optimiser" in names:
        return False
    if is_optional(name) and names.get("current"):
        return False
    return geometry.sizes == SEED_SIZES


def _missing(name: str, standard: Area, grid: Grid) -> LayoutError:
    known = list(grid.names())
    ours = any(one.casefold() in ("current", "network") for one in known)
    hint = did_you_mean(name, known) if ours else ""
    if hint or standard.sheet.casefold() in {sheet.casefold() for sheet in grid.sheets()}:
        return LayoutError(
            f"no name '{name}'{hint}", remedy=f"define it for the block that a new workbook has at {standard}"
        )
    listed = ", ".join(f"'{sheet}'" for sheet in grid.sheets())
    return LayoutError(
        f"no sheet '{standard.sheet}'; the workbook has {listed}{did_you_mean(standard.sheet, grid.sheets())}"
    )


def _named(name: str, text: str, sheets: Mapping[str, str]) -> Area:
    area = parse_area(text)
    if area is None:
        raise LayoutError(
            f"the name '{name}' refers to '{text}', expected one rectangle of cells such as BP!$C$15:$G$34"
        )
    if area.sheet.casefold() not in sheets:
        listed = ", ".join(f"'{sheet}'" for sheet in sheets.values())
        raise LayoutError(
            f"the name '{name}' refers to sheet '{area.sheet}', which is missing; "
            f"the workbook has {listed}{did_you_mean(area.sheet, list(sheets.values()))}",
            remedy="give the sheet its name back",
        )
    return area._replace(sheet=sheets[area.sheet.casefold()])


def _geometry(grid: Grid, names: Mapping[str, str], sheets: Mapping[str, str]) -> Geometry:
    """From the cells named `network` and `picture`; without them the seed's."""
    if "network" not in names:
        return Geometry(SEED_SIZES, SEED_PICTURE)
    cell = _named("network", names["network"], sheets).part(0, 0)
    sizes = _integers(grid, cell, "-", "sizes such as 20-3-4")
    picture = (1, sizes[0])
    if "picture" in names:
        cell = _named("picture", names["picture"], sheets).part(0, 0)
        rows, columns = _integers(grid, cell, "x", "rows x columns such as 5x4", 2)
        picture = (rows, columns)
    try:
        return Geometry(sizes, picture, _thresholds(grid, names, sheets))
    except LayoutError as error:
        error.place = cell.address()
        raise


def _thresholds(grid: Grid, names: Mapping[str, str], sheets: Mapping[str, str]) -> bool:
    """Whether units have thresholds: the cell named `thresholds` says yes or no, without it they have."""
    if "thresholds" not in names:
        return True
    cell = _named("thresholds", names["thresholds"], sheets).part(0, 0)
    value = grid.read(cell)[0][0]
    if value not in ("yes", "no"):
        raise CellError(f"expected yes or no, found {describe(value)}", place=cell.address())
    return value == "yes"


def _integers(grid: Grid, cell: Area, separator: str, expected: str, count: int = 0) -> tuple[int, ...]:
    value = grid.read(cell)[0][0]
    parts = value.split(separator) if isinstance(value, str) else []
    whole = [part.strip() for part in parts]
    if (
        len(whole) < 2
        or (count and len(whole) != count)
        or not all(re.fullmatch(r"[1-9]\d{0,5}", part) for part in whole)
    ):
        raise CellError(f"expected {expected}, found {describe(value)}", place=cell.address())
    return tuple(map(int, whole))


def _count_cases(grid: Grid, names: Mapping[str, str], sheets: Mapping[str, str], geometry: Geometry) -> int:
    """The height of `images`; at the standard address, the rows of Data up to the first empty one."""
    if "images" in names:
        return _named("images", names["images"], sheets).height
    standard = standard_areas(geometry, 1)["images"]
    sheet = sheets.get(standard.sheet.casefold())
    if sheet is None or not _may_guess("images", names, geometry):
        raise _missing("images", standard, grid)
    last, _ = grid.used(sheet)
    area = Area(sheet, FIRST_CASE, standard.left, max(last, FIRST_CASE), standard.right)
    rows = grid.read(area)
    cases = next((n for n, row in enumerate(rows) if all(value is None for value in row)), len(rows))
    if not cases:
        raise LayoutError(
            "expected pictures, found an empty row", place=area.address(), remedy="or name the block 'images'"
        )
    return cases
