"""Which cases are for training and which for the test, when the workbook asks for a split."""

import numpy as np

from sheetnet.net.batches import split_by_share, split_in_time, split_stratified
from sheetnet.net.network import read
from sheetnet.session.method import Method
from sheetnet.session.problem import Problem
from sheetnet.sheet.errors import SettingError
from sheetnet.sheet.grid import Grid


def split(grid: Grid, problem: Problem, method: Method) -> Problem | None:
    """Write the workbook's column of training cases anew, as the method asks; None if the column stays as it is."""
    kind, share, seed = method["split"], float(method["test_share"]), int(method["seed"])
    if kind == "column":
        return None
    if "training" not in problem.layout:
        raise SettingError(
            "the workbook has no column that tells training cases from test cases",
            remedy="define the name 'training' for one",
        )
    cases, head = len(problem.x), method.network(problem.layout.geometry).head
    if cases < 2:
        raise SettingError(f"expected at least 2 cases to split, found {cases}")
    if kind == "stratified" and not head.classifies:
        raise SettingError(f"{head.name} has no classes to stratify by", remedy="split by share or in time")
    if kind == "time":
        training = split_in_time(cases, share)
    elif kind == "share":
        training = split_by_share(cases, share, seed)
    else:
        training = split_stratified(read(problem.t, head.middle), share, seed)
    grid.write(problem.layout["training"], [[int(one)] for one in training.astype(np.int64).tolist()])
    return problem._replace(training=training)
