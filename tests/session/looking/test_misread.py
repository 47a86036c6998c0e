"""Which cases misread at an iteration."""

import csv
import json
from pathlib import Path

import pytest

import sheetnet
from sheetnet.cli import main
from sheetnet.errors import SettingError


def test_they_are_those_that_predict_reads_otherwise_than_their_labels(whole: Path) -> None:
    sheetnet.train(whole, iterations=50)

    found = sheetnet.misread(whole)

    said = sheetnet.predict(whole, "Data!D6:W133").read
    with Path(sheetnet.__file__).parent.joinpath("data/aple_train.csv").open() as lines:
        labels = [row["label"] for row in csv.DictReader(lines)]
    wrong = [(n, label, read) for n, (label, read) in enumerate(zip(labels, said, strict=True), 1) if label != read]
    assert [(one.case, one.label, one.read) for one in found.misread] == wrong
    assert found.cases == 128
    assert all(one.output_of_read >= one.output_of_label for one in found.misread)


def test_an_iteration_of_the_past_can_be_asked_for(whole: Path, whole_trained_file: Path) -> None:
    sheetnet.train(whole, iterations=50)

    assert sheetnet.misread(whole_trained_file, 50).misread == sheetnet.misread(whole).misread
    assert sheetnet.misread(whole_trained_file).misread == ()


def test_the_command_lists_them(whole_trained_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["show", str(whole_trained_file), "--misread", "--iteration", "50"])
    text = capsys.readouterr().out
    main(["show", str(whole_trained_file), "--misread", "--iteration", "50", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert code == 0
    assert f"{len(told['misread'])} of 128 cases misread" in text
    assert len(text.splitlines()) == 4 + len(told["misread"])
    assert told["iteration"] == 50
    assert {"case", "label", "read", "output_of_label", "output_of_read", "training"} == set(told["misread"][0])


def test_a_regression_reads_no_classes(tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "line.xlsx", example="regression", plain=True)

    with pytest.raises(SettingError, match="reads no classes"):
        sheetnet.misread(tmp_path / "line.xlsx")


@pytest.mark.parametrize("options", [["--misread", "--recursive"], ["--iteration", "3"]])
def test_options_that_do_not_go_together_are_refused(
    options: list[str], whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(whole), *options]) == 2
    assert "--misread" in capsys.readouterr().err
