"""New workbooks of any table: split when made, scaled, or with their cases outside."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sheetnet
from sheetnet.errors import FileError, SettingError, SheetnetError
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


@pytest.mark.few(1)
@pytest.mark.parametrize("kind", ["share", "time", "stratified"])
def test_the_split_is_there_from_the_start_and_training_makes_the_same(
    kind: str, letters_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    sheetnet.new(path, settings={"split": kind, "test_share": 0.25, "seed": 2}, plain=True)
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


@pytest.mark.full
def test_cases_too_many_for_a_sheet_stay_in_their_file_and_that_is_said(tmp_path: Path) -> None:
    """100,000 rows of ten inputs took minutes and gigabytes to write."""
    data = tmp_path / "many.npz"
    np.savez(data, x=np.zeros((30_000, 10), np.uint8), y=np.arange(30_000) % 2)

    _, warnings = sheetnet.new(tmp_path / "book.xlsx", network="10-3-2", data=data, plain=True)

    assert "the 30,000 cases stay in many.npz, which has to keep its place beside the workbook" in warnings


def test_a_column_of_the_table_tells_training_cases_from_test_cases(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "a,b,kind,set\n" + "".join(f"{n},{n % 3},{'uv'[n % 2]},{'test' if n > 6 else 'train'}\n" for n in range(10))
    )
    path = tmp_path / "book.xlsx"

    sheetnet.new(path, network="2-2-2", data=table, split_column="set", plain=True)

    assert column(path, "training") == [1.0] * 7 + [0.0] * 3
    assert sheetnet.train(path, iterations=4).test_accuracy.shape == (5,)


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

    def test_training_is_what_it_is_with_the_cases_inside(
        self, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SHEETNET_DATA_FOLDERS", str(pictures.parent))
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

        assert caught.value.place == sheetnet.open(path).names()["data_file"].replace("$", "")

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


def test_softmax_of_one_output_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "xor.csv"
    table.write_text("0,0,0\n0,1,1\n1,0,1\n1,1,0\n")

    with pytest.raises(SettingError, match="always 1"):
        sheetnet.new(
            tmp_path / "x.xlsx", network="2-2-1", data=table, settings={"head": "softmax+cross entropy"}, plain=True
        )


def test_a_network_without_thresholds_has_weights_alone(tmp_path: Path) -> None:
    """S0.2: ten weights."""
    table = tmp_path / "one.csv"
    table.write_text("1,0.5,-1,1,0\n")

    sheetnet.new(tmp_path / "s0.xlsx", network="3-2-2", data=table, thresholds=False, plain=True)

    result = sheetnet.train(tmp_path / "s0.xlsx", iterations=1)
    assert result.parameters.shape == (2, 10)
    assert Network((3, 2, 2), thresholds=False).parameter_count == 10
    assert [failure for one in sheetnet.check(tmp_path / "s0.xlsx") for failure in one.failures] == []


def test_new_makes_the_same_file_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "letters.xlsx", tmp_path / "b" / "letters.xlsx"
    for path in (first, second):
        path.parent.mkdir()
        sheetnet.new(path)

    assert first.read_bytes() == second.read_bytes()


@pytest.mark.full
@pytest.mark.parametrize(("cases", "formulas"), [(420, "60,566")])
def test_a_large_network_holds_values_and_says_why(cases: int, formulas: str, tmp_path: Path) -> None:
    data = tmp_path / "wide.csv"
    rng = np.random.default_rng(1)
    data.write_text(
        "\n".join(",".join(f"{v:.3f}" for v in row) + f",{n % 3}" for n, row in enumerate(rng.random((cases, 60))))
    )

    _, warnings = sheetnet.new(tmp_path / "wide.xlsx", network="60-40-3", data=data, plain=True)

    assert warnings == (
        f"the workbook holds values instead of live formulas: {formulas} formulas are more than 60,000",
    )
    assert sheetnet.train(tmp_path / "wide.xlsx", iterations=2, eta=0.001).after.iteration == 2
    assert all(not one.failures for one in sheetnet.check(tmp_path / "wide.xlsx"))


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        ("a,b,c,price\n1,2,3,250.5\n4,5,6,99.25\n", "3-2-1"),
        ("a,b,kind\n1,2,rose\n3,4,lily\n5,6,iris\n", "2-3-3"),
        ("x,y,t\n0,0,0\n1,1,1\n", "2-2-1"),
    ],
)
def test_without_a_network_the_one_that_the_table_asks_for_is_used_and_told(
    rows: str, sizes: str, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(rows)

    head = {"settings": {"head": "identity+squared"}} if "price" in rows else {}
    _, warnings = sheetnet.new(tmp_path / "book.xlsx", data=table, **head, plain=True)

    assert warnings[0].startswith(f"--network {sizes} was chosen for this table: ")
    assert sheetnet.show(tmp_path / "book.xlsx")["network"] == sizes


ROSES = "a,b,kind\n1,2,rose\n3,4,lily\n5,6,iris\n"


@pytest.mark.parametrize(
    ("rows", "network", "remedy"),
    [
        (ROSES + "1,2,rose\n", "2-5-1", "use --network 2-5-3"),
        (ROSES, "2-5-2", "use --network 2-5-3"),
        ("a,b,k\n" + "1,2,1\n3,4,2\n" * 3, "2-5-1", "if they are classes, use --network 2-5-2; if they are amounts, "),
        ("a,b,price\n1,2,250.5\n3,4,99.25\n", None, "use --head identity+squared --scaling standard --reduction mean"),
    ],
)
def test_labels_and_targets_that_do_not_fit_bring_the_exact_option(
    rows: str, network: str | None, remedy: str, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(rows)

    with pytest.raises(SheetnetError) as caught:
        sheetnet.new(tmp_path / "book.xlsx", data=table, network=network)

    assert caught.value.remedy.startswith(remedy)


def test_two_classes_by_0_and_1_and_inputs_without_scale_are_told_with_their_option(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b,ill\n70,2,0\n3,4,1\n")

    _, warnings = sheetnet.new(tmp_path / "book.xlsx", data=table, plain=True)
    _, scaled = sheetnet.new(tmp_path / "scaled.xlsx", data=table, scaling="standard", network="2-2-1", plain=True)

    assert "(--network 2-2-2 makes them two classes)" in warnings[0]
    assert warnings[1].startswith("the inputs reach 70 and are not scaled")
    assert warnings[1].endswith("; --scaling standard scales them")
    assert scaled == ()


@pytest.mark.skipif(os.name != "posix", reason="names that are no text")
@pytest.mark.parametrize("name", [b"caf\xe9.csv", b"a\x01.csv", b"a_x0041_.csv", b"a\r.csv"])
def test_a_file_that_a_cell_cannot_name_does_not_stay_outside(
    name: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = Path(os.fsdecode(name))
    data.write_text("x,label\n1,a\n2,b\n")

    with pytest.raises(FileError, match=r"a cell cannot hold the name of this file.*; give the file another name"):
        sheetnet.new("book.xlsx", network="1-2-2", data=data, outside=True)

    assert not Path("book.xlsx").exists()
    sheetnet.new("book.xlsx", network="1-2-2", data=data)


@pytest.mark.skipif(os.name != "posix", reason="names that Windows has not")
@pytest.mark.parametrize("name", ["日本\u3000語.csv", "a\u00a0b😀.csv", "a\nb.csv", "_xabc_.csv"])
def test_any_other_name_is_read_back(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("x,label\n1,a\n2,b\n")
    sheetnet.new("book.xlsx", network="1-2-2", data=name, outside=True)

    assert sheetnet.train("book.xlsx", iterations=1).after.iteration == 1
