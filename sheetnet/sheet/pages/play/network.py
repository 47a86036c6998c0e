"""The network on sheet Play: its units as pictures of their weights and gradients, its outputs, its answer."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sheetnet.sheet.blocks.play import FIRST, WORDS, Slots, bounds, helper, scales
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.references import References
from sheetnet.sheet.pages.play.canvas import GLOW, HIDDEN, LIT, PAPER, Canvas, scale, symmetric
from sheetnet.sheet.pages.style import INK, MUTED, RED, WHITE, when

AGAINST, FOR = "2166AC", "B2182B"  # of a weight; white at 0
DOWN, UP = "5E3C99", "E66101"  # of a gradient


class Network:
    """The network while it is drawn."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.sheet, self.plan = canvas, canvas.sheet, canvas.plan
        self.layout, self.say, self.design = canvas.layout, canvas.say, canvas.design

    def layers(self) -> None:
        plan, say = self.plan, self.say
        hidden = "play_hidden" if plan.pictures else "play_hidden_table"
        self.canvas.heading(self.layout["play_layer_1"].left, say[hidden])
        number = 0
        for layer in range(len(plan.geometry.sizes) - 1):
            areas = [self.layout[f"play_{kind}_{layer + 1}"] for kind in ("layer", "gradients")]
            both = zip(plan.slots(layer), plan.slots(layer, gradients=True), plan.geometry.layer(layer), strict=True)
            for weights, gradients, unit in both:
                for area, slots, kind in zip(areas, (weights, gradients), (0, 1), strict=True):
                    self._unit(area, slots, layer, kind, number)
                    self._name_unit(area, slots, layer, kind, unit.name)
                number += 1
            if not plan.tiled(layer):
                self._head_rows(layer, areas)

    def _unit(self, area: Area, slots: Slots, layer: int, kind: int, number: int) -> None:
        """A unit's weights as a picture on a scale of its own, symmetric about 0, and its numbers."""
        self.canvas.grid(area, slots.weights)
        for row, column in slots.weights:
            self.canvas.formula(area, row, column, HIDDEN, size=7)
        top, left, high, wide = bounds(slots.weights)
        most = scales(self.layout["play_helpers"], number)[kind]
        text = f"${get_column_letter(most.left)}${most.top}"
        ends = (DOWN, UP) if kind else (AGAINST, FOR)
        self.sheet.conditional_formatting.add(area.part(top, left, high, wide).range, symmetric(text, *ends))
        numbers = [(slots.theta, "θ", "0.00")] if slots.theta else []
        if not kind:
            numbers += [(slots.s, "s", "0.00"), (slots.h, "z" if self._last(layer) else "h", "0.00")]
            numbers += [(slots.delta, "δ", "0.000")]
        for at, mark, form in numbers:
            if at is None:
                continue
            named = f'"{mark} "{form};"{mark} "-{form}' if self.plan.tiled(layer) else form
            self.canvas.formula(area, *at, named, self._wide(layer), size=8, color=INK)
        if not kind:
            here = area.part(*slots.h)
            self.sheet.conditional_formatting.add(here.range, scale("num", 0, WHITE, "num", 1, GLOW))

    def _last(self, layer: int) -> bool:
        return layer == len(self.plan.geometry.sizes) - 2

    def _wide(self, layer: int) -> int:
        """How many cells a number takes."""
        return (self.plan.tile - 1) // 2 if self.plan.tiled(layer) else self.plan.number

    def _name_unit(self, area: Area, slots: Slots, layer: int, kind: int, name: str) -> None:
        top, left, _, _ = bounds(slots.weights)
        if self.plan.tiled(layer):
            text = f"∂E/∂w {name}" if kind else name
            self.canvas.text(
                area.top + top - 1, area.left + left, text, size=9, bold=not kind, color=MUTED if kind else INK
            )
        elif not kind and not (self.plan.pictures and self._last(layer) and area.left == self.plan.right):
            self.canvas.text(area.top + top, area.left - 2, name, 2, size=9, bold=True, align="right")

    def _head_rows(self, layer: int, areas: list[Area]) -> None:
        """The names above the columns of a layer whose units are rows."""
        plan, row = self.plan, areas[0].top - 1
        names = (
            [str(name) for name in self.design.table.feature_names] if layer == 0 else plan.geometry.input_names(layer)
        )
        for area, marks in zip(areas, (["θ", "s", "z" if self._last(layer) else "h", "δ"], ["θ"]), strict=True):
            for column, name in enumerate(names):
                cell = self.canvas.text(row, area.left + column, name, size=8, color=MUTED, align="center")
                turned = 90 if layer == 0 else 0
                cell.alignment = Alignment(horizontal="center", vertical="bottom", text_rotation=turned)
            for place, mark in enumerate(marks):
                cell = self.canvas.text(
                    row, area.left + len(names) + place * plan.number, mark, plan.number, size=8, color=MUTED
                )
                cell.alignment = Alignment(horizontal="center", vertical="bottom")
                if mark == "δ":
                    self._of_a_case(cell.coordinate)
        self.canvas.text(
            row - 1 if layer else FIRST - 1, areas[1].left, self.say["play_gradient_short"], size=9, color=MUTED
        )
        if layer and plan.pictures:
            self.canvas.text(row - 1, areas[0].left, self.say["play_of_outputs"], size=9, color=MUTED)

    def outputs(self) -> None:
        plan, say, out = self.plan, self.say, self.layout["play_out"]
        self.canvas.heading(out.left, say["play_outputs"])
        self.canvas.heading(out.right + 2, say["play_answer"])
        bar, z, t = plan.out_columns()
        heading = self.canvas.text(FIRST, out.left + t, "t", plan.number, size=8, color=MUTED, align="center")
        self._of_a_case(heading.coordinate)
        for row in range(out.height):
            self.canvas.formula(out, row, 0, "General", plan.number, size=11, bold=True).alignment = Alignment(
                horizontal="center", vertical="center", shrink_to_fit=True
            )
            for column in range(bar, z):
                self.canvas.formula(out, row, column, HIDDEN, size=6)
            if z > bar:
                self.canvas.grid(out.part(row, bar, 1, z - bar), [(0, column) for column in range(z - bar)], "F5F7FA")
            self.canvas.formula(out, row, z, "0%" if plan.bars else "0.000", plan.number, size=11, bold=True)
            self.canvas.formula(out, row, t, "General" if plan.bars else "0.000", plan.number, size=9, color=MUTED)
        if z > bar:
            bars = out.part(0, bar, out.height, z - bar)
            self.sheet.conditional_formatting.add(bars.range, scale("num", 0, "F5F7FA", "num", 1, LIT))
        self._answer()

    def _of_a_case(self, heading: str) -> None:
        """A heading over numbers that a drawing has not: it is not seen then."""
        row = References(self.sheet.title)(helper(self.layout["play_helpers"], "row"), fixed=True)
        self.sheet.conditional_formatting.add(heading, when(f"{row}=0", font=Font(color=WHITE)))

    def _answer(self) -> None:
        plan, answer, verdict = self.plan, self.layout["play_answer"], self.layout["play_verdict"]
        wide = plan.across(112)
        high = verdict.top - answer.top
        number = "General" if plan.bars else "0.00"
        size = (72 if plan.bars else 26) if self._short() else 22
        cell = self.canvas.formula(answer, 0, 0, number, size=size, bold=True, color=INK)
        cell.alignment = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
        self.sheet.merge_cells(answer.part(0, 0, high, wide).range)
        side = Side(style="medium", color=LIT)
        for row in range(high):
            for column in range(wide):
                self.sheet.cell(answer.top + row, answer.left + column).border = Border(
                    top=side if row == 0 else None, bottom=side if row == high - 1 else None,
                    left=side if column == 0 else None, right=side if column == wide - 1 else None,
                )  # fmt: skip
                self.sheet.cell(answer.top + row, answer.left + column).fill = PatternFill("solid", fgColor=PAPER)
        form = "General" if plan.bars else f'"{self.say["play_measured"]} "0.00'
        cell = self.canvas.formula(verdict, 0, 0, form, size=12, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
        self.sheet.merge_cells(verdict.part(0, 0, 1, wide).range)
        here = f"${get_column_letter(verdict.left)}${verdict.top}"
        words = self.layout["play_words"]
        for name, colour in (("right", "1A9850"), ("wrong", RED)):
            word = words.part(WORDS.index(name), 0)
            at = f"${get_column_letter(word.left)}${word.top}"
            self.sheet.conditional_formatting.add(
                verdict.range, when(f"LEFT({here},LEN({at}))={at}", font=Font(color=colour, bold=True))
            )

    def _short(self) -> bool:
        return all(len(str(name)) <= 2 for name in self.design.table.classes) or not self.plan.bars
