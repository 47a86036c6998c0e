"""The examples with a network: what should come out does, and a check that should fail fails."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from sklearn.neural_network import MLPClassifier, MLPRegressor

import sheetnet
from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.making.blueprint import scaled
from sheetnet.making.examples import EXAMPLES, blueprint_of
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables import Table
from tests.readers.ironcalc import Oracle

LIVE = [name for name in EXAMPLES if name != "digits"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A new workbook of every example."""
    folder = tmp_path_factory.mktemp("examples")
    paths = {name: folder / f"{name}.xlsx" for name in EXAMPLES}
    for name, path in paths.items():
        sheetnet.new(path, example=name)
    return paths


@pytest.fixture(scope="module")
def results(made: dict[str, Path]) -> dict[str, sheetnet.TrainResult]:
    return {name: sheetnet.train(path, output=trained(path)) for name, path in made.items()}


def trained(path: Path) -> Path:
    return path.with_name(f"trained-{path.name}")


def marks(path: Path) -> list[Any]:
    return column(path, "expected_check")


def column(path: Path, name: str) -> list[Any]:
    with FileGrid(path) as grid:
        return [row[0] for row in grid.read(find(grid)[name])]


def start_of(name: str) -> list[bool]:
    """Which rows ask for the start, which is known before training."""
    return [one.at == 0 for one in EXAMPLES[name].expected]


@pytest.mark.parametrize("name", EXAMPLES)
def test_before_training_nothing_is_claimed_but_the_start(name: str, made: dict[str, Path]) -> None:
    assert marks(made[name]) == ["✓" if start else "–" for start in start_of(name)]
    assert not all(start_of(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_after_training_all_is_as_expected(name: str, made: dict[str, Path], results: object) -> None:
    assert set(marks(trained(made[name]))) == {"✓"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_after_reset_it_is_as_before_training(
    name: str, made: dict[str, Path], results: object, tmp_path: Path
) -> None:
    sheetnet.reset(trained(made[name]), output=tmp_path / "reset.xlsx")

    assert marks(tmp_path / "reset.xlsx")[1:] == marks(made[name])[1:]


@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("state", ["new", "trained"])
def test_saved_results_are_what_ironcalc_computes(
    name: str, state: str, made: dict[str, Path], results: object
) -> None:
    path = made[name] if state == "new" else trained(made[name])
    sheet = Oracle(path)

    for block in ("expected_found", "expected_check"):
        saved, computed = column(path, block), [row[0] for row in sheet.block(block)]
        for one, other in zip(saved, computed, strict=True):
            assert one == (other if isinstance(other, str) else pytest.approx(other, rel=1e-12, abs=1e-12))
    assert not [failure for one in sheetnet.check(path, recalculate=True) for failure in one.failures]


def test_saved_results_of_a_workbook_of_values_agree_too(made: dict[str, Path], results: object) -> None:
    comparisons = {one.name: one for one in sheetnet.check(trained(made["digits"]))}

    assert not any(one.failures for one in comparisons.values())
    assert comparisons["expected_check"].cells == len(EXAMPLES["digits"].expected)


def test_step_by_step_the_marks_follow(made: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "walkthrough.xlsx"
    path.write_bytes(made["walkthrough"].read_bytes())

    sheetnet.step(path)
    after_one = marks(path)
    sheetnet.step(path, 99)

    assert after_one == ["✓", "✓", "–", "–", "–"]
    assert set(marks(path)) == {"✓"}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("letters", {"eta": 1.0}),
        ("xor", {"eta": 0.1}),
        ("walkthrough", {"eta": 0.2}),
        ("regression", {"eta": 0.01}),
        ("signs", {"eta": 0.05}),
        ("zeros", {"eta": 0.06}),
        ("digits", {"eta": 0.001}),
    ],
)
def test_with_another_eta_the_check_fails(
    name: str, changed: dict[str, Any], made: dict[str, Path], tmp_path: Path
) -> None:
    sheetnet.train(made[name], **changed, output=tmp_path / "other.xlsx")

    found = marks(tmp_path / "other.xlsx")
    assert "✗" in found
    assert "–" not in found
    assert found[0] == "✓"


def test_a_row_that_a_user_changes_is_looked_up_anew(made: dict[str, Path], results: Any, tmp_path: Path) -> None:
    book = load_workbook(trained(made["letters"]))
    book["Example"]["D11"], book["Example"]["E11"], book["Example"]["F11"] = 7, "≥", 10_000
    book.save(tmp_path / "changed.xlsx")

    sheetnet.train(tmp_path / "changed.xlsx")

    assert column(tmp_path / "changed.xlsx", "expected_found")[2] == results["letters"].loss[7]
    assert marks(tmp_path / "changed.xlsx") == ["✓", "✓", "✗", "✓"]
    assert not [failure for one in sheetnet.check(tmp_path / "changed.xlsx") for failure in one.failures]


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (
            "C9",
            "loss",
            "Example!C9: expected one of E, accuracy, |gradient|, test E, test accuracy, hidden spread, "
            'z1, z2, z3, z4, found text "loss"',
        ),
        ("D9", 1.5, "Example!D9: expected a whole number of updates, found 1.5"),
        ("D9", "end", 'Example!D9: expected a whole number of updates, found text "end"'),
        ("E9", "<", 'Example!E9: expected one of ≈, ≤, ≥, found text "<"'),
        ("F9", None, "Example!F9: expected the number that should come out, found an empty cell"),
        ("G9", "x", 'Example!G9: expected a tolerance, or an empty cell, found text "x"'),
    ],
)  # fmt: skip
def test_a_row_that_says_nothing_is_named(
    cell: str, value: Any, message: str, made: dict[str, Path], tmp_path: Path
) -> None:
    book = load_workbook(made["letters"])
    book["Example"][cell] = value
    book.save(tmp_path / "wrong.xlsx")

    with pytest.raises(CellError) as caught:
        sheetnet.train(tmp_path / "wrong.xlsx")

    assert str(caught.value) == f"wrong.xlsx: {message}"


def test_blocks_of_different_rows_are_refused(made: dict[str, Path], tmp_path: Path) -> None:
    book = load_workbook(made["letters"])
    book.defined_names["expected_found"].attr_text = "Example!$H$9:$H$11"
    book.save(tmp_path / "cut.xlsx")

    with pytest.raises(LayoutError, match=r"expected_found \(Example!H9:H11\): the block has 3 rows x 1 columns"):
        sheetnet.train(tmp_path / "cut.xlsx")


def test_the_sheet_may_be_left_out_and_moved(made: dict[str, Path], tmp_path: Path) -> None:
    book = load_workbook(made["letters"])
    for name in ("expected", "expected_found", "expected_check"):
        del book.defined_names[name]
    del book["Example"]
    book.save(tmp_path / "without.xlsx")

    result = sheetnet.train(tmp_path / "without.xlsx")

    assert result.after.loss < 1.0


def test_an_example_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^no example 'leters' - did you mean 'letters'\?; there are letters, "):
        sheetnet.new(tmp_path / "book.xlsx", example="leters")


@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_same_example_is_the_same_file(name: str, language: str, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        sheetnet.new(tmp_path / folder / "book.xlsx", example=name, lang=language)

    assert (tmp_path / "one" / "book.xlsx").read_bytes() == (tmp_path / "other" / "book.xlsx").read_bytes()


@pytest.mark.parametrize("name", LIVE)
def test_in_japanese_everything_on_the_sheet_is_japanese(name: str, tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "ja.xlsx", example=name, lang="ja")
    sheet = load_workbook(tmp_path / "ja.xlsx")["Example"]

    texts = [cell.value for cell in sheet["B"] if cell.value] + [sheet["A1"].value, sheet["A2"].value]
    assert len(texts) > 12
    assert all(any(letter > "\u3040" for letter in text) for text in texts), texts
    sheetnet.train(tmp_path / "ja.xlsx")
    assert set(marks(tmp_path / "ja.xlsx")) == {"✓"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_told_in_both_languages(name: str) -> None:
    told = EXAMPLES[name].told

    assert set(told) == {"en", "ja"}
    assert all(len(one.results) == len(EXAMPLES[name].expected) for one in told.values())
    assert len(EXAMPLES[name].summary) < 100


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_stands_second_and_is_printed_on_one_page(name: str, made: dict[str, Path]) -> None:
    book = load_workbook(made[name])
    sheet = book["Example"]

    assert book.sheetnames[:2] == ["BP", "Example"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    asked = areas(made[name])["expected"]
    assert {sheet.cell(*at).style for at in asked.cells()} == {"Input"}
    assert {sheet.cell(*at).style for at in areas(made[name])["expected_found"].cells()} == {"Calculation"}
    assert {sheet.cell(*at).style for at in areas(made[name])["expected_check"].cells()} == {"Check Cell"}


def areas(path: Path) -> dict[str, Area]:
    with FileGrid(path) as grid:
        return dict(find(grid).areas)


# the figures of the articles, and other programs


def test_the_walk_through_has_the_article_s_figures(made: dict[str, Path], results: Any) -> None:
    sheet = Oracle(made["walkthrough"])

    assert sheet.block("outputs_2")[0] == pytest.approx([0.688761254736, 0.375683928693], abs=1e-12)
    assert sheet.block("E")[0][0] == pytest.approx(0.11900398541572102, abs=1e-15)
    assert results["walkthrough"].loss[:2] == pytest.approx([0.11900398541572102, 0.11811076291602501], abs=1e-16)
    assert "θ" not in {cell for row in sheet.block("current") for cell in row}


def one_for_three(iterations: int) -> tuple[float, float]:
    """E and accuracy of the letters from zeros, by a program with one hidden unit that counts three times."""
    table = EXAMPLES["zeros"].table()
    x, t = table.features, table.targets
    w, theta, v, phi = np.zeros(20), 0.0, np.zeros(4), np.zeros(4)
    for number in range(iterations + 1):
        h = 1.0 / (1.0 + np.exp(theta - x @ w))
        z = 1.0 / (1.0 + np.exp(phi - 3.0 * np.outer(h, v)))
        if number == iterations:
            break
        delta = (z - t) * z * (1.0 - z)
        below = (delta @ v) * h * (1.0 - h)
        w, theta = w - 0.05 * below @ x, theta + 0.05 * below.sum()
        v, phi = v - 0.05 * h @ delta, phi + 0.05 * delta.sum(axis=0)
    return 0.5 * ((t - z) ** 2).sum(), (z.argmax(axis=1) == t.argmax(axis=1)).mean()


def test_all_zeros_have_the_article_s_figures(results: Any) -> None:
    after_200, after_500 = one_for_three(200), one_for_three(500)

    assert results["zeros"].loss[:2].tolist() == pytest.approx([64.0, 49.713469599438824], abs=1e-12)
    assert results["zeros"].after.loss == pytest.approx(after_200[0], abs=1e-6)
    assert results["zeros"].after.accuracy == after_200[1]
    assert after_500 == (pytest.approx(26.1, abs=0.1), pytest.approx(0.83, abs=0.005))


def test_hidden_units_stay_equal_for_ever_when_cells_are_copied(made: dict[str, Path]) -> None:
    """Formulas add in one order; a program that adds in another one has parted the units by then."""
    sheet = Oracle(made["zeros"])

    sheet.macro(300)

    block = sheet.block("current")
    assert block[0:5] == block[5:10] == block[10:15]
    assert (sheet.block("E")[0][0], sheet.block("accuracy")[0][0]) == pytest.approx(one_for_three(300), abs=1e-9)


def test_plus_instead_of_minus_rises_at_once_and_minus_falls(made: dict[str, Path], results: Any) -> None:
    minus = sheetnet.train(made["signs"], eta=0.05, output=made["signs"].with_name("minus.xlsx"))

    assert results["signs"].loss[1] > results["signs"].loss[0] > minus.loss[1]
    assert (np.diff(results["signs"].loss) > 0).all()
    assert (np.diff(minus.loss) < 0).all()


@pytest.mark.parametrize("eta", [2.0, 3.0, 4.0, 6.0, 8.0])
def test_exclusive_or_is_solved_from_this_start_with_many_rates(
    eta: float, made: dict[str, Path], tmp_path: Path
) -> None:
    result = sheetnet.train(made["xor"], eta=eta, output=tmp_path / "xor.xlsx")

    assert result.after.loss < 0.01


def _table(name: str) -> Table:
    """The table of an example, as its workbook holds it."""
    blueprint = blueprint_of(EXAMPLES[name])
    table = blueprint.divided()
    return scaled(table, blueprint.scalings(table))


def test_what_is_said_of_changing_exclusive_or_is_true(made: dict[str, Path], tmp_path: Path) -> None:
    def run(eta: float, **settings: str) -> Any:
        return sheetnet.train(made["xor"], eta=eta, settings=settings, output=tmp_path / "changed.xlsx").loss

    assert run(0.1, optimiser="adam")[-1] == pytest.approx(0.25, abs=1e-3)
    assert run(0.1, optimiser="adam", hidden="tanh")[-1] == pytest.approx(0.25, abs=1e-3)
    plain, tanh = run(2.0), run(2.0, hidden="tanh")
    assert (tanh < 0.1).argmax() < (plain < 0.1).argmax()


@pytest.fixture
def regression() -> Any:
    """The regression's network in scikit-learn, before its first update: plain descent over all training days."""
    design, table = blueprint_of(EXAMPLES["regression"]), _table("regression")
    x, t = table.features, table.targets[:, 0]
    training = np.array(table.training, bool)
    model = MLPRegressor(
        hidden_layer_sizes=(5,), activation="tanh", solver="sgd", alpha=0.0, momentum=0.0, nesterovs_momentum=False,
        batch_size=int(training.sum()), learning_rate_init=design.eta, shuffle=False,
    )  # fmt: skip
    model.partial_fit(x[training], t[training])
    w = np.array(design.initial)
    hidden, output = w[:40].reshape(5, 8), w[40:]
    for parameter, value in zip(
        (*model.coefs_, *model.intercepts_),
        (hidden[:, :7].T, output[:5, None], -hidden[:, 7], -output[5:]),
        strict=True,
    ):
        parameter[...] = value
    return model, x, t, training


def test_the_regression_is_scikit_learns(regression: Any, results: Any) -> None:
    model, x, t, training = regression

    for _ in range(500):
        model.partial_fit(x[training], t[training])

    errors = 0.5 * (model.predict(x) - t) ** 2
    after = results["regression"].after
    assert errors[training].mean() == pytest.approx(after.loss, abs=1e-9)
    assert errors[~training].mean() == pytest.approx(after.test_loss, abs=1e-9)


def test_the_regression_is_better_than_as_a_week_ago(results: Any) -> None:
    table = EXAMPLES["regression"].table()
    training = np.array(table.training, bool)
    last_week, day = table.features[:, 0], table.targets[:, 0]

    errors = 0.5 * ((last_week - day) / day[training].std()) ** 2

    assert errors[~training].mean() == pytest.approx(0.0518, abs=1e-4)
    assert results["regression"].after.test_loss < 0.6 * errors[~training].mean()


def test_the_test_days_are_the_last_ones_and_scaling_knows_nothing_of_them(made: dict[str, Path], results: Any) -> None:
    column_of_training = column(trained(made["regression"]), "training")
    table = _table("regression")

    assert column_of_training == [1.0] * 145 + [0.0] * 48 == [float(one) for one in table.training]
    assert np.abs(table.features[:145].mean(axis=0)).max() < 1e-12
    assert table.features[:145].std(axis=0) == pytest.approx(np.ones(7))
    assert table.targets[:145].std() == pytest.approx(1.0)


def test_the_digits_are_read_as_well_as_by_scikit_learn(made: dict[str, Path], results: Any) -> None:
    table = EXAMPLES["digits"].table()
    training = np.array(column(trained(made["digits"]), "training"), bool)
    y = table.targets.argmax(axis=1)
    model = MLPClassifier(
        hidden_layer_sizes=(30,), activation="logistic", solver="sgd", alpha=0.0, momentum=0.0,
        nesterovs_momentum=False, batch_size=100, learning_rate_init=0.5, random_state=0,
    )  # fmt: skip

    for _ in range(50):
        model.partial_fit(table.features[training], y[training], classes=range(10))

    after = results["digits"].after
    assert (training.sum(), len(y)) == (1346, 1797)
    assert after.accuracy == pytest.approx(model.score(table.features[training], y[training]), abs=0.02)
    assert after.test_accuracy == pytest.approx(model.score(table.features[~training], y[~training]), abs=0.025)
