"""The numbers of sheet Why: all cases forward and back at the chosen iteration, and what was chosen picked out of them.

The passes are those of Calc, over the parameters that Trace has of that iteration; two more, forward only, with the
chosen parameter moved a little up and down, give the difference quotient of E.
"""

from collections.abc import Iterator, Sequence

from sheetnet.sheet.blocks.details import details_left, headers
from sheetnet.sheet.blocks.expected import REACH
from sheetnet.sheet.blocks.why import SHEET, TOLD, WhyPlaces
from sheetnet.sheet.cells import Area, Formulas, quoted
from sheetnet.sheet.formulas.looking_back import METHOD_CELLS, Written, made_for, method_number, pass_over
from sheetnet.sheet.formulas.references import References, blank_block, column_of, counting, of_cases
from sheetnet.sheet.formulas.replay import Replay

NUDGE = 1e-4  # how far the chosen parameter is moved


class WhyNumbers:
    """The formulas of the numbers of sheet Why; `inputs` are the names of the network's inputs."""

    def __init__(self, places: WhyPlaces, inputs: Sequence[str], units: Sequence[str]) -> None:
        self._places, self._layout, self._inputs, self._units = places, places.layout, inputs, units
        self._ref = References(SHEET)
        helpers = places.helper("known")._replace(bottom=places.helper("shown").bottom)
        self._replay = Replay(places.layout, places.named("why_iteration"), helpers)
        self._layers = range(1, len(places.geometry.sizes))
        self.seen = places.passes["shown"]

    def written(self) -> Iterator[Written]:
        """Every formula, by the area that it stands in."""
        replay = self._replay.formulas()
        for name, texts in zip(("known", "place", "shown"), replay, strict=True):
            yield self._places.helper(name), [texts]
        for name, text in self._helpers().items():
            yield self._places.helper(name), [[text]]
        yield self._places.named("why_gradient"), [[self.helper("total")]]
        yield from self._blocks()
        for block, areas in self._places.passes.items():
            wanted = {name: area for name, area in areas.items() if name not in ("delta", "x", "part", "key")}
            yield from pass_over(self._layout, self._places.blocks[block], wanted, self.method_cells)
        yield self.seen["delta"], self._deltas()
        yield self.seen["x"], self._inputs_of_cases()
        yield self.seen["part"], self._parts()
        yield self.seen["key"], self._keys()
        yield from self._tables()

    def helper(self, name: str) -> str:
        """The reference to a helper."""
        return self._ref(self._places.helper(name), fixed=True)

    def of(self, table: str, name: str, row: int) -> str:
        """The reference to a cell of a table."""
        return self._ref(self._places.column(table, name).part(row, 0), fixed=True)

    @property
    def method_cells(self) -> dict[str, str]:
        """The references to the cells that say which method the formulas are for."""
        return {name: self.helper(name) for name in METHOD_CELLS}

    def by_layer(self, texts: Sequence[str]) -> str:
        """The text of the layer that the chosen unit is in."""
        return texts[0] if len(texts) == 1 else f"CHOOSE({self.helper('layer')},{','.join(texts)})"

    def _helpers(self) -> dict[str, str]:
        geometry, layout, cell = self._places.geometry, self._layout, self._ref
        at = {name: self.helper(name) for name in ("case", "unit", "layer", "number", "inputs", "input", "parameter")}
        units, part = self._places.table("unit"), cell(self.seen["part"], fixed=True)
        asked = {name: cell(self._places.named(name), fixed=True) for name in ("why_case", "why_unit", "why_input")}
        training, thresholds = cell(layout["training"], fixed=True), int(geometry.thresholds)

        def of_unit(column: str) -> str:
            return f"INDEX({cell(self._places.column('unit', column), fixed=True)},{at['unit']})"

        def of_case(kind: str) -> str:
            areas = [cell(self.seen[f"{kind}_{layer}"], fixed=True) for layer in self._layers]
            return self.by_layer([f"INDEX({area},{at['case']},{at['number']})" for area in areas])

        def error(block: str) -> str:
            errors = cell(self._places.passes[block]["errors"], fixed=True)
            return f"SUMPRODUCT({training},{errors})*{self.helper('share')}"

        names = cell(self._places.column("input", "name"), fixed=True)
        unit_names = cell(units.part(0, 0, units.height), fixed=True)
        factors = cell(self._places.column("input", "x"), fixed=True)
        return {
            "case": f"IF(ISNUMBER({asked['why_case']}),MAX(1,MIN({layout.cases},INT({asked['why_case']}))),1)",
            "unit": f"IFERROR(MATCH({asked['why_unit']},{unit_names},0),1)",
            "layer": of_unit("layer"),
            "number": of_unit("number"),
            "row": of_unit("row"),
            "inputs": self.by_layer([str(size + thresholds) for size in geometry.sizes[:-1]]),
            "input": f"IFERROR(MATCH({asked['why_input']},{names},0),1)",
            "parameter": f"{of_unit('first')}+{at['input']}-1",
            "share": self._share(),
            "nudge": f"{NUDGE:.4f}",
            "s": of_case("sums"),
            "output": of_case("outputs"),
            "delta": of_case("deltas"),
            "x": f"INDEX({factors},{at['input']})",
            "above": self._sum_of_above(),
            "part": f"INDEX({part},{at['case']})",
            "total": f"SUM({part})",
            "up": f'SUMIF({part},"<0")',
            "down": f'SUMIF({part},">0")',
            "largest": f"MAX(MAX({part}),-MIN({part}))",
            "E_above": error("above"),
            "E_below": error("below"),
            "quotient": f"({self.helper('E_above')}-{self.helper('E_below')})/(2*{self.helper('nudge')})",
            "gradient_cell": self._gradient_cell(),
            "largest_w": self._size_of("w"),
            "largest_gradient": self._size_of("gradient"),
            **{name: method_number(layout, name, SHEET) for name in METHOD_CELLS},
        }

    def _share(self) -> str:
        """What each case counts in E."""
        if self.share_is_1:
            return "1"
        training = self._ref(self._layout["training"], fixed=True)
        return f'IF({made_for(self._layout, "reduction", SHEET)}="mean",1/SUM({training}),1)'

    def _size_of(self, column: str) -> str:
        """The largest size of a column of the chosen unit's inputs: where its colours saturate."""
        area = self._ref(self._places.column("input", column), fixed=True)
        return f"MAX(MAX({area}),-MIN({area}),1E-300)"

    def _sum_of_above(self) -> str:
        columns = [self._ref(self._places.column("above", name), fixed=True) for name in ("w", "delta")]
        return f"SUMPRODUCT({columns[0]},{columns[1]})"

    def _gradient_cell(self) -> str:
        """The gradient as Trace or BP has it."""
        columns = self._ref(self._traced, fixed=True)
        then = f"INDEX({columns},{self._replay.place},{self.helper('parameter')})"
        block = self._ref(self._layout["gradients"], fixed=True)
        now = f"INDEX({block},{self.row_in_block()},{self.column_in_block()})"
        return f"IF({self._replay.known}=1,{then},{now})"

    @property
    def _traced(self) -> Area:
        """The gradients on Trace, a column a parameter."""
        header, count = self._layout["trace"], len(self._places.geometry.cells)
        left = details_left(header) + count
        return Area(header.sheet, header.bottom + 1, left, header.bottom + REACH, left + count - 1)

    def jump(self) -> str:
        """A text such as ``Trace!CS23`` or ``BP!D45``: where the gradient that is shown stands."""
        traced, block = self._traced, self._layout["gradients"]
        then = self._address(traced, self._replay.place, self.helper("parameter"))
        now = self._address(block, self.row_in_block(), self.column_in_block())
        return f"IF({self._replay.known}=1,{then},{now})"

    def _address(self, area: Area, row: str, column: str) -> str:
        """The address of the cell in that row and column of an area, as a text."""
        return f'"{quoted(area.sheet)}!"&ADDRESS({area.top - 1}+{row},{area.left - 1}+{column},4)'

    def gradient_at(self, place: int, parameter: int) -> str:
        """What `jump` comes to: in that row of Trace, counted from 1, or with 0 on BP; parameters count from 0."""
        block = self._layout["gradients"]
        row, column = (place - 1, parameter) if place else self._places.geometry.cells[parameter]
        area = self._traced if place else block
        return f"{quoted(area.sheet)}!{area.part(row, column).range}"

    def delta_kept(self) -> str:
        """Whether Trace has the deltas of what is shown: of this case, right of the gradients."""
        header, deltas = self._layout["trace"], self._deltas_traced
        above = deltas._replace(top=header.bottom - 1, bottom=header.bottom - 1, right=deltas.left)
        picture = self._ref(self._layout["trace_picture"], fixed=True)
        first = headers(self._places.geometry, ("deltas",))[0][0]
        return f'AND({self._replay.known}=1,{picture}={self.helper("case")},{self._ref(above, fixed=True)}="{first}")'

    def delta_place(self, unit: str) -> str:
        """A text such as ``Trace!FU23``: where the delta of a unit, by its number, stands there."""
        return self._address(self._deltas_traced, self._replay.place, unit)

    @property
    def _deltas_traced(self) -> Area:
        """The deltas on Trace, a column a unit."""
        left, count = self._traced.right + 1, len(self._places.geometry.units)
        return self._traced._replace(left=left, right=left + count - 1)

    def row_in_block(self) -> str:
        """The row of the chosen parameter in a block, counted from 1."""
        wide, number = self._places.geometry.picture[1], self.helper("input")
        below = f"IF({self.helper('layer')}=1,INT(({number}-1)/{wide}),0)"
        if not self._places.geometry.thresholds:
            return f"{self.helper('row')}+{below}"
        return f"{self.helper('row')}+IF({number}={self.helper('inputs')},0,{below})"

    def column_in_block(self) -> str:
        """The column of the chosen parameter in a block, counted from 1."""
        geometry, number = self._places.geometry, self.helper("input")
        column = f"IF({self.helper('layer')}=1,MOD({number}-1,{geometry.picture[1]})+1,{number})"
        return f"IF({number}={self.helper('inputs')},{geometry.width},{column})" if geometry.thresholds else column

    def _blocks(self) -> Iterator[Written]:
        geometry, blocks = self._places.geometry, self._places.blocks
        shown = blank_block(geometry)
        moved = {"above": blank_block(geometry), "below": blank_block(geometry)}
        for number, (row, column) in enumerate(geometry.cells):
            shown[row][column] = self._replay.parameter(number)
            here = self._ref(blocks["shown"].part(row, column))
            for name, sign in (("above", "+"), ("below", "-")):
                chosen = f"IF({self.helper('parameter')}={number + 1},{self.helper('nudge')},0)"
                moved[name][row][column] = f"{here}{sign}{chosen}"
        yield blocks["shown"], shown
        for name, formulas in moved.items():
            yield blocks[name], formulas

    def _deltas(self) -> Formulas:
        """delta of the chosen unit, case by case."""
        columns = [self._ref.case(self.seen[f"deltas_{n}"], 0, self.seen[f"deltas_{n}"].width) for n in self._layers]
        delta = self.by_layer([f"INDEX({column},1,{self.helper('number')})" for column in columns])
        return of_cases([delta], self._layout.cases)

    def _below(self) -> list[Area]:
        """What the units of each layer look at."""
        return [self._layout["images"], *(self.seen[f"outputs_{layer}"] for layer in self._layers[:-1])]

    def _inputs_of_cases(self) -> Formulas:
        """The chosen input, case by case; -1 of a threshold."""
        below, number = [self._ref.case(area, 0, area.width) for area in self._below()], self.helper("input")
        x = self.by_layer([f"INDEX({area},1,{number})" for area in below])
        if self._places.geometry.thresholds:
            x = f"IF({number}={self.helper('inputs')},-1,{x})"
        return of_cases([x], self._layout.cases)

    def _parts(self) -> Formulas:
        """What each case counts: delta x, of a threshold -delta; nothing of a test case."""
        training, delta, x = (
            self._ref.case(area, 0) for area in (self._layout["training"], self.seen["delta"], self.seen["x"])
        )
        share = "" if self.share_is_1 else f"*{self.helper('share')}"
        return of_cases([f"{training}*{delta}*{x}{share}"], self._layout.cases)

    @property
    def share_is_1(self) -> bool:
        """Whether E is a sum whatever the settings say."""
        return "reduction" not in self._layout

    def _keys(self) -> Formulas:
        """The sizes of the parts, made different for cases that count the same."""
        part, largest = self._ref.case(self.seen["part"], 0), self.helper("largest")
        return of_cases([f"ABS({part})/MAX({largest},1E-300)-{counting(1)}*1E-12"], self._layout.cases)

    def _tables(self) -> Iterator[Written]:
        geometry, layout = self._places.geometry, self._layout
        first = 1
        rows: Formulas = []
        for unit, name in zip(geometry.units, self._units, strict=True):
            place = geometry.layer(unit.layer).index(unit) + 1
            rows.append([f'"{name}"', str(unit.layer + 1), str(place), str(unit.row + 1), str(first)])
            first += len(list(unit.cells()))
        yield self._places.table("unit"), rows
        case, number = self.helper("case"), self.helper("number")
        last = self._layers[-1]
        t, z, d = (
            self._ref(area, fixed=True)
            for area in (layout["targets"], self.seen[f"outputs_{last}"], self.seen[f"deltas_{last}"])
        )
        output = self._places.table("output")
        values: Formulas = [[f"INDEX({area},{case},{k})" for area in (t, z, d)] for k in range(1, output.height + 1)]
        yield output._replace(right=output.left + 2), values
        above = self._places.table("above")
        yield above._replace(right=above.left + 1), [self._above(k, case, number) for k in range(1, above.height + 1)]
        told, parts, keys = self._places.table("told"), self.seen["part"], self._ref(self.seen["key"], fixed=True)
        largest: Formulas = [['""', '""'] for _ in range(TOLD)]
        for k in range(min(TOLD, layout.cases)):
            here = self._ref(told.part(k, 0))
            largest[k] = [f"MATCH(LARGE({keys},{k + 1}),{keys},0)", f"INDEX({self._ref(parts, fixed=True)},{here})"]
        yield told, largest
        yield from self._inputs_table()

    def _above(self, k: int, case: str, number: str) -> list[str | None]:
        """The weight from the chosen unit to unit k above it, and that one's delta; 0 where there is none."""
        geometry, block = self._places.geometry, self._ref(self._places.blocks["shown"], fixed=True)
        weights, deltas = [], []
        for layer in self._layers:
            units = geometry.layer(layer)  # those above the units of the layer that is counted so from 1
            if k > len(units):
                weights.append("0")
                deltas.append("0")
                continue
            weights.append(f"INDEX({block},{units[k - 1].row + 1},{number})")
            deltas.append(f"INDEX({self._ref(self.seen[f'deltas_{layer + 1}'], fixed=True)},{case},{k})")
        return [self.by_layer(weights), self.by_layer(deltas)]

    def _inputs_table(self) -> Iterator[Written]:
        """Name, weight, value and gradient of each input of the chosen unit; the texts beside them are `why_lines`'."""
        geometry, table = self._places.geometry, self._places.table("input")
        block, case = self._ref(self._places.blocks["shown"], fixed=True), self.helper("case")
        training, delta = (self._ref(area, fixed=True) for area in (self._layout["training"], self.seen["delta"]))
        share, below = "" if self.share_is_1 else f"*{self.helper('share')}", self._below()
        names: Formulas = []
        gradients: Formulas = []
        for row in range(table.height):
            texts: list[list[str]] = [[], [], [], []]
            for layer, size in enumerate(geometry.sizes[:-1]):
                name = (self._inputs if layer == 0 else geometry.input_names(layer))[row : row + 1]
                if row < size:
                    wide = geometry.picture[1] if layer == 0 else size
                    at = f"{self.helper('row')}+{row // wide},{row % wide + 1}"
                    column = self._ref(column_of(below[layer], row), fixed=True)
                    one = [f'"{name[0]}"', f"INDEX({block},{at})", f"INDEX({column},{case})"]
                    one.append(f"SUMPRODUCT({training},{delta},{column}){share}")
                elif row == size and geometry.thresholds:
                    at = f"{self.helper('row')},{geometry.width}"
                    one = ['"θ"', f"INDEX({block},{at})", "-1", f"-SUMPRODUCT({training},{delta}){share}"]
                else:
                    one = ['""'] * 4
                for text, each in zip(texts, one, strict=True):
                    text.append(each)
            names.append([self.by_layer(text) for text in texts[:3]])
            gradients.append([self.by_layer(texts[3])])
        yield table._replace(right=table.left + 2), names
        yield self._places.column("input", "gradient"), gradients
