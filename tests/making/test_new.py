"""New workbooks of any table: split when made, scaled, or with their cases outside."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sheetnet
from sheetnet.errors import CellError, FileError, SettingError, SheetnetError
from sheetnet.net import Network, split_by_share, split_in_time
from sheetnet.sheet.blocks.finding import find

CLASSES = {"head": "softmax+cross entropy", "reduction": "mean", "batch_size": 16}


def column(path: Path, name: str) -> list[object]:
    grid = sheetnet.open(path)
    return [row[0] for row in grid.read(find(grid)[name])]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 cases of 6 inputs in an .npz file, with a class that can be told from them."""
    path = tmp_path_factory.mktemp("pictures") / "pictures.npz"
    rng = np.random.default_rng(7)
    x = rng.uniform(0, 1, (60, 6))
    np.savez(path, x=x, y=x[:, :3].argmax(axis=1))
    return path


@pytest.mark.parametrize("kind", ["share", "time", "stratified"])
def test_the_split_is_there_from_the_start_and_training_makes_the_same(
    kind: str, letters_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    sheetnet.new(path, settings={"split": kind, "test_share": 0.25, "seed": 2})
    made = column(path, "training")

    sheetnet.train(path, iterations=3)

    assert column(path, "training") == made
    assert made.count(0.0) == 32
    expected = {"share": split_by_share(128, 0.25, 2), "time": split_in_time(128, 0.25)}
    if kind in expected:
        assert made == expected[kind].tolist()
    else:
        labels = column(path, "labels")
        assert all(sum(made[n] == 0 for n in range(128) if labels[n] == letter) == 8 for letter in "APLE")


def test_a_column_of_the_table_tells_training_cases_from_test_cases(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "a,b,kind,set\n" + "".join(f"{n},{n % 3},{'uv'[n % 2]},{'test' if n > 6 else 'train'}\n" for n in range(10))
    )
    path = tmp_path / "book.xlsx"

    sheetnet.new(path, network="2-2-2", data=table, split_column="set")

    assert column(path, "training") == [1.0] * 7 + [0.0] * 3
    assert sheetnet.train(path, iterations=4).test_accuracy.shape == (5,)


def test_a_share_of_test_cases_without_a_split_is_told(letters: Path) -> None:
    before = letters.read_bytes()

    with pytest.raises(SettingError, match="add --split share"):
        sheetnet.train(letters, settings={"test_share": 0.5})

    assert letters.read_bytes() == before


def test_test_cases_teach_nothing(letters: Path, tmp_path: Path) -> None:
    """Their E is recorded, and what they hold changes no parameter."""
    sheetnet.train(letters, iterations=30, settings={"split": "time"})
    one = sheetnet.train(letters, iterations=30)
    grid = sheetnet.open(letters)
    images = find(grid)["images"]
    grid.write(images.part(96, 0, 32, 20), [[1] * 20] * 32)
    grid.save(letters)

    other = sheetnet.train(letters, iterations=30)

    assert (one.parameters == other.parameters).all()
    assert one.test_loss[-1] != other.test_loss[-1]


@pytest.mark.parametrize(
    "beside",
    [
        {"network": "2-3-1"}, {"data": "table.csv"}, {"pixels": "1x2"}, {"split_column": "set"},
        {"scaling": "standard"}, {"outside": True}, {"seed": 4}, {"init": "normal"}, {"scale": 1.0},
        {"iterations": 3}, {"eta": 7.0}, {"thresholds": False}, {"settings": {}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("example", ["xor", "minima"])
def test_what_an_example_would_not_heed_is_refused(example: str, beside: dict[str, Any], tmp_path: Path) -> None:
    (name,) = beside
    with pytest.raises(SettingError, match=f"comes with {name.replace('_', ' ')} of its own"):
        sheetnet.new(tmp_path / "book.xlsx", example=example, **beside)

    assert list(tmp_path.iterdir()) == []


class TestCasesOutside:
    @pytest.mark.parametrize(("outputs", "scaling"), [(1, "standard"), (2, "none"), (45, "minmax")])
    def test_a_workbook_without_a_table_of_confusion_knows_the_names_of_its_outputs(
        self, outputs: int, scaling: str, tmp_path: Path
    ) -> None:
        """A regression has none, and more than 40 outputs do not fit into one."""
        rng = np.random.default_rng(3)
        names = [f"out{number}" for number in range(outputs)]
        rows = rng.uniform(0, 1, (20, 3 + outputs)).round(4).tolist()
        lines = [",".join(["a", "b", "c", *names]), *(",".join(map(str, row)) for row in rows)]
        (tmp_path / "table.csv").write_text("\n".join(lines) + "\n")
        path, head = tmp_path / "book.xlsx", "identity+squared" if outputs < 40 else "sigmoid+squared"
        sheetnet.new(
            path, network=f"3-2-{outputs}", data=tmp_path / "table.csv", outside=True, scaling=scaling,
            settings={"head": head, "reduction": "mean"},
        )  # fmt: skip

        result = sheetnet.train(path, iterations=5)

        assert result.loss[-1] < result.loss[0]
        assert [failure for comparison in sheetnet.check(path) for failure in comparison.failures] == []
        (tmp_path / "raw.csv").write_text("0.1,0.2,0.3\n")
        assert sheetnet.predict(path, tmp_path / "raw.csv").names == tuple(names)

    def test_without_a_file_there_is_nothing_to_stay_in(self, tmp_path: Path) -> None:
        with pytest.raises(SettingError, match="add --data FILE"):
            sheetnet.new(tmp_path / "book.xlsx", outside=True)

    def test_training_is_what_it_is_with_the_cases_inside(self, pictures: Path, tmp_path: Path) -> None:
        chosen = {**CLASSES, "split": "stratified"}
        inside, outside = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
        sheetnet.new(inside, network="6-5-3", data=pictures, settings=chosen, scaling="standard")
        sheetnet.new(outside, network="6-5-3", data=pictures, settings=chosen, scaling="standard", outside=True)

        one, other = (sheetnet.train(path, iterations=25) for path in (inside, outside))

        assert np.abs(one.after.parameters - other.after.parameters).max() < 1e-12
        assert one.test_accuracy[-1] == other.test_accuracy[-1]
        assert [failure for comparison in sheetnet.check(outside) for failure in comparison.failures] == []
        assert sheetnet.show(outside)["cases"] == 60

    def test_runs_go_on_where_they_were(self, pictures: Path, tmp_path: Path) -> None:
        path = pictures.with_name("book.xlsx")
        sheetnet.new(path, network="6-5-3", data=pictures, outside=True, settings={**CLASSES, "optimiser": "adam"})
        whole = sheetnet.train(path, iterations=30, output=path.with_name("whole.xlsx"))

        sheetnet.train(path, iterations=11)
        parts = sheetnet.step(path, 19)

        assert (parts.after.parameters == whole.after.parameters).all()

    def test_a_split_that_the_workbook_does_not_know_is_refused(self, pictures: Path) -> None:
        path = pictures.with_name("split.xlsx")
        sheetnet.new(path, network="6-5-3", data=pictures, outside=True)
        before = path.read_bytes()

        with pytest.raises(SettingError, match="--write-settings"):
            sheetnet.train(path, iterations=5, settings={"split": "share"})

        assert path.read_bytes() == before
        sheetnet.train(path, iterations=5, settings={"split": "share"}, write_settings=True)
        assert [failure for comparison in sheetnet.check(path) for failure in comparison.failures] == []

    def test_a_file_that_changed_is_refused(self, pictures: Path, tmp_path: Path) -> None:
        data = tmp_path / "data.npz"
        data.write_bytes(pictures.read_bytes())
        path = tmp_path / "book.xlsx"
        sheetnet.new(path, network="6-5-3", data=data, outside=True)
        np.savez(data, x=np.zeros((60, 6)), y=np.arange(60) % 3)

        with pytest.raises(FileError, match="have changed") as caught:
            sheetnet.train(path)

        assert caught.value.place == "Settings!C46"

    def test_a_file_that_is_gone_is_named(self, pictures: Path, tmp_path: Path) -> None:
        data = tmp_path / "data.npz"
        data.write_bytes(pictures.read_bytes())
        sheetnet.new(tmp_path / "book.xlsx", network="6-5-3", data=data, outside=True)
        data.unlink()

        with pytest.raises(FileError, match=r"data\.npz"):
            sheetnet.check(tmp_path / "book.xlsx")

    def test_the_workbook_and_its_data_can_move_together(self, pictures: Path, tmp_path: Path) -> None:
        first, second = tmp_path / "first", tmp_path / "second"
        first.mkdir()
        (first / "data.npz").write_bytes(pictures.read_bytes())
        sheetnet.new(first / "book.xlsx", network="6-5-3", data=first / "data.npz", outside=True)

        first.rename(second)

        assert sheetnet.train(second / "book.xlsx", iterations=2).updates == 2


class TestRulesToStop:
    def test_lbfgs_is_looked_at_in_every_iteration_whatever_the_size_of_batches(self, letters: Path) -> None:
        chosen = {"optimiser": "lbfgs", "patience": 1, "least_gain": 2.0}
        whole, small = (
            sheetnet.train(letters, iterations=100, settings={**chosen, "batch_size": size}) for size in ("all", 32)
        )

        assert whole.stopped == small.stopped == "E did not fall by more than 2 for 1 iterations"
        assert whole.updates == small.updates

    def test_e_below(self, letters: Path) -> None:
        whole = sheetnet.train(letters, dry_run=True)
        first = int(np.flatnonzero(whole.loss < 5.0)[0])

        stopped = sheetnet.train(letters, settings={"stop_below": 5.0})

        assert stopped.after.iteration == first
        assert "below 5" in stopped.stopped
        assert sheetnet.show(letters)["counter"] == first

    def test_a_plateau(self, letters: Path) -> None:
        stuck = sheetnet.train(letters, eta=5.0, settings={"patience": 20})

        assert stuck.after.iteration < 100
        assert "20 iterations" in stuck.stopped

    def test_seconds(self, letters: Path) -> None:
        stopped = sheetnet.train(
            letters, iterations=10_000_000, max_seconds=1e-9, dry_run=True, trace="basic", every=1000
        )

        assert stopped.updates < 10
        assert "seconds" in stopped.stopped


class TestPrecedence:
    """The command line first, then the cells, then the defaults."""

    def test_a_setting_given_comes_before_the_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        sheetnet.new(path, settings={"optimiser": "adam"}, iterations=20)

        by_cell = sheetnet.train(path, dry_run=True)
        given = sheetnet.train(path, settings={"optimiser": "momentum"}, dry_run=True)

        assert by_cell.optimiser == "adam"
        assert given.optimiser == "momentum"
        assert sheetnet.show(path)["settings"]["optimiser"] == "adam"

    def test_write_settings_puts_it_into_the_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        sheetnet.new(path, settings={}, iterations=20)

        sheetnet.train(path, settings={"optimiser": "rmsprop", "rho": 0.9}, eta=0.01, write_settings=True)

        seen = sheetnet.show(path)
        assert (seen["settings"]["optimiser"], seen["settings"]["rho"], seen["eta"]) == ("rmsprop", 0.9, 0.01)
        assert [failure for one in sheetnet.check(path, recalculate=True) for failure in one.failures] == []

    def test_without_cells_there_are_the_defaults(self, letters: Path) -> None:
        assert sheetnet.show(letters)["settings"]["optimiser"] == "sgd"

    def test_what_cannot_be_written_into_a_cell_is_refused(self, letters: Path) -> None:
        before = letters.read_bytes()

        with pytest.raises(SettingError, match="no cell named 'optimiser'"):
            sheetnet.train(letters, settings={"optimiser": "adam"}, write_settings=True)

        assert letters.read_bytes() == before

    def test_the_articles_sheet_can_be_trained_by_any_optimiser_for_once(self, letters: Path) -> None:
        result = sheetnet.train(letters, settings={"optimiser": "adam"}, iterations=50)

        assert "does not keep what adam remembers" in result.warnings[0]
        assert [failure for one in sheetnet.check(letters) for failure in one.failures] == []


@pytest.mark.parametrize("optimiser", ["momentum", "nesterov", "adagrad", "rmsprop", "adam"])
def test_a_run_that_was_continued_is_the_run_that_was_not(optimiser: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheetnet.new(path, settings={"optimiser": optimiser, "batch_size": 50, "seed": 9}, eta=0.01)
    whole = sheetnet.train(path, iterations=40, output=tmp_path / "whole.xlsx")

    sheetnet.train(path, iterations=17)
    rest = sheetnet.step(path, 23)

    assert (rest.after.parameters == whole.after.parameters).all()
    assert all((one == other).all() for one, other in zip(rest.after.memory, whole.after.memory, strict=True))


def test_eps_0_and_a_pixel_that_is_never_black_is_told(tmp_path: Path) -> None:
    """S3.b: 0/0."""
    table = tmp_path / "table.csv"
    table.write_text("0,1,1\n0,0,0\n")
    path = tmp_path / "book.xlsx"
    chosen = {"optimiser": "adagrad"}
    sheetnet.new(path, network="2-2-1", data=table, settings=chosen)

    with pytest.raises(SheetnetError, match=r"eps is 0.* 0/0"):
        sheetnet.train(path, iterations=3, settings={"eps": 0.0})

    assert sheetnet.train(path, iterations=3).updates == 3


def test_softmax_of_one_output_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "xor.csv"
    table.write_text("0,0,0\n0,1,1\n1,0,1\n1,1,0\n")

    with pytest.raises(SettingError, match="always 1"):
        sheetnet.new(tmp_path / "x.xlsx", network="2-2-1", data=table, settings={"head": "softmax+cross entropy"})


def test_lbfgs_is_the_counterpart_of_the_solver(letters: Path) -> None:
    """S4.10: from the same start it needs fewer steps for a lower E."""
    pytest.importorskip("scipy")

    result = sheetnet.train(letters, iterations=60, settings={"optimiser": "lbfgs"})

    assert result.after.loss < sheetnet.train(letters, iterations=60, dry_run=True).after.loss


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (
            "C5",
            "sdg",
            'expected one of sgd, momentum, nesterov, adagrad, rmsprop, adam for optimiser, found text "sdg"',
        ),
        ("C18", "some", "expected all or a whole number from 1"),
        ("C18", 2.5, "expected all or a whole number from 1"),
        ("C9", 1.0, "for beta2, found 1"),
        ("C14", "softmax+squared", "for head"),
        ("C24", "now", "for stop_below"),
    ],
)
def test_a_setting_that_is_none_is_named_with_its_cell(cell: str, value: object, message: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "book.xlsx"
    sheetnet.new(path, settings={})
    book = load_workbook(path)
    book["Settings"][cell] = value
    book.save(path)

    with pytest.raises(CellError, match="Settings!" + cell) as caught:
        sheetnet.train(path)

    assert message in str(caught.value)


def test_a_network_without_thresholds_has_weights_alone(tmp_path: Path) -> None:
    """S0.2: ten weights."""
    table = tmp_path / "one.csv"
    table.write_text("1,0.5,-1,1,0\n")

    sheetnet.new(tmp_path / "s0.xlsx", network="3-2-2", data=table, thresholds=False)

    result = sheetnet.train(tmp_path / "s0.xlsx", iterations=1)
    assert result.parameters.shape == (2, 10)
    assert Network((3, 2, 2), thresholds=False).parameter_count == 10
    assert [failure for one in sheetnet.check(tmp_path / "s0.xlsx") for failure in one.failures] == []
