"""The settings of a method as a table: one row is a cell with a name, an option of the command line, and a default.

What a choice means is mathematics and stands elsewhere, as do the choices: whatever has a row of formulas is one.
"""

from collections.abc import Collection, Mapping
from math import inf
from typing import NamedTuple

from sheetnet.sheet.formulas import pieces

OPTIMISERS = tuple(pieces.OPTIMISERS)
HEADS = tuple(pieces.HEADS)
HIDDEN = tuple(pieces.ACTIVATIONS)
REGRESSION = "identity+squared"  # the head that reads no classes
REDUCTIONS = ("sum", "mean")
SPLITS = ("column", "share", "time", "stratified")
ALL = "all"
Plain = str | float | int | None


class Setting(NamedTuple):
    """One setting: a choice among `choices`, or a number from `lowest` to `highest`, which `whole` ones have to be.

    Of a number, `suggested` are the values that the cell's list offers; a word among them is allowed besides numbers.
    `optional` settings may be empty.
    """

    name: str
    default: Plain
    choices: tuple[str, ...] = ()
    lowest: float = -inf
    highest: float = inf
    whole: bool = False
    optional: bool = False
    suggested: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are a value of it."""
        return self.choices or tuple(word for word in self.suggested if not word[0].isdigit())

    @property
    def wanted(self) -> str:
        """What to enter, as a message says it."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        kind = "a whole number" if self.whole else "a number"
        bounds = (
            f" of {self.lowest:g} or more" if self.highest == inf else f" from {self.lowest:g} to {self.highest:,g}"
        )
        return f"{' or '.join((*self.words, kind))}{bounds}"

    def fits(self, value: Plain) -> bool:
        """Whether it may have that value."""
        if value is None or isinstance(value, str):
            return value in self.words or (value is None and self.optional)
        number = not self.choices and not isinstance(value, bool) and self.lowest <= value <= self.highest
        return number and (value == int(value) if self.whole else True)


_LARGE = 10_000_000.0  # numbers up to here are exact in every formula that uses them

SECTIONS: dict[str, tuple[Setting, ...]] = {
    "descent": (
        Setting("optimiser", "sgd", OPTIMISERS),
        Setting("alpha", 0.9, lowest=0.0, highest=1.0),
        Setting("rho", 0.99, lowest=0.0, highest=1.0),
        Setting("beta1", 0.9, lowest=0.0, highest=0.999999999),
        Setting("beta2", 0.999, lowest=0.0, highest=0.999999999),
        Setting("eps", 1e-7, lowest=0.0, highest=1.0),
    ),
    "model": (
        Setting("hidden", "sigmoid", HIDDEN),
        Setting("head", "sigmoid+squared", HEADS),
        Setting("reduction", "sum", REDUCTIONS),
    ),
    "cases": (
        Setting("batch_size", ALL, lowest=1, highest=_LARGE, whole=True, suggested=(ALL, "1", "10", "32", "100")),
        Setting("seed", 0, lowest=0, highest=_LARGE, whole=True),
        Setting("split", "column", SPLITS),
        Setting("test_share", 0.25, lowest=0.0, highest=0.99, suggested=("0.1", "0.2", "0.25", "0.5")),
    ),
    "stopping": (
        Setting("stop_below", None, lowest=0.0, optional=True, suggested=("1", "0.5", "0.1", "0.01")),
        Setting("patience", None, lowest=1, highest=_LARGE, whole=True, optional=True, suggested=("10", "50", "100")),
        Setting("least_gain", 0.0, lowest=0.0),
    ),
}

SETTINGS = {setting.name: setting for section in SECTIONS.values() for setting in section}

# formulas are made for one choice of each of these; a batch counts as some cases or as all
FORMED = ("optimiser", "hidden", "head", "reduction", "batch_size")
SOME = "some"
FORMED_CHOICES = {name: SETTINGS[name].choices or (ALL, SOME) for name in FORMED}

# what the sheet's formulas need besides, in cells of their own below the settings
HELPERS = (
    "test_E",
    "test_accuracy",
    "training_cases",
    "test_cases",
    "batch_cases",
    "batches_per_epoch",
    "epoch",
    "first_position",
    "share",
    "batch_share",
    "test_share_of_E",
    "optimiser_number",
    "hidden_number",
    "head_number",
    "state_of",
    "state_since",
    "state_kept",
    "corrected_eta",
    "choice_words",
)
# written, not computed: whose state it is, after how many updates it began, and what is said beside a list
REMEMBERED = ("state_of", "state_since", "choice_words")
RECORDS = tuple(f"formulas_{name}" for name in FORMED)  # what the formulas are made for
CHOICES = tuple(f"choice_{name}" for name in FORMED)  # beside each list: whether the formulas follow it

SHEET = "Settings"
TOP, COLUMN = 5, 3


def formed(values: Mapping[str, Plain]) -> dict[str, str]:
    """Of the values of all settings those that formulas are made for."""
    found = {name: str(values[name]) for name in FORMED}
    return found | {"batch_size": ALL if values["batch_size"] == ALL else SOME}


DEFAULTS: dict[str, Plain] = {name: setting.default for name, setting in SETTINGS.items()}
ARTICLE = formed(DEFAULTS)  # plain descent over all cases


def rows(helpers: Collection[str] = HELPERS) -> dict[str, int]:
    """The row of every setting, and of some helpers, on the sheet of a new workbook; sections have a heading above."""
    found, row = {}, TOP
    for section in SECTIONS.values():
        for setting in section:
            found[setting.name] = row
            row += 1
        row += 2
    return found | {name: row + number for number, name in enumerate(one for one in HELPERS if one in helpers)}


def record_areas() -> dict[str, tuple[int, int]]:
    """(row, column) of what the formulas are made for, and of what is said beside each list."""
    places = rows()
    found = {f"choice_{name}": (places[name], COLUMN + 1) for name in FORMED}
    return found | {f"formulas_{name}": (places[name], COLUMN + 3) for name in FORMED}


def outside_rows(helpers: Collection[str] = HELPERS) -> dict[str, int]:
    """The rows of the file that holds the cases and of its digest, in a workbook whose cases lie outside."""
    last = max(rows(helpers).values())
    return {"data_file": last + 3, "data_digest": last + 4}
