"""The digits that come with sheetnet are those that come with scikit-learn."""

from sklearn.datasets import load_digits

from sheetnet.sheet.tables import DIGITS, read_table
from workbooks.make_digits import digits


def test_the_digits_are_scikit_learns() -> None:
    bunch = load_digits()

    found = read_table(DIGITS, 64, 10)

    assert found.features.tolist() == bunch.data.tolist()
    assert found.targets.argmax(axis=1).tolist() == bunch.target.tolist()
    assert found.classes == tuple(map(float, range(10)))
    assert found.feature_names[::63] == ("p01", "p64")
    assert found.features.shape == (1797, 64)


def test_the_file_is_what_its_script_makes() -> None:
    assert DIGITS.read_text(encoding="utf-8") == digits()
