"""The live formulas of a workbook with settings: every head, every optimiser's next step and state, every batch.

Choices are made by CHOOSE, so that a list on sheet Settings acts at once; settings and what follows from them are
called by their names. The order of each epoch is a formula too: keys by a cubic congruential generator, whose ranks
are a permutation (see `sheetnet.net.batches`, which computes the same numbers).
"""

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import HEADS, HIDDEN, OPTIMISERS
from sheetnet.sheet.formulas.network import gradients, sums
from sheetnet.sheet.formulas.references import Formulas, References, blank_block, column_of

# the generator of keys: u = (a case + b epoch + c seed) mod prime, key = u^3 mod prime
GENERATOR = {"case": 10_368_899, "epoch": 6_407_773, "seed": 3_960_283, "prime": 16_777_199}

NOTHING = "–"  # what a cell shows where a number would mean nothing


def method_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas in the shape of the area, for a workbook with settings."""
    last = len(layout.geometry.sizes) - 1
    formulas: dict[str, Formulas] = {name: [[text]] for name, text in _helpers(layout).items()}
    formulas |= {"gradients": gradients(layout, "batch", "*batch_share"), **_updates(layout)}
    for number in range(1, last + 1):
        formulas[f"sums_{number}"] = sums(layout, number)
        formulas[f"outputs_{number}"] = _outputs(layout, number)
        formulas[f"deltas_{number}"] = _output_deltas(layout) if number == last else _hidden_deltas(layout, number)
    formulas |= {"log_sums": _log_sums(layout), "errors": _errors(layout), **_classes(layout), **_order(layout)}
    formulas |= {"target_means": _target_means(layout), "trace_levels": _levels(layout)}
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
        "accuracy": f'IF(head_number=2,"{NOTHING}",'
        f"SUMPRODUCT({on_bp(layout['training'])},{on_bp(layout['right'])})/training_cases)",
        "test_E": f'IF(test_cases=0,"{NOTHING}",{of_tests.format(errors)}*test_share_of_E)',
        "test_accuracy": f'IF(OR(test_cases=0,head_number=2),"{NOTHING}",{of_tests.format(right)}/test_cases)',
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


def _updates(layout: Layout) -> dict[str, Formulas]:
    """The optimiser's next state, and the updated values that follow from it (`sheetnet.net.optimisers`)."""
    geometry = layout.geometry
    ref = References(layout["updated"].sheet)
    eta = ref(layout["eta"], fixed=True)
    blocks: dict[str, Formulas] = {name: blank_block(geometry) for name in ("updated", "next_1", "next_2")}
    for row, column in geometry.cells:
        w, g, state_1, state_2, next_1, next_2 = (
            ref(layout[name].part(row, column))
            for name in ("current", "gradients", "state_1", "state_2", "next_1", "next_2")
        )
        step, scaled = f"-{eta}*{g}", f"-{eta}*{g}/(SQRT({next_1})+eps)"
        pushed = f"alpha*{state_1}{step}"
        blocks["next_1"][row][column] = (
            f"CHOOSE(optimiser_number,0,{pushed},{pushed},{state_1}+{g}^2,rho*{state_1}+(1-rho)*{g}^2,"
            f"beta1*{state_1}+(1-beta1)*{g})"
        )
        blocks["next_2"][row][column] = f"IF(optimiser_number=6,beta2*{state_2}+(1-beta2)*{g}^2,0)"
        blocks["updated"][row][column] = (
            f"{w}+CHOOSE(optimiser_number,{step},{next_1},alpha*{next_1}{step},{scaled},{scaled},"
            f"-corrected_eta*{next_1}/(SQRT({next_2})+eps))"
        )
    return blocks


def _sigmoid(s: str) -> str:
    return f"1/(1+EXP(MIN(-{s},700)))"


def _outputs(layout: Layout, number: int) -> Formulas:
    """The activation of the hidden layers, or the head's output."""
    area = layout[f"outputs_{number}"]
    ref = References(area.sheet)
    columns = [ref.case(layout[f"sums_{number}"], unit) for unit in range(area.width)]
    whole = ref.case(layout["log_sums"], 0)
    rows: Formulas = []
    for case in range(area.height):
        line: list[str | None] = []
        for s in (column(case) for column in columns):
            if number == len(layout.geometry.sizes) - 1:
                line.append(f"CHOOSE(head_number,{_sigmoid(s)},{s},TANH({s}),EXP({s}-{whole(case)}),{_sigmoid(s)})")
            else:
                line.append(f"CHOOSE(hidden_number,{_sigmoid(s)},TANH({s}),MAX({s},0),{s})")
        rows.append(line)
    return rows


def _log_sums(layout: Layout) -> Formulas:
    """ln(sum e^s) of the outputs' sums, for softmax; the largest is taken out, so that nothing overflows."""
    area, sums_area = layout["log_sums"], layout[f"sums_{len(layout.geometry.sizes) - 1}"]
    ref = References(area.sheet)
    together = ref.case(sums_area, 0, sums_area.width)
    columns = [ref.case(sums_area, unit) for unit in range(sums_area.width)]
    rows: Formulas = []
    for case in range(area.height):
        most = f"MAX({together(case)})"
        terms = "+".join(f"EXP({s(case)}-{most})" for s in columns)
        rows.append([f"IF(head_number=4,{most}+LN({terms}),0)"])
    return rows


def _output_deltas(layout: Layout) -> Formulas:
    """delta = de/ds of every head."""
    last = len(layout.geometry.sizes) - 1
    area, targets = layout[f"deltas_{last}"], layout["targets"]
    ref = References(area.sheet)
    together = ref.case(targets, 0, targets.width)
    columns = [(ref.case(targets, unit), ref.case(layout[f"outputs_{last}"], unit)) for unit in range(area.width)]
    rows: Formulas = []
    for case in range(area.height):
        line: list[str | None] = []
        for t, z in ((t(case), z(case)) for t, z in columns):
            line.append(
                f"CHOOSE(head_number,-({t}-{z})*{z}*(1-{z}),{z}-{t},({z}-{t})*(1-{z}^2),"
                f"{z}*SUM({together(case)})-{t},{z}-{t})"
            )
        rows.append(line)
    return rows


def _hidden_deltas(layout: Layout, number: int) -> Formulas:
    """delta_j = (sum_k delta_k w_kj) times the slope of the activation, written in terms of its output."""
    area, geometry = layout[f"deltas_{number}"], layout.geometry
    ref = References(area.sheet)
    above = [ref.case(layout[f"deltas_{number + 1}"], k) for k in range(geometry.sizes[number + 1])]
    units = [
        (
            ref.case(layout[f"outputs_{number}"], unit),
            [ref(layout["current"].part(upper.row, unit), fixed=True) for upper in geometry.layer(number)],
        )
        for unit in range(area.width)
    ]
    rows: Formulas = []
    for case in range(area.height):
        line: list[str | None] = []
        for output, weights in units:
            h = output(case)
            terms = "+".join(f"{delta(case)}*{w}" for delta, w in zip(above, weights, strict=True))
            line.append(f"({terms})*CHOOSE(hidden_number,{h}*(1-{h}),1-{h}^2,IF({h}>0,1,0),1)")
        rows.append(line)
    return rows


def _errors(layout: Layout) -> Formulas:
    """e of a case: half the squared distance, or the cross entropy, from the sums so that no logarithm vanishes."""
    area, targets, last = layout["errors"], layout["targets"], len(layout.geometry.sizes) - 1
    ref = References(area.sheet)
    outputs, sums_area = layout[f"outputs_{last}"], layout[f"sums_{last}"]
    units = range(targets.width)
    columns = [(ref.case(targets, k), ref.case(outputs, k), ref.case(sums_area, k)) for k in units]
    all_t, all_s = ref.case(targets, 0, targets.width), ref.case(sums_area, 0, targets.width)
    whole = ref.case(layout["log_sums"], 0)
    rows: Formulas = []
    for case in range(area.height):
        cells = [(t(case), z(case), s(case)) for t, z, s in columns]
        squared = "(" + "+".join(f"({t}-{z})^2" for t, z, _ in cells) + ")/2"
        softmax = f"SUM({all_t(case)})*{whole(case)}-SUMPRODUCT({all_t(case)},{all_s(case)})"
        sigmoid = "+".join(f"MAX({s},0)+LN(1+EXP(-ABS({s})))-{t}*{s}" for t, _, s in cells)
        rows.append([f"IF(head_number<=3,{squared},IF(head_number=4,{softmax},{sigmoid}))"])
    return rows


def _classes(layout: Layout) -> dict[str, Formulas]:
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
            one = f"IF({cells}>=IF(head_number=3,0,0.5),2,1)" if z.width == 1 else f"MATCH(MAX({cells}),{cells},0)"
            found[name].append([f"IF(head_number=2,0,{one})"])
        word = f"{read(case)}-1" if z.width == 1 else f"INDEX({words},1,{read(case)})"
        found["letters_read"].append([f'IF(head_number=2,"{NOTHING}",{word})'])
        found["right"].append([f'IF(head_number=2,"{NOTHING}",IF({read(case)}={wanted(case)},1,0))'])
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


def _levels(layout: Layout) -> Formulas:
    """Two lines for the chart: E of outputs that say nothing, and of the best constant answer, the mean target m.

    Of squared errors 1/2 sum (t - m)^2 = (sum t^2 - n m^2) / 2, of cross entropy -n sum m ln m.
    """
    area, targets = layout["trace_levels"], layout["targets"]
    ref = References(area.sheet)
    training, means, classes = ref(layout["training"]), ref(layout["target_means"]), targets.width
    each = [ref(layout["target_means"].part(0, k)) for k in range(classes)]
    columns = [ref(column_of(targets, k)) for k in range(classes)]
    squares = "(" + "+".join(f"SUMPRODUCT({training},{t},{t})" for t in columns) + ")"
    n = "training_cases"
    half = f"({squares}-{n}*SUM({means})+{n}*{classes}/4)/2"
    nothing = (
        f"CHOOSE(head_number,{half},{squares}/2,{squares}/2,{n}*SUM({means})*LN({classes}),{n}*{classes}*LN(2))*share"
    )
    squared = f"({squares}-{n}*SUMSQ({means}))/2"
    softmax = f"-{n}*(" + "+".join(f"IF({m}>0,{m}*LN({m}/SUM({means})),0)" for m in each) + ")"
    sigmoid = f"-{n}*(" + "+".join(f"IF({m}>0,{m}*LN({m}),0)+IF({m}<1,(1-{m})*LN(1-{m}),0)" for m in each) + ")"
    constant = f"IF(head_number<=3,{squared},IF(head_number=4,{softmax},{sigmoid}))*share"
    end = ref(layout["counter"])
    return [[end, nothing, ref(area.part(0, 1))], [end, constant, ref(area.part(1, 1))]]


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
