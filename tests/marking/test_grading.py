"""The marks of a submission: what is right in any spelling, what is forgiven, and what is not."""

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

import sheetnet
from sheetnet import classroom
from sheetnet.errors import SheetnetError
from sheetnet.marking.grading import FIELDS
from tests.marking.conftest import Grade, Task
from tests.marking.submissions import Edit, answers, hand_in, put

NAMES = ("xor", "letters")


def verdicts(marks: Mapping[str, Any], *cells: str) -> list[str]:
    found = {cell["cell"]: cell["verdict"] for cell in marks["cells"]}
    return [found[cell] for cell in cells]


def everywhere(pattern: str, new: str, sheet: str = "Calc", columns: str = "[A-Z]+") -> Any:
    """An edit of every formula of some columns, those of a layer for instance."""

    def edit(book: Workbook) -> None:
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.data_type == "f" and re.fullmatch(columns, cell.column_letter):
                    cell.value = re.sub(pattern, new, cell.value)

    return edit


@pytest.mark.few(1)
@pytest.mark.parametrize("name", NAMES)
def test_the_keys_own_formulas_earn_all_points(name: str, graded: Grade, tasks: Mapping[str, Task]) -> None:
    marks = graded(name)

    assert marks["share"] == 1.0
    assert marks["verdicts"]["right"] == len(marks["cells"]) == sum(map(len, tasks[name].formulas.values()))


def test_a_record_has_the_fields_that_a_noted_one_is_asked_for(graded: Grade) -> None:
    assert graded("xor").keys() == FIELDS


@pytest.mark.few(1)
@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_exercise_earns_none(name: str, tasks: Mapping[str, Task]) -> None:
    marks = classroom.grade(tasks[name].exercise, str(tasks[name].key))

    assert marks["share"] == 0.0
    assert {cell["verdict"] for cell in marks["cells"]} == {"missing"}


SPELLINGS = (
    "=(M{r}-Data!X{r})*M{r}*(1-M{r})",
    "=M{r}*(1-M{r})*(M{r}-Data!X{r})",
    "=M{r}*M{r}-Data!X{r}*M{r}-M{r}^3+Data!X{r}*M{r}^2",
    "=PRODUCT(M{r}-Data!X{r},M{r},1-M{r})",
    "=-1*(Data!$X{r}-$M{r})*($M{r}-$M{r}^2)",
    "=IF(Data!X{r}=1,-(1-M{r})*M{r}*(1-M{r}),M{r}*M{r}*(1-M{r}))",
    "=_xlfn.LET(_xlpm.z,M{r},(_xlpm.z-Data!X{r})*_xlpm.z*(1-_xlpm.z))",
    "=ROUND((M{r}-Data!X{r})*M{r}*(1-M{r}),8)",
    "=(M{r}-(Data!$B{r}=Data!X$5))*M{r}*(1-M{r})",
    '=(M{r}-IF(Data!B{r}="A",1,0))*M{r}*(1-M{r})',
    '=(M{r}-COUNTIF(Data!B{r},"A"))*M{r}*(1-M{r})',
    "=(M{r}-(1-Data!Y{r}-Data!Z{r}-Data!AA{r}))*M{r}*(1-M{r})",
    '=(INDIRECT("M"&ROW())-INDIRECT("Data!X{r}"))*INDIRECT("R{r}C13",FALSE)*(1-M{r})',
)
NO_ANSWERS = {
    '=(M{r}-IF(Data!B{r}="P",1,0))*M{r}*(1-M{r})': "wrong",
    0.5: "constant",
    "=0.1+0.02": "constant",
    "0,074": "constant",
    None: "missing",
    "=M{r}-1": "wrong",
}


def down(column: str, formulas: Iterable[Any]) -> Edit:
    """An edit that puts formulas below each other from row 6 on, each for its row."""
    cells = {f"Calc!{column}{r}": one.format(r=r) if isinstance(one, str) else one for r, one in enumerate(formulas, 6)}
    return put(cells)


def test_an_equivalent_formula_is_right_in_any_spelling(graded: Grade) -> None:
    marks = graded("letters", down("R", SPELLINGS))

    assert verdicts(marks, *[f"Calc!R{6 + n}" for n in range(len(SPELLINGS))]) == ["right"] * len(SPELLINGS)
    assert marks["share"] == 1.0


@pytest.mark.full
def test_what_is_no_formula_of_the_answer_earns_nothing(graded: Grade) -> None:
    """A number, one in disguise, one with a decimal comma, nothing, and what is right where the target is 1."""
    marks = graded("letters", down("R", NO_ANSWERS))

    assert verdicts(marks, *[f"Calc!R{6 + n}" for n in range(len(NO_ANSWERS))]) == list(NO_ANSWERS.values())
    assert marks["share"] == pytest.approx(1 - len(NO_ANSWERS) / 512 / 3)


def test_a_lone_formula_that_reads_another_case_of_the_same_letter_is_wrong(
    graded: Grade, tasks: Mapping[str, Task]
) -> None:
    """Both cases have the same targets at all inputs with whole numbers: their letters, and those before, are alike."""
    data = load_workbook(tasks["letters"].key)["Data"]
    letters = {row: data[f"B{row}"].value for row in range(6, 60)}
    row, other = next(
        (one, two)
        for one in range(7, 60)
        for two in range(one + 3, 60, 3)
        if (letters[one], letters[one - 1]) == (letters[two], letters[two - 1])
    )
    formula = f"=(M{row}-(1-Data!Y{other}-Data!Z{other}-Data!AA{other}))*M{row}*(1-M{row})"

    marks = graded("letters", put({f"Calc!R{row}": formula}))

    assert verdicts(marks, f"Calc!R{row}", f"Calc!R{row + 1}") == ["wrong", "right"]


def test_a_wrong_sum_is_wrong_also_after_deltas_that_are_all_0(graded: Grade) -> None:
    """Given these, the right sum is 0 as well: nothing would show."""

    def spoil(book: Workbook) -> None:
        everywhere(r"^=.*", "=0*M6", columns="[RSTU]")(book)
        everywhere(r"\+U\d+\*BP![$A-Z0-9]+", "", columns="[VW]")(book)

    marks = graded("letters", spoil)

    assert verdicts(marks, "Calc!R6", "Calc!V6", "Calc!W6", "Calc!X6") == ["wrong", "wrong", "wrong", "right_given"]


def test_given_cells_that_were_changed_are_told_and_count_as_they_were_handed_out(graded: Grade) -> None:
    """An output that is 1 everywhere would make a wrong formula right; no case that trains, a gradient of 0."""
    ones = {f"Calc!H{row}": 1 for row in range(6, 10)}
    wrong = put({**ones, "Data!C6": 0, "Calc!J6": "=Calc!H6-1", "BP!C22": "=0*Calc!H6"})

    marks = graded("xor", wrong)

    assert marks["changed"] == ["Data!C6", "Calc!H6", "Calc!H7", "Calc!H8", "Calc!H9"]
    assert verdicts(marks, "Calc!J6", "BP!C22", "Calc!J7", "Calc!K6") == ["wrong", "wrong", "right", "right_given"]


def test_a_given_formula_in_another_spelling_is_not_changed(graded: Grade) -> None:
    marks = graded("xor", put({"Calc!H6": "=1-1/(1+EXP(G6))", "Calc!J6": "=0.1*H6"}))

    assert marks["changed"] == []
    assert verdicts(marks, "Calc!J6", "Calc!K6") == ["wrong", "right_given"]


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("given", "told"), [("another", "given formulas"), ("exercise", "it may be the exercise itself")]
)
def test_a_key_of_another_workbook_is_told(given: str, told: str, tasks: Mapping[str, Task], tmp_path: Path) -> None:
    """It marked a whole class with nought, and said nothing."""
    task = tasks["xor"]
    path = hand_in(task.exercise, tmp_path / "submission.xlsx", task.formulas)
    other = tmp_path / "other.xlsx"
    sheetnet.new(other, plain=True, example="walkthrough")
    key = other if given == "another" else task.exercise

    with pytest.raises(SheetnetError, match=re.escape(told)):
        classroom.grade(path, str(key))


SAVED = {
    "=IMREAL(IMPRODUCT(M6-Data!X6,M6,1-M6))": "right",
    "=(M6-Data!X6)*M6*(1-M6)+0*RAND()": "right",
    "=IMREAL(IMPRODUCT(M6-Data!X6,M6))": "wrong",  # that is not the number
    "=WEBSERVICE(M6)": "wrong",  # it calls out
    "=ANSWER(M6)": "wrong",  # a function of somebody's own
    "=IMREAL(0.1)": "wrong",  # it reads no cell
    "=[1]Calc!R6": "wrong",  # another workbook
}


@pytest.mark.few(3)
@pytest.mark.parametrize(("formula", "verdict"), SAVED.items())
def test_what_sheetnet_cannot_compute_is_judged_by_its_saved_number(
    formula: str, verdict: str, tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    """The number that stands in the file is the key's, but for one formula whose own it is not."""
    task = tasks["letters"]
    number = load_workbook(task.key, data_only=True)["Calc"]["R6"].value
    path = hand_in(task.exercise, tmp_path / "submission.xlsx", task.formulas, put({"Calc!R6": formula}))
    _save_number(path, formula, number * (2 if verdict == "wrong" and "IMPRODUCT" in formula else 1))

    marks = classroom.grade(path, str(task.key))

    cell = next(cell for cell in marks["cells"] if cell["cell"] == "Calc!R6")
    assert cell["verdict"] == verdict
    assert cell.get("by_saved_number", False) is (verdict == "right")
    assert ("saved number alone" in cell["message"]) is (verdict == "right")
    behind = {"right": "right", "wrong": "right_given"}
    assert verdicts(marks, "Calc!V6") == [behind[verdict]]


def _save_number(path: Path, formula: str, number: float) -> None:
    """Put a saved result behind a formula, which openpyxl leaves out."""
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    told = f"<f>{formula.removeprefix('=')}</f>".encode()
    name = next(name for name, part in parts.items() if told in part)
    parts[name] = re.sub(re.escape(told) + rb"<v ?/>", told + f"<v>{number!r}</v>".encode(), parts[name])
    assert told + b"<v>" in parts[name]
    with ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)


def test_a_label_is_as_good_as_a_target_where_no_case_has_a_class(tmp_path: Path) -> None:
    """At other inputs targets say the class that no case has, and so does the label that is read."""
    rows = [f"{x / 8},{x * x / 64},{'pq'[x % 2]}" for x in range(1, 9)]
    (tmp_path / "data.csv").write_text("a,b,kind\n" + "\n".join(rows) + "\n", encoding="utf-8")
    key, exercise = tmp_path / "key.xlsx", tmp_path / "exercise.xlsx"
    sheetnet.new(key, data=tmp_path / "data.csv", plain=True)
    book = load_workbook(key)
    for row in range(6, 14):
        book["Data"][f"B{row}"], book["Data"][f"F{row}"], book["Data"][f"G{row}"] = "p", 1, 0
    book.save(key)
    classroom.blank(key, exercise, ["deltas"])
    right = answers(exercise, key)
    column, old = next((cell, text) for cell, text in right["Calc"].items() if "Data!F7" in str(text))

    path = hand_in(
        exercise, tmp_path / "one.xlsx", right, put({f"Calc!{column}": old.replace("Data!F7", '(Data!B7="p")')})
    )

    assert verdicts(classroom.grade(path, str(key)), f"Calc!{column}") == ["right"]


def test_the_right_number_pasted_is_a_constant_still(graded: Grade, tasks: Mapping[str, Task]) -> None:
    saved = load_workbook(tasks["letters"].key, data_only=True)["Calc"]["R6"].value

    marks = graded("letters", put({"Calc!R6": saved}))

    assert verdicts(marks, "Calc!R6", "Calc!V6") == ["constant", "right_given"]


def test_a_follow_on_error_is_forgiven(graded: Grade) -> None:
    marks = graded("letters", everywhere(r"=-\(", "=(", columns="[RSTU]"))

    found = {block: {cell["verdict"] for cell in marks["cells"] if cell["block"] == block} for block in
             ("deltas_2", "deltas_1", "gradients")}  # fmt: skip
    assert found == {"deltas_2": {"wrong"}, "deltas_1": {"right_given"}, "gradients": {"right_given"}}
    assert marks["share"] == pytest.approx(2 / 3)


SLIPS = {
    "minus_left_out": ("outputs", r"=1/\(1\+EXP\(MIN\(-(\w+),700\)\)\)", r"=1/(1+EXP(\1))"),
    "brackets_missing": ("outputs", r"=1/\(1\+EXP\(MIN\(-(\w+),700\)\)\)", r"=1/1+EXP(-\1)"),
    "square_left_out": ("errors", r"=\(\((.*?)\)\*\(.*?\)\)/2", r"=(\1)/2"),
    "half_too_much": ("errors", r"=(.*)/2", r"=\1/4"),
    "one_minus_left_out": ("deltas", r"=-(.*)\*\(1-(\w+)\)$", r"=-\1*\2"),
    "wrong_function": ("outputs", r"=(.*)", r"=TRUNC(\1,1)"),
    "typed_number": ("updates", r"\$C\$8", "2"),
}


@pytest.mark.few(1)
@pytest.mark.parametrize(("kind", "slip"), SLIPS.items())
def test_a_common_slip_is_named(
    kind: str, slip: tuple[str, str, str], tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    what, pattern, new = slip
    key, exercise = tasks["xor"].key, tmp_path / "exercise.xlsx"
    classroom.blank(key, exercise, [what])
    wrong = {
        sheet: {cell: re.sub(pattern, new, text) for cell, text in cells.items()}
        for sheet, cells in answers(exercise, key).items()
    }

    marks = classroom.grade(hand_in(exercise, tmp_path / "one.xlsx", wrong), str(key))

    told = [cell for cell in marks["cells"] if cell["verdict"] == "wrong"]
    assert {cell["mistake"] for cell in told} == {kind}
    assert told[0]["remedy"]


def test_what_comes_after_a_missing_cell_is_judged_by_itself(graded: Grade) -> None:
    """Nothing of what came before is there, and 0 would make many formulas right."""
    gone = {f"Calc!{column}6": None for column in "RSTU"}

    marks = graded("letters", put({**gone, "Calc!V6": "=R6+S6+T6+U6"}))

    assert verdicts(marks, "Calc!R6", "Calc!V6", "Calc!W6") == ["missing", "wrong", "right_given"]


MISTAKES = {
    "target_minus_output": ("R", r"=-\((.*?)\)", r"=(\1)"),
    "slope_left_out": ("S", r"=-\((.*?)\).*", r"=-(\1)"),
    "half_of_slope": ("T", r"\*\(1-\w+\)$", ""),
    "slope_with_wrong_sign": ("U", r"\(1-", "(1+"),
    "slope_of_other_unit": ("V", r"F(\d+)\*\(1-F", r"F\1*(1-G"),
    "output_left_out": ("W", r"\+U\d+\*BP!\$D\$34", ""),
    "delta_of_other_unit": ("X", r"R(\d+)\*", r"S\1*"),
}  # kind -> the column with the mistake, what is written otherwise, and how


def test_mistakes_are_named(graded: Grade) -> None:
    def spoil(book: Workbook) -> None:
        for columns, pattern, new in MISTAKES.values():
            everywhere(pattern, new, columns=columns)(book)

    marks = graded("letters", spoil)

    wrong = [cell for cell in marks["cells"] if cell["verdict"] == "wrong"]
    found = {(cell["cell"][5], cell["mistake"]) for cell in wrong}
    assert found == {(column, kind) for kind, (column, _, _) in MISTAKES.items()}
    assert len(wrong) == 7 * 128


@pytest.mark.full
def test_transposed_weights_are_named_where_their_block_is_no_square(graded: Grade) -> None:
    """Of four outputs and three hidden units the fourth weight is led out of the block."""
    turned = {
        f"Calc!{column}6": _transposed(row, unit) for row, (column, unit) in zip((31, 32), ("VF", "WG"), strict=True)
    }

    marks = graded("letters", put(turned))

    found = {cell["cell"]: cell.get("mistake") for cell in marks["cells"] if cell["verdict"] == "wrong"}
    assert found == dict.fromkeys(turned, "transposed_weights")


def _transposed(row: int, unit: str) -> str:
    terms = "+".join(f"{delta}6*BP!${weight}${row}" for delta, weight in zip("RSTU", "CDEF", strict=True))
    return f"=({terms})*{unit}6*(1-{unit}6)"


@pytest.mark.full
def test_exchanged_cells_are_wrong_both(graded: Grade, tasks: Mapping[str, Task]) -> None:
    formulas = tasks["letters"].formulas
    pairs = [("BP", "C38", "D38"), ("Calc", "R6", "R7")]
    swap = {f"{sheet}!{a}": formulas[sheet][b] for sheet, one, other in pairs for a, b in ((one, other), (other, one))}

    marks = graded("letters", put(swap))

    assert {cell["cell"] for cell in marks["cells"] if cell["verdict"] == "wrong"} == set(swap)


def test_an_update_without_the_rate_lacks_a_factor(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    """No formula of the submission reads the rate: the key's does."""
    key, exercise = tasks["xor"].key, tmp_path / "exercise.xlsx"
    classroom.blank(key, exercise, ["updates"])
    formulas = {
        sheet: {cell: text.replace("$C$8*", "") for cell, text in cells.items()}
        for sheet, cells in answers(exercise, key).items()
    }

    marks = classroom.grade(hand_in(exercise, tmp_path / "submission.xlsx", formulas), str(key))

    found = {(cell["verdict"], cell["mistake"]) for cell in marks["cells"]}
    assert found == {("wrong", "factor_left_out")}
    assert "C22*C8 for C22" in marks["cells"][0]["remedy"]


SOFTMAX = {
    "target_minus_output": r"=\2-\1",
    "target_added": r"=\1+\2",
    "slope_too_much": r"=(\1-\2)*\1*(1-\1)",
    "factor_two": r"=2*(\1-\2)",
}  # kind -> what is written for the error z - t, where the key has z*SUM(targets) - t


@pytest.mark.full
def test_mistakes_beside_the_error_of_softmax_are_named(tmp_path: Path) -> None:
    """At the point where no number is whole, targets do not sum to 1: z - t is not the key's there."""
    data, key, exercise = (tmp_path / name for name in ("data.csv", "key.xlsx", "exercise.xlsx"))
    data.write_text("a,b,kind\n.1,.7,x\n.9,.3,y\n.4,.2,z\n.6,.8,x\n.3,.5,y\n.7,.1,z\n", encoding="utf-8")
    sheetnet.new(key, data=str(data), network="2-2-3", plain=True, settings={"head": "softmax+cross entropy"})
    classroom.blank(key, exercise, ["deltas"])
    for kind, new in SOFTMAX.items():
        formulas = {
            sheet: {cell: re.sub(r"=(\w+)\*SUM\(.*\)-(Data!\w+)", new, text) for cell, text in cells.items()}
            for sheet, cells in answers(exercise, key).items()
        }
        marks = classroom.grade(hand_in(exercise, tmp_path / f"{kind}.xlsx", formulas), str(key))
        found = {(cell["verdict"], cell.get("mistake")) for cell in marks["cells"]}
        assert found == {("wrong", kind), ("right_given", None)}


@pytest.mark.full
def test_the_files_stay_as_they_are(graded: Grade, tasks: Mapping[str, Task], tmp_path: Path) -> None:
    graded("letters")
    path = tmp_path / "submission.xlsx"
    before = path.read_bytes(), tasks["letters"].key.read_bytes()

    classroom.grade(path, str(tasks["letters"].key))

    assert (path.read_bytes(), tasks["letters"].key.read_bytes()) == before


@pytest.mark.full
def test_a_formula_of_the_key_below_all_that_a_submission_has_is_missing(
    tasks: Mapping[str, Task], tmp_path: Path
) -> None:
    key = tmp_path / "key.xlsx"
    book = load_workbook(tasks["xor"].key)
    book["Calc"]["A900"].value = "=1+1"
    book.save(key)
    shutil.copy(tasks["xor"].key, tmp_path / "other.xlsx")

    marks = classroom.grade(tmp_path / "other.xlsx", str(key))

    assert [(cell["cell"], cell["verdict"]) for cell in marks["cells"]] == [("Calc!A900", "missing")]


def test_without_an_exercise_the_cells_that_differ_are_asked(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    book = load_workbook(tasks["xor"].key)
    cells = list(tasks["xor"].formulas["Calc"])[:2]
    book["Calc"][cells[0]].value, book["Calc"][cells[1]].value = None, 1
    book.save(tmp_path / "other.xlsx")

    marks = classroom.grade(tmp_path / "other.xlsx", str(tasks["xor"].key))

    assert {cell["cell"]: cell["verdict"] for cell in marks["cells"]} == {
        f"Calc!{cells[0]}": "missing",
        f"Calc!{cells[1]}": "constant",
    }


@pytest.mark.few(2)
@pytest.mark.parametrize("formula", ["=1/(H6-H6)", '=WEBSERVICE("x")&H6', '="a"&H6', "=#REF!*H6", "=H6*SECH("])
def test_what_comes_after_an_error_is_judged_by_itself(formula: str, graded: Grade, tasks: Mapping[str, Task]) -> None:
    """The key's numbers stand in for a cell without one: errors spread, and all behind them would be wrong."""
    first = next(iter(tasks["xor"].formulas["Calc"]))

    marks = graded("xor", put({f"Calc!{first}": formula}))

    assert verdicts(marks, f"Calc!{first}") == ["wrong"]
    assert marks["verdicts"]["wrong"] == 1
    assert marks["verdicts"]["right_given"] > 3


@pytest.mark.full
def test_a_term_that_is_left_out_is_missed_although_its_weight_is_0(graded: Grade, tasks: Mapping[str, Task]) -> None:
    """The letters' weight BP!E34, of output 4 to hidden unit 3, is 0 at the start: alone a sum without it is equal."""
    assert load_workbook(tasks["letters"].key)["BP"]["E34"].value == 0

    marks = graded("letters", everywhere(r"\+U\d+\*BP!\$E\$34", "", columns="X"))

    assert marks["verdicts"]["wrong"] == 128


def test_a_workbook_with_nothing_of_the_key_is_another_one(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    """It failed by file, and was not marked with nought of more points than the others could earn."""
    other = tmp_path / "shopping.xlsx"
    book = Workbook()
    book.active["A1"] = "apples"
    book.save(other)

    with pytest.raises(SheetnetError, match="another workbook than the key"):
        classroom.grade(other, str(tasks["xor"].key))
    assert classroom.grade(other, str(tasks["xor"].key), exercise=str(tasks["xor"].exercise))["share"] == 0.0


def test_where_all_cases_train_a_gradient_without_that_column_is_right(graded: Grade) -> None:
    marks = graded("xor", everywhere(r"SUMPRODUCT\(Data!\$C[^,]*,", "SUMPRODUCT(", sheet="BP"))

    assert "Data!$C$6" not in "".join(cell["formula"] for cell in marks["cells"])
    assert marks["share"] == marks["verdicts"]["right"] / len(marks["cells"]) == 1.0


def test_a_formula_that_lost_its_reference_is_wrong_and_no_number(graded: Grade, tasks: Mapping[str, Task]) -> None:
    cell = next(iter(tasks["xor"].formulas["Calc"]))

    marks = graded("xor", put({f"Calc!{cell}": "=#REF!"}))

    assert verdicts(marks, f"Calc!{cell}") == ["wrong"]
