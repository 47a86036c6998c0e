"""The live formulas of a workbook with settings: every head, every optimiser's next step and state, every batch.

The pieces of its method have the choice of all rows, so that a list on sheet Settings acts at once; settings and what
follows from them are called by their names. The order of each epoch is a formula too: keys by a cubic congruential
generator, whose ranks are a permutation (see `sheetnet.net.batches`, which computes the same numbers).
"""

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import HEADS, HIDDEN, OPTIMISERS, REGRESSION
from sheetnet.sheet.formulas.network import gradients, passes, update
from sheetnet.sheet.formulas.pieces import HeadFormulas, TargetCells, any_activation, any_head, any_optimiser
from sheetnet.sheet.formulas.references import Formulas, References, column_of

# the generator of keys: u = (a case + b epoch + c seed) mod prime, key = u^3 mod prime
GENERATOR = {"case": 10_368_899, "epoch": 6_407_773, "seed": 3_960_283, "prime": 16_777_199}

NOTHING = "–"  # what a cell shows where a number would mean nothing


_NO_CLASSES = f"head_number={HEADS.index(REGRESSION) + 1}"


def method_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas in the shape of the area, for a workbook with settings."""
    head = any_head(HEADS)
    formulas: dict[str, Formulas] = {name: [[text]] for name, text in _helpers(layout).items()}
    formulas |= {"gradients": gradients(layout, "batch", "*batch_share")}
    formulas |= update(layout, any_optimiser(OPTIMISERS)) | passes(layout, any_activation(HIDDEN), head)
    formulas |= {**_classes(layout, head), **_order(layout)}
    formulas |= {"target_means": _target_means(layout), "trace_levels": _levels(layout, head)}
    for name, counted in (("confusion", "training"), ("confusion_test", "1-training")):
        if name in layout:
            formulas[name] = _confusion(layout, name, counted)
    return {name: rows for name, rows in formulas.items() if name in layout}


def _number(setting: str, choices: tuple[str, ...]) -> str:
    listed = ",".join(f'"{choice}"' for choice in choices)
    return f"MATCH({setting},{{{listed}}},0)"


def _helpers(layout: Layout) -> dict[str, str]:
    """What follows from settings and data in one number each."""
    ref = References(layout["training_cases"].sheet)
    training, errors, right = (ref(layout[name], fixed=True) for name in ("training", "errors", "right"))
    batch = ref(layout["batch"], fixed=True)
    of_tests = f"SUMPRODUCT(1-{training},{{}})"
    on_bp = References(layout["E"].sheet)
    return {
        "E": f"SUMPRODUCT({on_bp(layout['training'])},{on_bp(layout['errors'])})*share",
        "accuracy": f'IF({_NO_CLASSES},"{NOTHING}",'
        f"SUMPRODUCT({on_bp(layout['training'])},{on_bp(layout['right'])})/training_cases)",
        "test_E": f'IF(test_cases=0,"{NOTHING}",{of_tests.format(errors)}*test_share_of_E)',
        "test_accuracy": f'IF(OR(test_cases=0,{_NO_CLASSES}),"{NOTHING}",{of_tests.format(right)}/test_cases)',
        "training_cases": f"SUM({training})",
        "test_cases": f"ROWS({training})-training_cases",
        "batch_cases": 'IF(batch_size="all",training_cases,MIN(batch_size,training_cases))',
        "batches_per_epoch": "ROUNDUP(training_cases/batch_cases,0)",
        "epoch": "INT(updates/batches_per_epoch)",
        "first_position": "MOD(updates,batches_per_epoch)*batch_cases",
        "share": 'IF(reduction="mean",1/training_cases,1)',
        "batch_share": f'IF(reduction="mean",1/SUM({batch}),1)',
        "test_share_of_E": 'IF(AND(reduction="mean",test_cases>0),1/test_cases,1)',
        "optimiser_number": _number("optimiser", OPTIMISERS),
        "hidden_number": _number("hidden", HIDDEN),
        "head_number": _number("head", HEADS),
        "corrected_eta": "eta*SQRT(1-beta2^(updates+1))/(1-beta1^(updates+1))",
        "updates_next": "updates+1",
    }


def _classes(layout: Layout, head: HeadFormulas) -> dict[str, Formulas]:
    """The class of targets and of outputs as numbers from 1, the word for it, and whether they are the same.

    The largest output wins, the first of equals; a single output is compared with the middle of its range. A
    regression has no classes: 0.
    """
    z, t = layout[f"outputs_{len(layout.geometry.sizes) - 1}"], layout["targets"]
    ref = References(layout["read_class"].sheet)
    found: dict[str, Formulas] = {"target_class": [], "read_class": [], "letters_read": [], "right": []}
    outputs, targets = ref.case(z, 0, z.width), ref.case(t, 0, t.width)
    read, wanted = ref.case(layout["read_class"], 0), ref.case(layout["target_class"], 0)
    words = ref(layout["classes"], fixed=True)
    for case in range(z.height):
        for name, cells in (("target_class", targets(case)), ("read_class", outputs(case))):
            one = f"IF({cells}>={head.middle},2,1)" if z.width == 1 else f"MATCH(MAX({cells}),{cells},0)"
            found[name].append([f"IF({_NO_CLASSES},0,{one})"])
        word = f"{read(case)}-1" if z.width == 1 else f"INDEX({words},1,{read(case)})"
        found["letters_read"].append([f'IF({_NO_CLASSES},"{NOTHING}",{word})'])
        found["right"].append([f'IF({_NO_CLASSES},"{NOTHING}",IF({read(case)}={wanted(case)},1,0))'])
    return found


def _order(layout: Layout) -> dict[str, Formulas]:
    """The order of the epoch that the next update belongs to, and which cases that update looks at."""
    ref = References(layout["order"].sheet)
    training, keys = layout["training"], ref(layout["order_key"], fixed=True)
    first, counted = ref(training.part(0, 0), fixed=True), ref(training, fixed=True)
    here, key, place = (ref.case(layout[name], 0) for name in ("training", "order_key", "order"))
    a, b, c, modulus = GENERATOR.values()
    found: dict[str, Formulas] = {"order_key": [], "order": [], "batch": []}
    for case in range(training.height):
        number = f"SUM({first}:{here(case).rpartition('!')[2]})"
        u = f"MOD({a}*{number}+{b}*epoch+{c}*seed,{modulus})"
        found["order_key"].append([f"IF(batch_cases=training_cases,0,MOD(MOD({u}*{u},{modulus})*{u},{modulus}))"])
        rank = f'COUNTIFS({counted},1,{keys},"<"&{key(case)})+1'
        found["order"].append([f"IF(batch_cases=training_cases,{number},{rank})"])
        among = f"AND({place(case)}>first_position,{place(case)}<=first_position+batch_cases)"
        found["batch"].append([f"IF({among},{here(case)},0)"])
    return found


def _target_means(layout: Layout) -> Formulas:
    """The mean of each target over the training cases."""
    ref = References(layout["target_means"].sheet)
    training, targets = ref(layout["training"], fixed=True), layout["targets"]
    return [[f"SUMPRODUCT({training},{ref(column_of(targets, k))})/training_cases" for k in range(targets.width)]]


def _levels(layout: Layout, head: HeadFormulas) -> Formulas:
    """Two lines for the chart: E of outputs that say nothing, and of the best constant answer, the mean target."""
    area, targets = layout["trace_levels"], layout["targets"]
    ref = References(area.sheet)
    training, means = ref(layout["training"]), layout["target_means"]
    columns = [ref(column_of(targets, k)) for k in range(targets.width)]
    squares = "(" + "+".join(f"SUMPRODUCT({training},{t},{t})" for t in columns) + ")"
    of = TargetCells("training_cases", squares, [ref(means.part(0, k)) for k in range(targets.width)], ref(means))
    end = ref(layout["counter"])
    return [
        [end, f"{head.nothing(of)}*share", ref(area.part(0, 1))],
        [end, f"{head.constant(of)}*share", ref(area.part(1, 1))],
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
