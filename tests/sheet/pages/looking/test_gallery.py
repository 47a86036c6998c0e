"""Sheet Gallery, driven in LibreOffice: which cases are misread at an iteration, and their pictures, come first."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.gallery import GalleryPlaces
from sheetnet.sheet.cells import Area
from tests.readers.driven import Step, driven


def places_in(book: Path) -> GalleryPlaces:
    return GalleryPlaces(find(sheetnet.open(book)), replays=True)


@pytest.mark.libreoffice
def test_the_misread_cases_of_the_chosen_iteration_come_first_with_their_pictures(whole: Path, tmp_path: Path) -> None:
    result = sheetnet.train(whole, iterations=60)
    places = places_in(whole)
    labels = [str(places.picture(slot).part(-1, 0)) for slot in range(128)]
    first = str(places.picture(0))
    iterations = (0, 12, 50, 60)
    steps: list[Step] = [({"gallery_iteration": n}, [*labels, first, "Gallery!B5"]) for n in iterations]

    found = driven(whole, tmp_path, steps)

    pixels = sheetnet.open(whole).read(Area("Data", 6, 4, 133, 23))
    for n, seen in zip(iterations, found, strict=True):
        misread = sheetnet.misread(whole, n).misread
        shown = [seen[place][0][0] for place in labels]
        assert len(misread) == round(128 * (1 - result.accuracy[n]))
        assert shown[: len(misread)] == [f"{one.case} {one.label}→{one.read}" for one in misread]
        assert not any("→" in label for label in shown[len(misread) :])
        assert sorted(int(label.split()[0]) for label in shown) == list(range(1, 129))
        assert seen["Gallery!B5"][0][0] == f"iteration {n}: {len(misread)} of 128 cases are misread"
        case = int(shown[0].split()[0])
        assert [max(value, 0) for row in seen[first] for value in row] == pixels[case - 1]


@pytest.mark.full
@pytest.mark.libreoffice
def test_a_mosaic_of_many_cases_says_how_many_are_not_shown(examples: Mapping[str, Path], tmp_path: Path) -> None:
    digits = Path(shutil.copy(examples["digits"], tmp_path))
    misread = sheetnet.misread(digits).misread

    (seen,) = driven(digits, tmp_path, [({}, ["Gallery!B5"])])

    told = seen["Gallery!B5"][0][0]
    assert told.startswith(f"iteration 0: {len(misread)} of 1,797 cases are misread; 240 are shown, 1,557 are not")
    assert told.endswith(f", misread ones among them: {len(misread) - 240}")


def test_a_picture_is_of_square_cells(whole: Path) -> None:
    sheet = load_workbook(whole)["Gallery"]
    area = places_in(whole).picture(5)

    wide = {round(sheet.column_dimensions[sheet.cell(1, column).column_letter].width * 7) for _, column in area.cells()}
    high = {round(sheet.row_dimensions[row].height * 96 / 72) for row, _ in area.cells()}

    assert wide == high == {11}


@pytest.mark.few(1)
@pytest.mark.parametrize("example", ["xor", "regression"])
def test_a_table_has_no_gallery(example: str, tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "table.xlsx", example=example)

    assert "Gallery" not in load_workbook(tmp_path / "table.xlsx").sheetnames
