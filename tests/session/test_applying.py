"""Formulas are made for the method of the lists: what comes, what goes, what is said meanwhile, and what is kept."""

from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.net.network import Network
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.net.training import descend
from sheetnet.session.applying import rectangles
from sheetnet.session.problem import load, parameters_in
from sheetnet.sheet.blocks.finding import find
from tests.conftest import convert
from tests.readers.ironcalc import Oracle

TABLE = "a,b,kind\n" + "".join(f"{n % 5 / 4},{n * n % 7 / 6:.3f},{('low', 'mid', 'top')[n % 3]}\n" for n in range(9))


@pytest.fixture
def points(tmp_path: Path) -> Path:
    (tmp_path / "points.csv").write_text(TABLE)
    return tmp_path / "points.csv"


def new(points: Path, *, plain: bool = True, **settings: Any) -> Path:
    path = points.parent / "book.xlsx"
    sheetnet.new(path, network="2-3-3", data=points, eta=0.1, iterations=7, settings=settings, force=True, plain=plain)
    return path


def choose_by_hand(path: Path, **choices: Any) -> None:
    grid = sheetnet.open(path)
    for name, value in choices.items():
        grid.write(find(grid)[name], [[value]])
    grid.save(path)


def contents(path: Path) -> dict[str, Any]:
    """Every cell of a workbook but those of the trace, and where its names lead, as openpyxl reads them."""
    book = load_workbook(path)
    found = {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        if sheet.title not in ("Trace", "Why", "Gallery")  # these two look back, and follow whatever the method is
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    return found | {name: one.attr_text for name, one in book.defined_names.items()}


def agree(path: Path) -> bool:
    """Whether every formula, computed anew by IronCalc, says what the engine does and is the one sheetnet writes."""
    comparisons = sheetnet.check(path, recalculate=True)
    return not any(one.failures or one.own or one.overwritten for one in comparisons)


def test_plain_descent_shows_the_formulas_of_the_article(tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "letters.xlsx", settings={}, plain=True)
    sheetnet.new(tmp_path / "article.xlsx", plain=True)

    with_settings, article = contents(tmp_path / "letters.xlsx"), contents(tmp_path / "article.xlsx")

    assert with_settings["Calc!R6"] == "=-(Data!X6-M6)*M6*(1-M6)"
    assert with_settings["BP!C61"] == "=C15-$C$8*C38"
    assert not [cell for cell, text in with_settings.items() if "CHOOSE(" in str(text)]
    traced = ("Trace", "Play")  # Trace has two columns more for the test cases, and Play looks them up
    of_both = [cell for cell, text in article.items() if str(text).startswith("=") and not cell.startswith(traced)]
    assert [cell for cell in of_both if with_settings[cell] != article[cell]] == []


@pytest.mark.few(3)
@pytest.mark.parametrize(
    ("settings", "there"),
    [
        ({}, set()),
        ({"optimiser": "momentum"}, {"state_1"}),
        ({"optimiser": "adam"}, {"state_1", "state_2", "updates", "state_since", "corrected_eta"}),
        ({"batch_size": 4}, {"order", "batch", "updates"}),
        ({"head": "softmax+cross entropy"}, {"log_sums"}),
        ({"batch_size": 4, "reduction": "mean"}, {"order", "batch", "updates", "batch_share"}),
    ],
)
def test_a_block_is_there_only_where_the_method_needs_it(
    settings: dict[str, Any], there: set[str], points: Path
) -> None:
    names = set(sheetnet.open(new(points, **settings)).names())

    optional = {"state_1", "state_2", "order", "batch", "updates", "log_sums", "state_since", "corrected_eta"}
    assert names & (optional | {"batch_share"}) == there


def test_a_method_chosen_and_given_up_again_leaves_the_workbook_as_it_was(points: Path) -> None:
    path = new(points, plain=False)
    before = contents(path)

    sheetnet.choose(
        path, settings={"optimiser": "adam", "batch_size": 4, "head": "softmax+cross entropy", "reduction": "mean"}
    )
    assert agree(path)
    between = contents(path)
    sheetnet.choose(
        path, settings={"optimiser": "sgd", "batch_size": "all", "head": "sigmoid+squared", "reduction": "sum"}
    )

    assert len(between.keys() - before.keys()) > 100
    assert contents(path) == before
    assert agree(path)


def test_new_blocks_have_their_headings_in_the_language_of_the_workbook(points: Path) -> None:
    path = points.parent / "book.xlsx"
    sheetnet.new(path, network="2-3-3", data=points, settings={}, lang="ja", plain=True)

    sheetnet.choose(path, settings={"optimiser": "adam", "batch_size": 4})

    cells, areas = contents(path), find(sheetnet.open(path))
    over = areas["state_2"].part(-1, 0, 1, 1).address()
    assert cells[over] == "状態 2: v"
    assert cells[areas["order"].part(-2, 0, 1, 1).address()] == "順番"
    assert cells[areas["corrected_eta"].part(0, -1, 1, 1).address()] == "adam: 補正された η"


def test_a_choice_by_hand_is_said_beside_the_list_and_by_commands_until_it_is_applied(points: Path) -> None:
    path = new(points)
    sheetnet.train(path)
    choose_by_hand(path, optimiser="adam")

    said = Oracle(path).block("choice_optimiser")[0][0]
    checked, seen = sheetnet.check(path), sheetnet.show(path)
    read = sheetnet.predict(path, points)

    line = "Settings!C5: the list says adam, and the formulas are made for sgd; press Train, or run sheetnet set"
    assert said == "← new: press Train, or run sheetnet set"
    assert [one.not_applied for one in checked if one.not_applied] == [line]
    assert seen["not_applied"] == line
    assert line in read.notes
    trained = sheetnet.train(path)
    assert trained.optimiser == "adam"
    assert Oracle(path).block("choice_optimiser") == [["✓"]]
    assert agree(path)
    assert sheetnet.show(path)["not_applied"] == ""


def test_training_after_a_choice_by_hand_is_training_a_workbook_made_for_it(points: Path) -> None:
    settings = {"optimiser": "rmsprop", "hidden": "tanh", "head": "softmax+cross entropy", "batch_size": 2}
    made = sheetnet.train(new(points, **settings))
    path = new(points)
    choose_by_hand(path, **settings)

    chosen = sheetnet.train(path)

    assert chosen.parameters.tolist() == made.parameters.tolist()
    assert agree(path)


def descended(path: Path, optimiser: str, start: Any, updates: int) -> Any:
    """The parameters after so many updates of an optimiser that starts anew, without a workbook."""
    problem = load(sheetnet.open(path))
    network: Network = problem.network
    rule = OPTIMISERS[optimiser](problem.eta)
    *_, last = descend(network, start, *problem.training_cases, rule, updates)
    return last.parameters


@pytest.mark.few(1)
@pytest.mark.parametrize(("first", "second"), [("adagrad", "momentum"), ("adam", "rmsprop"), ("sgd", "adam")])
@pytest.mark.parametrize("formulas", ["live", "live-choice"])
@pytest.mark.parametrize("by_hand", [True, False])
def test_no_optimiser_takes_the_memory_of_another_for_its_own(
    first: str, second: str, formulas: str, by_hand: bool, points: Path
) -> None:
    path = points.parent / "book.xlsx"
    given = {"optimiser": first}
    sheetnet.new(
        path, network="2-3-3", data=points, eta=0.05, iterations=20, settings=given, formulas=formulas, plain=True
    )
    sheetnet.train(path)
    grid = sheetnet.open(path)
    start = parameters_in(grid, find(grid), "current")

    if by_hand:
        choose_by_hand(path, optimiser=second)
        result = sheetnet.step(path, 5)
    else:
        result = sheetnet.step(path, 5, settings={"optimiser": second}, write_settings=True)

    assert np.abs(result.after.parameters - descended(path, second, start, 5)).max() < 1e-13
    told = f"what {first} remembered is of no use to {second}, which starts anew"
    assert (told in result.warnings) == (first != "sgd")
    assert agree(path)
    again = sheetnet.step(path, 4)
    assert np.abs(again.after.parameters - descended(path, second, start, 9)).max() < 1e-13
    assert agree(path)


def test_a_formula_of_the_user_stays_and_is_told(points: Path) -> None:
    path = new(points)
    layout = find(sheetnet.open(path))
    book = load_workbook(path)
    cell = layout["updated"].address()
    book["BP"][cell.partition("!")[2]] = "=C15*1"
    book.save(path)

    sheetnet.choose(path, settings={"optimiser": "momentum"})

    assert contents(path)[cell] == "=C15*1"
    assert sum(one.own for one in sheetnet.check(path, recalculate=True)) == 1
    neighbour = layout["updated"].part(0, 1, 1, 1).address()
    assert contents(path)[neighbour].endswith(find(sheetnet.open(path))["next_1"].part(0, 1, 1, 1).address()[3:])


def test_what_stands_where_the_state_would_go_stays_and_the_state_stands_elsewhere(points: Path) -> None:
    path = new(points)
    area = find(sheetnet.open(path))["current"]
    place = area.part(1, area.width + 2, 1, 1)
    grid = sheetnet.open(path)
    grid.write(place, [["my own note"]])
    grid.save(path)

    sheetnet.choose(path, settings={"optimiser": "adam"})

    after = find(sheetnet.open(path))
    assert contents(path)[place.address()] == "my own note"
    assert after["state_1"].left > place.left
    assert agree(path)


def test_the_new_block_looks_like_the_one_beside_it(points: Path) -> None:
    path = new(points)
    sheetnet.choose(path, settings={"optimiser": "momentum"})

    book, layout = load_workbook(path), find(sheetnet.open(path))
    for one, other in (("state_1", "current"), ("next_1", "updated")):
        new_cell, cell = (book["BP"][layout[name].address().partition("!")[2]] for name in (one, other))
        assert (new_cell.fill.fgColor.rgb, new_cell.number_format) == (cell.fill.fgColor.rgb, cell.number_format)
        assert new_cell.fill.fill_type == "solid"


def test_a_failed_choice_leaves_the_file_as_it_was(points: Path) -> None:
    path = new(points)
    before = path.read_bytes()

    with pytest.raises(sheetnet.SheetnetError, match="expected one of sgd, momentum"):
        sheetnet.choose(path, settings={"optimiser": "adamw"})

    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["adam", "pets", "softmax"])
class TestWorkbooksOfTheVersionBefore:
    """Their formulas follow their lists; they are checked, trained and shown as they were."""

    BEFORE = Path(__file__).parent / "before"

    @pytest.mark.few(1)
    def test_their_formulas_agree_and_count_as_sheetnets_own(self, name: str, tmp_path: Path) -> None:
        copyfile(self.BEFORE / f"{name}.xlsx", tmp_path / "book.xlsx")

        assert agree(tmp_path / "book.xlsx")

    @pytest.mark.few(1)
    def test_training_them_again_changes_no_cell(self, name: str, tmp_path: Path) -> None:
        copyfile(self.BEFORE / f"{name}.xlsx", tmp_path / "book.xlsx")

        sheetnet.train(tmp_path / "book.xlsx")

        now, before = values(tmp_path / "book.xlsx"), values(self.BEFORE / f"{name}.xlsx")
        assert {place: value for place, value in now.items() if not isinstance(value, float)} == {
            place: value for place, value in before.items() if not isinstance(value, float)
        }
        numbers = {place: value for place, value in now.items() if isinstance(value, float)}
        # another processor has other last digits
        assert numbers == pytest.approx({place: before[place] for place in numbers}, rel=1e-9, abs=1e-12)
        assert agree(tmp_path / "book.xlsx")

    @pytest.mark.few(1)
    def test_their_lists_act_at_once(self, name: str, tmp_path: Path) -> None:
        copyfile(self.BEFORE / f"{name}.xlsx", tmp_path / "book.xlsx")
        choose_by_hand(tmp_path / "book.xlsx", optimiser="nesterov", hidden="relu", batch_size=3)

        assert sheetnet.show(tmp_path / "book.xlsx")["not_applied"] == ""
        sheetnet.train(tmp_path / "book.xlsx", iterations=5)

        assert agree(tmp_path / "book.xlsx")


def values(path: Path) -> dict[str, Any]:
    book = load_workbook(path, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value for sheet in book for row in sheet.iter_rows() for cell in row
    }


@pytest.mark.full
@pytest.mark.parametrize("formulas", ["live-choice", "live"])
@pytest.mark.parametrize("optimiser", list(OPTIMISERS))
def test_no_formula_takes_a_power_which_libreoffice_refuses_where_it_is_too_small(
    optimiser: str, formulas: str, points: Path
) -> None:
    path = points.parent / "book.xlsx"
    given = {"optimiser": optimiser}
    sheetnet.new(path, network="2-3-3", data=points, settings=given, formulas=formulas, plain=True)

    formulas_of_all = [text for *_, text in sheetnet.open(path).all_formulas()]

    assert len(formulas_of_all) > 100
    assert not [text for text in formulas_of_all if "^" in text or "POWER(" in text.upper()]


@pytest.mark.full
@pytest.mark.libreoffice
@pytest.mark.parametrize("formulas", ["live", "live-choice"])
def test_after_ten_thousand_updates_of_adam_no_power_is_too_small_for_libreoffice(
    formulas: str, points: Path, tmp_path: Path
) -> None:
    """beta1^10001 is below the smallest number, and so are the squares of (t - z) and g where outputs are saturated."""
    path = points.parent / "book.xlsx"
    sheetnet.new(path, network="2-3-3", data=points, settings={"optimiser": "adam"}, formulas=formulas)
    sheetnet.train(path, iterations=10_000, eta=0.02, write_settings=True)
    grid = sheetnet.open(path)
    layout = find(grid)
    assert grid.read(layout["updates"]) == [[10_000.0]]

    computed = sheetnet.open(convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo"))

    for name in ("corrected_eta", "updated", "next_1", "next_2", "errors", "E"):
        area = layout[name]
        expected, found = (
            [value for line in one.read(area) for value in line if not isinstance(value, str | None)]
            for one in (grid, computed)
        )
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-15), name
    assert computed.read(layout["corrected_eta"])[0][0] == pytest.approx(0.02 * (1 - 0.999**10_001) ** 0.5)


def test_rectangles_cover_the_chosen_cells_once() -> None:
    picture = ["##..", "##.#", "...#", "#..#"]
    chosen = [[letter == "#" for letter in line] for line in picture]

    found = list(rectangles(chosen))

    covered = [(top + row, left + column) for top, left, h, w in found for row in range(h) for column in range(w)]
    wanted = [(row, column) for row, line in enumerate(chosen) for column, is_chosen in enumerate(line) if is_chosen]
    assert sorted(covered) == wanted
    assert len(found) == 3
