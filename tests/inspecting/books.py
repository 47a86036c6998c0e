"""Workbooks with a network as people make them: ten architectures in three layouts, every gradient worked out by hand.

`Book.roles` says which cells are what, so that mistakes can be made in them on purpose.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Area, Unsaved, Value, column_letters
from sheetnet.sheet.grid import MemoryGrid

SHEET = "Net"
At = tuple[int, int]


class Architecture(NamedTuple):
    """Layer sizes, the hidden activation, and the output with its loss; thresholds are subtracted, biases added."""

    sizes: tuple[int, ...]
    hidden: str = "sigmoid"
    head: str = "sigmoid"
    bias: str = "threshold"


ARCHITECTURES = {
    "2-1": Architecture((2, 1)),
    "2-2-2": Architecture((2, 2, 2), bias="none"),
    "3-2-1": Architecture((3, 2, 1)),
    "2-3-2 tanh": Architecture((2, 3, 2), "tanh", "tanh", "bias"),
    "2-3-2 relu": Architecture((2, 3, 2), "relu", "identity", "bias"),
    "3-4-3 softmax": Architecture((3, 4, 3), "sigmoid", "softmax", "bias"),
    "2-3-1 binary": Architecture((2, 3, 1), "tanh", "binary", "bias"),
    "1-1 line": Architecture((1, 1), "sigmoid", "identity", "bias"),
    "3-3-3-2": Architecture((3, 3, 3, 2)),
    "4-3-3 relu softmax": Architecture((4, 3, 3), "relu", "softmax", "threshold"),
}
LAYOUTS = ("rows", "block", "arrays")


class ArrayGrid(MemoryGrid):
    """A workbook in memory with array formulas."""

    def __init__(self, sheets: Mapping[str, Mapping[At, Value]], arrays: Sequence[Area]) -> None:
        super().__init__(sheets)
        self._arrays = list(arrays)

    def array_formulas(self, sheet: str) -> Sequence[Area]:
        return [area for area in self._arrays if area.sheet == sheet]


class Book(NamedTuple):
    """Cells (a formula with its equals sign is text), the areas that array formulas fill, and what cells are.

    `roles`: a name such as "delta2" -> the places of the cells, in rows.
    """

    cells: dict[At, float | str]
    arrays: dict[At, Area]
    roles: dict[str, list[list[At]]]
    architecture: Architecture
    layout: str

    def grid(self) -> MemoryGrid:
        values: dict[At, Value] = {
            at: Unsaved(value) if isinstance(value, str) and value.startswith("=") else value
            for at, value in self.cells.items()
        }
        return ArrayGrid({SHEET: values}, list(self.arrays.values()))

    def copy(self) -> "Book":
        return self._replace(cells=dict(self.cells), arrays=dict(self.arrays))


def a1(at: At, *, fixed: str = "") -> str:
    """``B3``, ``$B3`` (fixed="c"), ``B$3`` ("r") or ``$B$3`` ("rc")."""
    row, column = at
    return ("$" if "c" in fixed else "") + column_letters(column) + ("$" if "r" in fixed else "") + str(row)


def span(cells: Sequence[At], *, fixed: str = "") -> str:
    return f"{a1(cells[0], fixed=fixed)}:{a1(cells[-1], fixed=fixed)}"


def output(kind: str, s: str, row: str = "") -> str:
    """The output of a unit by its sum; `row` are the sums of all outputs, for softmax."""
    return {
        "sigmoid": f"1/(1+EXP(-{s}))",
        "binary": f"1/(1+EXP(-{s}))",
        "tanh": f"TANH({s})",
        "relu": f"MAX(0,{s})",
        "identity": s,
        "softmax": f"EXP({s})/SUMPRODUCT(EXP({row}))",
    }[kind]


def slope(kind: str, s: str, h: str) -> str:
    return {"sigmoid": f"*{h}*(1-{h})", "tanh": f"*(1-{h}^2)", "relu": f"*IF({s}>0,1,0)"}[kind]


def delta(kind: str, z: str, t: str) -> str:
    """d(loss)/d(sum) of an output unit."""
    return f"({z}-{t})" + {"sigmoid": f"*{z}*(1-{z})", "tanh": f"*(1-{z}^2)"}.get(kind, "")


def loss(kind: str, z: Sequence[str], t: Sequence[str]) -> str:
    if kind == "softmax":
        return "-(" + "+".join(f"{b}*LN({a})" for a, b in zip(z, t, strict=True)) + ")"
    if kind == "binary":
        return "-(" + "+".join(f"{b}*LN({a})+(1-{b})*LN(1-{a})" for a, b in zip(z, t, strict=True)) + ")"
    return "(" + "+".join(f"({a}-{b})^2" for a, b in zip(z, t, strict=True)) + ")/2"


def book(name: str, layout: str, seed: int = 7) -> Book:
    """A good workbook: its gradients are the derivative of its loss."""
    architecture = ARCHITECTURES[name]
    make = {"rows": _Rows, "block": _Block, "arrays": _Arrays}[layout]
    for number in range(seed, seed + 200):
        made = make(architecture, layout, np.random.default_rng(number)).book()
        if architecture.hidden != "relu" or _alive(made):
            return made
    raise AssertionError("no start with units that are on and units that are off")


def _alive(made: Book) -> bool:
    """Whether every hidden unit of relu is on for a case, and some are off for one."""
    cells = Evaluation(contents(made.grid())).cells
    lines = made.roles["h1"]
    units = lines if made.layout == "arrays" else list(zip(*lines, strict=True))
    on = [[float(cells.x[cells.index(SHEET, *at)]) > 0 for at in line] for line in units]
    return all(any(line) for line in on) and not all(all(line) for line in on)


class _Maker:
    def __init__(self, architecture: Architecture, layout: str, rng: np.random.Generator) -> None:
        self.architecture, self.layout, self.rng = architecture, layout, rng
        self.cells: dict[At, float | str] = {}
        self.arrays: dict[At, Area] = {}
        self.roles: dict[str, list[list[At]]] = {}

    def book(self) -> Book:
        self.fill()
        return Book(self.cells, self.arrays, self.roles, self.architecture, self.layout)

    def fill(self) -> None:
        raise NotImplementedError

    @property
    def biased(self) -> bool:
        return self.architecture.bias != "none"

    @property
    def sign(self) -> str:
        return "-" if self.architecture.bias == "threshold" else "+"

    def number(self, scale: float = 1.0) -> float:
        return round(float(self.rng.normal() * scale), 3)

    def kind(self, layer: int) -> str:
        return self.architecture.head if layer == len(self.architecture.sizes) - 1 else self.architecture.hidden

    def case(self) -> tuple[list[float], list[float]]:
        """Inputs and targets of a case."""
        sizes, head = self.architecture.sizes, self.architecture.head
        x = [round(float(self.rng.uniform(0.1, 1.0)), 2) for _ in range(sizes[0])]
        if head == "softmax":
            t = [0.0] * sizes[-1]
            t[int(self.rng.integers(sizes[-1]))] = 1.0
        elif head == "binary":
            t = [float(self.rng.integers(2)) for _ in range(sizes[-1])]
        else:
            t = [round(float(self.rng.uniform(0.05, 0.95)), 2) for _ in range(sizes[-1])]
        return x, t

    def add(self, role: str, rows: list[list[At]]) -> list[list[At]]:
        self.roles.setdefault(role, []).extend(rows)
        return rows


class _Rows(_Maker):
    """A row a step: parameters, forward pass, E, deltas, gradients; the next row's parameters are updated ones."""

    def fill(self) -> None:
        sizes, steps, first = self.architecture.sizes, 5, 6
        self.cells[1, 1], self.cells[1, 2] = "eta", 0.5
        self.roles["eta"] = [[(1, 2)]]
        cases = [self.case(), self.case()]
        column = 1

        def take(count: int, label: str) -> list[int]:
            nonlocal column
            taken = list(range(column, column + count))
            for number, one in enumerate(taken, 1):
                self.cells[first - 1, one] = f"{label}{number}" if count > 1 else label
            column += count
            return taken

        x, t = take(sizes[0], "x"), take(sizes[-1], "t")
        w = [[take(sizes[layer], f"w{layer}_{j + 1}_") for j in range(size)] for layer, size in enumerate(sizes[1:])]
        b = [take(size, f"b{layer}_") if self.biased else [] for layer, size in enumerate(sizes[1:])]
        s, h = [], []
        for layer, size in enumerate(sizes[1:], 1):
            s.append(take(size, f"s{layer}_"))
            h.append(take(size, "z" if layer == len(sizes) - 1 else f"h{layer}_"))
        e = take(1, "E")
        d = [take(size, f"delta{layer}_") for layer, size in reversed(list(enumerate(sizes[1:], 1)))][::-1]
        gw = [[take(sizes[layer], f"dw{layer}_{j + 1}_") for j in range(size)] for layer, size in enumerate(sizes[1:])]
        gb = [take(size, f"db{layer}_") if self.biased else [] for layer, size in enumerate(sizes[1:])]
        for step in range(steps):
            r = first + step
            values = cases[step % 2]
            for columns, some in ((x, values[0]), (t, values[1])):
                for one, value in zip(columns, some, strict=True):
                    self.cells[r, one] = value
            self.add("x", [[(r, one) for one in x]])
            self.add("t", [[(r, one) for one in t]])
            for layer in range(len(sizes) - 1):
                for j, line in enumerate(w[layer]):
                    own = [*zip(line, gw[layer][j], strict=True)]
                    own += [(b[layer][j], gb[layer][j])] if self.biased else []
                    for one, gradient in own:
                        self.cells[r, one] = (
                            self.number() if step == 0 else f"={a1((r - 1, one))}-$B$1*{a1((r - 1, gradient))}"
                        )
                        if step:
                            self.add("updated", [[(r, one)]])
                    self.add(f"w{layer + 1}", [[(r, one) for one in line]])
            before = x
            for layer in range(len(sizes) - 1):
                for j in range(sizes[layer + 1]):
                    terms = "+".join(f"{a1((r, i))}*{a1((r, k))}" for i, k in zip(before, w[layer][j], strict=True))
                    if self.biased:
                        terms += f"{self.sign}{a1((r, b[layer][j]))}"
                    self.cells[r, s[layer][j]] = f"={terms}"
                    row = span([(r, one) for one in s[layer]])
                    self.cells[r, h[layer][j]] = "=" + output(self.kind(layer + 1), a1((r, s[layer][j])), row)
                self.add(f"s{layer + 1}", [[(r, one) for one in s[layer]]])
                self.add(f"h{layer + 1}", [[(r, one) for one in h[layer]]])
                before = h[layer]
            z, target = [a1((r, one)) for one in h[-1]], [a1((r, one)) for one in t]
            self.cells[r, e[0]] = "=" + loss(self.architecture.head, z, target)
            self.add("E", [[(r, e[0])]])
            for layer in reversed(range(len(sizes) - 1)):
                for j in range(sizes[layer + 1]):
                    if layer == len(sizes) - 2:
                        self.cells[r, d[layer][j]] = "=" + delta(self.architecture.head, z[j], target[j])
                        continue
                    behind = "+".join(
                        f"{a1((r, d[layer + 1][k]))}*{a1((r, w[layer + 1][k][j]))}" for k in range(sizes[layer + 2])
                    )
                    behind = f"({behind})" if sizes[layer + 2] > 1 else behind
                    bend = slope(self.kind(layer + 1), a1((r, s[layer][j])), a1((r, h[layer][j])))
                    self.cells[r, d[layer][j]] = f"={behind}{bend}"
                self.add(f"delta{layer + 1}", [[(r, one) for one in d[layer]]])
            before = x
            for layer in range(len(sizes) - 1):
                for j in range(sizes[layer + 1]):
                    for i, one in zip(before, gw[layer][j], strict=True):
                        self.cells[r, one] = f"={a1((r, d[layer][j]))}*{a1((r, i))}"
                    if self.biased:
                        minus = "-" if self.sign == "-" else ""
                        self.cells[r, gb[layer][j]] = f"={minus}{a1((r, d[layer][j]))}"
                    self.add(f"gw{layer + 1}", [[(r, one) for one in gw[layer][j]]])
                    if self.biased:
                        self.add(f"gb{layer + 1}", [[(r, gb[layer][j])]])
                before = h[layer]


class _Block(_Maker):
    """Parameters, gradients and updated values in blocks; cases below each other, summed over."""

    def fill(self) -> None:
        sizes, cases = self.architecture.sizes, 6
        self.cells[1, 1], self.cells[1, 2] = "eta", 0.1
        self.cells[1, 4], total = "E", (1, 5)
        self.roles["eta"], self.roles["E"] = [[(1, 2)]], [[total]]
        width = max(sizes) + 3
        tops, row = [], 4
        for size in sizes[1:]:
            tops.append(row)
            row += size + 1
        for number, label in enumerate(("current", "gradients", "updated", "initial")):
            self.cells[3, 2 + number * width] = label

        def block(which: int, layer: int) -> list[list[At]]:
            return [
                [(tops[layer] + j, 2 + which * width + i) for i in range(sizes[layer] + self.biased)]
                for j in range(sizes[layer + 1])
            ]

        head = row + 2
        rows = range(head + 1, head + 1 + cases)
        column = 2

        def take(count: int, label: str) -> list[list[At]]:
            nonlocal column
            for one in range(count):
                self.cells[head, column + one] = f"{label}{one + 1}"
            found = [[(r, column + one) for one in range(count)] for r in rows]
            column += count
            return found

        x, t = self.add("x", take(sizes[0], "x")), self.add("t", take(sizes[-1], "t"))
        layers = range(len(sizes) - 1)
        s = [self.add(f"s{layer + 1}", take(sizes[layer + 1], f"s{layer + 1}_")) for layer in layers]
        h = [self.add(f"h{layer + 1}", take(sizes[layer + 1], f"h{layer + 1}_")) for layer in layers]
        e = self.add("e", take(1, "e"))
        d = [self.add(f"delta{layer + 1}", take(sizes[layer + 1], f"d{layer + 1}_")) for layer in layers]
        for n in range(cases):
            for line, values in zip((x[n], t[n]), self.case(), strict=True):
                for at, value in zip(line, values, strict=True):
                    self.cells[at] = value
        self.cells[total] = f"=SUM({span([e[0][0], e[-1][0]])})"
        for layer in layers:
            current = self.add(f"w{layer + 1}", block(0, layer))
            before = [x, *h][layer]
            for j, line in enumerate(current):
                for at in line:
                    self.cells[at] = self.number()
                weights = line[: sizes[layer]]
                for n in range(cases):
                    one = f"=SUMPRODUCT({span(before[n], fixed='c')},{span(weights, fixed='rc')})"
                    self.cells[s[layer][n][j]] = one + (f"{self.sign}{a1(line[-1], fixed='rc')}" if self.biased else "")
                    row_of = span(s[layer][n], fixed="c")
                    self.cells[h[layer][n][j]] = "=" + output(self.kind(layer + 1), a1(s[layer][n][j]), row_of)
                    self.cells[d[layer][n][j]] = "=" + self._delta(layer, n, j, s, h, d, t, block)
        for n in range(cases):
            self.cells[e[n][0]] = "=" + loss(
                self.architecture.head, [a1(at) for at in h[-1][n]], [a1(at) for at in t[n]]
            )
        for layer in layers:
            before = [x, *h][layer]
            groups = zip(*(block(which, layer) for which in range(4)), strict=True)
            for j, (now, gradient, updated, initial) in enumerate(groups):
                column_of = span([line[j] for line in d[layer]], fixed="r")
                for i, (a, g, u, first) in enumerate(zip(now, gradient, updated, initial, strict=True)):
                    deltas = span([line[j] for line in d[layer]])
                    if i < sizes[layer]:
                        self.cells[g] = f"=SUMPRODUCT({deltas},{span([line[i] for line in before])})"
                    else:
                        self.cells[g] = f"={'-' if self.sign == '-' else ''}SUM({deltas})"
                    self.cells[u] = f"={a1(a)}-$B$1*{a1(g)}"
                    self.cells[first] = self.number()
                del column_of
                self.add(f"gw{layer + 1}", [gradient[: sizes[layer]]])
                if self.biased:
                    self.add(f"gb{layer + 1}", [gradient[sizes[layer] :]])
                self.add("updated", [updated])
                self.add(f"updated{layer + 1}", [updated])
                self.add(f"initial{layer + 1}", [initial])

    def _delta(self, layer, n, j, s, h, d, t, block) -> str:  # type: ignore[no-untyped-def]
        sizes = self.architecture.sizes
        if layer == len(sizes) - 2:
            return delta(self.architecture.head, a1(h[layer][n][j]), a1(t[n][j]))
        following = block(0, layer + 1)
        behind = "+".join(
            f"{a1(d[layer + 1][n][k])}*{a1(following[k][j], fixed='rc')}" for k in range(sizes[layer + 2])
        )
        behind = f"({behind})" if sizes[layer + 2] > 1 else behind
        return behind + slope(self.kind(layer + 1), a1(s[layer][n][j]), a1(h[layer][n][j]))


class _Arrays(_Maker):
    """Matrices: a column a case, array formulas with MMULT, gradients in the shape of the weights; E is a cell."""

    def fill(self) -> None:
        sizes, cases = self.architecture.sizes, 5
        self.cells[1, 1], self.cells[1, 2] = "eta", 0.1
        self.cells[1, 4], total = "loss", (1, 5)
        self.roles["eta"], self.roles["E"] = [[(1, 2)]], [[total]]
        row, layers = 3, range(len(sizes) - 1)
        wide = max(sizes) + 2

        def place(height: int, width: int, left: int, top: int) -> list[list[At]]:
            return [[(top + i, left + j) for j in range(width)] for i in range(height)]

        right = 2 + wide
        x = place(sizes[0] + self.biased, cases, right, row)
        self._ones(x)
        row += sizes[0] + 3
        w, s, h, tops = [], [], [], []
        for layer in layers:
            tops.append(row)
            w.append(place(sizes[layer + 1], sizes[layer] + self.biased, 2, row))
            s.append(place(sizes[layer + 1], cases, right, row))
            last = layer == len(sizes) - 2
            h.append(place(sizes[layer + 1] + (self.biased and not last), cases, right + cases + 1, row))
            row += sizes[layer + 1] + 3
        t = place(sizes[-1], cases, right + 2 * (cases + 1), tops[-1])
        data = [self.case() for _ in range(cases)]
        for n, (some, wanted) in enumerate(data):
            for i, value in enumerate(some):
                self.cells[x[i][n]] = value
            for i, value in enumerate(wanted):
                self.cells[t[i][n]] = value
        self.add("x", x[: sizes[0]])
        self.add("t", t)
        for layer in layers:
            before = [x, *h][layer]
            for line in w[layer]:
                for at in line:
                    self.cells[at] = self.number()
            self.array(f"s{layer + 1}", s[layer], f"MMULT({self.of(w[layer])},{self.of(before)})")
            units = h[layer][: sizes[layer + 1]]
            for i, line in enumerate(units):
                for n, at in enumerate(line):
                    column = span([one[n] for one in s[layer]], fixed="r")
                    self.cells[at] = "=" + output(self.kind(layer + 1), a1(s[layer][i][n]), column)
            self.add(f"h{layer + 1}", units)
            if len(h[layer]) > len(units):
                self._ones(h[layer])
            self.add(f"w{layer + 1}", w[layer])
        z, target = self.of(h[-1]), self.of(t)
        self.cells[total] = "=" + {
            "softmax": f"-SUMPRODUCT({target},LN({z}))",
            "binary": f"-SUMPRODUCT({target},LN({z}))-SUMPRODUCT(1-{target},LN(1-{z}))",
        }.get(self.architecture.head, f"SUMXMY2({z},{target})/2")
        row += 2
        d: dict[int, list[list[At]]] = {}
        for layer in reversed(layers):
            d[layer] = place(sizes[layer + 1], cases, right, row)
            if layer == len(sizes) - 2:
                for i, line in enumerate(d[layer]):
                    for n, at in enumerate(line):
                        self.cells[at] = "=" + delta(self.architecture.head, a1(h[layer][i][n]), a1(t[i][n]))
                self.add(f"delta{layer + 1}", d[layer])
            else:
                back = place(sizes[layer + 1], cases, right + cases + 1, row)
                following = [line[: sizes[layer + 1]] for line in w[layer + 1]]
                self.array(f"back{layer + 1}", back, f"MMULT(TRANSPOSE({self.of(following)}),{self.of(d[layer + 1])})")
                for i, line in enumerate(d[layer]):
                    for n, at in enumerate(line):
                        bend = slope(self.kind(layer + 1), a1(s[layer][i][n]), a1(h[layer][i][n]))
                        self.cells[at] = f"={a1(back[i][n])}{bend}"
                self.add(f"delta{layer + 1}", d[layer])
            row += sizes[layer + 1] + 2
        for layer in layers:
            before = [x, *h][layer]
            gradient = place(sizes[layer + 1], sizes[layer] + self.biased, 2, row)
            updated = place(sizes[layer + 1], sizes[layer] + self.biased, right, row)
            self.array(f"gw{layer + 1}", gradient, f"MMULT({self.of(d[layer])},TRANSPOSE({self.of(before)}))")
            for one, now, new in zip(gradient, w[layer], updated, strict=True):
                for g, a, u in zip(one, now, new, strict=True):
                    self.cells[u] = f"={a1(a)}-$B$1*{a1(g)}"
            self.add("updated", updated)
            self.add(f"updated{layer + 1}", updated)
            row += sizes[layer + 1] + 2

    def of(self, cells: list[list[At]]) -> str:
        return f"{a1(cells[0][0])}:{a1(cells[-1][-1])}"

    def array(self, role: str, cells: list[list[At]], formula: str) -> None:
        self.add(role, cells)
        corner = cells[0][0]
        self.cells[corner] = f"={formula}"
        self.arrays[corner] = Area(SHEET, *corner, *cells[-1][-1])

    def _ones(self, cells: list[list[At]]) -> None:
        """A row of ones (of minus ones for thresholds) below: the bias is one more column of weights."""
        if self.biased:
            for at in cells[-1]:
                self.cells[at] = -1.0 if self.sign == "-" else 1.0


def save(book_: Book, path: Path) -> Path:
    """The workbook as a file, without saved results."""
    file = Workbook()
    sheet = file.active
    assert sheet is not None
    sheet.title = SHEET
    for (row, column), value in book_.cells.items():
        area = book_.arrays.get((row, column))
        sheet.cell(row, column).value = value if area is None else ArrayFormula(area.range, str(value))
    file.save(path)
    return path
