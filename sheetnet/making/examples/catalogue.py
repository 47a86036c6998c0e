"""The examples, one row each. Expected values were computed by other programs, see its test."""

from sheetnet.making.examples import tables
from sheetnet.making.examples.example import Example, Start
from sheetnet.making.examples.stories import STORIES
from sheetnet.sheet.blocks.expected import ABOUT, AT_LEAST, AT_MOST, SPREAD, Expected

_WALK = (0.1, 0.3, -0.5, 0.2, -0.4, 0.6, 0.7, 0.9, -0.8, 0.1)  # weights (to, from): those to h1, h2, y1, y2

EXAMPLES: dict[str, Example] = {
    "letters": Example(
        "the article's network 20-3-4 reads A, P, L, E; with settings to play with",
        tables.letters, (20, 3, 4), (
            Expected("E", 0, ABOUT, 60.28391652413387, 1e-9),
            Expected("E", 1, ABOUT, 48.407612803790535, 1e-9),
            Expected("E", 500, AT_MOST, 1.0),
            Expected("accuracy", 500, AT_LEAST, 1.0),
        ),
        STORIES["letters"], picture=(5, 4), settings={},
    ),
    "xor": Example(
        "2-2-1 learns exclusive or, which a single unit cannot",
        tables.xor, (2, 2, 1), (
            Expected("E", 0, ABOUT, 0.5105743212129693, 1e-9),
            Expected("E", 200, ABOUT, 0.49993440333536443, 1e-6),
            Expected("E", 2000, AT_MOST, 0.01),
            Expected("accuracy", 2000, AT_LEAST, 1.0),
        ),
        STORIES["xor"], iterations=2000, eta=2.0, settings={}, start=Start(seed=8),
    ),
    "walkthrough": Example(
        "3-2-2 without thresholds and one case: the four steps of learning, by hand",
        tables.one_case, (3, 2, 2), (
            Expected("E", 0, ABOUT, 0.11900398541572102, 1e-12),
            Expected("E", 1, ABOUT, 0.11811076291602501, 1e-12),
            Expected("E", 100, ABOUT, 0.056163855679169, 1e-9),
            Expected("z1", 100, ABOUT, 0.7837233744373926, 1e-9),
            Expected("z2", 100, ABOUT, 0.25603150703300115, 1e-9),
        ),
        STORIES["walkthrough"], thresholds=False, iterations=100, eta=0.1, start=_WALK,
    ),
    "regression": Example(
        "7-5-1 predicts a day's demand for electricity from the week before; split in time",
        tables.demand, (tables.WEEK, 5, 1), (
            Expected("E", 0, ABOUT, 0.6268031094156854, 1e-9),
            Expected("E", 500, ABOUT, 0.05148150873856675, 1e-6),
            Expected("test E", 500, ABOUT, 0.03013332627290155, 1e-6),
            Expected("test E", 500, AT_MOST, 0.0518),
        ),
        STORIES["regression"], eta=0.1, scaling="standard",
        settings={
            "hidden": "tanh", "head": "identity+squared", "reduction": "mean", "split": "time",
            "test_share": tables.TEST_SHARE,
        },
    ),
    "signs": Example(
        "plus instead of minus: with a negative eta, E rises at once",
        tables.letters, (20, 3, 4), (
            Expected("E", 0, ABOUT, 60.28391652413387, 1e-9),
            Expected("E", 1, ABOUT, 89.26453239488362, 1e-9),
            Expected("E", 20, AT_LEAST, 180.0),
            Expected("accuracy", 20, AT_MOST, 0.25),
        ),
        STORIES["signs"], picture=(5, 4), iterations=20, eta=-0.05,
    ),
    "zeros": Example(
        "an all-zero start: hidden units stay equal for ever",
        tables.letters, (20, 3, 4), (
            Expected("E", 0, ABOUT, 64.0, 1e-12),
            Expected("E", 1, ABOUT, 49.713469599438824, 1e-12),
            Expected("E", 200, ABOUT, 28.7953886962, 1e-6),
            Expected("accuracy", 200, ABOUT, 0.7109375, 0.01),
            Expected(SPREAD, 200, AT_MOST, 1e-6),
        ),
        STORIES["zeros"], picture=(5, 4), iterations=200, start=Start("zeros"),
    ),
    "digits": Example(
        "64-30-10 reads handwritten 8x8 digits: softmax, cross entropy, mini-batches, a test",
        tables.digits, (64, 30, 10), (
            Expected("E", 0, ABOUT, 2.5, 0.4),
            Expected("E", 700, AT_MOST, 0.15),
            Expected("accuracy", 700, AT_LEAST, 0.96),
            Expected("test accuracy", 700, AT_LEAST, 0.94),
            Expected("test accuracy", 700, AT_MOST, 0.985),
        ),
        STORIES["digits"], picture=(8, 8), iterations=700, eta=0.5,
        settings={
            "head": "softmax+cross entropy", "reduction": "mean", "batch_size": 100, "split": "stratified",
            "test_share": 0.25,
        },
    ),
}  # fmt: skip
