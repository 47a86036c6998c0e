"""Buttons in an open workbook: the same numbers as on files, few round trips, and nothing that is not declared."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlwings
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

import sheetnet
from sheetnet import excel
from sheetnet.buttons.button import add_buttons
from sheetnet.errors import CellError, LayoutError, LiveError, SettingError, SheetnetError
from sheetnet.live.press import in_words
from sheetnet.session import Comparison
from sheetnet.sheet.blocks.details import details_left
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area
from tests.buttons.test_button import buttons
from tests.live.conftest import Program, everything
from tests.readers import memory

CURRENT = "C15:G34"


def block(book: Any, cells: str = CURRENT) -> list[list[Any]]:
    values: list[list[Any]] = book.sheets["BP"].range(cells).options(ndim=2).value
    return values


def in_file(path: Path, area: Area) -> list[list[Any]]:
    return sheetnet.open(path).read(area)


def test_train_gives_the_same_numbers_as_on_the_file_bit_for_bit(program: Program, letters: Path) -> None:
    book = program.open(letters)
    result = excel.train(book, iterations=20)
    sheetnet.train(letters, iterations=20, output=letters.with_name("file.xlsx"))

    assert block(book) == in_file(letters.with_name("file.xlsx"), Area("BP", 15, 3, 34, 7))
    assert book.sheets["BP"]["D5"].value == 20
    trace = book.sheets["Trace"]["A6:D26"].options(ndim=2).value
    assert trace == in_file(letters.with_name("file.xlsx"), Area("Trace", 6, 1, 26, 4))
    assert result.after.loss == trace[-1][1]


@pytest.mark.few(1)
def test_step_goes_on_and_reset_goes_back(program: Program, letters: Path) -> None:
    book = program.open(letters)
    excel.train(book, iterations=3)
    excel.step(book, 2)
    sheetnet.train(letters, iterations=5, output=letters.with_name("five.xlsx"))

    assert block(book) == in_file(letters.with_name("five.xlsx"), Area("BP", 15, 3, 34, 7))
    assert book.sheets["BP"]["D5"].value == 5

    excel.reset(book)

    assert block(book) == block(book, "C91:G110")
    assert book.sheets["BP"]["D5"].value == 0
    assert book.sheets["Trace"]["A7"].value is None


@pytest.mark.few(1)
def test_a_workbook_with_settings_learns_as_they_say(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "settings.xlsx"
    chosen = {"optimiser": "adam", "batch_size": 32, "split": "stratified", "head": "softmax+cross entropy"}
    sheetnet.new(path, settings=chosen, eta=0.02, plain=True)
    book = program.open(path)

    excel.train(book, iterations=5)
    excel.step(book, 4)
    file = tmp_path / "file.xlsx"
    sheetnet.train(path, iterations=9, output=file)

    strip = "C15:U34"  # parameters, number of updates, m and v
    assert block(book, strip) == in_file(file, Area("BP", 15, 3, 34, 21))
    assert book.sheets["BP"]["I15"].value == 9
    assert "agree" in book.sheets["BP"]["C9"].value
    trace = book.sheets["Trace"]["A6:F15"].options(ndim=2).value
    assert trace == in_file(file, Area("Trace", 6, 1, 15, 6))


@pytest.mark.full
@pytest.mark.libreoffice
def test_a_choice_in_a_list_is_applied_by_the_next_press(libreoffice: Any, tmp_path: Path) -> None:
    """Blocks with their headings, names and formulas come into the open workbook, and go again."""
    path, file = tmp_path / "chosen.xlsx", tmp_path / "file.xlsx"
    sheetnet.new(path, settings={}, eta=0.02)
    chosen = {"optimiser": "adam", "batch_size": 32, "head": "softmax+cross entropy"}
    sheetnet.train(path, iterations=5, settings=chosen, write_settings=True, output=file)
    libreoffice.activate()
    book = xlwings.Book(path)
    try:
        before = everything(book)
        for name, value in chosen.items():
            book.names[name].refers_to_range.value = value
        assert book.sheets["Settings"]["D5"].value.startswith("← new")

        excel.train(book, iterations=5)

        assert "agree" in book.sheets["BP"]["C9"].value
        assert book.sheets["Settings"]["D5"].value == "✓"
        for name in ("current", "state_1", "state_2", "next_2", "order", "log_sums", "corrected_eta"):
            there = book.names[name].refers_to_range.options(ndim=2).value
            wanted = in_file(file, find(sheetnet.open(file))[name])
            found, expected = ([v for line in rows for v in line if isinstance(v, float)] for rows in (there, wanted))
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-12), name
        for name, value in (("optimiser", "sgd"), ("batch_size", "all"), ("head", "sigmoid+squared")):
            book.names[name].refers_to_range.value = value
        excel.reset(book)
        after = everything(book)
        differ = {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}
        assert differ <= {("BP", 9, 3)}
    finally:
        book.close()


def test_the_sheets_own_formulas_are_read_back_and_agree(program: Program, letters: Path) -> None:
    book = program.open(letters)
    excel.train(book, iterations=7)

    said = book.sheets["BP"]["C9"].value
    match = re.fullmatch(r"sheet and engine agree: largest difference (\S+) in 3,232 cells", said)
    assert match, said
    assert float(match[1]) < 1e-12


def test_only_the_declared_cells_change(program: Program, letters: Path) -> None:
    book = program.open(letters)
    before = everything(book)
    excel.train(book, iterations=2)
    after = everything(book)

    blocks = {("BP", 15, 3, 34, 7), ("BP", 5, 4, 5, 4), ("BP", 9, 3, 9, 3), ("Trace", 6, 1, 8, 4)}
    declared = {(area.sheet, *at) for area in (Area(*one) for one in blocks) for at in area.cells()}
    changed = {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}
    assert changed
    assert changed <= declared


def test_nothing_is_saved(program: Program, letters: Path) -> None:
    before = letters.read_bytes()
    excel.train(program.open(letters), iterations=2)

    assert letters.read_bytes() == before


def test_a_run_needs_at_most_8_reads_and_6_writes(engine: memory.Engine, letters: Path) -> None:
    book = xlwings.Book(letters)
    for use in (excel.train, excel.step, excel.reset, excel.train):
        engine.calls.clear()
        use(book)

        assert engine.count("read") + engine.count("formulas") <= 8, engine.calls
        assert 1 <= engine.count("write") <= 6, engine.calls
        assert engine.count("save") == 0


@pytest.mark.full
def test_another_split_scales_anew_as_in_the_file(program: Program, tmp_path: Path) -> None:
    path, table = tmp_path / "days.xlsx", tmp_path / "days.csv"
    table.write_text("day,y\n" + "".join(f"{day},{day * 2}\n" for day in range(12)))
    settings = {"head": "identity+squared", "reduction": "mean"}
    sheetnet.new(path, network="1-2-1", data=table, scaling="standard", settings=settings, plain=True)
    book = program.open(path)
    book.sheets["Settings"][find(sheetnet.open(path))["split"].range].value = "time"

    live = excel.train(book, iterations=5)

    filed = sheetnet.train(path, iterations=5, settings={"split": "time"}, output=tmp_path / "filed.xlsx")
    assert live.after.parameters.tolist() == filed.after.parameters.tolist()
    shift, scale = book.sheets["Scaling"]["C6:D6"].value
    assert (shift, scale) == (4.0, pytest.approx(np.arange(9).std()))
    assert book.sheets["Data"]["D6:D17"].value == list(range(12))
    if program.name != "memory":  # which computes nothing
        assert book.sheets["Data"]["F6:F17"].value == [(day - shift) / scale for day in range(12)]


@pytest.mark.few(1)
def test_a_run_that_is_refused_leaves_every_cell_as_it_was(program: Program, letters: Path) -> None:
    book = program.open(letters)
    book.sheets["BP"]["D92"].value = "abc"
    before = everything(book)

    with pytest.raises(CellError, match=r'^letters.xlsx: BP!D92: expected a number, found text "abc"$'):
        excel.train(book)

    assert everything(book) == before


@pytest.mark.few(1)
def test_a_run_that_diverges_leaves_every_cell_as_it_was(program: Program, letters: Path) -> None:
    book = program.open(letters)
    before = everything(book)

    with pytest.raises(SheetnetError, match=r"^letters.xlsx: BP!C8: .*nothing was written"):
        excel.train(book, eta=1e308)

    assert everything(book) == before


@pytest.mark.few(1)
@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_write_that_fails_takes_back_those_before_it(engine: memory.Engine, letters: Path, failing: int) -> None:
    book = xlwings.Book(letters)
    before = everything(book)
    engine.calls.clear()

    def fail(what: str, place: str) -> None:
        if what == "write" and engine.count("write") == failing - 1 and not failed:
            failed.append(place)
            raise RuntimeError("no\nmemory")

    failed: list[str] = []
    engine.before_call = fail
    with pytest.raises(LiveError, match=r"^letters.xlsx: \w+: the program .* refused: no memory$"):
        excel.train(book, iterations=3)

    assert failed
    assert everything(book) == before


def test_a_formula_in_a_block_that_is_written_is_refused(program: Program, letters: Path) -> None:
    book = program.open(letters)
    book.sheets["BP"]["E17"].formula = "=C91*2"

    with pytest.raises(CellError, match=r"^letters.xlsx: BP!E17: a formula stands where a value is to be written"):
        excel.train(book)


def test_the_program_is_left_as_it_was(engine: memory.Engine, letters: Path) -> None:
    book = xlwings.Book(letters)
    app = book.app.impl
    excel.train(book, iterations=2)

    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)
    assert ("screen_updating", False) in app.settings
    assert ("calculation", "manual") in app.settings


def test_the_program_is_left_as_it_was_when_a_run_fails(engine: memory.Engine, letters: Path) -> None:
    book = xlwings.Book(letters)
    with pytest.raises(SheetnetError):
        excel.train(book, eta=1e308)

    app = book.app.impl
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)


def test_who_calculates_by_hand_keeps_that_and_sees_fresh_formulas(engine: memory.Engine, letters: Path) -> None:
    book = xlwings.Book(letters)
    book.app.calculation = "manual"
    excel.train(book, iterations=4)

    assert book.app.calculation == "manual"
    assert book.sheets["BP"]["C9"].value.startswith("sheet and engine agree")


@pytest.mark.few(1)
def test_a_wrong_formula_is_named_after_the_run(program: Program, letters: Path) -> None:
    book = program.open(letters)
    book.sheets["BP"]["C38"].formula = "=100"
    excel.train(book, iterations=3)

    assert re.match(
        r"sheet and engine differ most at BP!C(38|61): engine has \S+, found \S+ \(and 1 more\)",
        book.sheets["BP"]["C9"].value,
    )


@pytest.mark.few(1)
def test_check_names_the_worst_cell_of_a_wrong_formula(program: Program, letters: Path) -> None:
    book = program.open(letters)
    assert not any(one.failures for one in excel.check(book))
    assert book.sheets["BP"]["C9"].value.startswith("sheet and engine agree")

    book.sheets["BP"]["C38"].formula = "=100"
    with pytest.raises(CellError, match=r"^letters.xlsx: sheet and engine differ most at BP!C38"):
        excel.check(book)

    assert book.sheets["BP"]["C9"].value.startswith("sheet and engine differ most at BP!C38")


@pytest.mark.few(1)
def test_stop_marks_the_cell_and_the_next_run_begins_without_it(program: Program, letters: Path) -> None:
    book = program.open(letters)
    excel.stop(book)
    assert book.sheets["BP"]["I10"].value == "stop"

    result = excel.train(book, iterations=5)

    assert result.updates == 5
    assert book.sheets["BP"]["I10"].value is None


def test_stop_says_what_is_missing(program: Program, tmp_path: Path, without_names: Callable[[str], Path]) -> None:
    book = program.open(without_names("stop"))

    with pytest.raises(LayoutError, match=r"^letters.xlsx: no name 'stop'; define it for an empty cell$"):
        excel.stop(book)


@pytest.mark.few(2)
@pytest.mark.parametrize(("value", "found"), [(-1.0, "-1"), (0.0, "0")])
def test_a_limit_that_is_none_is_refused(program: Program, letters: Path, value: float, found: str) -> None:
    book = program.open(letters)
    book.sheets["BP"]["I12"].value = value

    with pytest.raises(SettingError, match=rf"expected a number of seconds above 0, found {found}$"):
        excel.train(book)


@pytest.mark.few(1)
def test_a_limit_of_text_is_refused_by_its_cell(program: Program, letters: Path) -> None:
    book = program.open(letters)
    book.sheets["BP"]["I12"].value = "soon"

    with pytest.raises(CellError, match=r'^letters.xlsx: BP!I12: expected a number of seconds.*found text "soon"$'):
        excel.train(book)


@pytest.mark.few(1)
def test_a_time_limit_ends_a_run_with_what_it_has_reached(program: Program, letters: Path) -> None:
    book = program.open(letters)
    result = excel.train(book, iterations=10_000_000, max_seconds=0.2, every=1000)

    assert 0 < result.updates < 10_000_000
    assert book.sheets["BP"]["D5"].value == result.updates
    assert block(book)[0][0] == result.after.parameters[0]
    said = book.sheets["BP"]["C9"].value
    assert said.startswith(f"stopped by the limit of 0.2 s after {result.updates:,} updates; ")
    assert "sheet and engine agree" in said
    assert result.iterations[-1] == result.updates


@pytest.mark.few(1)
def test_a_heading_that_looks_like_a_formula_stays_text(program: Program, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b,y\n0,1,1\n1,0,0\n")
    sheetnet.new(tmp_path / "table.xlsx", network="2-2-1", data=tmp_path / "table.csv", plain=True)
    layout = find(sheetnet.open(tmp_path / "table.xlsx"))
    book = program.open(tmp_path / "table.xlsx")
    inputs, trace = layout["images"], layout["trace"]
    heading = "'=1+1" if program.name == "excel" else "=1+1"
    book.sheets["Data"][inputs.part(-1, 0).range].value = heading
    excel.train(book, iterations=1, trace="parameters")

    first = trace._replace(left=details_left(trace), right=details_left(trace))
    above_its_weight = book.sheets["Trace"][first.range]
    assert above_its_weight.formula in ("=1+1", "'=1+1", "")
    assert above_its_weight.value == "=1+1"


def test_a_workbook_whose_place_nobody_knows_is_trained(engine: memory.Engine, letters: Path) -> None:
    """As one on OneDrive, where xlwings cannot tell the path, or one that was never saved."""
    book = xlwings.Book(letters)

    class Nowhere(memory.Book):
        @property
        def fullname(self) -> str:
            raise xlwings.XlwingsError("Couldn't find the local OneDrive location")

    book.impl.__class__ = Nowhere

    assert excel.train(book, iterations=1).updates == 1


def test_excel_that_is_busy_is_told_in_one_line(engine: memory.Engine, letters: Path) -> None:
    book = xlwings.Book(letters)

    class ComError(Exception):
        hresult = -2147418111

    def busy(what: str, place: str) -> None:
        raise ComError("(-2147418111, 'Call was rejected by callee.', None, None)")

    engine.before_call = busy
    with pytest.raises(
        LiveError, match=r"^letters.xlsx: BP: Excel is busy; finish the cell that is being edited and run again$"
    ):
        excel.train(book)


class Native:
    """What Excel's own object for a sheet tells."""

    def __init__(self, **attributes: bool) -> None:
        self.__dict__.update(attributes)


def test_a_protected_sheet_is_told_in_one_line(
    engine: memory.Engine, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory.Sheet, "api", Native(ProtectContents=True))

    def refuse(what: str, place: str) -> None:
        if what == "write":
            raise RuntimeError("The cell is protected")

    engine.before_call = refuse
    with pytest.raises(LiveError, match=r"^letters.xlsx: BP: the sheet is protected; take the protection off"):
        excel.train(xlwings.Book(letters))


def changed(letters: Path, change: Callable[[Any], None]) -> Path:
    book = load_workbook(letters)
    change(book)
    book.save(letters)
    return letters


@pytest.mark.full
@pytest.mark.libreoffice
def test_a_sheet_that_is_protected_in_libreoffice_is_told_in_one_line(libreoffice: Any, letters: Path) -> None:
    def protect(book: Any) -> None:
        book["BP"].protection.sheet = True

    before = xlwings.engines.active
    libreoffice.activate()
    try:
        book = xlwings.Book(changed(letters, protect))
        cells = everything(book)
        with pytest.raises(SheetnetError, match=r"^letters.xlsx: [^\n]*protected[^\n]*$"):
            excel.train(book)
        assert everything(book) == cells
        book.close()
    finally:
        xlwings.engines.active = before


@pytest.mark.few(1)
def test_hidden_sheets_are_trained_like_any_other(program: Program, letters: Path) -> None:
    def hide(book: Any) -> None:
        for name in ("Data", "Calc", "Trace"):
            book[name].sheet_state = "hidden"

    book = program.open(changed(letters, hide))
    excel.train(book, iterations=3)

    assert book.sheets["Trace"]["A9"].value == 3
    assert book.sheets["BP"]["C9"].value.startswith("sheet and engine agree")


@pytest.mark.few(1)
def test_of_two_open_workbooks_the_one_that_is_given_is_trained(program: Program, letters: Path) -> None:
    other = program.open(Path(shutil.copy(letters, letters.with_name("other.xlsx"))))
    book = program.open(letters)
    excel.train(other, iterations=2)

    assert other.sheets["BP"]["D5"].value == 2
    assert book.sheets["BP"]["D5"].value == 0


def test_a_filtered_sheet_is_refused_before_anything_is_written(
    engine: memory.Engine, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory.Sheet, "api", Native(FilterMode=True))

    with pytest.raises(LiveError, match=r"^letters.xlsx: BP: the sheet is filtered; show all rows"):
        excel.train(xlwings.Book(letters))

    assert engine.count("write") == 0


def test_an_engine_that_tells_no_formulas_gets_the_numbers_all_the_same(letters: Path) -> None:
    """As xlwings Lite, whose formulas compute when the script has ended."""
    before = xlwings.engines.active
    engine = memory.register()
    try:
        book = xlwings.Book(letters)
        engine.type = "remote"
        excel.train(book, iterations=6)
        sheetnet.train(letters, iterations=6, output=letters.with_name("file.xlsx"))

        assert block(book) == in_file(letters.with_name("file.xlsx"), Area("BP", 15, 3, 34, 7))
        assert book.sheets["BP"]["C9"].value == "written; here the formulas compute when the script has ended"
        assert not [place for what, place in engine.calls if what == "write" and not place.startswith(("BP", "Trace"))]
    finally:
        xlwings.engines.active = before


def test_behind_a_button_an_error_is_the_one_line_of_the_popup(
    engine: memory.Engine, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = xlwings.Book(letters)
    book.sheets["BP"]["C8"].value = "fast"
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)

    with pytest.raises(SystemExit) as ended:
        excel.train()

    assert ended.value.code == (
        'sheetnet: letters.xlsx: BP!C8: expected a number for the learning rate eta, found text "fast"'
    )


def test_behind_a_button_of_a_japanese_workbook_the_popup_is_japanese(
    engine: memory.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ja.xlsx"
    sheetnet.new(path, plain=True, lang="ja")
    book = xlwings.Book(path)
    book.sheets["BP"]["C8"].value = "fast"
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)

    with pytest.raises(SystemExit) as ended:
        excel.train()

    assert ended.value.code == ('sheetnet: ja.xlsx: BP!C8: 学習率 η には数値が必要ですが、文字列 "fast" がありました')


def test_without_a_button_the_error_says_how_to_give_a_workbook(engine: memory.Engine) -> None:
    with pytest.raises(SystemExit) as ended:
        excel.train()

    assert str(ended.value.code).startswith("sheetnet: no button was pressed; in Python, give the workbook: train(")


def test_a_refused_run_leaves_a_marked_stop_cell_as_it_was(engine: memory.Engine, letters: Path) -> None:
    """Also where the name leads to a cell that holds something else."""
    book = xlwings.Book(letters)
    book.sheets["BP"]["I10"].value = "stop"
    book.sheets["BP"]["D92"].value = "abc"
    before = everything(book)

    with pytest.raises(CellError):
        excel.train(book)

    assert everything(book) == before


def test_ctrl_c_in_the_midst_of_writing_takes_back_what_was_written(engine: memory.Engine, letters: Path) -> None:
    for failing in (1, 2, 3):
        book = xlwings.Book(Path(shutil.copy(letters, letters.with_name(f"{failing}.xlsx"))))
        before = everything(book)
        engine.calls.clear()
        pressed: list[str] = []

        def press_ctrl_c(what: str, place: str, failing: int = failing, pressed: list[str] = pressed) -> None:
            if what == "write" and engine.count("write") == failing - 1 and not pressed:
                pressed.append(place)
                raise KeyboardInterrupt

        engine.before_call = press_ctrl_c
        with pytest.raises(KeyboardInterrupt):
            excel.train(book, iterations=3)

        assert pressed
        assert everything(book) == before
        assert (book.app.impl.calculation, book.app.impl.screen_updating) == ("automatic", True)


def test_what_cannot_be_read_back_is_told_and_no_failure(engine: memory.Engine, letters: Path) -> None:
    """The run has been written by then."""
    book = xlwings.Book(letters)

    def fail(what: str, place: str) -> None:
        if what == "read" and engine.count("write") >= 3:
            raise RuntimeError("gone")

    engine.before_call = fail
    result = excel.train(book, iterations=3)
    engine.before_call = lambda what, place: None

    assert result.updates == 3
    assert book.sheets["BP"]["D5"].value == 3
    assert book.sheets["BP"]["C9"].value.startswith("written, but it cannot be read back: ")


def test_a_formula_in_the_cell_for_the_agreement_stays(engine: memory.Engine, letters: Path) -> None:
    book = xlwings.Book(letters)
    book.sheets["BP"]["C9"].formula = "=C5+1"
    excel.train(book, iterations=3)

    assert book.sheets["BP"]["C9"].formula == "=C5+1"


def test_the_mode_is_put_back_although_the_program_is_busy_for_a_moment(
    engine: memory.Engine, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = xlwings.Book(letters)
    plain, refused = memory.App.__setattr__, []

    def busy(app: memory.App, name: str, value: Any) -> None:
        if (name, value) == ("calculation", "automatic") and len(refused) < 2:
            refused.append(name)
            raise RuntimeError("busy")
        plain(app, name, value)

    monkeypatch.setattr(memory.App, "__setattr__", busy)
    excel.train(book, iterations=3)

    assert len(refused) == 2
    assert book.app.impl.calculation == "automatic"


def test_a_check_names_kinks_rows_that_do_not_count_and_values_where_formulas_should_be() -> None:
    agreeing = Comparison("E", "BP!C11", "engine", 1, 0.0, "BP!C11", ())
    kinked = Comparison("gradients", "BP!C24:G29", "complex step", 15, 4e-17, "BP!G29", (), kinks=2)
    emptied = Comparison("sums_1", "Calc!C6:F9", "engine", 15, 0.0, "Calc!C6", (), overwritten=("Calc!C7",))

    assert in_words([agreeing]) == "sheet and engine agree: largest difference 0.0e+00 in 1 cells"
    text = in_words([agreeing._replace(not_counted="row 134 of Data looks like a case"), kinked, emptied])

    assert text.endswith("; row 134 of Data looks like a case")
    assert "; 2 gradients lie at a kink of relu, where there is no derivative; " in text
    assert "Calc!C7: expected a formula, found none" in text


def test_a_japanese_workbook_is_told_in_japanese_that_a_row_does_not_count(
    engine: memory.Engine, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    (tmp_path / "t.csv").write_text("a,b,t\n0,0,0\n0,1,1\n1,0,1\n")
    sheetnet.new(path, data=tmp_path / "t.csv", network="2-2-1", lang="ja", plain=True)
    opened = load_workbook(path)
    opened["BP"]["R1"] = "-"
    opened.defined_names["agreement"] = DefinedName("agreement", attr_text="BP!$R$1")
    for column, number in zip("DE", (0.5, 1), strict=True):
        opened["Data"][f"{column}9"] = number
    opened.save(path)
    sheetnet.train(path, iterations=1)
    book = xlwings.Book(path)

    excel.check(book)

    told = book.sheets["BP"].range("R1").value
    assert told.startswith("シートとプログラムは一致しています: ")
    assert "勾配と複素ステップの差は" in told
    assert "。Data の 9 行目はデータのように見えますが、数えられていません。" in told


# the button Fit: any workbook, its names `loss` and `parameters`

X = [0.0, 1.0, 2.0, 3.0, 5.0, 8.0]
Y = [1.1, 2.9, 5.2, 6.8, 11.1, 16.9]


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """A straight line through six points, and the sum of its squared errors."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Line"
    for row, (x, y) in enumerate(zip(X, Y, strict=True), 2):
        sheet.cell(row, 1, x)
        sheet.cell(row, 2, y)
        sheet.cell(row, 3, f"=$F$2+$F$3*A{row}")
    sheet["F2"], sheet["F3"], sheet["F5"] = 0.5, 0.5, "=SUMXMY2(B2:B7,C2:C7)"
    for name, cells in (("loss", "Line!$F$5"), ("parameters", "Line!$F$2:$F$3")):
        book.defined_names[name] = DefinedName(name, attr_text=cells)
    book.save(tmp_path / "line.xlsx")
    return tmp_path / "line.xlsx"


@pytest.mark.few(1)
@pytest.mark.libreoffice
def test_the_numbers_become_those_of_least_squares_and_nothing_else_changes(program: Program, line: Path) -> None:
    book = program.open(line)
    before = everything(book)

    result = excel.fit(book)

    slope, intercept = np.polyfit(X, Y, 1)
    found = book.sheets["Line"]["F2:F3"].value
    assert found == pytest.approx([intercept, slope], rel=1e-9)
    assert book.sheets["Line"]["F5"].value == pytest.approx(result.after, rel=1e-9)
    changed = {at for at, value in everything(book).items() if value != before.get(at)}
    computed = {("Line", row, 3) for row in range(2, 8)} | {("Line", 5, 6)}
    assert {("Line", 2, 6), ("Line", 3, 6)} <= changed <= {("Line", 2, 6), ("Line", 3, 6)} | computed


@pytest.mark.few(1)
def test_without_the_names_it_is_said_which_is_missing(program: Program, letters: Path) -> None:
    with pytest.raises(SettingError, match="the workbook has no name 'loss'"):
        excel.fit(program.open(letters))


def test_such_a_workbook_gets_the_button_beside_its_loss(line: Path) -> None:
    add_buttons(line)

    ((caption, macro, anchor),) = buttons(line.with_suffix(".xlsm"))
    assert (caption, macro) == ("Fit", "[0]!SheetnetFit")
    assert anchor[0] > 5
    assert anchor[2] == 4  # row 5, that of the loss


def test_a_workbook_without_network_and_names_is_refused_as_before(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")

    with pytest.raises(LayoutError):
        add_buttons(tmp_path / "empty.xlsx")
