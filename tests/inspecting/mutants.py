"""The usual mistakes, made on purpose in good workbooks: what each is called, and the workbook with it."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sheetnet.sheet.cells import column_letters, column_number
from tests.inspecting.books import At, Book, a1

REF = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
Rewrite = Callable[[str, At], str]


class Mutant(NamedTuple):
    """A workbook with a mistake; `names` are the kinds that name it rightly, the first the best."""

    names: tuple[str, ...]
    what: str
    book: Book
    cells: tuple[At, ...]


def moved(text: str, down: int, along: int, only: set[At] | None = None) -> str:
    """The references of a text led elsewhere, those to some cells only."""

    def shift(found: re.Match[str]) -> str:
        column, row = column_number(found[2]), int(found[4])
        if only is not None and (row, column) not in only:
            return found[0]
        return f"{found[1]}{column_letters(column + along)}{found[3]}{row + down}"

    return REF.sub(shift, text)


def mapped(text: str, table: dict[At, At]) -> str:
    """The references to some cells led to others."""

    def lead(found: re.Match[str]) -> str:
        at = int(found[4]), column_number(found[2])
        row, column = table.get(at, at)
        return f"{found[1]}{column_letters(column)}{found[3]}{row}"

    return REF.sub(lead, text)


class _Makers:
    """The mistakes that can be made in one good workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.layers = len(book.architecture.sizes) - 1
        self.hidden = [f"delta{layer}" for layer in range(1, self.layers)]
        self.last = f"delta{self.layers}"

    def cells(self, *roles: str) -> list[At]:
        return [at for role in roles for line in self.book.roles.get(role, []) for at in line]

    def change(self, names: str, what: str, cells: list[At], rewrite: Rewrite) -> Iterator[Mutant]:
        """The mistake in all of some cells, and in the first one alone where there are several."""
        some = [at for at in cells if isinstance(self.book.cells.get(at), str)]
        for which, part in (("all", some), ("one", some[:1])):
            if which == "one" and len(some) < 2:
                continue
            other = self.book.copy()
            changed = []
            for at in part:
                text = str(self.book.cells[at])
                new = rewrite(text, at)
                if new != text:
                    other.cells[at] = new
                    changed.append(at)
            if changed:
                yield Mutant(tuple(names.split()), f"{what}, {which}", other, tuple(changed))

    def neighbours(self, role: str, *, rows: bool = False) -> dict[At, At]:
        """Each cell of a role -> the next one of its line (of its column), the last -> the first."""
        lines = self.book.roles.get(role, [])
        if rows:
            lines = [list(column) for column in zip(*lines, strict=True)]
        return {line[i]: line[(i + 1) % len(line)] for line in lines if len(line) > 1 for i in range(len(line))}

    def units(self, role: str) -> dict[At, At]:
        """Each cell of a role -> that of the next unit: units lie in columns, in arrays in rows."""
        return self.neighbours(role, rows=self.book.layout == "arrays")

    def cases(self, role: str) -> dict[At, At]:
        """Each cell of a role -> that of the next case."""
        return self.neighbours(role, rows=self.book.layout != "arrays")

    def all(self) -> Iterator[Mutant]:
        yield from self.signs()
        yield from self.slopes()
        yield from self.weights()
        yield from self.factors()
        yield from self.others()
        yield from self.structure()

    def signs(self) -> Iterator[Mutant]:
        turn = lambda text, at: re.sub(r"^=\((\$?[A-Z]+\d+)-(\$?[A-Z]+\d+)\)", r"=(\2-\1)", text)  # noqa: E731
        yield from self.change("target_minus_output sign", "t - z for z - t", self.cells(self.last), turn)
        thresholds = self.cells(*(f"gb{layer}" for layer in range(1, self.layers + 1)))
        flip = lambda text, at: "=" + text[2:] if text.startswith("=-") else "=-" + text[1:]  # noqa: E731
        yield from self.change("sign_of_threshold sign", "threshold's sign", thresholds, flip)
        negative = lambda text, at: f"=-({text[1:]})"  # noqa: E731
        yield from self.change("sign", "a hidden delta's sign", self.cells(*self.hidden), negative)
        plus = lambda text, at: text.replace("+", "-", 1)  # noqa: E731
        if self.book.architecture.sizes[-1] > 1:
            yield from self.change("wrong_operator", "minus for plus", self.cells(*self.hidden[-1:]), plus)

    def slopes(self) -> Iterator[Mutant]:
        deltas = self.cells(*self.hidden, self.last)
        gone = lambda text, at: re.sub(r"\*(\$?[A-Z]+\d+)\*\(1-\1\)$|\*\(1-\$?[A-Z]+\d+\^2\)$", "", text)  # noqa: E731
        yield from self.change("slope_left_out", "sigma' left out", deltas, gone)
        mask = lambda text, at: re.sub(r"\*IF\(.*\)$", "", text)  # noqa: E731
        yield from self.change("relu_mask_left_out", "mask left out", deltas, mask)
        wrong = lambda text, at: re.sub(r"\*\(1-(\$?[A-Z]+\d+)\)$", r"*(1+\1)", text)  # noqa: E731
        yield from self.change("slope_with_wrong_sign", "h(1+h)", deltas, wrong)
        half = lambda text, at: re.sub(r"\*(\$?[A-Z]+\d+)\*\(1-\1\)$", r"*(1-\1)", text)  # noqa: E731
        yield from self.change("half_of_slope", "1-h for h(1-h)", deltas, half)
        other = lambda text, at: re.sub(r"\*(\$?[A-Z]+\d+)\*\(1-\1\)$", r"*(1-\1^2)", text)  # noqa: E731
        yield from self.change("other_slope", "tanh's slope", deltas, other)
        tanh = lambda text, at: re.sub(r"\*\(1-(\$?[A-Z]+\d+)\^2\)$", r"*\1*(1-\1)", text)  # noqa: E731
        yield from self.change("other_slope", "sigmoid's slope", deltas, tanh)
        less = lambda text, at: re.sub(r"\*\(1-(\$?[A-Z]+\d+)\^2\)$", r"*(1-\1)", text)  # noqa: E731
        yield from self.change("square_left_out", "1-h for 1-h^2", deltas, less)
        cube = lambda text, at: text.replace("^2", "^3")  # noqa: E731
        yield from self.change("wrong_number", "^3 for ^2", deltas, cube)
        if self.book.architecture.head in ("softmax", "binary", "identity"):
            outputs = dict(zip(self.cells(self.last), self.cells(f"h{self.layers}"), strict=True))
            more = lambda text, at: f"{text}*{a1(outputs[at])}*(1-{a1(outputs[at])})"  # noqa: E731
            yield from self.change("slope_too_much", "a slope too much", self.cells(self.last), more)
        for layer, role in enumerate(self.hidden, 1):
            table = self.units(f"h{layer}") | self.units(f"s{layer}")

            def shifted(text: str, at: At, table: dict[At, At] = table) -> str:
                found = re.search(r"(\*\$?[A-Z]+\d+\*\(1-[^)]*\)|\*\(1-[^)]*\^2\)|\*IF\(.*\))$", text)
                return text if not found else text[: found.start()] + mapped(found[0], table)

            names = "slope_of_other_unit"
            yield from self.change(names, "sigma' of another unit", self.cells(role), shifted)

    def weights(self) -> Iterator[Mutant]:
        for layer, role in enumerate(self.hidden, 1):
            lines = self.book.roles[f"w{layer + 1}"]
            if self.book.layout == "rows":
                yield from self._weights_of_rows(layer, role, lines)
                continue
            for other, name in (("updated", "updated_weights"), ("initial", "initial_weights")):
                block = self.book.roles.get(f"{other}{layer + 1}")
                if block:
                    table = {a: b for old, new in zip(lines, block, strict=True) for a, b in zip(old, new, strict=True)}
                    use = lambda text, at, table=table: mapped(text, table)  # noqa: E731
                    roles = [role, f"back{layer}"]
                    yield from self.change(name, f"{other} weights", self.cells(*roles), use)
            if self.book.layout == "block" and len(lines) > 1:
                most = min(len(lines), len(lines[0]))
                table = {lines[k][j]: lines[j][k] for k in range(most) for j in range(most) if j != k}
                use = lambda text, at, table=table: mapped(text, table)  # noqa: E731
                names = "transposed_weights weight_of_other_unit"
                yield from self.change(names, "transposed weights", self.cells(role), use)
                across = {a: b for line in lines for a, b in pairwise(line)}
                other = lambda text, at, across=across: mapped(text, across)  # noqa: E731
                names = "weight_of_other_unit transposed_weights"
                yield from self.change(names, "another unit's weights", self.cells(role), other)
            if self.book.layout == "arrays":
                plain = lambda text, at: re.sub(r"TRANSPOSE\(([^)]*)\)", r"\1", text)  # noqa: E731
                yield from self.change(
                    "transposed_weights error_value", "no TRANSPOSE", self.cells(f"back{layer}"), plain
                )

    def _weights_of_rows(self, layer: int, role: str, lines: list[list[At]]) -> Iterator[Mutant]:
        cells = {at for line in lines for at in line}
        later = lambda text, at: moved(text, 1, 0, cells)  # noqa: E731
        yield from self.change("updated_weights", "the next row's weights", self.cells(role)[:-8], later)
        first = min(row for row, _ in cells)
        table = {at: (first, at[1]) for at in cells}
        initial = lambda text, at: mapped(text, table)  # noqa: E731
        later_rows = [at for at in self.cells(role) if at[0] > first]
        yield from self.change("initial_weights", "the first row's weights", later_rows, initial)
        other = lambda text, at: moved(text, 0, 1, cells)  # noqa: E731
        names = "weight_of_other_unit transposed_weights"
        yield from self.change(names, "another unit's weights", self.cells(role), other)

    def factors(self) -> Iterator[Mutant]:
        for layer in range(1, self.layers + 1):
            cells = self.cells(f"gw{layer}")
            twice = lambda text, at: f"=2*({text[1:]})"  # noqa: E731
            yield from self.change("factor_two", f"factor 2 in layer {layer}", cells, twice)
            half = lambda text, at: f"=({text[1:]})/2"  # noqa: E731
            yield from self.change("half_too_much", f"factor 1/2 in layer {layer}", cells, half)
            if self.book.layout == "block":
                mean = lambda text, at: f"=({text[1:]})/6"  # noqa: E731
                yield from self.change("mean_for_sum", f"mean in layer {layer}", cells, mean)
                average = lambda text, at: text.replace("SUM(", "AVERAGE(")  # noqa: E731
                yield from self.change("mean_for_sum", "AVERAGE for SUM", self.cells(f"gb{layer}"), average)
        if self.layers > 1 and self.book.layout != "arrays" and self.book.architecture.sizes[-1] > 1:
            less = lambda text, at: re.sub(r"^=\(([^()]*)\+[^()+]*\)", r"=(\1)", text)  # noqa: E731
            yield from self.change("output_left_out", "an output left out", self.cells(self.hidden[-1]), less)
            open_ = lambda text, at: re.sub(r"^=\(([^()]*)\)", r"=\1", text)  # noqa: E731
            yield from self.change("brackets_missing", "brackets missing", self.cells(self.hidden[-1]), open_)

    def others(self) -> Iterator[Mutant]:
        layout, sizes = self.book.layout, self.book.architecture.sizes
        for layer in range(1, self.layers + 1):
            cells = self.cells(f"gw{layer}")
            before = "x" if layer == 1 else f"h{layer - 1}"
            if layout == "arrays":
                continue
            use = self._mapping(self.units(f"delta{layer}"))
            names = "delta_of_other_unit"
            yield from self.change(names, f"another unit's delta in layer {layer}", cells, use)
            if sizes[layer - 1] > 1:
                names = "input_of_other_unit" if layer == 1 else "output_of_other_unit"
                yield from self.change(names, f"another unit's {before}", cells, self._mapping(self.units(before)))
            if layer > 1:
                table = dict(zip(self.cells(before), self.cells(f"s{layer - 1}"), strict=True))
                yield from self.change("sum_for_output", "s for h", cells, self._mapping(table))
        if sizes[-1] > 1:
            use = self._mapping(self.units("t"))
            yield from self.change("target_of_other_output", "another output's target", self.cells(self.last), use)
        use = self._mapping(self.cases("t"))
        yield from self.change("target_of_other_case", "another case's target", self.cells(self.last), use)
        if layout == "rows":
            use = self._mapping(self.cases("x"))
            yield from self.change("input_of_other_case", "another case's input", self.cells("gw1"), use)
        if self.hidden and layout == "block":
            use = self._mapping(self.cases(self.last))
            yield from self.change("delta_of_other_case", "another case's delta", self.cells(self.hidden[-1]), use)
            if sizes[-1] > 1:
                use = self._mapping(self.units(self.last))
                names = "delta_of_other_unit weight_of_other_unit"
                yield from self.change(names, "all deltas in turn", self.cells(self.hidden[-1]), use)
        if layout == "block":
            shorter = lambda text, at: re.sub(r":(\$?[A-Z]+\$?)(\d+)", lambda m: f":{m[1]}{int(m[2]) - 1}", text)  # noqa: E731
            grads = [f"gw{layer}" for layer in range(1, self.layers + 1)]
            yield from self.change("case_left_out", "the last case left out", self.cells(*grads), shorter)
            down = lambda text, at: re.sub(  # noqa: E731
                r"(\$?[A-Z]+)(\d+):(\$?[A-Z]+)(\d+)\)$", lambda m: f"{m[1]}{int(m[2]) + 1}:{m[3]}{int(m[4]) + 1})", text
            )
            yield from self.change("off_by_one_row", "a range a row too low", self.cells(*grads), down)
        if layout == "arrays":
            shorter = lambda text, at: re.sub(  # noqa: E731
                r":(\$?)([A-Z]+)(\$?\d+)", lambda m: f":{m[1]}{column_letters(column_number(m[2]) - 1)}{m[3]}", text
            )
            yield from self.change("case_left_out", "the last case left out", self.cells(f"gw{self.layers}"), shorter)

    def _mapping(self, table: dict[At, At]) -> Rewrite:
        return lambda text, at: mapped(text, table)

    def structure(self) -> Iterator[Mutant]:
        gradients = self.cells(*(f"gw{layer}" for layer in range(1, self.layers + 1)))
        plain = [at for at in gradients if at not in self.book.arrays and isinstance(self.book.cells.get(at), str)]
        if plain:
            other = self.book.copy()
            other.cells[plain[0]] = 0.0123
            yield Mutant(("constant_over_formula",), "a constant over a gradient", other, (plain[0],))
        deltas = [at for at in self.cells(*self.hidden, self.last) if isinstance(self.book.cells.get(at), str)]
        other = self.book.copy()
        at = deltas[len(deltas) // 2]
        other.cells[at] = 0.0123
        yield Mutant(("constant_over_formula",), "a constant over a delta", other, (at,))


def mutants(book: Book) -> list[Mutant]:
    """Every mistake that can be made in a good workbook."""
    return list(_Makers(book).all())
