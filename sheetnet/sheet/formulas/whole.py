"""The formulas of sheet Network: every number of a small network and its cases, and one update of its parameters."""

from collections.abc import Iterator, Sequence

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import HEADS as HEAD_NAMES
from sheetnet.sheet.blocks.settings import HIDDEN as HIDDEN_NAMES
from sheetnet.sheet.blocks.whole import LISTED, SHEET, SIDE, TOLD, WholePlaces
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.looking_back import METHOD_CELLS, Written, method_number
from sheetnet.sheet.formulas.pieces import ACTIVATIONS, HEADS, CaseCells, any_activation, any_head
from sheetnet.sheet.formulas.references import References, column_of

UPDATE = ("current", "gradients", "updated")  # the blocks whose values the rows of an update have


class WholeFormulas:
    """The formulas of the sheet of a workbook."""

    def __init__(self, layout: Layout) -> None:
        self.places = WholePlaces(layout.geometry, layout.cases)
        self._layout, self._geometry, self._ref = layout, layout.geometry, References(SHEET)
        if layout.has_settings:  # those of every method, chosen by two cells
            self._hidden, self._head = any_activation(HIDDEN_NAMES), any_head(HEAD_NAMES)
        else:
            self._hidden, self._head = ACTIVATIONS["sigmoid"], HEADS["sigmoid+squared"]

    def written(self) -> Iterator[Written]:
        """Every formula, by the area that it stands in."""
        for area, formulas in self._written():
            yield area, [[self._chosen(text) for text in line] for line in formulas]

    def _written(self) -> Iterator[Written]:
        if self._layout.has_settings:
            for number, name in enumerate(METHOD_CELLS):
                yield self.places.helper(number), [[method_number(self._layout, name, SHEET)]]
        for name in TOLD:
            yield self.places.told(name)[1], [[self._told(name)]]
        sizes = self._geometry.sizes
        for layer, units in enumerate(sizes):
            for unit in range(units):
                for what in self.places.rows(layer)[1:]:
                    yield self.places.cell(layer, unit, what), [[self._box(layer, unit, what)]]
        for layer, units in enumerate(sizes[1:]):
            for target in range(units):
                yield from self._labels(layer, target)
        if self.places.cases > 1:
            yield self.listed, self._list()
        for row, block in enumerate(UPDATE):
            for parameter, slot in enumerate(self._geometry.cells):
                yield self.places.updated(row, parameter), [[self._ref(self._layout[block].part(*slot))]]
        if self.places.has_surface:
            yield from self._surface()

    @property
    def listed(self) -> Area:
        """The rows of the list that have a case."""
        return self.places.listed._replace(bottom=self.places.listed.top + min(self.places.cases, LISTED) - 1)

    def _chosen(self, text: str | None) -> str | None:
        """A formula whose choices are made by the two cells."""
        for number, name in enumerate(METHOD_CELLS):
            text = text and text.replace(name, self._ref(self.places.helper(number), fixed=True))
        return text

    def _of_case(self, column: Area) -> str:
        """The number of a column over all cases that is the chosen case's."""
        if self.places.cases == 1:
            return self._ref(column)
        return f"INDEX({self._ref(column, fixed=True)},{self._ref(self.places.case, fixed=True)})"

    def _told(self, name: str) -> str:
        return self._of_case(self._layout["errors"]) if name == "e" else self._ref(self._layout[name])

    def _box(self, layer: int, unit: int, what: str) -> str:
        """What a line of a box says, from the numbers around it."""
        places, layout, ref = self.places, self._layout, self._ref
        cell = {one: ref(places.cell(layer, unit, one)) for one in places.rows(layer)[1:]}
        if what in "xt":
            return self._of_case(column_of(layout["images" if what == "x" else "targets"], unit))
        if what == "θ":
            threshold = self._geometry.layer(layer - 1)[unit].threshold
            assert threshold is not None  # noqa: S101 - else there is no such line
            return ref(layout["current"].part(*threshold))
        if what == "s":
            below = range(self._geometry.sizes[layer - 1])
            terms = (
                f"{ref(places.weight(layer - 1, n, unit).part(0, 0))}*{ref(places.output(layer - 1, n))}" for n in below
            )
            return "+".join(terms) + (f"-{cell['θ']}" if "θ" in cell else "")
        if what == "h":
            return self._hidden.value(cell["s"])
        if what == "z":
            return self._head.output(self._case_cells(), unit)
        if layer == len(self._geometry.sizes) - 1:
            return self._head.delta(self._case_cells(), unit)
        above = range(self._geometry.sizes[layer + 1])
        sums = (f"{ref(places.cell(layer + 1, n, 'δ'))}*{ref(places.weight(layer, unit, n).part(0, 0))}" for n in above)
        return f"({'+'.join(sums)})*({self._hidden.slope(cell['h'])})"

    def _case_cells(self) -> CaseCells:
        """The cells of the chosen case at the outputs."""
        last = len(self._geometry.sizes) - 1
        units = range(self._geometry.sizes[-1])
        s, t, z = ([self._ref(self.places.cell(last, unit, what)) for unit in units] for what in ("s", "t", "z"))
        most = f"MAX({','.join(s)})"
        log_sum = f"({most}+LN({'+'.join(f'EXP({one}-{most})' for one in s)}))"
        return CaseCells(s, t, z, ",".join(s), ",".join(t), log_sum)

    def _labels(self, layer: int, target: int) -> Iterator[Written]:
        """The weights of a unit on their lines, each with its gradient below it."""
        unit = self._geometry.layer(layer)[target]
        for source, slot in zip(range(self._geometry.sizes[layer]), unit.cells(), strict=False):
            area = self.places.weight(layer, source, target)
            gradient = self._ref(self._layout["gradients"].part(*slot))  # of several cases the sum, which BP has
            if self.places.cases == 1:
                delta = self._ref(self.places.cell(layer + 1, target, "δ"))
                gradient = f"{delta}*{self._ref(self.places.output(layer, source))}"
            yield area.part(0, 0, 2), [[self._ref(self._layout["current"].part(*slot))], [gradient]]

    def _list(self) -> Formulas:
        """Every case: its number, inputs, targets, outputs, and error."""
        layout, last = self._layout, len(self._geometry.sizes) - 1
        areas = (layout["images"], layout["targets"], layout[f"outputs_{last}"], layout["errors"])
        columns = [column_of(area, number) for area in areas for number in range(area.width)]
        columns.insert(0, column_of(layout["images"], 0)._replace(left=1, right=1))
        rows: Formulas = []
        for case in range(self.listed.height):
            line: list[str | None] = [None] * self.listed.width
            for number, column in enumerate(columns):
                place = self.places.listed_cell(case, number).left - self.listed.left
                line[place] = self._ref(column.part(case, 0))
            rows.append(line)
        return rows

    def _surface(self) -> Iterator[Written]:
        """What the network says at every point of a square, and the parts that it is made of."""
        current, across, down = self._layout["current"], [], []
        x1, x2 = (
            [self._ref(area.part(*place(number))) for number in range(SIDE)]
            for area, place in (
                (self.places.across(), lambda number: (0, number)),
                (self.places.down(), lambda number: (number, 0)),
            )
        )
        for number, unit in enumerate(self._geometry.layer(0), 1):
            first, second = (self._ref(current.part(*slot), fixed=True) for slot in list(unit.cells())[:2])
            theta = "-" + self._ref(current.part(*unit.threshold), fixed=True) if unit.threshold else ""
            across.append(self.places.across(number))
            down.append(self.places.down(number))
            yield across[-1], [[f"{first}*{one}{theta}" for one in x1]]
            yield down[-1], [[f"{second}*{one}"] for one in x2]
        sums = [
            [
                [
                    f"({self._ref(one.part(0, column), fixed=True)}+{self._ref(other.part(row, 0), fixed=True)})"
                    for one, other in zip(across, down, strict=True)
                ]
                for column in range(SIDE)
            ]
            for row in range(SIDE)
        ]
        if len(self._geometry.sizes) > 2:
            yield self.places.sums, [[self._last_sum(each) for each in line] for line in sums]
            area = self.places.sums
            sums = [[[self._ref(area.part(row, column))] for column in range(SIDE)] for row in range(SIDE)]
        yield self.places.surface, [[self._said(each[0]) for each in line] for line in sums]

    def _said(self, s: str) -> str:
        return self._head.output(CaseCells([s], ["0"], ["0"], s, "0", s), 0)

    def _last_sum(self, sums: Sequence[str]) -> str:
        """s of the output, from what the units of the first layer add up."""
        (unit,) = self._geometry.layer(1)
        current = self._layout["current"]
        weights = [self._ref(current.part(unit.row, n), fixed=True) for n in range(len(sums))]
        theta = "-" + self._ref(current.part(*unit.threshold), fixed=True) if unit.threshold else ""
        return "+".join(f"{w}*({self._hidden.value(s)})" for w, s in zip(weights, sums, strict=True)) + theta
