"""A workbook with settings: its formulas, which only copying drives, do what the engine does, whatever is chosen."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.errors import CellError
from sheetnet.net import batches
from sheetnet.net.activations import ACTIVATIONS
from sheetnet.net.heads import HEADS
from sheetnet.net.network import REDUCTIONS
from sheetnet.net.optimisers import CONSTANTS, OPTIMISERS
from sheetnet.sheet.blocks import settings
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.formulas import order as order_formulas
from tests.conftest import convert
from tests.readers.ironcalc import Oracle

POINTS = "a,b,kind\n" + "".join(
    f"{n % 5 / 4:.17g},{n * n % 7 / 6:.17g},{('low', 'mid', 'top')[(n % 5 + n * n) % 3]}\n" for n in range(11)
)
SMALL = {"sgd": 0.2, "momentum": 0.05, "nesterov": 0.05, "adagrad": 0.2, "rmsprop": 0.02, "adam": 0.05}


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("points") / "points.csv"
    path.write_text(POINTS)
    return path


def make(
    way: str, path: Path, points: Path, chosen: dict[str, object], eta: float = 0.1, network: str = "2-3-3"
) -> Path:
    """A workbook for a method: made for it, made for another one before, or one whose formulas follow its lists."""
    given = {"network": network, "data": points, "seed": 5, "eta": eta, "iterations": 50, "plain": True}
    if way == "made for it":
        sheetnet.new(path, **given, settings=chosen)
    elif way == "live choice":
        sheetnet.new(path, **given, settings=chosen, formulas="live-choice")
    else:
        sheetnet.new(path, **given, settings=OTHER)
        sheetnet.choose(path, settings=DEFAULTS | chosen)
    return path


LATER = ["chosen later", "live choice"]


@pytest.fixture(params=["made for it", *(pytest.param(way, marks=pytest.mark.full) for way in LATER)])
def made(request: pytest.FixtureRequest, points: Path, tmp_path: Path) -> Callable[..., Path]:
    return partial(make, request.param, tmp_path / "book.xlsx", points)


OTHER = {"optimiser": "adam", "batch_size": 5, "hidden": "relu", "head": "softmax+cross entropy", "reduction": "mean"}
DEFAULTS = {name: settings.SETTINGS[name].default for name in settings.FORMED}


@pytest.fixture(params=[5, pytest.param(50, marks=pytest.mark.full)])
def iterations(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def assert_copying_equals_training(path: Path, iterations: int) -> None:
    result = sheetnet.train(path, iterations=iterations)
    sheet = Oracle(path)

    sheet.strip_macro(iterations)

    assert result.updates == iterations
    assert np.abs(np.array(sheet.vector("current")) - result.parameters[-1]).max() < 1e-9
    assert np.abs(np.array(sheet.vector("gradients")) - result.gradients[-1]).max() < 1e-9
    assert sheet.block("E")[0][0] == pytest.approx(result.loss[-1], rel=1e-9, abs=1e-12)
    for number, memory in enumerate(result.after.memory, 1):
        assert np.abs(np.array(sheet.vector(f"state_{number}")) - memory).max() < 1e-9
    comparisons = sheetnet.check(path, recalculate=True)
    assert [failure for one in comparisons for failure in one.failures] == []
    assert [one.name for one in comparisons if one.own] == []


@pytest.mark.few(3)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_copying_the_next_strip_is_an_update_of_every_optimiser(
    optimiser: str, iterations: int, made: Callable[..., Path]
) -> None:
    assert_copying_equals_training(made({"optimiser": optimiser}, SMALL.get(optimiser, 0.05)), iterations)


@pytest.mark.few(3)
@pytest.mark.parametrize(("head", "reduction"), [*((head, "sum") for head in HEADS), ("softmax+cross entropy", "mean")])
def test_copying_the_next_strip_trains_every_head(
    head: str, reduction: str, iterations: int, made: Callable[..., Path]
) -> None:
    chosen = {"head": head, "reduction": reduction, "optimiser": "adam"}

    assert_copying_equals_training(made(chosen), iterations)


@pytest.mark.few(2)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_copying_the_next_strip_trains_every_activation(
    hidden: str, iterations: int, made: Callable[..., Path]
) -> None:
    chosen = {"hidden": hidden, "head": "softmax+cross entropy"}

    assert_copying_equals_training(made(chosen, network="2-3-2-3"), iterations)


@pytest.mark.few(1)
@pytest.mark.parametrize("size", [4, 1, 11])
def test_copying_the_next_strip_goes_through_the_batches_of_every_epoch(
    size: int, iterations: int, made: Callable[..., Path]
) -> None:
    chosen = {"batch_size": size, "seed": 3, "optimiser": "momentum", "reduction": "mean", "split": "share"}

    assert_copying_equals_training(made(chosen), iterations)


@pytest.mark.few(1)
@pytest.mark.parametrize("way", LATER)
def test_copying_the_next_strip_trains_by_a_method_that_was_chosen_later(
    way: str, points: Path, tmp_path: Path
) -> None:
    chosen = {"optimiser": "rmsprop", "batch_size": 4, "hidden": "tanh", "head": "softmax+cross entropy"}

    assert_copying_equals_training(make(way, tmp_path / "book.xlsx", points, chosen), 5)


def test_the_letters_with_settings(tmp_path: Path) -> None:
    path = tmp_path / "letters.xlsx"
    sheetnet.new(path, settings={"batch_size": 32, "optimiser": "rmsprop", "split": "stratified"}, eta=0.01, plain=True)

    assert_copying_equals_training(path, 5)


@pytest.mark.full
def test_a_single_output_is_read_at_the_middle_of_its_range(tmp_path: Path) -> None:
    table = tmp_path / "xor.csv"
    table.write_text("a,b,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    for head in ("sigmoid+squared", "tanh+squared", "sigmoid+cross entropy", "identity+squared"):
        path = tmp_path / f"{head.split('+')[0]}{len(head)}.xlsx"
        sheetnet.new(path, network="2-2-1", data=table, settings={"head": head, "optimiser": "adam"}, plain=True)

        assert_copying_equals_training(path, 5)


def test_a_network_without_thresholds(iterations: int, points: Path, tmp_path: Path) -> None:
    path = tmp_path / "bare.xlsx"
    sheetnet.new(path, network="2-3-3", data=points, thresholds=False, settings={"optimiser": "adam"}, plain=True)

    assert len(sheetnet.open(path).names()["current"]) > 0
    assert len(Oracle(path).layout.geometry.cells) == 2 * 3 + 3 * 3
    assert_copying_equals_training(path, iterations)


@pytest.mark.libreoffice
def test_libreoffice_computes_what_was_saved(points: Path, tmp_path: Path) -> None:
    """Adam over mini-batches, softmax with cross entropy, test cases: every formula, its saved value removed before."""
    chosen = {"optimiser": "adam", "batch_size": 3, "head": "softmax+cross entropy", "hidden": "tanh", "split": "share"}
    path = make("made for it", tmp_path / "book.xlsx", points, chosen)
    sheetnet.train(path, iterations=7)
    bare = tmp_path / "bare.xlsx"
    load_workbook(path).save(bare)  # openpyxl keeps no saved values

    computed = load_workbook(convert(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo"), data_only=True)

    saved = load_workbook(path, data_only=True)
    formulas = list(sheetnet.open(path).all_formulas())
    assert len(formulas) > 400
    for sheet, row, column, formula in formulas:
        one, other = saved[sheet].cell(row, column).value, computed[sheet].cell(row, column).value
        if other is None or isinstance(other, str):  # an empty text is read as none
            assert (one or "") == (other or ""), (sheet, row, column, formula)
        else:
            near = 1e-9 if sheet == "Why" else 1e-12  # there are quotients of small differences
            assert one == pytest.approx(other, rel=near, abs=near), (sheet, row, column, formula)


class TestTheTablesAreTheSame:
    """The sheet knows no mathematics and the net no sheet: what both have to name has the same names."""

    def test_choices(self) -> None:
        assert tuple(OPTIMISERS) == settings.OPTIMISERS
        assert tuple(HEADS) == settings.HEADS
        assert tuple(ACTIVATIONS) == settings.HIDDEN
        assert settings.REDUCTIONS == REDUCTIONS
        assert {name for names in CONSTANTS.values() for name in names} <= set(settings.SETTINGS)

    def test_the_generator_of_orders(self) -> None:
        assert order_formulas.GENERATOR == {
            "case": batches.CASE,
            "epoch": batches.EPOCH,
            "seed": batches.SEED,
            "prime": batches.PRIME,
        }

    def test_every_default_is_allowed(self) -> None:
        assert [one.name for one in settings.SETTINGS.values() if not one.fits(one.default)] == []


def test_a_sum_too_large_for_a_cell_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "xor.xlsx"
    (tmp_path / "xor.csv").write_text("a,b,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    sheetnet.new(path, network="2-2-1", data=tmp_path / "xor.csv", settings={"hidden": "identity"}, plain=True)
    before = path.read_bytes()

    with pytest.raises(CellError, match=r"^xor.xlsx: Calc!\w\d+: a cell cannot hold the number -?inf$"):
        sheetnet.train(path, iterations=1, eta=1e300, settings={"head": "tanh+squared"}, write_settings=True)

    assert path.read_bytes() == before


def test_a_word_that_the_formulas_do_not_know_is_refused(points: Path, tmp_path: Path) -> None:
    """MATCH finds no " adam ": what the program would read as adam, the sheet shows as #N/A."""
    path = tmp_path / "points.xlsx"
    sheetnet.new(path, network="2-3-3", data=points, settings={})
    grid = sheetnet.open(path)
    grid.write(find(grid)["optimiser"], [[" adam "]])
    grid.save(path)

    with pytest.raises(CellError, match='found text " adam "'):
        sheetnet.train(path)
