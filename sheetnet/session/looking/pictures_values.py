"""What the formulas of the pictures on BP must show: the parameters, their gradients, and a sentence for each unit."""

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.session.looking.looked_back import as_joined
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.pictures import BLOCKS
from sheetnet.sheet.cells import Area, Rows
from sheetnet.sheet.formulas.pictures import ON, PicturesFormulas
from sheetnet.sheet.grid import Grid


def pictures_values(
    grid: Grid, problem: Problem, formulas: PicturesFormulas, parameters: Array, now: dict[str, Rows]
) -> dict[Area, Rows]:
    """Area -> rows of values; `now` is what other areas show."""
    layout, geometry, places = problem.layout, problem.layout.geometry, formulas.places
    blank: Rows = [[None] * geometry.width for _ in range(geometry.height)]
    blocks = dict(
        zip(BLOCKS, (transfer.block_with(blank, geometry, parameters.tolist()), now["gradients"]), strict=True)
    )

    def held(source: Area, block: str) -> Rows:
        top, left = source.top - layout[block].top, source.left - layout[block].left
        return [row[left : left + source.width] for row in blocks[block][top : top + source.height]]

    found: dict[Area, Rows] = {}
    for block in BLOCKS:
        shown = [(places.picture(block, n), places.source(block, n)) for n in range(len(places.units))]
        shown.append((places.picture_of_outputs(block), places.source_of_outputs(block)))
        for number, (picture, source) in enumerate(shown):
            found[picture] = held(source, block)
            sizes = np.abs(np.array(found[picture], float))
            found[places.largest(block, number)] = [[max(float(sizes.max()), 1e-300)]]
    for number in range(len(places.units)):
        weights = held(places.source(BLOCKS[0], number), BLOCKS[0])
        found[places.weights(number)] = [[value] for row in weights for value in row]
    names = [as_joined(row[0]) for row in grid.read(places.names)]
    words = [as_joined(word) for word in grid.read(layout["classes"])[0]]
    h, t = np.array(now["outputs_1"], float), problem.t
    sentences: Rows = []
    for number in range(places.sentences.height):
        w = np.array(found[places.weights(number)], float).ravel()
        most, least = (
            [names[int(np.flatnonzero(w == value)[0])] for value in values]
            for values in (np.sort(w)[:-3:-1], np.sort(w)[:2])
        )
        on = [word for word, column in zip(words, t.T, strict=True) if column @ h[:, number] / column.sum() > ON]
        sentences.append([formulas.said(number, most, least, on)])
    return found | {places.sentences: sentences}
