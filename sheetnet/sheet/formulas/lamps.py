"""The formulas of the health lamps: facts that cells measure, a condition for each lamp, and what it then says."""

from collections.abc import Mapping

from sheetnet.sheet.blocks.expected import REACH
from sheetnet.sheet.blocks.geometry import Unit
from sheetnet.sheet.blocks.lamps import FACTS, TAIL, keys_of
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import HIDDEN
from sheetnet.sheet.cells import LAST_ROW, Area, Formulas
from sheetnet.sheet.formulas.references import References, column_of

END, EARLIER, LOOKED_AT = 0.01, 40, 10  # as in `sheetnet.net.health`
_ENDS = {"sigmoid": ("0.01", "0.99"), "tanh": ("-0.98", "0.98"), "relu": ("0", "10^300"), "identity": ("", "")}
CONDITIONS = {
    "uncounted": "{uncounted}>0",
    "disagree": "AND({rows}>0,{last_at}={counter},ABS({E}-{last})>0.000001*MAX(1,ABS({last})))",
    "unscaled": "{reach}>5",
    "eta": "OR({rises}>=3,AND({counter}>0,{cases}>1,{middling}=0,{widest}<0.01))",
    "identical": "SUM({twins})>0",
    "saturated": "SUM({ends})>0",
    "alike": "AND({cases}>1,{widest}<0.0001)",
    "plateau": "AND({counter}>0,{rows}>1,{constant}>0,{E}>=0.99*{constant},ABS({last}-{before})<=0.001*{last})",
    "rising": "AND({rows}>1,{last}>1.05*{lowest})",
    "test": "AND({test_lowest}>0,{test_last}>1.05*{test_lowest})",
    "constant": "AND({cases}>1,COUNTIF({spreads},0)>0)",
}
"""Lamp -> when it is lit, as in `sheetnet.net.health`; facts by their names."""
SAID = {
    "unscaled": "INT({reach})",
    "identical": "SUM({twins})",
    "saturated": "SUM({ends})",
    "rising": "{lowest_at}",
    "test": "{test_at}",
    "constant": "COUNTIF({spreads},0)",
}
"""Lamp -> the number in its sentence."""
REMEDIED = {
    "eta": 'SUBSTITUTE(MIN({eta}/10,0.05)&"",",",".")',
    "rising": "{lowest_at}",
    "test": "{test_at}",
}
"""Lamp -> the number in its remedy, with the decimal point that a command line takes."""


def lamp_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas; nothing of a workbook without lamps."""
    if "lamps" not in layout:
        return {}
    made = _Lamps(layout)
    found = {"lamps_facts": made.facts(), "lamps_inputs": made.inputs(), "lamps": made.lit()}
    found |= {"lamps_say": made.say(), "lamps_do": made.do(), "lamps_note": made.note()}
    return found | ({"lamps_units": made.units()} if "lamps_units" in layout else {})


class _Lamps:
    def __init__(self, layout: Layout) -> None:
        self._layout, self._ref = layout, References(layout["lamps"].sheet)
        self._keys = keys_of(layout.geometry)
        facts, cell = layout["lamps_facts"], self._cell
        names = {name: self._ref(facts.part(row, 0), fixed=True) for row, name in enumerate(FACTS)}
        names |= {"E": cell("E"), "counter": cell("counter"), "eta": cell("eta"), "cases": f"ROWS({cell('images')})"}
        names |= {"constant": self._ref(layout["trace_levels"].part(1, 1), fixed=True), "spreads": cell("lamps_inputs")}
        if "lamps_units" in layout:
            units = layout["lamps_units"]
            names |= {"twins": self._ref(column_of(units, 0), fixed=True)}
            names |= {"ends": self._ref(column_of(units, 1), fixed=True)}
        self._names: Mapping[str, str] = names

    def _cell(self, name: str) -> str:
        return self._ref(self._layout[name], fixed=True)

    def lit(self) -> Formulas:
        """1 where a lamp is lit, else 0."""
        scaled = "input_scaling" in self._layout
        return [
            ["0" if key == "unscaled" and scaled else f"IF({CONDITIONS[key].format_map(self._names)},1,0)"]
            for key in self._keys
        ]

    def say(self) -> Formulas:
        """What is wrong; of a lamp that is not lit, that it is quiet."""
        return [[self._where_lit(row, row, SAID.get(key), self._word("quiet"))] for row, key in enumerate(self._keys)]

    def do(self) -> Formulas:
        """What to do."""
        count = len(self._keys)
        return [[self._where_lit(row, count + row, REMEDIED.get(key), '""')] for row, key in enumerate(self._keys)]

    def _where_lit(self, row: int, word: int, number: str | None, otherwise: str) -> str:
        text = self._ref(self._layout["lamps_words"].part(word, 0), fixed=True)
        if number:
            text = f'SUBSTITUTE({text},"{{}}",{number.format_map(self._names)})'
        return f"IF({self._ref(self._layout['lamps'].part(row, 0))}=1,{text},{otherwise})"

    def _word(self, name: str) -> str:
        place = 2 * len(self._keys) + TAIL.index(name)
        return self._ref(self._layout["lamps_words"].part(place, 0), fixed=True)

    def note(self) -> Formulas:
        """The first lamp that is lit, in one line."""
        lamps, say, do = (self._cell(name) for name in ("lamps", "lamps_say", "lamps_do"))
        first = f"MATCH(1,{lamps},0)"
        more = f'IF(SUM({lamps})>1,SUBSTITUTE({self._word("more")},"{{}}",SUM({lamps})-1),"")'
        told = f'"● "&INDEX({say},{first})&" → "&INDEX({do},{first})&{more}'
        return [[f"IF(SUM({lamps})=0,{self._word('all')},{told})"]]

    def inputs(self) -> Formulas:
        """How far each input varies."""
        images = self._layout["images"]
        columns = [self._ref(column_of(images, number), fixed=True) for number in range(images.width)]
        return [[f"MAX({column})-MIN({column})"] for column in columns]

    def units(self) -> Formulas:
        """Of each hidden unit, 1 where it repeats an earlier one, and 1 where it stands at one end for every case."""
        geometry = self._layout.geometry
        rows: Formulas = []
        for layer in range(len(geometry.sizes) - 2):
            for number, unit in enumerate(geometry.layer(layer)):
                earlier = geometry.layer(layer)[max(0, number - EARLIER) : number]
                far = [self._distance(unit, other) for other in earlier]
                twin = f"IF(MIN({','.join(far)})<0.000000000001,1,0)" if far else "0"
                rows.append([twin, self._at_one_end(layer, number)])
        return rows

    def _distance(self, one: Unit, other: Unit) -> str:
        """The square of how far the parameters of two units are apart."""
        current = self._layout["current"]
        a, b = (self._ref(current.part(unit.row, 0, unit.height, unit.width), fixed=True) for unit in (one, other))
        weights = f"SUMPRODUCT({a}-{b},{a}-{b})"
        if not (one.threshold and other.threshold):
            return weights
        c, d = (self._ref(current.part(*cell), fixed=True) for cell in (one.threshold, other.threshold))
        return f"{weights}+({c}-{d})*({c}-{d})"

    def _at_one_end(self, layer: int, number: int) -> str:
        layout = self._layout
        h = self._ref(column_of(layout[f"outputs_{layer + 1}"], number), fixed=True)
        training = self._cell("training")
        if layout.made_for is None:
            low, high = (_choice(place) for place in (0, 1))
        else:
            low, high = _ENDS[layout.made_for["hidden"]]
        if not low:
            return "0"
        counts = (f"SUMPRODUCT({training},({h}{limit})*1)" for limit in (f"<={low}", f">={high}"))
        return f"IF(MAX({','.join(counts)})=SUM({training}),1,0)"

    def facts(self) -> Formulas:
        layout, names = self._layout, self._names
        z, images = layout[f"outputs_{len(layout.geometry.sizes) - 1}"], layout["images"]
        outputs = [self._ref(column_of(z, k), fixed=True) for k in range(z.width)]
        all_z, x = self._ref(z, fixed=True), self._cell("images")
        rows, texts = names["rows"], {}
        texts["widest"] = f"MAX({','.join(f'MAX({one})-MIN({one})' for one in outputs)})"
        texts["middling"] = f"SUMPRODUCT(1-({all_z}>=0)*({all_z}<{END})-({all_z}>{1 - END})*({all_z}<=1))"
        texts["reach"] = f"MAX(MAX({x}),-MIN({x}))"
        numbers, loss = self._traced(0), self._traced(1)
        texts["rows"] = f"COUNT({numbers})"
        texts["last_at"] = f"IF({rows}=0,0,INDEX({numbers},MAX(1,{rows})))"
        texts["last"] = f"IF({rows}=0,0,INDEX({loss},MAX(1,{rows})))"
        texts["before"] = f"IF({rows}=0,0,INDEX({loss},MAX(1,{rows}-1)))"
        texts["lowest"] = f"IF({rows}=0,0,MIN({loss}))"
        texts["lowest_at"] = f"IF({rows}=0,0,INDEX({numbers},MATCH({names['lowest']},{loss},0)))"
        texts["rises"] = self._rises(loss)
        has_tests = layout["trace"].width > 4
        test = self._traced(4) if has_tests else ""
        texts["test_last"] = f"IF({rows}=0,0,0+INDEX({test},MAX(1,{rows})))" if has_tests else "0"
        texts["test_lowest"] = f"IF(COUNT({test})=0,0,MIN({test}))" if has_tests else "0"
        at = f"INDEX({numbers},MATCH({names['test_lowest']},{test},0))"
        texts["test_at"] = f"IF({names['test_lowest']}=0,0,{at})" if has_tests else "0"
        images = layout.entered("images")
        below = self._ref(images.part(min(images.height, LAST_ROW - images.top), 0, 1, images.width), fixed=True)
        texts["uncounted"] = f"IF(OR(COUNT({below})={images.width},ROWS({x})<>ROWS({all_z})),1,0)"
        return [[texts[name]] for name in FACTS]

    def _traced(self, column: int) -> str:
        header = self._layout["trace"]
        left, top = header.left + column, header.bottom + 1
        return self._ref(Area(header.sheet, top, left, top + REACH - 1, left), fixed=True)

    def _rises(self, loss: str) -> str:
        """In how many of the last steps E rose, of batch descent; with mini-batches it may."""
        rows = self._names["rows"]
        steps = "+".join(
            f"(INDEX({loss},{rows}-{back})>1.001*INDEX({loss},{rows}-{back + 1}))" for back in range(LOOKED_AT)
        )
        whole = f"{rows}>{LOOKED_AT}"
        if "batch_cases" in self._layout:
            whole = f"AND({whole},batch_cases>=training_cases)"
        return f"IF({whole},{steps},0)"


def _choice(place: int) -> str:
    """The end of the activation that the list says; of identity none is ever reached."""
    ends = (_ENDS[name][place] or ("-10^300", "10^300")[place] for name in HIDDEN)
    return f"CHOOSE(hidden_number,{','.join(ends)})"
