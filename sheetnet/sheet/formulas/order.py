"""The live formulas of what an update looks at: the next batch in the order of its epoch; and of what settings say.

The order of each epoch is a formula too: keys by a cubic congruential generator, whose ranks are a permutation (see
`sheetnet.net.batches`, which computes the same numbers).
"""

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import ALL, FORMED, HEADS, HIDDEN, OPTIMISERS, SOME
from sheetnet.sheet.cells import Formulas
from sheetnet.sheet.formulas.references import References, of_cases

# the generator of keys: u = (a case + b epoch + c seed) mod prime, key = u^3 mod prime
GENERATOR = {"case": 10_368_899, "epoch": 6_407_773, "seed": 3_960_283, "prime": 16_777_199}


def choices(layout: Layout) -> dict[str, Formulas]:
    """Beside each list whether the formulas are made for what it says; where not, what to do."""
    found: dict[str, Formulas] = {}
    for name in FORMED:
        if f"choice_{name}" in layout and "choice_words" in layout:
            ref = References(layout[f"choice_{name}"].sheet)
            chosen = name if name != "batch_size" else f'IF(batch_size="{ALL}","{ALL}","{SOME}")'
            found[f"choice_{name}"] = [[f'IF({chosen}={ref(layout[f"formulas_{name}"])},"{FOLLOWED}",choice_words)']]
    return found


FOLLOWED = "✓"  # beside a list that the formulas follow


def helpers(layout: Layout) -> dict[str, Formulas]:
    """What follows from settings and data in one number each."""
    choosing = layout.made_for is None
    batch = References(layout["training_cases"].sheet)(layout["batch"], fixed=True) if "batch" in layout else ""
    some = "MIN(batch_size,training_cases)"
    share = f"1/SUM({batch})"
    texts = {
        "batch_cases": f'IF(batch_size="all",training_cases,{some})' if choosing else some,
        "batches_per_epoch": "ROUNDUP(training_cases/batch_cases,0)",
        "epoch": "INT(updates/batches_per_epoch)",
        "first_position": "MOD(updates,batches_per_epoch)*batch_cases",
        "share": 'IF(reduction="mean",1/training_cases,1)',
        "batch_share": f'IF(reduction="mean",{share},1)' if choosing else share,
        "test_share_of_E": 'IF(AND(reduction="mean",test_cases>0),1/test_cases,1)',
        "optimiser_number": _number("optimiser", OPTIMISERS),
        "hidden_number": _number("hidden", HIDDEN),
        "head_number": _number("head", HEADS),
        "state_kept": "IF(state_of=optimiser,1,0)",
        "corrected_eta": _corrected_eta(layout),
        "updates_next": "updates+1",
    }
    return {name: [[text]] for name, text in texts.items()}


def _number(setting: str, words: tuple[str, ...]) -> str:
    listed = ",".join(f'"{word}"' for word in words)
    return f"MATCH({setting},{{{listed}}},0)"


def _corrected_eta(layout: Layout) -> str:
    """eta sqrt(1 - beta2^n) / (1 - beta1^n), where n counts the updates since the state began.

    A power that is too small for a number is an error in LibreOffice: e^(n ln beta) ends at e^-700 instead.
    """
    if "state_since" not in layout:  # a workbook of an earlier version
        return "eta*SQRT(1-beta2^(updates+1))/(1-beta1^(updates+1))"
    done = "(updates-IF(updates<state_since,0,state_since))" + ("*state_kept" if "state_kept" in layout else "")
    first, second = (f"IF(beta{n}>0,EXP(MAX(({done}+1)*LN(beta{n}),-700)),0)" for n in (1, 2))
    return f"eta*SQRT(1-{second})/(1-{first})"


def order(layout: Layout) -> dict[str, Formulas]:
    """The order of the epoch that the next update belongs to, and which cases that update looks at."""
    ref = References(layout["order"].sheet)
    training, keys = layout["training"], ref(layout["order_key"], fixed=True)
    first, counted = ref(training.part(0, 0), fixed=True), ref(training, fixed=True)
    here, key, place = (ref.case(layout[name], 0) for name in ("training", "order_key", "order"))
    a, b, c, modulus = GENERATOR.values()
    number = f"SUM({first}:{here.rpartition('!')[2]})"
    u = f"MOD({a}*{number}+{b}*epoch+{c}*seed,{modulus})"
    rank = f'COUNTIFS({counted},1,{keys},"<"&{key})+1'
    among = f"AND({place}>first_position,{place}<=first_position+batch_cases)"
    patterns = {
        "order_key": f"IF(batch_cases=training_cases,0,MOD(MOD({u}*{u},{modulus})*{u},{modulus}))",
        "order": f"IF(batch_cases=training_cases,{number},{rank})",
        "batch": f"IF({among},{here},0)",
    }
    return {name: of_cases([pattern], training.height) for name, pattern in patterns.items()}
