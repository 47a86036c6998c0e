"""A trained network outside its workbook: predictions on raw rows, files, scripts, and back again."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.cli import main
from sheetnet.errors import FileError, LayoutError
from sheetnet.model import load
from sheetnet.sheet.blocks.finding import find

RATES = {"optimiser": "adam", "head": "identity+squared", "hidden": "tanh", "reduction": "mean", "split": "time"}


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """y = 300 + a - 2 b, in numbers far from 0 to 1."""
    path = tmp_path_factory.mktemp("line") / "line.csv"
    rng = np.random.default_rng(4)
    rows = [f"{a!r},{b!r},{300 + a - 2 * b!r}" for a, b in rng.uniform(0, 100, (60, 2)).tolist()]
    path.write_text("a,b,y\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture(scope="module")
def regression(line: Path) -> Path:
    path = line.with_name("regression.xlsx")
    sheetnet.new(
        path, network="2-4-1", data=line, scaling="standard", settings=RATES, eta=0.05, iterations=600, plain=True
    )
    sheetnet.train(path)
    return path


def numbers(line: Path) -> np.ndarray:
    return np.loadtxt(line, delimiter=",", skiprows=1)


def test_predictions_are_in_the_units_of_the_raw_targets(regression: Path, line: Path) -> None:
    said = sheetnet.predict(regression, line)

    y = numbers(line)[:, 2]
    assert np.abs(said.outputs[:, 0] - y).max() < 0.05 * np.ptp(y)
    assert said.read == ()
    assert said.right is None


def test_scaling_comes_from_the_training_cases_alone(regression: Path, line: Path) -> None:
    raw = numbers(line)
    training = raw[: len(raw) * 3 // 4]
    grid = sheetnet.open(regression)

    found = np.array(grid.read(find(grid)["input_scaling"]))

    assert found[:, 0] == pytest.approx(training[:, :2].mean(axis=0), rel=1e-15)
    assert found[:, 1] == pytest.approx(training[:, :2].std(axis=0), rel=1e-15)


def test_cells_of_the_workbook_itself_are_read_as_training_reads_them(trained_file: Path) -> None:
    said = sheetnet.predict(trained_file, "Data!D6:W133")

    grid = sheetnet.open(trained_file)
    letters = [row[0] for row in grid.read(find(grid)["letters_read"])]
    assert list(said.read) == letters
    assert said.places[0] == "Data!D6:W6"


def test_labels_behind_the_inputs_are_compared(trained_file: Path, tmp_path: Path) -> None:
    grid = sheetnet.open(trained_file)
    rows = grid.read(find(grid)["images"])[:8]
    labels = [*(row[0] for row in grid.read(find(grid)["labels"])[:7]), "E"]
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(",".join([*map(str, row), str(label)]) for row, label in zip(rows, labels, strict=True)))

    said = sheetnet.predict(trained_file, file)

    assert said.right == 7 / 8


@pytest.mark.few(2)
@pytest.mark.parametrize("kind", ["npz", "json", "csv"])
def test_what_is_exported_comes_back_bit_for_bit(kind: str, trained_file: Path, letters: Path, tmp_path: Path) -> None:
    (path,) = sheetnet.export(trained_file, kind, tmp_path / f"model.{kind}")

    result = sheetnet.import_(letters, path)

    trained = sheetnet.train(trained_file, dry_run=True)
    assert (result.after.parameters == trained.after.parameters).all()
    assert result.after.iteration == 0
    assert sheetnet.check(letters)[0].failures == ()


def test_an_imported_model_can_be_where_training_starts(trained_file: Path, letters: Path, tmp_path: Path) -> None:
    (path,) = sheetnet.export(trained_file, "npz", tmp_path / "model.npz")

    sheetnet.import_(letters, path, initial=True)

    assert sheetnet.train(letters, iterations=1).before.loss == sheetnet.train(trained_file, dry_run=True).after.loss


def test_a_model_of_another_network_is_refused_and_nothing_changes(
    regression: Path, letters: Path, tmp_path: Path
) -> None:
    (path,) = sheetnet.export(regression, "json", tmp_path / "model.json")
    before = letters.read_bytes()

    with pytest.raises(LayoutError, match="expected 20-3-4, found 2-4-1"):
        sheetnet.import_(letters, path)

    assert letters.read_bytes() == before


def test_a_model_of_other_scaling_is_refused(regression: Path, line: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    sheetnet.new(other, network="2-4-1", data=line, scaling="minmax", settings=RATES, plain=True)
    (path,) = sheetnet.export(regression, "npz", tmp_path / "model.npz")

    with pytest.raises(LayoutError, match="scaled in another way"):
        sheetnet.import_(other, path)


@pytest.mark.parametrize("book", ["letters", "regression"])
def test_the_exported_script_prints_e(book: str, trained_file: Path, regression: Path, tmp_path: Path) -> None:
    path = trained_file if book == "letters" else regression
    (script,) = sheetnet.export(path, "python", tmp_path / "model.py")

    run = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=tmp_path, check=True)

    printed = float(run.stdout.splitlines()[0].rpartition("=")[2])
    assert printed == pytest.approx(sheetnet.show(path)["E"], rel=1e-12)


def test_the_script_for_scikit_learn_prints_e(regression: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    (script,) = sheetnet.export(regression, "sklearn", tmp_path / "model.py")

    run = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=tmp_path, check=True)

    printed = float(run.stdout.splitlines()[0].rpartition("=")[2])
    assert printed == pytest.approx(sheetnet.show(regression)["E"], rel=1e-12)


def test_a_file_is_replaced_only_when_told_to(trained_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text("mine")

    with pytest.raises(FileError, match="--force"):
        sheetnet.export(trained_file, "json", path)
    assert path.read_text() == "mine"

    sheetnet.export(trained_file, "json", path, force=True)
    assert json.loads(path.read_text())
    assert [one.name for one in tmp_path.iterdir()] == ["model.json"]


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that tells class 1234567 from 1234568, and beside it the rows it was made from."""
    path = tmp_path_factory.mktemp("numbered") / "numbered.csv"
    path.write_text("a,b,kind\n0,0,1234567\n0,1,1234568\n1,0,1234567\n1,1,1234568\n")
    book = path.with_suffix(".xlsx")
    sheetnet.new(book, network="2-2-2", data=path, iterations=500, eta=2.0, plain=True)
    sheetnet.train(book)
    return book


def test_a_large_number_is_a_class_as_any_other(numbered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = sheetnet.predict(numbered, numbered.with_suffix(".csv"))

    assert said.right == 1.0
    assert list(said.rows()[0]["outputs"]) == ["1234567", "1234568"]
    assert main(["predict", str(numbered), str(numbered.with_suffix(".csv"))]) == 0
    printed = capsys.readouterr().out
    assert "wrong" not in printed
    assert printed.splitlines()[2].split()[2:5] == ["1234567", "1234567", f"{said.outputs[0, 0]:.4f}"]


def made(folder: Path, text: str, network: str, **more: Any) -> Path:
    """A workbook of that table, whose rows lie beside it."""
    rows, book = folder / "rows.csv", folder / "book.xlsx"
    rows.write_text(text, encoding="utf-8")
    sheetnet.new(book, network=network, data=rows, **{"iterations": 500, "eta": 2.0, "plain": True, **more})
    return book


CODES = [
    ("01", "02", "10"),
    ("1E2", "100", "007"),
    ("1.0", "1", "2"),
    ("TRUE", "true", "3/4"),
    ("12345678901234567", "12345678901234568", "7"),
]


@pytest.mark.few(2)
@pytest.mark.parametrize("codes", CODES)
@pytest.mark.parametrize("kind", ["npz", "json", "csv"])
def test_labels_that_read_as_numbers_stay_text_from_the_table_to_the_file_and_back(
    codes: tuple[str, ...], kind: str, tmp_path: Path
) -> None:
    text = "".join(f"{x},{y},{code}\n" for (x, y), code in zip([(0, 0), (0, 1), (1, 0)], codes, strict=True))
    book = made(tmp_path, text, "2-3-3")
    sheetnet.train(book)

    said = sheetnet.predict(book, tmp_path / "rows.csv")
    (path,) = sheetnet.export(book, kind, tmp_path / f"model.{kind}")
    sheetnet.import_(book, path)

    assert said.labels == codes
    assert said.right == 1.0
    assert set(said.names) == set(codes)
    assert set(load(path).classes) == set(codes)


@pytest.mark.parametrize("codes", CODES)
def test_such_labels_are_text_cells_of_the_format_text(codes: tuple[str, ...], tmp_path: Path) -> None:
    book = made(tmp_path, "".join(f"{n},0,{code}\n" for n, code in enumerate(codes)), "2-3-3")

    sheet = load_workbook(book)["Data"]

    cells = [sheet.cell(row, 2) for row in range(6, 9)]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [(code, "s", "@") for code in codes]


def test_classes_that_are_numbers_stay_numbers_in_a_csv_file(numbered: Path, tmp_path: Path) -> None:
    (path,) = sheetnet.export(numbered, "csv", tmp_path / "model.csv")

    assert load(path).classes == (1234567.0, 1234568.0)


def test_a_csv_file_of_before_has_no_marks_and_its_numbers_are_told_by_how_they_are_written(
    numbered: Path, tmp_path: Path
) -> None:
    (path,) = sheetnet.export(numbered, "csv", tmp_path / "model.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("classes_are")), encoding="utf-8")

    assert load(path).classes == (1234567.0, 1234568.0)


def test_columns_in_another_order_are_predicted_alike(regression: Path, line: Path, tmp_path: Path) -> None:
    swapped = tmp_path / "swapped.csv"
    np.savetxt(swapped, numbers(line)[:, [1, 2, 0]], delimiter=",", header="B,y, a", comments="", fmt="%.17g")

    said = sheetnet.predict(regression, swapped)

    assert said.outputs.tolist() == sheetnet.predict(regression, line).outputs.tolist()
    assert said.notes == ("swapped.csv: column left out: 'y'",)


# what is said of the predictions


def test_cases_of_the_workbook_itself_are_not_scaled_a_second_time(regression: Path, line: Path) -> None:
    grid = sheetnet.open(regression)
    images = find(grid)["images"]
    raw = sheetnet.predict(regression, line).outputs[:9]

    for source in (images.part(0, 0, 9, 2), f"{regression}!{images.part(0, 0, 9, 2)}", images.part(-1, 0, 10, 3)):
        said = sheetnet.predict(regression, str(source))
        assert said.outputs == pytest.approx(raw, rel=1e-12), source
        assert said.labels == ()


def test_measured_cases_of_the_workbook_itself_are_scaled(regression: Path, line: Path) -> None:
    measured = find(sheetnet.open(regression))["input_measured"]
    raw = sheetnet.predict(regression, line)

    for source in (measured.part(0, 0, 60, 2), measured.part(-1, 0, 61, 3), "Data!A5:I65"):
        said = sheetnet.predict(regression, str(source))
        assert said.outputs.tolist() == raw.outputs.tolist(), source


def test_a_copy_of_these_cases_elsewhere_is_raw(regression: Path, tmp_path: Path) -> None:
    images = find(sheetnet.open(regression))["images"].part(0, 0, 9, 2)
    other = tmp_path / "other.xlsx"
    other.write_bytes(regression.read_bytes())

    own, foreign = (sheetnet.predict(regression, source).outputs for source in (str(images), f"{other}!{images}"))

    assert np.abs(own - foreign).min() > 1.0


@pytest.mark.parametrize(("down", "right"), [(55, 0), (0, 1), (-2, 0)])
def test_cells_that_are_scaled_only_in_part_are_refused(
    down: int, right: int, regression: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book.xlsx"
    grid = sheetnet.open(regression)
    images = find(grid)["images"]
    area = images.part(down, right, 9, 2)
    rows = grid.read(area)
    mixed = [row for row in range(9) if area.top + row < images.top or area.top + row > images.bottom]
    for row in mixed:
        grid.write(area.part(row, 0, 1, 2), [[5.0, 6.0]])
    grid.save(book)

    with pytest.raises(LayoutError, match="hold inputs that are scaled already, and others do not"):
        sheetnet.predict(book, str(area))
    assert rows


@pytest.mark.parametrize("right", [-1, 1])
def test_cells_of_the_workbook_that_would_be_taken_for_other_inputs_are_refused(
    right: int, regression: Path, letters: Path
) -> None:
    measured = find(sheetnet.open(regression))["input_measured"]
    images = find(sheetnet.open(letters))["images"]
    shifted = [
        (letters, images.part(0, right, 3, images.width), r"this is input 'p\d\d', and would be taken for 'p\d\d'"),
        (regression, measured.part(0, right, 3, measured.width), "this is input|hold inputs that are scaled already"),
    ]

    for book, area, told in shifted:
        with pytest.raises(LayoutError, match=told):
            sheetnet.predict(book, str(area))


def test_their_headings_name_them_wherever_the_range_begins(regression: Path, line: Path) -> None:
    measured = find(sheetnet.open(regression))["input_measured"]

    said = sheetnet.predict(regression, str(measured.part(-1, -1, 61, measured.width + 1)))

    assert said.outputs.tolist() == sheetnet.predict(regression, line).outputs.tolist()


def test_rows_below_the_cases_are_anybodys(letters: Path, tmp_path: Path) -> None:
    book, grid = tmp_path / "book.xlsx", sheetnet.open(letters)
    images = find(grid)["images"]
    below = images.part(images.height + 3, -1, 1, images.width)
    grid.write(below, [[1.0] * images.width])
    grid.save(book)

    assert len(sheetnet.predict(book, str(below)).places) == 1


def test_a_network_that_was_never_trained_is_told(letters: Path) -> None:
    (note,) = sheetnet.predict(letters, "Data!D6:W9").notes

    assert note == "the network has not been trained, it has its initial values; run: sheetnet train letters.xlsx"


@pytest.mark.parametrize(
    ("more", "remedy"),
    [
        ({}, ": its inputs reach 2000 and are not scaled; make the workbook anew with --scaling standard"),
        ({"scaling": "standard", "scale": 0.0}, ""),
    ],
)
def test_outputs_that_are_all_equal_are_told_by_train_and_by_predict(
    more: dict[str, Any], remedy: str, tmp_path: Path
) -> None:
    text = "".join(f"{1000 + 50 * n},{2000 - 50 * n},{'ab'[n % 2]}\n" for n in range(20))
    book = made(tmp_path, text, "2-3-2", iterations=50, **more)

    warnings = sheetnet.train(book).warnings
    notes = sheetnet.predict(book, tmp_path / "rows.csv").notes

    assert any(f"all cases get the same outputs{remedy}" in one for one in warnings) is bool(remedy)
    assert any(f"all 20 rows get the same outputs{remedy}" in one for one in notes)


def test_rows_that_are_told_apart_are_no_news(regression: Path, line: Path) -> None:
    assert sheetnet.predict(regression, line).notes == ()


def test_labels_that_no_class_has_are_told(numbered: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("0,0,1234567.0\n0,1,1234568\n", encoding="utf-8")

    (note,) = sheetnet.predict(numbered, rows).notes

    assert note == "no class is called '1234567.0' - did you mean '1234567'?"


@pytest.mark.parametrize("head", ["b,a,k", "a,c,k"])
def test_a_model_of_other_inputs_is_refused(head: str, tmp_path: Path) -> None:
    body = "\n0,1,x\n1,0,y\n"
    (tmp_path / "mine").mkdir()
    own = made(tmp_path / "mine", "a,b,k" + body, "2-2-2")
    (model,) = sheetnet.export(made(tmp_path, head + body, "2-2-2"), "csv", tmp_path / "model.csv")
    found = ", ".join(head.split(",")[:2])

    with pytest.raises(LayoutError, match=f"the model has other names of inputs: expected a, b, found {found}"):
        sheetnet.import_(own, model)


@pytest.mark.parametrize("head", ["", "A, b ,k\n", "a,b,other\n"])
def test_a_model_of_the_same_inputs_or_of_inputs_without_names_comes_in(head: str, tmp_path: Path) -> None:
    body = "0,1,x\n1,0,y\n"
    (tmp_path / "mine").mkdir()
    own = made(tmp_path / "mine", "a,b,k\n" + body, "2-2-2")
    (model,) = sheetnet.export(made(tmp_path, head + body, "2-2-2"), "json", tmp_path / "model.json")

    assert sheetnet.import_(own, model).after.iteration == 0


def test_a_workbook_is_not_written_over_by_its_own_model(letters: Path) -> None:
    before = letters.read_bytes()

    with pytest.raises(FileError, match="this is the workbook itself"):
        sheetnet.export(letters, "python", letters, force=True)

    assert letters.read_bytes() == before


class TestTheCommands:
    def test_predict_export_and_import(
        self, trained_file: Path, letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["predict", str(trained_file), "Data!D6:W9"]) == 0
        assert [line.split()[1] for line in capsys.readouterr().out.splitlines()[2:]] == ["L", "L", "A", "P"]
        assert main(["export", str(trained_file), "--to", "csv", "-o", str(tmp_path / "m.csv")]) == 0
        assert main(["import", str(letters), str(tmp_path / "m.csv"), "--json"]) == 0
        told = json.loads(capsys.readouterr().out.partition("\n")[2])
        assert told["after"]["accuracy"] == 1.0

    def test_predictions_as_a_table(self, trained_file: Path, tmp_path: Path) -> None:
        assert main(["predict", str(trained_file), "Data!D6:W9", "-o", str(tmp_path / "out.csv")]) == 0

        lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == "case,place,read,A,P,L,E"
        assert len(lines) == 5

    def test_classes_named_as_a_column_is_lose_none(self, tmp_path: Path) -> None:
        book, rows, out = tmp_path / "book.xlsx", tmp_path / "rows.csv", tmp_path / "out.csv"
        rows.write_text("a,b,kind\n0,0,read\n0,1,label\n1,0,case\n")
        sheetnet.new(book, network="2-2-3", data=rows, plain=True)

        assert main(["predict", str(book), str(rows), "-o", str(out)]) == 0

        header, first, *_ = out.read_text(encoding="utf-8-sig").splitlines()
        assert header == "case,place,read,label,case,label,read"
        assert first.split(",")[:2] + first.split(",")[3:4] == ["1", "line 2", "read"]
        assert list(map(float, first.split(",")[4:])) == sheetnet.predict(book, rows).outputs[0].tolist()

    def test_the_rows_themselves_are_not_written_over(
        self, regression: Path, line: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = line.read_bytes()

        assert main(["predict", str(regression), str(line), "-o", str(line)]) == 2

        assert "would be lost" in capsys.readouterr().err
        assert line.read_bytes() == before

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["predict", "{book}", "none.csv"], "none.csv: no such file"),
            (["predict", "{book}", "Dta!D6:W9"], "Dta"),
            (["predict", "{book}", "Data!D6:V9"], "expected 20 columns"),
            (["import", "{book}", "none.npz"], "none.npz: no such file"),
            (["import", "{book}", "{book}"], "xlsx"),
            (["export", "{book}", "--to", "npz", "-o", "nowhere/m.npz"], "no folder"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_line(
        self, arguments: list[str], message: str, trained_file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = main([one.format(book=trained_file) for one in arguments])

        error = capsys.readouterr().err
        assert code == 2
        assert message in error
        assert error.count("\n") == 1
