"""The live formulas of what is read off a network's passes: E, accuracy, classes, the confusion table, level lines."""

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Formulas
from sheetnet.sheet.formulas.method import NO_CLASSES, Pieces
from sheetnet.sheet.formulas.pieces import TargetCells
from sheetnet.sheet.formulas.references import References, column_of, of_cases

NOTHING = "–"  # what a cell shows where a number would mean nothing
DASH = f'"{NOTHING}"'


def results(layout: Layout, of: Pieces) -> dict[str, Formulas]:
    """Area name -> formulas of every workbook: E and accuracy, what is read of each case, two lines for the chart."""
    ref = References(layout["E"].sheet)
    training, errors, right = (ref(layout[name]) for name in ("training", "errors", "right"))
    cases = "training_cases" if layout.made_for is None else f"SUM({training})"
    found: dict[str, Formulas] = {
        "E": [[f"SUMPRODUCT({training},{errors}){of.share}"]],
        "accuracy": [[of.where_read(f"SUMPRODUCT({training},{right})/{cases}", DASH)]],
    }
    read = _by_number if layout.made_for is None else _read
    found |= read(layout, of)
    found["trace_levels"] = _levels(layout, of) if layout.has_settings else _article_levels(layout)
    return found


def results_of_settings(layout: Layout, of: Pieces) -> dict[str, Formulas]:
    """Area name -> formulas that only a workbook with settings has: of test cases, of classes, and mean targets."""
    ref = References(layout["training_cases"].sheet)
    training, errors, right = (ref(layout[name], fixed=True) for name in ("training", "errors", "right"))
    of_tests = f"SUMPRODUCT(1-{training},{{}})"
    accuracy = f"{of_tests.format(right)}/test_cases"
    if layout.made_for is None:
        accuracy = f"IF(OR(test_cases=0,{NO_CLASSES}),{DASH},{accuracy})"
    else:
        accuracy = of.where_read(f"IF(test_cases=0,{DASH},{accuracy})", DASH)
    found: dict[str, Formulas] = {
        "test_E": [[f"IF(test_cases=0,{DASH},{of_tests.format(errors)}{of.test_share})"]],
        "test_accuracy": [[accuracy]],
        "training_cases": [[f"SUM({training})"]],
        "test_cases": [[f"ROWS({training})-training_cases"]],
        "target_means": _target_means(layout),
    }
    if "target_class" in layout:
        found |= _numbers(layout, of)
        for name, counted in (("confusion", "training"), ("confusion_test", "1-training")):
            if name in layout:
                found[name] = _confusion(layout, name, counted)
    return found


def _read(layout: Layout, of: Pieces) -> dict[str, Formulas]:
    """The class of the largest output, the first of equals, and 1 where the targets say the same, else 0.

    A single output says 1 from the middle of its range on, else 0.
    """
    z, middle = layout[f"outputs_{len(layout.geometry.sizes) - 1}"], of.head.middle
    ref = References(layout["letters_read"].sheet)
    o = ref.case(z, 0, z.width)
    classes = ref(layout["classes"], fixed=True) if z.width > 1 else ""
    word = f"IF({o}>={middle},1,0)" if z.width == 1 else f"INDEX({classes},1,MATCH(MAX({o}),{o},0))"
    ref = References(layout["right"].sheet)
    o, t = ref.case(z, 0, z.width), ref.case(layout["targets"], 0, z.width)
    if z.width == 1:
        same = f"IF(IF({o}>={middle},1,0)=IF({t}>={middle},1,0),1,0)"
    else:
        same = f"IF(MATCH(MAX({o}),{o},0)=MATCH(MAX({t}),{t},0),1,0)"
    patterns = {"letters_read": word, "right": same}
    return {name: of_cases([of.where_read(text, DASH)], layout[name].height) for name, text in patterns.items()}


def _by_number(layout: Layout, of: Pieces) -> dict[str, Formulas]:
    """The same by the numbers of the classes, which stand in cells of their own."""
    z = layout[f"outputs_{len(layout.geometry.sizes) - 1}"]
    ref = References(layout["read_class"].sheet)
    read, wanted = ref.case(layout["read_class"], 0), ref.case(layout["target_class"], 0)
    words = ref(layout["classes"], fixed=True)
    word = f"{read}-1" if z.width == 1 else f"INDEX({words},1,{read})"
    patterns = {"letters_read": word, "right": f"IF({read}={wanted},1,0)"}
    return {name: of_cases([of.where_read(text, DASH)], z.height) for name, text in patterns.items()}


def _numbers(layout: Layout, of: Pieces) -> dict[str, Formulas]:
    """The class of targets and of outputs as numbers from 1; 0 where there are none."""
    z, t = layout[f"outputs_{len(layout.geometry.sizes) - 1}"], layout["targets"]
    ref = References(layout["read_class"].sheet)
    found: dict[str, Formulas] = {}
    for name, cells in (("target_class", ref.case(t, 0, t.width)), ("read_class", ref.case(z, 0, z.width))):
        one = f"IF({cells}>={of.head.middle},2,1)" if z.width == 1 else f"MATCH(MAX({cells}),{cells},0)"
        found[name] = of_cases([of.where_read(one, "0")], z.height)
    return found


def _target_means(layout: Layout) -> Formulas:
    """The mean of each target over the training cases."""
    ref = References(layout["target_means"].sheet)
    training, targets = ref(layout["training"], fixed=True), layout["targets"]
    return [[f"SUMPRODUCT({training},{ref(column_of(targets, k))})/training_cases" for k in range(targets.width)]]


def _levels(layout: Layout, of: Pieces) -> Formulas:
    """Two lines for the chart: E of outputs that say nothing, and of the best constant answer, the mean target."""
    area, targets = layout["trace_levels"], layout["targets"]
    ref = References(area.sheet)
    training, means = ref(layout["training"]), layout["target_means"]
    columns = [ref(column_of(targets, k)) for k in range(targets.width)]
    squares = "(" + "+".join(f"SUMPRODUCT({training},{t},{t})" for t in columns) + ")"
    cells = TargetCells("training_cases", squares, [ref(means.part(0, k)) for k in range(targets.width)], ref(means))
    end = ref(layout["counter"])
    return [
        [end, f"{of.head.nothing(cells)}{of.share}", ref(area.part(0, 1))],
        [end, f"{of.head.constant(cells)}{of.share}", ref(area.part(1, 1))],
    ]


def _article_levels(layout: Layout) -> Formulas:
    """Two level lines for the chart: (last iteration, E, E), if all outputs are 0.5, and for the best constant answer.

    1/2 sum (t - 1/2)^2 = (sum t^2 - sum t + n/4) / 2;  1/2 sum (t - mean)^2 = (sum t^2 - (sum t)^2 / n) / 2.
    """
    area = layout["trace_levels"]
    ref = References(area.sheet)
    training = ref(layout["training"])
    end = ref(layout["counter"])
    halves, constants = [], []
    for n in range(layout["targets"].width):
        t = ref(column_of(layout["targets"], n))
        squares, total = f"SUMPRODUCT({training},{t},{t})", f"SUMPRODUCT({training},{t})"
        halves.append(f"({squares}-{total}+SUM({training})/4)/2")
        constants.append(f"({squares}-{total}^2/SUM({training}))/2")
    return [
        [end, "+".join(halves), ref(area.part(0, 1))],
        [end, "+".join(constants), ref(area.part(1, 1))],
    ]


def _confusion(layout: Layout, name: str, counted: str) -> Formulas:
    """How many cases of each class (rows) are read as each class (columns)."""
    area = layout[name]
    ref = References(area.sheet)
    training, wanted, read = (ref(layout[one], fixed=True) for one in ("training", "target_class", "read_class"))
    cases = counted.replace("training", training)
    return [
        [f"SUMPRODUCT({cases},({wanted}={row})*({read}={column}))" for column in range(1, area.width + 1)]
        for row in range(1, area.height + 1)
    ]
