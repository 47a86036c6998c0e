"""The formulas of sheet Play: one case forward and back through the network as it was at one iteration.

The parameters and gradients are looked up (`replay`); all else follows from them by the pieces of the method, cell by
cell on the sheet itself. A case that is no number of one on Data is the drawing.
"""

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.play import (
    PlaySheet,
    Slots,
    arranged,
    bounds,
    each,
    helper,
    word_cell,
)
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.method import pieces_of
from sheetnet.sheet.formulas.pieces import CaseCells, as_factor
from sheetnet.sheet.formulas.references import References, column_of
from sheetnet.sheet.formulas.replay import HELPERS, Replay
from sheetnet.sheet.formulas.results import NOTHING

LEAST_SHARE = 0.5  # of the largest output: below it the answer is none


def play_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas in the shape of the area; nothing of a workbook without the sheet."""
    sheet = arranged(layout.geometry, layout.areas)
    return _Play(layout, sheet).formulas() if sheet else {}


class _Play:
    """The references that formulas of the sheet are put together from."""

    def __init__(self, layout: Layout, sheet: PlaySheet) -> None:
        self.layout, self.sheet = layout, sheet
        self.ref = References(layout["play_box"].sheet)
        self.helpers = layout["play_helpers"]
        self.replay = Replay(layout, layout["play_iteration"], self.helpers.part(0, 0, HELPERS, 1))
        pieces = pieces_of(layout)
        self.hidden, self.head = pieces.hidden, pieces.head
        self.row = self._at(helper(self.helpers, "row"))
        self.last = len(layout.geometry.sizes) - 1
        self.out = layout["play_out"]

    def _at(self, area: Area) -> str:
        return self.ref(area, fixed=True)

    def _slot(self, block: str, cell: tuple[int, int]) -> str:
        return self.ref(self.layout[block].part(*cell))

    def _slots(self, layer: int) -> list[Slots]:
        return self.sheet.slots(layer)

    def formulas(self) -> dict[str, Formulas]:
        found: dict[str, Formulas] = {"play_x": self._x(), "play_out": self._outputs()}
        number = 0
        for layer in range(self.last):
            weights, gradients = f"play_layer_{layer + 1}", f"play_gradients_{layer + 1}"
            found[weights], found[gradients] = self._blank(weights), self._blank(gradients)
            for unit, slots in enumerate(self._slots(layer)):
                count = len(slots.weights) + (slots.theta is not None)
                self._put_unit(found[weights], layer, unit, number)
                for at, cell in enumerate(_cells(self.sheet.slots(layer, gradients=True)[unit])):
                    found[gradients][cell[0]][cell[1]] = self.replay.gradient(number + at)
                number += count
        found["play_helpers"] = self._helpers()
        found["play_E"] = [[self.replay.loss()]]
        found["play_accuracy"] = [[f'IF({self.replay.accuracy()}="","{NOTHING}",{self.replay.accuracy()})']]
        found["play_misread"] = [[self._misread()]]
        found |= {"play_answer": [[self._answer()]], "play_verdict": [[self._verdict()]], "play_note": [[self._note()]]}
        return found

    def _blank(self, name: str) -> Formulas:
        area = self.layout[name]
        return [[None] * area.width for _ in range(area.height)]

    def _put_unit(self, rows: Formulas, layer: int, unit: int, number: int) -> None:
        """A unit's parameters, from `number` of the parameter vector on, its s, h and δ."""
        block, slots = f"play_layer_{layer + 1}", self._slots(layer)[unit]
        for at, (row, column) in enumerate(_cells(slots)):
            rows[row][column] = self.replay.parameter(number + at)
        theta = f"-{self._slot(block, slots.theta)}" if slots.theta else ""
        rows[slots.s[0]][slots.s[1]] = self._sum(block, layer, slots) + theta
        if layer == self.last - 1:
            case = self._case()
            value, delta = self.head.output(case, unit), self.head.delta(case, unit)
        else:
            above = zip(self._slots(layer + 1), range(self.layout.geometry.sizes[layer + 2]), strict=True)
            terms = "+".join(
                f"{self._slot(f'play_layer_{layer + 2}', upper.delta)}"
                f"*{self._slot(f'play_layer_{layer + 2}', upper.weights[unit])}"
                for upper, _ in above
            )
            h = self._slot(block, slots.h)
            value = self.hidden.value(self._slot(block, slots.s))
            delta = f"({terms})*{as_factor(self.hidden.slope(h))}"
        rows[slots.h[0]][slots.h[1]] = value
        rows[slots.delta[0]][slots.delta[1]] = f'IF({self.row}=0,"",{delta})'

    def _sum(self, block: str, layer: int, slots: Slots) -> str:
        """w.x; the weights of a picture have its shape."""
        if self.sheet.tiled(layer):
            weights = self.layout[block].part(*bounds(slots.weights))
            return f"SUMPRODUCT({self.ref(weights)},{self._at(self.layout['play_x'])})"
        if layer == 0:
            below = [self.ref(cell) for cell in each(self.layout["play_x"])]
        else:
            below = [self._slot(f"play_layer_{layer}", lower.h) for lower in self._slots(layer - 1)]
        return "+".join(f"{self._slot(block, w)}*{x}" for w, x in zip(slots.weights, below, strict=True))

    def _case(self) -> CaseCells:
        """The cells of the outputs, as the pieces of a head need them."""
        block, slots = f"play_layer_{self.last}", self._slots(self.last - 1)
        _, _, t = self.sheet.out_columns()
        targets = column_of(self.out, t)
        sums = self.layout[block].part(slots[0].s[0], slots[0].s[1], len(slots), 1)
        return CaseCells(
            [self._slot(block, one.s) for one in slots],
            [self.ref(targets.part(k, 0)) for k in range(len(slots))],
            [self._slot(block, one.h) for one in slots],
            self._at(sums),
            self._at(targets),
            self._at(helper(self.helpers, "log sum")),
        )

    def _x(self) -> Formulas:
        """What the network sees: the drawing, where any mark is ink, or a case of Data."""
        images, box = self.layout["images"], self.layout["play_box"]
        rows: Formulas = []
        for number, cell in enumerate(each(box)):
            seen = self._drawn(self.ref(cell), number)
            if number % box.width == 0:
                rows.append([])
            rows[-1].append(f"IF({self.row}=0,{seen},INDEX({self._at(column_of(images, number))},{self.row}))")
        return rows

    def _drawn(self, cell: str, number: int) -> str:
        if self.sheet.pictures:
            ink = self._at(self.layout["play_ink"])
            raw = f"IF(LEN(TRIM({cell}))=0,0,IF(ISNUMBER({cell}),MAX(0,MIN({ink},{cell})),{ink}))"
        else:
            raw = f"N({cell})"
        if "input_scaling" not in self.layout:
            return raw
        shift, scale = (self._at(self.layout["input_scaling"].part(number, column)) for column in (0, 1))
        return f"({raw}-{shift})/{scale}"

    def _outputs(self) -> Formulas:
        """Name, bar, z and t of every output."""
        bar, z, t = self.sheet.out_columns()
        block, slots = f"play_layer_{self.last}", self._slots(self.last - 1)
        rows = self._blank("play_out")
        for k, row in enumerate(rows):
            here = self.ref(self.out.part(k, z))
            row[0] = self._at(self.layout["classes"].part(0, k))
            for step in range(self.sheet.bar):
                row[bar + step] = f"MAX(0,MIN(1,{here}*{self.sheet.bar}-{step}))"
            row[z] = self._slot(block, slots[k].h)
            target = f"INDEX({self._at(column_of(self.layout['targets'], k))},{self.row})"
            row[t] = f'IF({self.row}=0,"",{target})'
        return rows

    def _helpers(self) -> Formulas:
        """The row of Trace, the case, what was read and what is right, and how large each unit's numbers are."""
        case, after = self._at(self.layout["play_case"]), f"ROWS({self._at(self.layout['images'])})+1"
        row = f"IF(ISNUMBER({case}),IF(AND({case}>=1,{case}<{after}),INT({case}),0),0)"
        _, z, t = self.sheet.out_columns()
        seen, wanted = self._class(column_of(self.out, z)), self._class(column_of(self.out, t))
        log_sum = self.head.log_sum(self._case()) if self.head.log_sum else "0"
        found: Formulas = [*self.replay.formulas(), [row], [seen], [f"IF({self.row}=0,0,{wanted})"], [log_sum]]
        for layer in range(self.last):
            both = zip(self._slots(layer), self.sheet.slots(layer, gradients=True), strict=True)
            for weights, gradients in both:
                for kind, slots in (("layer", weights), ("gradients", gradients)):
                    area = self.layout[f"play_{kind}_{layer + 1}"].part(*bounds(slots.weights))
                    text = self.ref(area)
                    found.append([f"MAX(MAX({text}),-MIN({text}),1E-300)"])
        return found

    def _class(self, outputs: Area) -> str:
        """The number of the class that outputs say; a single output says 0 or 1."""
        text = self._at(outputs)
        if outputs.height == 1:
            return f"IF({text}>={self.head.middle},1,0)"
        return f"MATCH(MAX({text}),{text},0)"

    def _misread(self) -> str:
        """How many training cases are read wrongly at that iteration."""
        accuracy, training = self._at(self.layout["play_accuracy"]), self._at(self.layout["training"])
        return f'IF(ISNUMBER({accuracy}),ROUND((1-{accuracy})*SUM({training}),0),"{NOTHING}")'

    def _unit_of_target(self, text: str) -> str:
        """A number of the target as it was measured."""
        if "target_scaling" not in self.layout:
            return text
        shift, scale = (self._at(self.layout["target_scaling"].part(0, column)) for column in (0, 1))
        return f"{text}*{scale}+{shift}"

    @property
    def _empty(self) -> str:
        """That there is nothing to read."""
        return f"AND({self.row}=0,COUNTA({self._at(self.layout['play_box'])})=0)"

    def _answer(self) -> str:
        _, z, _ = self.sheet.out_columns()
        if not self.sheet.bars:
            said = self._unit_of_target(self._at(self.out.part(0, z)))
        elif self.out.height == 1:
            said = self._at(helper(self.helpers, "read"))
        else:
            said = f"INDEX({self._at(self.layout['classes'])},1,{self._at(helper(self.helpers, 'read'))})"
        return f'IF({self._empty},"?",{said})'

    def _verdict(self) -> str:
        """Whether that is right; of a regression what was measured."""
        _, z, t = self.sheet.out_columns()
        draw, unsure, right, wrong = (self._word(name) for name in ("draw", "unsure", "right", "wrong"))
        if not self.sheet.bars:
            measured = self._unit_of_target(self._at(self.out.part(0, t)))
            return f'IF({self._empty},{draw},IF({self.row}=0,"",{measured}))'
        read, target = (self._at(helper(self.helpers, name)) for name in ("read", "target"))
        if self.out.height == 1:
            of_drawing, named = '""', target
        else:
            most = f"MAX({self._at(column_of(self.out, z))})"
            of_drawing = f'IF({most}<{LEAST_SHARE},{unsure},"")'
            named = f"INDEX({self._at(self.layout['classes'])},1,{target})"
        compared = f"IF({read}={target},{right},{wrong}&{named})"
        return f"IF({self._empty},{draw},IF({self.row}=0,{of_drawing},{compared}))"

    def _word(self, name: str) -> str:
        return self._at(word_cell(self.layout["play_words"], name))

    def _note(self) -> str:
        """What one has to know of the iteration that is shown."""
        asked, counter = self._at(self.layout["play_iteration"]), self._at(self.layout["counter"])
        shown = self.replay.shown
        thinned = f'IF({shown}=N({asked}),"",{self._word("nearest")}&{shown})'
        known = f"IF({counter}=0,{self._word('untrained')},{thinned})"
        return f"IF({self.replay.known}=0,{self._word('present')},{known})"


def _cells(slots: Slots) -> list[tuple[int, int]]:
    """A unit's parameters in the order of the parameter vector."""
    return [*slots.weights, *([slots.theta] if slots.theta else [])]
