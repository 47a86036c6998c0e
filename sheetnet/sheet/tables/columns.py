"""From lines to a table: features first, then a label or the targets."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.errors import CellError, FileError, LayoutError, did_you_mean
from sheetnet.sheet.cells import Value
from sheetnet.sheet.tables.headings import body, left_out
from sheetnet.sheet.tables.labels import alike, are_labels, one_hot, word
from sheetnet.sheet.tables.lines import Lines, Row, width
from sheetnet.sheet.tables.table import Array, Table, counted, numbered

_SETS = {"train": 1, "training": 1, "1": 1, "true": 1, "test": 0, "testing": 0, "0": 0, "false": 0}
_MOST_CLASSES = 20  # more different numbers are hardly labels


class Wanted(NamedTuple):
    """What a network wants of a table; None where the table itself is to say it.

    `lowest` and `highest` bound the targets that its outputs can reach. `split_column` names the column that says
    which cases are for training, or is empty. `hidden` are the sizes of the layers between, where somebody chose them.
    """

    inputs: int | None
    outputs: int | None
    lowest: float = 0.0
    highest: float = 1.0
    split_column: str = ""
    hidden: tuple[int, ...] = ()

    def with_outputs(self, outputs: int) -> str:
        """The network with so many outputs: the whole option where its other layers are known."""
        sizes = [self.inputs or 0, *self.hidden, outputs]
        return f"--network {'-'.join(map(str, sizes))}" if all(sizes) and self.hidden else counted(outputs, "output")


def table_of_lines(lines: Lines, wanted: Wanted) -> Table:
    """The table that lines hold for a network.

    After the features stands either one column of labels, whose words become the outputs in sorted order, or one
    column of numbers for each output. Without `inputs` every column but the last is a feature. A first line of words
    is a header, and a first column that only counts the rows below it is left out.
    """
    head = body(lines, wanted.inputs or max(width(lines.rows[0][1]) - 1, 1))
    rows = head.rows
    if not rows:
        raise FileError("expected at least one line of numbers below the header, found none", book=lines.book)
    count = width(rows[0][1])
    split = _split(lines, head.names, wanted.split_column) if wanted.split_column else None
    columns = [column for column in range(count) if column != split]
    notes = lines.notes + head.notes
    if (
        head.counts
        and head.names
        and _left_out(head.counts, [lines.values(rows[0])[column] for column in columns], wanted)
    ):
        notes += (f"{left_out(head.names, columns[:1])}, which counts or names the rows",)
        columns = columns[1:]
    inputs = len(columns) - 1 if wanted.inputs is None else wanted.inputs
    behind = len(columns) - inputs
    if not _fit(behind, wanted.outputs) or inputs < 1:
        raise _misfit(lines, rows[0][0], max(inputs, 1), len(columns), wanted.outputs, notes)
    lines.refuse_ragged(lines.rows, count)
    features = lines.numbers(rows, columns[:inputs])
    training = _training(lines, rows, split) if split is not None else ()
    names = tuple(head.names[column] for column in columns) if head.names else ()
    feature_names = _named(names[:inputs], "x", inputs)
    last = lines.column(rows, columns[-1]) if behind == 1 else []
    if behind == 1 and are_labels(last, wanted.outputs, wanted.lowest, wanted.highest):
        labels = lines.labels(rows, columns[-1])
        targets, classes = one_hot(labels, wanted.outputs, lines.book, wanted.with_outputs)
        words = tuple(map(word, labels))
        near = alike(words)
        notes += (near,) if near else ()
        return Table(feature_names, features, words, targets, classes, training, lines.said(notes))
    if behind == 1:
        _refuse_classes(lines, last, wanted, lines.place(rows[0][0], columns[-1]))
    targets = lines.numbers(rows, columns[inputs:])
    refuse_out_of_reach(
        targets, wanted, lines.book, lambda row, column: lines.place(rows[row][0], columns[inputs + column])
    )
    return Table(feature_names, features, (), targets, _named(names[inputs:], "t", behind), training, lines.said(notes))


def _left_out(counts: str, first: Sequence[Value], wanted: Wanted) -> bool:
    """Whether a first column that may be an index is left out: it is one for certain, or the table fits only so."""
    if counts == "certain" or wanted.inputs is None:
        return True
    behind = first[wanted.inputs :]
    fits = _fit(len(behind), wanted.outputs) and (len(behind) == 1 or all(isinstance(one, float) for one in behind))
    return not fits and _fit(len(behind) - 1, wanted.outputs)


def _named(names: Sequence[str], letter: str, count: int) -> tuple[str, ...]:
    return tuple(name or spare for name, spare in zip(names or [""] * count, numbered(letter, count), strict=True))


def _fit(behind: int, outputs: int | None) -> bool:
    """Whether so many columns behind the features are a label or the targets."""
    return behind >= 1 and (outputs is None or behind == outputs or (behind == 1 and outputs > 1))


def _misfit(lines: Lines, line: int, inputs: int, found: int, outputs: int | None, notes: Sequence[str]) -> LayoutError:
    if outputs is None:
        wanted, counts = "a label or target columns", f"at least {inputs + 1}"
    else:
        wanted = f"a label or {outputs} target columns" if outputs > 1 else "1 target column"
        counts = " or ".join(map(str, sorted({inputs + 1, inputs + outputs})))
    told = counted(found, "column") + "".join(f" ({note})" for note in notes)
    return LayoutError(
        f"expected {counted(inputs, 'feature')} and then {wanted}, that is {counts} columns, found {told}",
        book=lines.book,
        place=lines.place(line, None),
    )


def _refuse_classes(lines: Lines, last: Sequence[Value], wanted: Wanted, place: str) -> None:
    """Words where the target of a single output stands were meant as labels, and so were a few numbers out of reach."""
    found = set(last)
    if 1 < len(found) < len(last) and all(isinstance(value, str | bool) for value in found):
        raise LayoutError(
            f"the last column has {len(found)} different labels, and the network 1 output",
            book=lines.book,
            remedy=f"use {wanted.with_outputs(len(found))}",
        )
    whole = sorted(value for value in found if isinstance(value, float) and value.is_integer())
    reached = all(wanted.lowest <= value <= wanted.highest for value in whole)
    if not reached and len(whole) == len(found) and 1 < len(whole) <= min(_MOST_CLASSES, len(last) // 2):
        shown = ", ".join(map(word, whole[:6])) + (", ..." if len(whole) > 6 else "")
        one_output = " or, for one output, --head tanh+squared" if whole == [-1.0, 1.0] else ""
        raise LayoutError(
            f"the last column has {len(whole)} different whole numbers ({shown}), and a single output reaches "
            f"{wanted.lowest:g} to {wanted.highest:g}",
            book=lines.book,
            place=place,
            remedy=f"if they are classes, use {wanted.with_outputs(len(whole))}{one_output}; if they are amounts, "
            f"use --head identity+squared --scaling standard --reduction mean",
        )


def refuse_out_of_reach(targets: Array, wanted: Wanted, book: str, place: Callable[[int, int], str]) -> None:
    """Every target has to be a number that the output can come to."""
    outside = np.argwhere((targets < wanted.lowest) | (targets > wanted.highest))
    if len(outside):
        row, column = outside[0].tolist()
        sigmoid = (wanted.lowest, wanted.highest) == (0.0, 1.0)
        raise CellError(
            f"expected a target between {wanted.lowest:g} and {wanted.highest:g}, which "
            f"{'a sigmoid' if sigmoid else 'the'} output can reach, found {targets[row, column]:g}",
            book=book,
            place=place(row, column),
            remedy="use --head identity+squared --scaling standard --reduction mean, which reaches every number",
        )


def _split(lines: Lines, header: tuple[str, ...] | None, name: str) -> int:
    """The number of the column that says which cases are for training."""
    if header is None:
        raise LayoutError(
            f"expected a header with a column '{name}', found none",
            book=lines.book,
            place=lines.place(lines.rows[0][0], None),
        )
    folded = [one.casefold() for one in header]
    if folded.count(name.casefold()) != 1:
        found = "two of them" if name.casefold() in folded else f"none{did_you_mean(name, list(header))}"
        raise LayoutError(
            f"expected one column '{name}', found {found}",
            book=lines.book,
            place=lines.place(lines.rows[0][0], None),
        )
    return folded.index(name.casefold())


def _training(lines: Lines, rows: Sequence[Row], column: int) -> tuple[int, ...]:
    """1 for each training case, 0 for each test case."""
    found = []
    for (line, _), value in zip(rows, lines.column(rows, column), strict=True):
        text = str(int(value)) if isinstance(value, bool | float) and value in (0, 1) else value
        if not isinstance(text, str) or text.casefold() not in _SETS:
            raise lines.wrong("train or test, or 1 or 0", line, column, value)
        found.append(_SETS[text.casefold()])
    if not any(found):
        raise LayoutError(
            "expected at least one training case, found none",
            book=lines.book,
            place=lines.place(rows[0][0], column),
        )
    return tuple(found)
