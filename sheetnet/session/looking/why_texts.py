"""What the texts of sheet Why must say of its numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sheetnet.session.looking.looked_back import as_joined
from sheetnet.session.looking.phrases import factor, fixed, number, output, phrase
from sheetnet.session.looking.why_values import WhySeen
from sheetnet.sheet.blocks.why import MOST_LINES, TOLD
from sheetnet.sheet.cells import Area, Rows, Value
from sheetnet.sheet.formulas.spelled import ACTIVATIONS, DELTAS, OUTPUTS, SLOPES, in_general
from sheetnet.sheet.formulas.why_lines import BAR, WhyLines


class WhyTexts:
    """The texts of one choice; `words` are those of the sheets, `classes` the names of the classes."""

    def __init__(self, seen: WhySeen, lines: WhyLines, words: Mapping[str, str], classes: Sequence[Value]) -> None:
        self._seen, self._lines, self._say, self._classes = seen, lines, words, classes
        self._places, self._network = seen.places, seen.problem.network
        self._row = seen.problem.t[seen.case]
        self._z = seen.of_outputs("outputs")[seen.case]
        self._running, self._above = list(self._inputs()), list(self._units_above())

    def values(self) -> dict[Area, Rows]:
        """Area -> rows of texts."""
        places, seen = self._places, self._seen
        output_table = places.table("output")
        deltas = seen.of_outputs("deltas")[seen.case]
        found: dict[Area, Rows] = {
            places.column("input", "text"): [[text] for text in self._running],
            places.column("above", "text"): [[text] for text in self._above],
            output_table._replace(left=output_table.left + 3): [
                [factor(t), output(z), factor(delta)] for t, z, delta in zip(self._row, self._z, deltas, strict=True)
            ],
            places.caption: [[self._caption()]],
        }
        for name, (general, numbers) in self._said().items():
            row = places.lines[name].top
            found[self._lines.screen(row, places.formula_column)] = [[general]]
            found[self._lines.screen(row, places.numbers_column)] = [[numbers]]
        if places.pictures:
            found |= self._pictures()
        else:
            found[places.listed] = self._list()
        for k in range(places.says.height):
            place = places.says.part(k, 0)
            full = int(fixed(BAR * max(0.0, min(1.0, float(self._z[k]))), 0))
            found[place] = [[self._classes[k]]]
            found[place._replace(left=place.left + 3, right=place.left + 3)] = [["█" * full + "░" * (BAR - full)]]
            found[place._replace(left=place.left + 11, right=place.left + 11)] = [[number(self._z[k], 3)]]
        for rank in range(TOLD):
            found |= self._told(rank)
        return found | self._status()

    def _inputs(self) -> Iterator[str]:
        """w · x of the inputs so far, a row each."""
        seen, text = self._seen, ""
        last = len(seen.names) - 1 if self._places.geometry.thresholds else len(seen.names)
        rows = list(zip(seen.weights.tolist(), seen.below[seen.case].tolist(), strict=True))
        for row in range(self._places.table("input").height):
            if row < last and rows[row][1] != 0:
                w, x = rows[row]
                sign = " - " if w < 0 else " + "
                text += f"{sign}{number(abs(w))}" if x == 1 else f" + {factor(w, 4)} · {factor(x, 4)}"
            yield text

    def _units_above(self) -> Iterator[str]:
        text = ""
        for row in range(self._places.table("above").height):
            if row < len(self._seen.above):
                w, delta = self._seen.above[row]
                text += f"{' + ' if row else ''}{factor(w)} · {factor(delta)}"
            yield text

    @property
    def _letter(self) -> str:
        return "h" if self._seen.layer else "x"

    def _said(self) -> dict[str, tuple[str, str]]:
        """Name of a line -> its general text and its text with numbers."""
        seen, geometry, h = self._seen, self._places.geometry, self._seen.helper
        text = self._running[-1]
        trimmed = ("-" if text.startswith(" - ") else "") + text[3:] if text else "0"
        minus = f" - {factor(seen.weights[-1], 4)}" if geometry.thresholds else ""
        theta = " - θ" if geometry.thresholds else ""
        found = {"s": (f"s = Σ w · {self._letter}{theta}", f"= {trimmed}{minus} = {number(h('s'))}")}
        found["output"] = self._output()
        for k in range(min(geometry.sizes[-1], MOST_LINES)):
            found[f"delta_{k + 1}"] = self._delta_of_output(k)
        if len(geometry.sizes) > 2:
            found |= self._delta_of_hidden()
        return found | self._sums()

    def _output(self) -> tuple[str, str]:
        mark, template = ("z", OUTPUTS[self._network.head.name])
        if not self._seen.is_output:
            mark, template = ("h", ACTIVATIONS[self._network.hidden.name])
        texts = {"s": factor(self._seen.helper("s")), "sum_of_powers": in_general("{sum_of_powers}")}
        numbers = f"= {phrase(template, texts)} = {number(self._seen.helper('output'))}"
        return f"{mark} = {in_general(template)}", numbers

    def _delta_of_output(self, k: int) -> tuple[str, str]:
        geometry, template = self._places.geometry, DELTAS[self._network.head.name]
        texts = {"t": factor(self._row[k]), "z": output(self._z[k]), "sum_of_t": number(float(self._row.sum()))}
        value = number(self._seen.of_outputs("deltas")[self._seen.case, k])
        name = geometry.layer(len(geometry.sizes) - 2)[k].name
        return f"δ{name} = {in_general(template)}", f"= {phrase(template, texts)} = {value}"

    def _delta_of_hidden(self) -> dict[str, tuple[str, str]]:
        if self._seen.is_output:
            return {"above": ("", ""), "delta": ("", "")}
        value, h = self._seen.helper, self._seen.helper("output")
        template, unit = SLOPES[self._network.hidden.name], self._places.geometry.units[self._seen.unit].name
        slope = phrase(template, {"h": output(h), "slope": str(int(h > 0))})
        numbers = f"= {factor(value('above'))} · {slope} = {number(value('delta'))}"
        return {
            "above": ("Σ w · δ", f"= {self._above[-1]} = {number(value('above'))}"),
            "delta": (f"δ{unit} = (Σ w · δ) · {in_general(template)}", numbers),
        }

    def _sums(self) -> dict[str, tuple[str, str]]:
        seen, say, value = self._seen, self._say, self._seen.helper
        shared = seen.share < 1
        delta, w = factor(value("delta")), "θ" if seen.of_threshold else "w"
        product = f"-{delta}" if seen.of_threshold else f"{delta} · {factor(value('x'))}"
        by = f" / {int(seen.training.sum())}" if shared else ""
        general = ("-δ" if seen.of_threshold else f"δ · {self._letter}") + (" / n" if shared else "")
        part = f"= {product}{by} = {number(value('part'))}" if seen.training[seen.case] else say["why_test_case"]
        up, down = f"{factor(value('up'))} {say['why_pushes_up']}", f"{factor(value('down'))} {say['why_pushes_down']}"
        above, below = fixed(value("E_above"), 10), fixed(value("E_below"), 10)
        quotient = f"= ({above} - {below}) / {number(2 * value('nudge'), 1)} = {number(value('quotient'))}"
        return {
            "part": (general, part),
            "total": (f"∂E/∂{w} = Σ δ · {self._letter}", f"= {up} + {down} = {number(value('total'))}"),
            "quotient": (f"(E({w} + ε) - E({w} - ε)) / 2ε", quotient),
        }

    def _pictures(self) -> dict[Area, Rows]:
        seen, places = self._seen, self._places
        high, wide = places.tile
        found = {places.panel(0): seen.problem.x[seen.case].reshape(high, wide).tolist()}
        count = len(seen.names) - places.geometry.thresholds
        for panel, numbers in ((1, seen.weights), (2, seen.gradients)):
            line: list[Value] = [*numbers[:count].tolist(), *[""] * (high * wide - count)]
            found[places.panel(panel)] = [line[row * wide : (row + 1) * wide] for row in range(high)]
        return found

    def _list(self) -> Rows:
        """The inputs of the unit, one a row."""
        seen, listed = self._seen, self._places.listed
        rows: list[list[Value]] = [[None] * listed.width for _ in range(listed.height)]
        shown = list(zip(seen.names, seen.below[seen.case].tolist(), seen.weights.tolist(), strict=True))
        for place, row in enumerate(rows):
            texts = ("", "", "", "")
            if place < len(shown):
                name, x, w = shown[place]
                texts = (name, number(x), number(w), number(w * x))
            for column, text in zip((0, 6, 10, 14), texts, strict=True):
                row[column] = text
        return rows

    def _label(self, case: int) -> str:
        t = self._seen.problem.t[case]
        return as_joined(float(fixed(t[0], 3))) if len(t) == 1 else as_joined(self._classes[int(t.argmax())])

    def _caption(self) -> str:
        case, several = self._seen.case, len(self._z) > 1
        read = as_joined(self._classes[int(np.argmax(self._z))]) if several else number(self._z[0])
        return f"{self._say['why_of_case']}{case + 1}: {self._label(case)}{self._say['why_read']}{read}"

    def _told(self, place: int) -> dict[Area, Rows]:
        """A contribution: the picture of its case, the case, what it counts, and where it pushes."""
        seen, tile = self._seen, self._places.told(place)
        found: dict[Area, Rows] = {}
        texts = [""] * self._places.texts
        if place < len(seen.told):
            case = seen.told[place]
            part = float(seen.parts[case])
            push = f"▲ {self._say['why_up']}" if part < 0 else f"▼ {self._say['why_down']}"
            delta, x = (number(column[case], 3) for column in (seen.chosen("deltas"), seen.below[:, seen.input]))
            product = [] if self._places.pictures else [f"{delta} · {x}"]
            texts = [f"{case + 1}: {self._label(case)}", *product, number(part, 3), push if part else ""]
            pixels: Rows = seen.problem.x[case].reshape(tile.height, tile.width).tolist() if tile.height else []
        elif tile.height:
            pixels = [[""] * tile.width] * tile.height
        if self._places.pictures:
            found[tile] = pixels
        rows = (self._lines.screen(tile.bottom + 1 + offset, tile.left) for offset in range(len(texts)))
        return found | {row: [[text]] for row, text in zip(rows, texts, strict=True)}

    def _status(self) -> dict[Area, Rows]:
        """What is shown, where the gradient stands, and what that cell says."""
        seen, places = self._seen, self._places
        untraced = "" if seen.then.known else self._lines.untraced
        return {
            places.status: [[f"{self._say['why_shown']}{as_joined(seen.then.shown)}{untraced}"]],
            places.jump: [
                [f"→ {self._lines.numbers.gradient_at(seen.then.place if seen.then.known else 0, seen.parameter)}"]
            ],
            places.agreed: [[f"= {number(seen.helper('gradient_cell'), 8)}"]],
        }


def file_in(formula: str | None, untraced: str) -> str:
    """The name of the file in the text that a formula has of it; nothing where it has none."""
    before, after = (re.escape(part.replace('"', '""')) for part in untraced.split("{file}"))
    found = re.search(f'{before}(.*){after}"', formula or "")
    return found[1] if found else ""
