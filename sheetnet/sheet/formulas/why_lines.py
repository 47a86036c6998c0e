"""The lines of sheet Why: each step as a formula in general, and the same with the numbers of what was chosen."""

from collections.abc import Callable, Iterator, Mapping

from sheetnet.sheet.blocks.why import MOST_LINES, SHEET, TOLD, WhyPlaces
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.looking_back import METHOD_CELLS, Written
from sheetnet.sheet.formulas.phrases import factor, joined, number, output, phrase, quoted
from sheetnet.sheet.formulas.pieces import choice
from sheetnet.sheet.formulas.references import References
from sheetnet.sheet.formulas.spelled import ACTIVATIONS, DELTAS, OUTPUTS, SLOPES, in_general
from sheetnet.sheet.formulas.why import WhyNumbers

BAR = 14  # blocks of an output that is 1


class WhyLines:
    """The texts of the screen; `words` are those of sheet Why in one language, `file` is the workbook's name there."""

    def __init__(self, places: WhyPlaces, numbers: WhyNumbers, words: Mapping[str, str], file: str) -> None:
        self._places, self.numbers, self._say = places, numbers, words
        self.untraced = words["why_untraced"].format(file=file.replace('"', ""))
        self._layout, self._ref = places.layout, References(SHEET)
        self._last = len(places.geometry.sizes) - 1

    def written(self) -> Iterator[Written]:
        """Every text, by the cell that it stands in, and the texts beside the numbers that they are made from."""
        yield from self._beside()
        for name, (general, numbers) in self._lines().items():
            row = self._places.lines[name].top
            yield self.screen(row, self._places.formula_column), [[general]]
            yield self.screen(row, self._places.numbers_column), [[numbers]]
        if self._places.pictures:
            yield from self._pictures()
        else:
            yield self._places.listed, self._list()
        yield self._places.caption, [[self._caption()]]
        yield from self._says()
        for place in range(TOLD):
            yield from self._told(place)
        yield from self._status()

    def _status(self) -> Iterator[Written]:
        """What is shown: the iteration, where the gradient stands in the workbook, and what that cell says."""
        helper, place = self.numbers.helper, self.numbers.jump()
        untraced = f'IF({helper("known")}=1,"",{quoted(self.untraced)})'
        yield self._places.status, [[joined(quoted(self._say["why_shown"]), helper("shown"), untraced)]]
        yield self._places.jump, [[f'HYPERLINK("#"&{place},{joined(quoted("→ "), place)})']]
        yield self._places.agreed, [[joined(quoted("= "), number(helper("gradient_cell"), 8))]]

    def screen(self, row: int, column: int) -> Area:
        return Area(SHEET, row, column, row, column)

    def _method(self, kind: str, build: Callable[[str], str]) -> str:
        """What `build` says of the workbook's activation ("hidden") or head; a choice where a list decides."""
        if not self._layout.has_settings:
            return build({"hidden": "sigmoid", "head": "sigmoid+squared"}[kind])
        cell = f"{kind}_number"
        return choice(self.numbers.helper(cell), [build(name) for name in METHOD_CELLS[cell]])

    def _beside(self) -> Iterator[Written]:
        table, of = self._places.table("input"), self.numbers.of
        texts: Formulas = []
        for row in range(table.height):
            w, x = of("input", "w", row), of("input", "x", row)
            before = of("input", "text", row - 1) if row else '""'
            plain = f'IF({w}<0," - "," + ")&{number(f"ABS({w})")}'
            one = f"IF({x}=1,{plain},{joined(quoted(' + '), factor(w, 4), quoted(' · '), factor(x, 4))})"
            skip = [f"{x}=0"]
            skip += [f"{row + 1}={self.numbers.helper('inputs')}"] if self._places.geometry.thresholds else []
            texts.append([f'{before}&IF(ISTEXT({w}),"",IF(OR({",".join(skip)}),"",{one}))'])
        yield self._places.column("input", "text"), texts
        outputs = self._places.table("output")
        yield (
            outputs._replace(left=outputs.left + 3),
            [
                [factor(of("output", "t", k)), output(of("output", "z", k)), factor(of("output", "delta", k))]
                for k in range(outputs.height)
            ],
        )
        above = self._places.table("above")
        sums: Formulas = []
        for k in range(above.height):
            w, d = of("above", "w", k), of("above", "delta", k)
            before = joined(of("above", "text", k - 1), quoted(" + ")) if k else ""
            term = joined(before, factor(w), quoted(" · "), factor(d))
            layers = [str(size) for size in [*self._places.geometry.sizes[2:], 0]]
            there = self.numbers.by_layer(layers)
            sums.append([f"IF({k + 1}>{there},{of('above', 'text', k - 1) if k else quoted('')},{term})"])
        yield self._places.column("above", "text"), sums

    def _lines(self) -> dict[str, tuple[str, str]]:
        """Name of a line -> its general text and its text with numbers, as formulas."""
        helper, geometry = self.numbers.helper, self._places.geometry
        unit = f"INDEX({self._ref(self._places.column('unit', 'name'), fixed=True)},{helper('unit')})"
        is_output = f"{helper('layer')}={self._last}"
        letter = f'IF({helper("layer")}=1,"x","h")'
        theta = joined(quoted(" - "), factor(self._theta(), 4)) if geometry.thresholds else ""
        text = self.numbers.of("input", "text", self._places.table("input").height - 1)
        trimmed = f'IF({text}="","0",IF(LEFT({text},3)=" - ","-","")&MID({text},4,9999))'
        s_general = joined(quoted("s = Σ w · "), letter, quoted(" - θ") if geometry.thresholds else "")
        found = {
            "s": (s_general, joined(quoted("= "), trimmed, theta, quoted(" = "), number(helper("s")))),
            "output": self._output(is_output),
        }
        for k in range(min(geometry.sizes[-1], MOST_LINES)):
            found[f"delta_{k + 1}"] = self._delta_of_output(k)
        if self._last > 1:
            found |= self._delta_of_hidden(is_output, unit)
        found |= self._sums(letter)
        return found

    def _theta(self) -> str:
        """The threshold of the chosen unit."""
        geometry, block = self._places.geometry, self._ref(self._places.blocks["shown"], fixed=True)
        return f"INDEX({block},{self.numbers.helper('row')},{geometry.width})"

    def _output(self, is_output: str) -> tuple[str, str]:
        helper = self.numbers.helper
        cells = {"s": factor(helper("s")), "sum_of_powers": quoted(in_general("{sum_of_powers}"))}

        def general(mark: str, table: Mapping[str, str], kind: str) -> str:
            return self._method(kind, lambda name: quoted(f"{mark} = {in_general(table[name])}"))

        def numbers(table: Mapping[str, str], kind: str) -> str:
            return self._method(kind, lambda name: phrase(table[name], cells))

        of_output = (general("z", OUTPUTS, "head"), numbers(OUTPUTS, "head"))
        of_hidden = (
            (general("h", ACTIVATIONS, "hidden"), numbers(ACTIVATIONS, "hidden")) if self._last > 1 else of_output
        )
        text = f"IF({is_output},{of_output[1]},{of_hidden[1]})"
        return (
            f"IF({is_output},{of_output[0]},{of_hidden[0]})",
            joined(quoted("= "), text, quoted(" = "), number(helper("output"))),
        )

    def _delta_of_output(self, k: int) -> tuple[str, str]:
        of, targets = self.numbers.of, self._ref(self._places.column("output", "t"), fixed=True)
        cells = {"t": of("output", "t_text", k), "z": of("output", "z_text", k), "sum_of_t": number(f"SUM({targets})")}
        name = self._places.geometry.layer(self._last - 1)[k].name
        general = self._method("head", lambda head: quoted(f"δ{name} = {in_general(DELTAS[head])}"))
        numbers = self._method("head", lambda head: phrase(DELTAS[head], cells))
        place = len(self._places.geometry.units) - self._places.geometry.sizes[-1] + k + 1
        linked = self._linked(general, str(place))
        return linked, joined(quoted("= "), numbers, quoted(" = "), number(of("output", "delta", k)))

    def _linked(self, text: str, unit: str) -> str:
        """The text, which leads to that unit's delta on Trace where Trace has it."""
        if "trace_picture" not in self._layout:
            return text
        return f'IF({self.numbers.delta_kept()},HYPERLINK("#"&{self.numbers.delta_place(unit)},{text}),{text})'

    def _delta_of_hidden(self, is_output: str, unit: str) -> dict[str, tuple[str, str]]:
        helper, of = self.numbers.helper, self.numbers.of
        text = of("above", "text", self._places.table("above").height - 1)
        total, h, delta = helper("above"), helper("output"), helper("delta")
        cells = {"h": output(h), "slope": f"IF({h}>0,1,0)"}
        slope = self._method("hidden", lambda name: phrase(SLOPES[name], cells))
        general = self._method("hidden", lambda name: quoted(f" = (Σ w · δ) · {in_general(SLOPES[name])}"))
        sum_line = joined(quoted("= "), text, quoted(" = "), number(total))
        line = joined(quoted("= "), factor(total), quoted(" · "), slope, quoted(" = "), number(delta))
        linked = self._linked(joined(quoted("δ"), unit, general), helper("unit"))
        return {
            "above": (f'IF({is_output},"","Σ w · δ")', f'IF({is_output},"",{sum_line})'),
            "delta": (
                f'IF({is_output},"",{linked})',
                f'IF({is_output},"",{line})',
            ),
        }

    def _sums(self, letter: str) -> dict[str, tuple[str, str]]:
        """This case's part, the sum over all cases, the difference quotient."""
        helper, say = self.numbers.helper, self._say
        of_threshold = f"{helper('input')}={helper('inputs')}" if self._places.geometry.thresholds else "FALSE"
        cases = f"FIXED(SUM({self._ref(self._layout['training'], fixed=True)}),0,TRUE)"
        shared = "FALSE" if self.numbers.share_is_1 else f"{helper('share')}<1"
        by = f'IF({shared}," / "&{cases},"")'
        delta = factor(helper("delta"))
        product = f'IF({of_threshold},"-"&{delta},{joined(delta, quoted(" · "), factor(helper("x")))})'
        training = f"INDEX({self._ref(self._layout['training'], fixed=True)},{helper('case')})"
        part = joined(quoted("= "), product, by, quoted(" = "), number(helper("part")))
        general = f'IF({of_threshold},"-δ","δ · "&{letter})&IF({shared}," / n","")'
        w = f'IF({of_threshold},"θ","w")'
        up, down = joined(quoted("= "), factor(helper("up"))), factor(helper("down"))
        pushes = joined(quoted(" " + say["why_pushes_up"] + " + "), down, quoted(" " + say["why_pushes_down"] + " = "))
        quotient = joined(
            quoted("= ("),
            f"FIXED({helper('E_above')},10,TRUE)",
            quoted(" - "),
            f"FIXED({helper('E_below')},10,TRUE)",
            quoted(") / "),
            number(f"(2*{helper('nudge')})", 1),
            quoted(" = "),
            number(helper("quotient")),
        )
        return {
            "part": (general, f"IF({training}=0,{quoted(say['why_test_case'])},{part})"),
            "total": (
                joined(quoted("∂E/∂"), w, quoted(" = Σ δ · "), letter),
                joined(up, pushes, number(helper("total"))),
            ),
            "quotient": (joined(quoted("(E("), w, quoted(" + ε) - E("), w, quoted(" - ε)) / 2ε")), quotient),
        }

    def _pictures(self) -> Iterator[Written]:
        """The case, the weights of the unit and their gradient, a pixel a cell; nothing where a unit has fewer."""
        high, wide = self._places.tile
        images, helper = self._ref(self._layout["images"], fixed=True), self.numbers.helper
        cases: Formulas = [
            [f"INDEX({images},{helper('case')},{row * wide + column + 1})" for column in range(wide)]
            for row in range(high)
        ]
        yield self._places.panel(0), cases
        for panel, column in ((1, "w"), (2, "gradient")):
            texts: Formulas = []
            for row in range(high):
                line: list[str | None] = []
                for place in range(wide):
                    number_of = row * wide + place
                    theta = f"{number_of + 1}={helper('inputs')}" if self._places.geometry.thresholds else "FALSE"
                    line.append(f'IF({theta},"",{self.numbers.of("input", column, number_of)})')
                texts.append(line)
            yield self._places.panel(panel), texts

    def _caption(self) -> str:
        """Which case it is, what it should be, and what it is read as."""
        case, classes = self.numbers.helper("case"), self._ref(self._layout["classes"], fixed=True)
        z = self._ref(self._places.column("output", "z"), fixed=True)
        several = self._places.geometry.sizes[-1] > 1
        read = f"INDEX({classes},1,MATCH(MAX({z}),{z},0))" if several else number(self.numbers.of("output", "z", 0))
        text = joined(quoted(self._say["why_of_case"]), case, quoted(": "), self._label(case))
        return joined(text, quoted(self._say["why_read"]), read)

    def _label(self, case: str) -> str:
        """What a case should be: its class, or its target where there is one alone."""
        targets = self._ref(self._layout["targets"], fixed=True)
        if self._places.geometry.sizes[-1] == 1:
            return f"ROUND(INDEX({targets},{case},1),3)"
        row = f"INDEX({targets},{case},0)"
        return f"INDEX({self._ref(self._layout['classes'], fixed=True)},1,MATCH(MAX({row}),{row},0))"

    def _says(self) -> Iterator[Written]:
        """Each output: its class, a bar, the number."""
        for k in range(self._places.says.height):
            z = self.numbers.of("output", "z", k)
            bar = f"ROUND({BAR}*MAX(0,MIN(1,{z})),0)"
            row = self._places.says.part(k, 0)
            yield row, [[self._ref(self._layout["classes"].part(0, k), fixed=True)]]
            yield row._replace(left=row.left + 3, right=row.left + 3), [[f'REPT("█",{bar})&REPT("░",{BAR}-{bar})']]
            yield row._replace(left=row.left + 11, right=row.left + 11), [[number(z, 3)]]

    def _list(self) -> Formulas:
        """The inputs of the chosen unit, one a row."""
        rows: Formulas = []
        for row in range(self._places.listed.height):
            name, x, w = (self.numbers.of("input", column, row) for column in ("name", "x", "w"))
            line: list[str | None] = [None] * self._places.listed.width
            product = f"({w}*{x})"
            for place, text in ((6, number(x)), (10, number(w)), (14, number(product))):
                line[place] = f'IF(ISTEXT({w}),"",{text})'
            line[0] = name
            rows.append(line)
        return rows

    def _told(self, place: int) -> Iterator[Written]:
        """A contribution: the picture of its case, the case, what it counts, and where it pushes."""
        tile = self._places.told(place)
        case, part = self.numbers.of("told", "case", place), self.numbers.of("told", "part", place)
        if self._places.pictures:
            images, wide = self._ref(self._layout["images"], fixed=True), tile.width
            yield (
                tile,
                [
                    [
                        f'IF(ISTEXT({case}),"",INDEX({images},{case},{row * wide + column + 1}))'
                        for column in range(wide)
                    ]
                    for row in range(tile.height)
                ],
            )
        up, down = quoted("▲ " + self._say["why_up"]), quoted("▼ " + self._say["why_down"])
        delta = f"INDEX({self._ref(self.numbers.seen['delta'], fixed=True)},{case})"
        x = f"INDEX({self._ref(self.numbers.seen['x'], fixed=True)},{case})"
        texts = [
            joined(case, quoted(": "), self._label(case)),
            *([] if self._places.pictures else [joined(number(delta, 3), quoted(" · "), number(x, 3))]),
            number(part, 3),
            f'IF({part}=0,"",IF({part}<0,{up},{down}))',
        ]
        empty = f"ISTEXT({case})"
        for offset, text in enumerate(texts):
            yield self.screen(tile.bottom + 1 + offset, tile.left), [[f'IF({empty},"",{text})']]
