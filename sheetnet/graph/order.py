"""In which order groups of formulas are computed: each after all that it reads."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.cells import NOWHERE, Indices
from sheetnet.graph.groups import Group
from sheetnet.graph.trouble import TooMuch

_MOST = 50_000_000  # cells read by all formulas together: their places are kept


Owners = NDArray[np.int32]


class Order(NamedTuple):
    """Groups, or parts of them, one after the other, and the places of formulas that read themselves."""

    steps: list[Group]
    circular: Indices


def ordered(groups: list[Group], count: int) -> Order:
    """Sort groups by what they read; a group that reads itself, as a running total does, is taken apart."""
    _refuse_too_many(groups)
    owner = np.full(count, -1, np.int32)
    for number, group in enumerate(groups):
        owner[group.indices] = number
    owner[NOWHERE] = -1
    reads = [_owners(group, owner) for group in groups]
    steps: list[Group] = []
    circular: list[Indices] = []
    for together in _components(reads):
        if len(together) == 1 and not (reads[together[0]] == together[0]).any():
            steps.append(groups[together[0]])
        else:
            some, left = _cell_by_cell([groups[number] for number in together], count)
            steps += some
            circular.append(left)
    return Order(steps, np.concatenate(circular) if circular else np.zeros(0, np.int64))


def _refuse_too_many(groups: list[Group]) -> None:
    if sum(group.count_of_reads for group in groups) > _MOST:
        raise TooMuch(f"formulas that read more than {_MOST:,} cells together")


def _owners(group: Group, owner: Owners) -> Owners:
    """The groups that a group reads, each once; in order."""
    read = [np.unique(owner[indices]) for indices in group.reads]
    if not read:
        return owner[:0]
    found = read[0] if len(read) == 1 else np.unique(np.concatenate(read))
    return found[found >= 0]


def _components(reads: list[Owners]) -> Iterator[list[int]]:
    """Groups that read each other, together; what is read comes before what reads it (Tarjan 1972)."""
    number_of: dict[int, int] = {}
    lowest: dict[int, int] = {}
    waiting: list[int] = []
    on_it: set[int] = set()
    for root in range(len(reads)):
        if root in number_of:
            continue
        path = [(root, map(int, reads[root]))]
        number_of[root] = lowest[root] = len(number_of)
        waiting.append(root)
        on_it.add(root)
        while path:
            here, others = path[-1]
            for other in others:
                if other not in number_of:
                    number_of[other] = lowest[other] = len(number_of)
                    waiting.append(other)
                    on_it.add(other)
                    path.append((other, map(int, reads[other])))
                    break
                if other in on_it:
                    lowest[here] = min(lowest[here], number_of[other])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[here])
                if lowest[here] == number_of[here]:
                    together = []
                    while True:
                        one = waiting.pop()
                        on_it.discard(one)
                        together.append(one)
                        if one == here:
                            break
                    yield together


def _cell_by_cell(groups: list[Group], count: int) -> tuple[list[Group], Indices]:
    """Groups that read each other or themselves, in layers of cells that do not; and the cells that no layer has."""
    local = np.full(count, -1, np.int64)
    sizes = [1 if group.area is not None else len(group.indices) for group in groups]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    for group, start in zip(groups, starts[:-1], strict=True):
        local[group.indices] = start if group.area is not None else start + np.arange(len(group.indices))
    local[NOWHERE] = -1
    readers, sources = _edges(groups, starts, local)
    total = int(starts[-1])
    missing = np.bincount(readers, minlength=total)
    by_source = np.argsort(sources, kind="stable")
    readers, sources = readers[by_source], sources[by_source]
    first = np.searchsorted(sources, np.arange(total + 1))
    group_of = np.searchsorted(starts, np.arange(total), side="right") - 1
    steps: list[Group] = []
    layer = np.flatnonzero(missing == 0)
    done = np.zeros(total, bool)
    while layer.size:
        done[layer] = True
        if layer.size == 1:  # a chain, most likely
            (one,) = layer.tolist()
            number = int(group_of[one])
            steps.append(groups[number].some(layer - starts[number]))
            after = readers[first[one] : first[one + 1]]
            missing[after] -= 1
            layer = after[missing[after] == 0]
            continue
        for number in np.unique(group_of[layer]):
            members = layer[group_of[layer] == number] - starts[number]
            steps.append(groups[number].some(members))
        follow = [readers[first[one] : first[one + 1]] for one in layer]
        touched = np.concatenate(follow) if follow else np.zeros(0, np.int64)
        np.subtract.at(missing, touched, 1)
        candidates = np.unique(touched)
        layer = candidates[missing[candidates] == 0]
    left = np.flatnonzero(~done)
    places = [
        groups[number].indices
        if groups[number].area is not None
        else groups[number].indices[left[group_of[left] == number] - starts[number]]
        for number in np.unique(group_of[left])
    ]
    return steps, np.concatenate(places) if places else np.zeros(0, np.int64)


def _edges(groups: list[Group], starts: np.ndarray, local: np.ndarray) -> tuple[Indices, Indices]:
    """(reader, what it reads) for the formulas of some groups, each pair once."""
    pairs = []
    for group, start in zip(groups, starts[:-1], strict=True):
        n = 1 if group.area is not None else len(group.indices)
        for indices in group.reads:
            read = np.broadcast_to(local[indices].reshape(indices.shape[0], -1), (n, indices[0].size))
            reader = np.broadcast_to(start + np.arange(n)[:, None], read.shape)
            inside = read >= 0
            pairs.append(np.stack([reader[inside], read[inside]], axis=1))
    if not pairs:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    unique = np.unique(np.concatenate(pairs), axis=0)
    return unique[:, 0], unique[:, 1]
