"""Where things are in a workbook, as data: the seed's addresses, and the same pattern for any network."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sheetnet.errors import LayoutError
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.settings import (
    ARTICLE,
    CHOICES,
    COLUMN,
    HELPERS,
    RECORDS,
    REMEMBERED,
    SETTINGS,
    SHEET,
    outside_rows,
    record_areas,
    rows,
)
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area

FIRST_CASE = 6  # the first row of cases on Data and Calc, and of steps on Trace
HEADER = FIRST_CASE - 1
MEASURED = {"images": "input_measured", "targets": "target_measured"}  # what was measured, where Data shows it scaled


@dataclass(frozen=True)
class Layout:
    """The areas of one workbook by name, and how each was found ("name" or "address").

    `has_settings` tells whether it has sheet Settings and what belongs to it, or is the article's sheet, `outside`
    whether its cases lie in a file that it names. `made_for` is the method that its formulas are made for; None where
    they have the choice of all, and follow the lists.
    """

    geometry: Geometry
    areas: Mapping[str, Area]
    found: Mapping[str, str]
    has_settings: bool = False
    outside: bool = False
    made_for: Mapping[str, str] | None = field(default_factory=lambda: ARTICLE)

    def __hash__(self) -> int:
        return hash((self.geometry, frozenset(self.areas.items())))

    def __getitem__(self, name: str) -> Area:
        """The area; raises LayoutError where the workbook has no such name, for nobody knows where its cells are."""
        if name not in self.areas:
            remedy = "define it for the block that has this name in a new workbook of such a network"
            raise LayoutError(f"no name '{name}'", remedy=remedy)
        return self.areas[name]

    def __contains__(self, name: str) -> bool:
        return name in self.areas

    def entered(self, name: str) -> Area:
        """Where a person enters what "images" or "targets" hold: it is scaled from there, or that block itself."""
        return self[MEASURED[name] if self.is_scaled(name) else name]

    def is_scaled(self, name: str) -> bool:
        """Whether "images" or "targets" are formulas of what was measured, which stands beside them."""
        measured = MEASURED[name]
        return measured in self and measured.replace("measured", "scaling") in self

    @property
    def cases(self) -> int:
        """The number of pictures, or rows of data, in the workbook."""
        return 0 if self.outside else self.areas["images"].height

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


def standard_areas(
    geometry: Geometry,
    cases: int,
    *,
    has_settings: bool = False,
    outside: bool = False,
    slim: bool = False,
    needed: Collection[str] | None = None,
    measured: Collection[str] = (),
) -> dict[str, Area]:
    """The addresses that `new` uses; for 20-3-4 with 5x4 pictures those of the source article.

    With `has_settings` those of sheet Settings too, and of those of METHOD_BLOCKS that its formulas have `needed`,
    None for all; with `outside` those of a workbook whose cases lie in a file, without Data and Calc; with `slim` Calc
    has the results of each case only. `measured` are those of MEASURED that Data has, left of what is made from them.
    """
    needed = METHOD_BLOCKS if needed is None else needed
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
        "stop": on_bp(10, 9),
        "max_seconds": on_bp(12, 9),
        "agreement": on_bp(9),
        "current": on_bp(current, 3, height, width),
        "gradients": on_bp(gradients, 3, height, width),
        "updated": on_bp(updated, 3, height, width),
        "initial": on_bp(initial, 3, height, width),
    }
    columns = _columns("Data", cases, 2)
    areas["labels"] = columns(1)
    areas["training"] = columns(1)
    widths = {"images": inputs, "targets": layers[-1]}
    areas |= {MEASURED[name]: columns(width) for name, width in widths.items() if MEASURED[name] in measured}
    areas |= {name: columns(width) for name, width in widths.items()}
    areas["classes"] = areas.get(MEASURED["targets"], areas["targets"]).part(-1, 0, 1, layers[-1])
    columns = _columns("Calc", cases, 3)
    for number, units in enumerate(layers, 1):
        if not slim:
            areas[f"sums_{number}"] = columns(units)
        if not slim or number == len(layers):
            areas[f"outputs_{number}"] = columns(units)
    areas["errors"] = columns(1)
    for number in range(len(layers), 0, -1):
        if not slim:
            areas[f"deltas_{number}"] = columns(layers[number - 1])
    areas["letters_read"] = columns(1)
    areas["right"] = columns(1)
    wide = 2 if has_settings else 0  # E and accuracy of the test cases
    areas["trace"] = Area("Trace", HEADER, 1, HEADER, 4 + wide)
    areas["trace_kept"] = Area("Trace", HEADER, 17 + wide, HEADER, 17 + wide)  # the column before the details
    areas["trace_picture"] = Area("Trace", 2, 4, 2, 4)
    areas["trace_levels"] = Area("Trace", 2, 8 + wide, 3, 10 + wide)
    if has_settings:
        areas |= _settings_areas(geometry, areas, columns, needed, slim=slim)
    if outside:
        areas = {name: area for name, area in areas.items() if area.sheet not in ("Data", "Calc")}
        areas |= {name: Area(SHEET, row, COLUMN, row, COLUMN) for name, row in outside_rows(needed).items()}
        areas["classes"] = Area("Confusion", 5, 3, 5, 2 + layers[-1])
        if "confusion" not in areas:
            areas["classes"] = names_on_bp(geometry, areas)
    return areas


def names_on_bp(geometry: Geometry, areas: Mapping[str, Area]) -> Area:
    """Where the names of the outputs stand without sheets Data and Confusion: below the initial values."""
    below = areas["initial"].bottom + 3
    return Area("BP", below, 3, below, 2 + geometry.sizes[-1])


METHOD_BLOCKS = (  # those that a workbook with settings has only if its method needs them
    *HELPERS,
    *RECORDS,
    *CHOICES,
    *("updates", "state_1", "state_2", "updates_next", "next_1", "next_2"),
    *("log_sums", "target_class", "read_class", "order_key", "order", "batch"),
)


def _settings_areas(
    geometry: Geometry, areas: Mapping[str, Area], columns: "_columns", needed: Collection[str], *, slim: bool
) -> dict[str, Area]:
    """Settings, and right of each block of parameters a strip: the number of updates, and the optimiser's state.

    Copying the strip of the updated values over that of the current ones, as values, is one update of any optimiser.
    """
    found = {name: Area(SHEET, row, COLUMN, row, COLUMN) for name, row in rows(needed).items()}
    records = {name: Area(SHEET, row, column, row, column) for name, (row, column) in record_areas().items()}
    for block, number, state in (("current", "updates", "state"), ("updated", "updates_next", "next")):
        first = areas[block].part(0, areas[block].width + 1)
        records[number] = first
        for place in (1, 2):
            shift = 2 + (place - 1) * (areas[block].width + 1)
            records[f"{state}_{place}"] = first.part(0, shift, areas[block].height, areas[block].width)
    found |= {name: area for name, area in records.items() if name in needed}
    steps = ("log_sums", "target_class", "read_class", "order_key")
    for name in (*(() if slim else steps), "order", "batch"):
        if name in needed:
            found[name] = columns(1)
    for place, (name, count) in enumerate((("input", geometry.sizes[0]), ("target", geometry.sizes[-1]))):
        found[f"{name}_scaling"] = Area("Scaling", 6, 3 + 4 * place, 5 + count, 4 + 4 * place)
    found["target_means"] = areas["targets"].part(-3, 0, 1, areas["targets"].width)
    classes = max(areas["targets"].width, 2)
    if classes <= MOST_CLASSES:
        for place, name in enumerate(("confusion", "confusion_test")):
            top = 6 + place * (classes + 6)
            found[name] = Area("Confusion", top, 3, top + classes - 1, 2 + classes)
    return found


MOST_CLASSES = 40  # of a confusion table


class _columns:  # noqa: N801 - reads as a function that hands out the next columns
    """The next `width` columns of a sheet, over all cases."""

    def __init__(self, sheet: str, cases: int, column: int) -> None:
        self.sheet, self.cases, self.next = sheet, cases, column

    def __call__(self, width: int) -> Area:
        self.next += width
        return Area(self.sheet, FIRST_CASE, self.next - width, FIRST_CASE + self.cases - 1, self.next - 1)


_OF_LAYERS = {"sums", "outputs", "deltas", "play_layer", "play_gradients"}  # of each layer one, with its number
_OF_SETTINGS = {
    *("updates_next", "next_1", "next_2", "log_sums", "target_class", "read_class", "order_key", "order", "batch"),
    *("target_means", "confusion", "confusion_test", "expected_found", "expected_check"),
    *({*HELPERS, *CHOICES} - {*REMEMBERED}),
}
_PLAYED = {f"play_{name}" for name in ("x", "out", "helpers", "E", "accuracy", "misread", "answer", "verdict", "note")}
_LAMPS = {"lamps", *(f"lamps_{name}" for name in ("say", "do", "note", "facts", "units", "inputs"))}
_CALCULATED = {"errors", "letters_read", "right", "trace_levels", *_PLAYED, *_LAMPS, *_OF_SETTINGS}
_LIVE = {*_CALCULATED, "E", "accuracy", "gradients", "updated"}
SHOWING_SHEETS = ("why_sheet", "gallery_sheet", "network_sheet", "predictions_sheet")
SHOWING = (*SHOWING_SHEETS, "pictures")  # names of sheets, and of a part of one, whose formulas show what others say
LIVE_CELLS = ("stop", "max_seconds", "agreement")  # used in an open workbook, and only if they have a name
NAMED_ONLY = (*LIVE_CELLS, "trace_kept")  # no standard address stands for them
_OPTIONAL = {
    *_CALCULATED,
    *("stop", "max_seconds", "agreement", "labels", "training", "classes", "trace", "trace_kept", "trace_picture"),
    *("accuracy", "updates", "state_1", "state_2", "input_scaling", "target_scaling"),
    *(*SETTINGS, *RECORDS, *REMEMBERED),
}


def is_live(name: str) -> bool:
    """Whether an area of that name holds what formulas calculate anew from the current values."""
    return name in _LIVE or _is_of_a_layer(name)


def is_optional(name: str) -> bool:
    """Whether a workbook can do without an area of that name."""
    return name in _OPTIONAL or _is_of_a_layer(name)


def _is_of_a_layer(name: str) -> bool:
    kind, _, number = name.rpartition("_")
    return kind in _OF_LAYERS and number.isdecimal()


def check_fits(
    geometry: Geometry,
    cases: int,
    *,
    has_settings: bool = False,
    outside: bool = False,
    measured: Collection[str] = (),
) -> None:
    """Raise LayoutError when a workbook for this network and data would not fit on a sheet."""
    areas = standard_areas(geometry, cases, has_settings=has_settings, outside=outside, measured=measured)
    for name, area in areas.items():
        if area.bottom > LAST_ROW or area.right > LAST_COLUMN:
            raise LayoutError(
                f"the block '{name}' would need row {area.bottom:,} and column {area.right:,}; "
                f"a sheet ends at row {LAST_ROW:,} and column {LAST_COLUMN:,}",
                remedy="use less data or a smaller network",
            )
