"""Which formulas a workbook's method takes, and which blocks these need besides those of every workbook."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sheetnet.sheet.blocks.layout import METHOD_BLOCKS, Layout
from sheetnet.sheet.blocks.settings import CHOICES, RECORDS, REGRESSION, SOME
from sheetnet.sheet.blocks.settings import HEADS as HEAD_NAMES
from sheetnet.sheet.blocks.settings import HIDDEN as HIDDEN_NAMES
from sheetnet.sheet.blocks.settings import OPTIMISERS as OPTIMISER_NAMES
from sheetnet.sheet.formulas.pieces import (
    ACTIVATIONS,
    HEADS,
    OPTIMISERS,
    ActivationFormulas,
    HeadFormulas,
    OptimiserFormulas,
    any_activation,
    any_head,
    any_optimiser,
)

NO_CLASSES = f"head_number={HEAD_NAMES.index(REGRESSION) + 1}"

_ALWAYS = ("test_E", "test_accuracy", "training_cases", "test_cases", "choice_words", *RECORDS, *CHOICES)
_OF_BATCHES = ("batch_cases", "batches_per_epoch", "epoch", "first_position", "order_key", "order", "batch")


class Pieces(NamedTuple):
    """The formulas of a method: its parts, and what follows from how E is counted.

    `counted` is the block that has 1 for the cases of an update. The three shares are what multiplies or divides the
    sums of E, of the test cases' E and of the gradient. `where_read` puts a text that is about classes, and one that
    stands where there are none, into a formula.
    """

    hidden: ActivationFormulas
    head: HeadFormulas
    optimiser: OptimiserFormulas
    counted: str
    share: str
    test_share: str
    batch_share: str
    where_read: Callable[[str, str], str]


def pieces_of(layout: Layout) -> Pieces:
    """The formulas that a workbook has: of the method that they are made for, or with the choice of all."""
    made_for = layout.made_for
    if made_for is None:
        return Pieces(
            any_activation(HIDDEN_NAMES),
            any_head(HEAD_NAMES),
            any_optimiser(OPTIMISER_NAMES),
            "batch",
            "*share",
            "*test_share_of_E",
            "*batch_share",
            lambda text, otherwise: f"IF({NO_CLASSES},{otherwise},{text})",
        )
    mean, some = made_for["reduction"] == "mean", made_for["batch_size"] == SOME
    reads = made_for["head"] != REGRESSION or not layout.has_settings
    return Pieces(
        ACTIVATIONS[made_for["hidden"]],
        HEADS[made_for["head"]],
        OPTIMISERS[made_for["optimiser"]],
        "batch" if some else "training",
        "/training_cases" if mean else "",
        "/test_cases" if mean else "",
        "" if not mean else "*batch_share" if some else "/training_cases",
        lambda text, otherwise: text if reads else otherwise,
    )


def blocks_needed(made_for: Mapping[str, str] | None, *, confusion: bool) -> frozenset[str]:
    """Of the blocks that depend on the method (METHOD_BLOCKS) those that its formulas need."""
    if made_for is None:
        return frozenset(METHOD_BLOCKS) - {*RECORDS, *CHOICES, "choice_words"}
    optimiser, head = OPTIMISERS[made_for["optimiser"]], HEADS[made_for["head"]]
    parts = range(1, len(optimiser.next) + 1)
    found = {*_ALWAYS, *optimiser.helpers, *(f"{name}_{part}" for name in ("state", "next") for part in parts)}
    if made_for["batch_size"] == SOME:
        found |= {*_OF_BATCHES, *(("batch_share",) if made_for["reduction"] == "mean" else ())}
    if made_for["batch_size"] == SOME or optimiser.helpers:
        found |= {"updates", "updates_next"}
    if head.log_sum:
        found.add("log_sums")
    if confusion:
        found |= {"target_class", "read_class"}
    return frozenset(found)
