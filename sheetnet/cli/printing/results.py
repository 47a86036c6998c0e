"""What a command says of one workbook: made, trained, or looked at."""

import shlex
from collections.abc import Mapping
from math import nan
from typing import TYPE_CHECKING, Any

from sheetnet.cli.printing.terminal import bold, program, verbose

if TYPE_CHECKING:
    from sheetnet.session import TrainResult

FORMULAS = " (formulas kept)"


def print_new(path: str, seen: Mapping[str, Any], loss: float) -> None:
    print(f"{bold(path)}: network {seen['network']}, {seen['arithmetic']} parameters, {_counted_cases(seen['cases'])}")
    print(f"E = {loss:.6g} at the initial values; train it with: {program()} train {shlex.quote(path)}")


def _counted_cases(cases: int) -> str:
    return f"{cases} case{'s' * (cases != 1)}"


def print_examples(found: Mapping[str, str]) -> None:
    for name, summary in found.items():
        print(f"{bold(name)}{' ' * (12 - len(name))}{summary}")
    print(f"make one with: {program()} new BOOK.xlsx --example NAME")


def print_example(path: str, name: str) -> None:
    print(f"{bold(path)}: the example {name}, to be opened in a spreadsheet program; its sheet Guide says what to try")


def print_result(saved: str, command: str, result: "TrainResult", seconds: float) -> None:
    before, after = result.before, result.after
    print(bold(saved))
    print(f"  {'':12}{'before':>14}{'after':>14}")
    print(f"  {'iteration':12}{before.iteration:>14}{after.iteration:>14}")
    summed = after.loss != after.mean_loss and after.test_loss == after.test_loss  # over different numbers of cases
    for name, was, now, form in (
        ("E", before.loss, after.loss, _loss),
        ("  per case", before.mean_loss, after.mean_loss if summed else nan, _loss),
        ("accuracy", before.accuracy, after.accuracy, "{:.1%}".format),
        ("test E", before.test_loss, after.test_loss, _loss),
        ("  per case", before.test_mean_loss, after.test_mean_loss if summed else nan, _loss),
        ("test accuracy", before.test_accuracy, after.test_accuracy, "{:.1%}".format),
    ):
        if now == now:  # not nan: there is such a number
            print(f"  {name:14}{form(was):>12}{form(now):>14}")
    if command == "import":
        print(f"  the model's parameters are the current values, in {seconds:.2f} s")
    elif command == "set":
        print(f"  formulas made for {result.optimiser}; no update was made, in {seconds:.2f} s")
    elif command == "reset":
        print(f"  initial values put back in {seconds:.2f} s")
    else:
        how = "" if result.optimiser == "sgd" else f" by {result.optimiser}"
        rate = "" if result.optimiser == "lbfgs" else f" at eta {result.eta:g}"
        asked = f", E worked out {result.evaluations} times," if result.optimiser == "lbfgs" else ""
        print(f"  {result.updates} update{'s' * (result.updates != 1)}{how}{rate}{asked} in {seconds:.2f} s")
        if result.stopped:
            print(f"  stopped: {result.stopped}")
    for kind, places in grouped(result.written).items():
        most = len(places) if verbose() else 4 if kind == "formula results" else 6
        more = len(places) - most
        tail = [f"{more} more block{'s' * (more > 1)}"] if more > 0 else []
        print(f"  {kind}: {', '.join(places[:most] + tail)}")


def print_where_to_look(saved: str, written: Mapping[str, str]) -> None:
    """What to open after a run, and where to look in it: one line."""
    looks = [f"sheet {place.partition('!')[0]} {what}" for name, what in _LOOKS.items() if (place := written.get(name))]
    if looks and "://" not in saved:
        print(f"look at it: {program()} open {shlex.quote(saved)} ({', '.join(looks)})")


_LOOKS = {"trace": "has the curve of E", "current": "the weights"}
"""Block that a run wrote -> what its sheet has to show."""


def _loss(value: float) -> str:
    """With six decimals; with an exponent where these would hide it."""
    return f"{value:.6f}" if not 0 < abs(value) < 1e-4 else f"{value:.4e}"


def grouped(written: Mapping[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, place in written.items():
        kind = "formula results" if place.endswith(FORMULAS) else "written"
        groups.setdefault(kind, []).append(f"{name} {place.removesuffix(FORMULAS)}")
    return groups


def result_as_json(book: str, output: str, result: "TrainResult", seconds: float) -> dict[str, Any]:
    return {"workbook": book, "output": output, **result.summary(), "seconds": round(seconds, 6)}


def print_seen(seen: Mapping[str, Any]) -> None:
    from tabulate import tabulate

    print(bold(seen["workbook"]))
    print(f"  network     {seen['network']}, {seen['arithmetic']} parameters")
    training = "" if seen["training_cases"] is None else f", {seen['training_cases']} of them for training"
    print(f"  data        {_counted_cases(seen['cases'])}{training}")
    print(f"  iterations  {seen['iterations']}, {seen['counter']} updates done")
    print(f"  eta         {seen['eta']}")
    if seen["settings"] and any(block["name"] == "optimiser" for block in seen["blocks"]):
        print(f"  settings    {_settings(seen['settings'])}")
    if seen["E"] is None:
        print(f"  E           unknown: {seen['problem']}")
    else:
        read = "" if seen["accuracy"] is None else f", {seen['accuracy']:.1%} read correctly"
        print(f"  E           {_loss(seen['E'])} at the current values{read}")
    if seen["not_applied"]:
        print(f"  formulas    {seen['not_applied']}")
    if seen["without_formula"]:
        from sheetnet.session import overwritten_in_words

        print(f"  formulas    {overwritten_in_words([seen['without_formula']])}")
    rows = [(block["name"], block["place"], block["cells"], block["found_by"]) for block in seen["blocks"]]
    print()
    print(tabulate(rows, ("block", "cells at", "cells", "found by"), tablefmt="simple"))


def _settings(chosen: Mapping[str, Any]) -> str:
    """The choices of sheet Settings in a line."""
    size = chosen["batch_size"]
    batches = "all cases an update" if size == "all" else f"{size:g} case{'s' * (size != 1)} an update"
    split = {"column": "test cases as sheet Data says"}.get(chosen["split"], f"test cases by {chosen['split']}")
    return f"{chosen['optimiser']}, {batches}, {chosen['hidden']}, {chosen['head']}, {chosen['reduction']}; {split}"
