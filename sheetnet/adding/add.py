"""Adding a case to a workbook: drawn in the box of sheet Play, typed below the others, or read from a table.

Every block of cases grows by rows below it, on Data and on Calc, and so does everything that refers to all of them; the
formulas of the new rows are those of their neighbours. Parameters and trace stay: what was learned was learned from the
cases of then.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sheetnet.adding.new_cases import NewCases, describe_label, drawn, rows_of, typed_below
from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.session.applying import rectangles
from sheetnet.session.looking.sheets_again import formulas_of_sheets, predictions_of, sheets_of
from sheetnet.session.modelling import model_in
from sheetnet.session.problem import Problem
from sheetnet.session.running import step
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.blocks.layout import MEASURED, Layout
from sheetnet.sheet.blocks.whole import LISTED
from sheetnet.sheet.blocks.whole import SHEET as NETWORK
from sheetnet.sheet.cells import LAST_ROW, Area, Formulas, Value, describe
from sheetnet.sheet.formulas.live import live_formulas
from sheetnet.sheet.formulas.references import same
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.words.languages import words

_GUIDE = "Guide"
_BY_HAND = "insert a row above the last case on Data and on Calc in a spreadsheet program, and copy the formulas down"


class Growing(Grid, Protocol):
    """A workbook in a file, in which references can go on over new rows."""

    def grow(self, blocks: Sequence[tuple[Area, int]]) -> Callable[[str, str], str]: ...


class Added(NamedTuple):
    """What was added: the rows of Data, the labels, whether for training, how many cases there are now, and E.

    `before` and `after` are E at the current values over the training cases of then and of now.
    """

    rows: tuple[int, ...]
    labels: tuple[Value, ...]
    training: bool
    cases: int
    before: float
    after: float
    warnings: tuple[str, ...] = ()

    def summary(self) -> dict[str, Any]:
        """The same as plain values."""
        told = self._asdict() | {"rows": list(self.rows), "labels": [describe_label(one) for one in self.labels]}
        told |= {"split": "train" if self.training else "test", "warnings": list(self.warnings)}
        del told["training"]
        return told


def add(
    grid: Growing,
    *,
    label: str | None = None,
    data: str | Path | None = None,
    typed: bool = False,
    training: bool = True,
) -> Added:
    """Add the case that is drawn, or the rows of `data`, or those `typed` below the last case of Data.

    Raises SettingError where the label is no class, and LayoutError where a formula of the user's would break.
    """
    if not hasattr(grid, "grow"):
        raise SettingError("a case is added to a workbook in a file", remedy="save it and close it first")
    model, problem = model_in(grid)
    layout = problem.layout
    _refuse_layout(problem)
    if typed:
        found = typed_below(grid, problem, label)
    elif data is not None:
        found = rows_of(grid, problem, data, label)
    else:
        found = drawn(grid, problem, label)
    count = len(found.x)
    old, before = _formulas(grid, layout), problem.network.loss(model.parameters, *problem.training_cases)
    _refuse_below(grid, layout, count, old, typed=typed)
    blocks = [(layout[name], count) for name in ("images", "right") if name in layout]
    predicted = predictions_of(grid, layout)
    rows = predicted.rows if predicted else ()
    for area in rows:
        _refuse_filled(grid, area.part(area.height, 0, count, area.width))
    follow = grid.grow([*blocks, *((area, count) for area in rows[:1])])
    _put(grid, layout, found, training=training)
    for area in rows:
        for row in range(area.height, area.height + count):
            grid.dress(area.part(row, 0, 1, area.width), area.part(area.height - 1, 0, 1, area.width))
    longer = find(grid)
    _enter(grid, old, _formulas(grid, longer), follow, {area.sheet for area, _ in blocks})
    for name, area in sheets_of(grid, longer).items():
        grid.define(name, area)
    _tell_the_number(grid, longer, layout.cases)
    result = step(grid, 0)
    first = layout["images"].bottom + 1
    again = _divided_again(problem) if problem.method["split"] != "column" else ()
    cut = () if longer.cases <= LISTED or "network_sheet" not in grid.names() else _not_listed(longer)
    return Added(
        tuple(range(first, first + count)),
        found.labels,
        training,
        layout.cases + count,
        float(before),
        result.after.loss,
        (*found.notes, *again, *cut, *result.warnings),
    )


def _divided_again(problem: Problem) -> tuple[str, ...]:
    return (f"the next train divides training and test cases anew, by {problem.method['split']}",)


def _not_listed(layout: Layout) -> tuple[str, ...]:
    text = f"sheet {NETWORK} lists the first {LISTED} cases; the drawing shows each of the {layout.cases} by its number"
    return (text,)


def _refuse_layout(problem: Problem) -> None:
    layout = problem.layout
    if layout.outside:
        raise LayoutError("the cases lie in a file", place=layout["data_file"].address(), remedy="add the row there")
    if layout.cases < 2:
        raise LayoutError(
            "a workbook of one case has no rows that could go on",
            place=layout["images"].address(),
            remedy="make it anew",
        )


def _refuse_below(grid: Grid, layout: Layout, count: int, old: Mapping[Area, Formulas], *, typed: bool) -> None:
    """Cells that the cases grow into have to be empty, and the formulas of the last case those of sheetnet."""
    images = layout["images"]
    for name, area in layout.areas.items():
        if (area.top, area.bottom) != (images.top, images.bottom) or area.bottom + count > LAST_ROW:
            continue
        if not (typed and area.sheet == images.sheet):
            _refuse_filled(grid, area.part(area.height, 0, count, area.width))
        held, wanted = grid.formulas(area.part(area.height - 1, 0, 1, area.width))[0], old.get(area)
        for column, text in enumerate(held):
            ours = wanted[-1][column] if wanted else None
            if text is not None and (ours is None or not same(text, ours)):
                raise LayoutError(
                    f"the formula {text} of the last case is your own ('{name}'), and would not be in the new row",
                    place=area.address(area.height - 1, column),
                    remedy=_BY_HAND,
                )


def _refuse_filled(grid: Grid, area: Area) -> None:
    bottom, right = grid.used(area.sheet)
    area = area._replace(bottom=min(area.bottom, bottom), right=min(area.right, right))
    for row, line in enumerate(grid.read(area) if area.height > 0 and area.width > 0 else []):
        for column, value in enumerate(line):
            if value is not None:
                raise CellError(
                    f"the new case needs this cell, and found {describe(value)} in it",
                    place=area.address(row, column),
                    remedy="sheetnet add --typed where that is a case; else move it elsewhere",
                )


def _put(grid: Grid, layout: Layout, found: NewCases, *, training: bool) -> None:
    """Write the cases, their numbers and labels, in the looks of the last one, on Data and on Calc."""
    count, height = len(found.x), layout.cases
    columns: dict[str, list[list[Value]]] = {
        MEASURED["images"] if layout.is_scaled("images") else "images": [list(row) for row in found.x.tolist()],
        MEASURED["targets"] if layout.is_scaled("targets") else "targets": [list(row) for row in found.t.tolist()],
        "labels": [[one] for one in found.labels],
        "training": [[int(training)]] * count,
    }
    for sheet in dict.fromkeys(layout[name].sheet for name in ("images", "right") if name in layout):
        areas = [area for area in layout.areas.values() if area.sheet == sheet and area.height == height]
        top, right = areas[0].bottom + 1, max(area.right for area in areas)
        for row in range(top, top + count):
            grid.dress(Area(sheet, row, 1, row, right), Area(sheet, top - 1, 1, top - 1, right))
        beside = min(area.left for area in areas)
        for column in range(1, beside + (sheet == layout["images"].sheet)):
            last = grid.read(Area(sheet, top - 1, column, top - 1, column))[0][0]
            taken = any(area.left <= column <= area.right for area in areas)
            if not taken and last == height:
                numbers: list[list[Value]] = [[height + n] for n in range(1, count + 1)]
                grid.write(Area(sheet, top, column, top + count - 1, column), numbers)
            elif not taken and last is not None and column < beside:
                grid.write(Area(sheet, top, column, top + count - 1, column), columns["labels"])
    for name, rows in columns.items():
        if name in layout:
            area = layout[name]
            grid.write(area.part(area.height, 0, count, area.width), rows)


def _tell_the_number(grid: Grid, layout: Layout, before: int) -> None:
    """Let the texts of BP and Play say how many cases there are."""
    say = words(language_of(grid, layout["current"]))
    geometry = layout.geometry
    counts = {"parameters": len(geometry.cells), "arithmetic": geometry.arithmetic}
    texts = [(Area(layout["current"].sheet, 2, 1, 2, 1), say["subtitle"].format(**counts, cases="{cases}"))]
    if "play_case" in layout:
        case = layout["play_case"]
        texts.append((Area(case.sheet, case.top + 1, 2, case.top + 1, 2), say["play_case_hint"]))
    for cell, text in texts:
        for form in ("{:,}", "{}"):
            if grid.read(cell) == [[text.format(cases=form.format(before))]]:
                grid.write(cell, [[text.format(cases=form.format(layout.cases))]])
    if _GUIDE in grid.sheets():
        bottom, right = grid.used(_GUIDE)
        for row, column in Area(_GUIDE, 1, 1, bottom, right).cells():
            cell = Area(_GUIDE, row, column, row, column)
            (value,) = grid.read(cell)[0]
            if isinstance(value, str) and f" · {before} · 0.125 = " in value:
                half = f"{layout['targets'].width * layout.cases * 0.125:g}"
                now = re.sub(rf" · {before} · 0\.125 = [\d.]*\d", f" · {layout.cases} · 0.125 = {half}", value)
                grid.write(cell, [[now]])


def _formulas(grid: Grid, layout: Layout) -> dict[Area, Formulas]:
    """Every formula that sheetnet has in such a workbook, by the area that it stands in."""
    found = {layout[name]: rows for name, rows in live_formulas(layout).items()}
    return found | dict(formulas_of_sheets(grid, layout))


def _cells(formulas: Mapping[Area, Formulas]) -> dict[tuple[str, int, int], str]:
    return {
        (area.sheet, area.top + row, area.left + column): text
        for area, rows in formulas.items()
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
        if text is not None
    }


def _enter(
    grid: Grid,
    old: Mapping[Area, Formulas],
    new: Mapping[Area, Formulas],
    follow: Callable[[str, str], str],
    dressed: Collection[str],
) -> None:
    """Enter what the new rows need, and in place of sheetnet's own formulas what these have become.

    The rows of the sheets `dressed` have their looks already.
    """
    was = _cells(old)
    alike: dict[tuple[int, int], Area] = {}  # the last area of each shape, whose looks a new one takes
    for area, wanted in new.items():
        before = [
            [was.get((area.sheet, area.top + row, area.left + column)) for column in range(area.width)]
            for row in range(area.height)
        ]
        there = grid.formulas(area)
        is_new = not any(text is not None for line in before for text in line)
        if is_new and area.size > 0 and (area.height, area.width) in alike:
            grid.dress(area, alike[area.height, area.width])
        elif not any(text is not None for line in there for text in line):
            continue  # a block of values
        alike[area.height, area.width] = area
        changed = [
            [
                text is not None
                and _is_to_change(there[row][column], text, _followed(follow, area, before[row][column]))
                for column, text in enumerate(line)
            ]
            for row, line in enumerate(wanted)
        ]
        for top, left, height, width in rectangles(changed):
            texts = [line[left : left + width] for line in wanted[top : top + height]]
            grid.enter(area.part(top, left, height, width), texts)


def _followed(follow: Callable[[str, str], str], area: Area, text: str | None) -> str | None:
    return None if text is None else follow(text, area.sheet)


def _is_to_change(there: str | None, text: str, before: str | None) -> bool:
    """Whether a formula has to come to a cell; `before` is what stood there as sheetnet wrote it, None if new."""
    if there is not None and same(there, text):
        return False
    return before is None or (there is not None and same(there, before))
