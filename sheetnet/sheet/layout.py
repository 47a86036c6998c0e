"""Where things are in a workbook, as data: the seed's addresses, and the same pattern for any network.

Blocks are found by workbook-level defined names first, so users may insert rows or move blocks, and by the standard
addresses second. A block of parameters is one shape stamped at four corners: current, gradients, updated, initial.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, parse_area
from sheetnet.sheet.errors import CellError, LayoutError, did_you_mean
from sheetnet.sheet.grid import Grid

SEED_SIZES = (20, 3, 4)
SEED_PICTURE = (5, 4)
FIRST_CASE = 6  # the first row of cases on Data and Calc, and of steps on Trace
HEADER = FIRST_CASE - 1


@dataclass(frozen=True)
class Unit:
    """One unit's place in a parameter block: rows and columns count from the block's first cell, at 0."""

    name: str
    layer: int
    row: int
    height: int
    width: int
    threshold: tuple[int, int]

    def cells(self) -> Iterator[tuple[int, int]]:
        """(row, column) of its weights, row by row, and of its threshold: the order of the parameter vector."""
        for row in range(self.height):
            for column in range(self.width):
                yield self.row + row, column
        yield self.threshold


@dataclass(frozen=True)
class Geometry:
    """The shape of a parameter block.

    Units of the first layer stand below each other, each with its weights in the shape of the picture that it looks
    at; then, for each further layer, a row of headings and one row a unit. Thresholds stand in the last column. For
    20-3-4 and 5x4 pictures this is the seed's block of 20 rows and 5 columns.
    """

    sizes: tuple[int, ...]
    picture: tuple[int, int]

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise LayoutError(
                f"'{self.network}' is not a network",
                remedy="expected sizes such as 20-3-4: inputs, then units of each layer",
            )
        if self.picture[0] * self.picture[1] != self.sizes[0]:
            raise LayoutError(
                f"pictures of {self.picture[0]}x{self.picture[1]} do not have the {self.sizes[0]} inputs of the network"
            )
        seen: dict[tuple[int, int], str] = {}
        for unit in self.units:
            for cell in unit.cells():
                if cell in seen:
                    raise LayoutError(f"the units {seen[cell]} and {unit.name} share a cell of the block")
                seen[cell] = unit.name

    @property
    def network(self) -> str:
        """``20-3-4``."""
        return "-".join(map(str, self.sizes))

    @property
    def width(self) -> int:
        return max(self.picture[1], *self.sizes[1:-1], 0) + 1

    @property
    def height(self) -> int:
        return self.sizes[1] * self.picture[0] + sum(1 + units for units in self.sizes[2:])

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units, layer by layer."""
        units = []
        row = 0
        for layer, (inputs, count) in enumerate(zip(self.sizes, self.sizes[1:], strict=False)):
            height, width = self.picture if layer == 0 else (1, inputs)
            row += 1 if layer else 0
            for number in range(1, count + 1):
                units.append(Unit(self._unit_name(layer, number), layer, row, height, width, (row, self.width - 1)))
                row += height
        return tuple(units)

    def _unit_name(self, layer: int, number: int) -> str:
        if layer == len(self.sizes) - 2:
            return f"O{number}"
        return f"H{number}" if len(self.sizes) == 3 else f"H{layer + 1}.{number}"

    def layer(self, number: int) -> list[Unit]:
        """The units of a layer; 0 is the first one after the inputs."""
        return [unit for unit in self.units if unit.layer == number]

    @cached_property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """(row, column) of every parameter, in the order of the parameter vector."""
        return tuple(cell for unit in self.units for cell in unit.cells())

    @property
    def headings(self) -> dict[tuple[int, int], str]:
        """The words between two layers, the same in all four blocks, because the article's macro copies them too."""
        words = {}
        for layer in range(1, len(self.sizes) - 1):
            row = self.layer(layer)[0].row - 1
            below = [unit.name.lower() for unit in self.layer(layer - 1)]
            words.update({(row, column): name for column, name in enumerate(below)})
            words[row, self.width - 1] = "θ"
        return words

    def input_names(self, layer: int) -> list[str]:
        """What the weights of a layer's units look at: x1, x2 ... or the outputs of the layer below."""
        if layer == 0:
            return [f"x{number}" for number in range(1, self.sizes[0] + 1)]
        return [unit.name.lower() for unit in self.layer(layer - 1)]

    @property
    def arithmetic(self) -> str:
        """``3*(20+1) + 4*(3+1) = 79``."""
        terms = [f"{units}*({inputs}+1)" for inputs, units in zip(self.sizes, self.sizes[1:], strict=False)]
        return f"{' + '.join(terms)} = {len(self.cells)}"


@dataclass(frozen=True)
class Layout:
    """The areas of one workbook by name, and how each was found ("name" or "address")."""

    geometry: Geometry
    areas: Mapping[str, Area]
    found: Mapping[str, str]

    def __getitem__(self, name: str) -> Area:
        return self.areas[name]

    def __contains__(self, name: str) -> bool:
        return name in self.areas

    @property
    def complete(self) -> bool:
        """Whether it has every block of a new workbook but the trace."""
        wanted = (name for name in standard_areas(self.geometry, 1) if not name.startswith("trace"))
        return all(name in self.areas for name in wanted if name not in LIVE_CELLS)

    @property
    def cases(self) -> int:
        """The number of pictures, or rows of data."""
        return self.areas["images"].height

    def __post_init__(self) -> None:
        placed: list[tuple[str, Area]] = []
        for name, area in self.areas.items():
            for other, taken in placed:
                if area.overlaps(taken):
                    shared = Area(area.sheet, max(area.top, taken.top), max(area.left, taken.left), 0, 0).address()
                    raise LayoutError(
                        f"the blocks '{other}' ({taken}) and '{name}' ({area}) share cells",
                        place=shared,
                        remedy="move one of the names",
                    )
            placed.append((name, area))


def standard_areas(geometry: Geometry, cases: int) -> dict[str, Area]:
    """The addresses that `new` uses; for 20-3-4 with 5x4 pictures those of the source article."""
    height, width = geometry.height, geometry.width
    inputs, *layers = geometry.sizes

    def on_bp(top: int, left: int = 3, height: int = 1, width: int = 1) -> Area:
        return Area("BP", top, left, top + height - 1, left + width - 1)

    current = 15
    gradients = current + height + 3
    updated = gradients + height + 3
    initial = updated + height + 10
    areas = {
        "iterations": on_bp(5),
        "counter": on_bp(5, 4),
        "eta": on_bp(8),
        "E": on_bp(11),
        "accuracy": on_bp(12),
        "stop": on_bp(5, 7),
        "max_seconds": on_bp(8, 7),
        "agreement": on_bp(9),
        "current": on_bp(current, 3, height, width),
        "gradients": on_bp(gradients, 3, height, width),
        "updated": on_bp(updated, 3, height, width),
        "initial": on_bp(initial, 3, height, width),
    }
    columns = _columns("Data", cases, 2)
    areas["labels"] = columns(1)
    areas["training"] = columns(1)
    areas["images"] = columns(inputs)
    areas["targets"] = columns(layers[-1])
    areas["classes"] = areas["targets"].part(-1, 0, 1, layers[-1])
    columns = _columns("Calc", cases, 3)
    for number, units in enumerate(layers, 1):
        areas[f"sums_{number}"] = columns(units)
        areas[f"outputs_{number}"] = columns(units)
    areas["errors"] = columns(1)
    for number in range(len(layers), 0, -1):
        areas[f"deltas_{number}"] = columns(layers[number - 1])
    areas["letters_read"] = columns(1)
    areas["right"] = columns(1)
    areas["trace"] = Area("Trace", HEADER, 1, HEADER, 4)
    areas["trace_picture"] = Area("Trace", 2, 4, 2, 4)
    areas["trace_levels"] = Area("Trace", 2, 8, 3, 10)
    return areas


class _columns:  # noqa: N801 - reads as a function that hands out the next columns
    """The next `width` columns of a sheet, over all cases."""

    def __init__(self, sheet: str, cases: int, column: int) -> None:
        self.sheet, self.cases, self.next = sheet, cases, column

    def __call__(self, width: int) -> Area:
        self.next += width
        return Area(self.sheet, FIRST_CASE, self.next - width, FIRST_CASE + self.cases - 1, self.next - 1)


CALCULATED = re.compile(r"(sums|outputs|deltas)_\d+|errors|letters_read|right|trace_levels")
LIVE = re.compile(CALCULATED.pattern + "|E|accuracy|gradients|updated")
LIVE_CELLS = ("stop", "max_seconds", "agreement")  # used in an open workbook, and only if they have a name
OPTIONAL = re.compile(
    CALCULATED.pattern + "|stop|max_seconds|agreement|labels|training|classes|trace|trace_picture|accuracy"
)


def find(grid: Grid) -> Layout:
    """The layout of a workbook: by defined names, then by the standard addresses.

    Raises LayoutError naming the block that is missing, of the wrong size, or in another one's way.
    """
    names = {name.casefold(): text for name, text in grid.names().items()}
    sheets = {sheet.casefold(): sheet for sheet in grid.sheets()}
    geometry = _geometry(grid, names, sheets)
    cases = _count_cases(grid, names, sheets, geometry)
    areas: dict[str, Area] = {}
    found: dict[str, str] = {}
    for name, standard in standard_areas(geometry, cases).items():
        if name.casefold() in names:
            area = _named(name, names[name.casefold()], sheets)
            if (area.height, area.width) != (standard.height, standard.width):
                raise LayoutError(
                    f"the block has {area.height} rows x {area.width} columns, "
                    f"expected {standard.height} x {standard.width} for a network {geometry.network}"
                    + (f" and {cases} cases" if standard.height == cases else ""),
                    place=f"{name} ({area})",
                    remedy=_remedy(name, names),
                )
            areas[name], found[name] = area, "name"
        elif standard.sheet.casefold() in sheets and _may_guess(name, names, geometry):
            areas[name] = standard._replace(sheet=sheets[standard.sheet.casefold()])
            found[name] = "address"
        elif not OPTIONAL.fullmatch(name):
            raise _missing(name, standard, grid)
    return Layout(geometry, areas, found)


def _remedy(name: str, names: Mapping[str, str]) -> str:
    """What may be wrong instead: the sizes of the network come from a cell, or are assumed."""
    if "network" not in names:
        return "20-3-4 is assumed, since no name 'network' leads to the cell with the sizes; define it"
    return f"let the name '{name}' refer to a block of that size, or put the sizes in {names['network']} right"


def _may_guess(name: str, names: Mapping[str, str], geometry: Geometry) -> bool:
    """Standard addresses hold for the seed's network; other workbooks carry names, and one missing is a mistake."""
    if name == "trace":
        return True
    if name in LIVE_CELLS:
        return False
    if OPTIONAL.fullmatch(name) and names.get("current"):
        return False
    return geometry.sizes == SEED_SIZES


def _missing(name: str, standard: Area, grid: Grid) -> LayoutError:
    known = list(grid.names())
    hint = did_you_mean(name, known)
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
        return Geometry(sizes, picture)
    except LayoutError as error:
        error.place = cell.address()
        raise


def _integers(grid: Grid, cell: Area, separator: str, expected: str, count: int = 0) -> tuple[int, ...]:
    from sheetnet.sheet.cells import describe

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


def check_fits(geometry: Geometry, cases: int) -> None:
    """Raise LayoutError when a workbook for this network and data would not fit on a sheet."""
    for name, area in standard_areas(geometry, cases).items():
        if area.bottom > LAST_ROW or area.right > LAST_COLUMN:
            raise LayoutError(
                f"the block '{name}' would need row {area.bottom:,} and column {area.right:,}; "
                f"a sheet ends at row {LAST_ROW:,} and column {LAST_COLUMN:,}",
                remedy="use less data or a smaller network",
            )
