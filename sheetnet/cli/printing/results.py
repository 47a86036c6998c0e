"""What a command says of one workbook: made, trained, or looked at."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetnet.cli.printing.terminal import bold, program, verbose
from sheetnet.saying import in_words, said, spoken
from sheetnet.width import padded

if TYPE_CHECKING:
    from sheetnet.adding.add import Added
    from sheetnet.session import TrainResult
    from sheetnet.session.looking.lamps import Lamp

FORMULAS = " (formulas kept)"


def print_new(path: str, seen: Mapping[str, Any], loss: float) -> None:
    cases = _counted_cases(seen["cases"])
    print(said("{}: network {}, {} parameters, {}", bold(path), seen["network"], seen["arithmetic"], cases))
    print(said("E = {} at the initial values; train it with: {} train {}", f"{loss:.6g}", program(), shlex.quote(path)))


def _counted_cases(cases: int) -> str:
    return said("{} case{}", cases, "s" * (cases != 1))


def print_examples(found: Mapping[str, str]) -> None:
    for name, summary in found.items():
        print(f"{bold(name)}{' ' * (12 - len(name))}{said(summary)}")
    print(said("make one with: {} new BOOK.xlsx --example NAME", program()))


def print_example(path: str, name: str) -> None:
    sentence = "{}: the example {}, to be opened in a spreadsheet program; its sheet Guide says what to try"
    print(said(sentence, bold(path), name))


def print_result(saved: str, command: str, result: "TrainResult", seconds: float) -> None:
    before, after = result.before, result.after
    print(bold(saved))
    print(f"  {'':12}{padded(said('before'), -14)}{padded(said('after'), -14)}")
    print(f"  {padded(said('iteration'), 12)}{before.iteration:>14}{after.iteration:>14}")
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
            print(f"  {padded(said(name), 14)}{form(was):>12}{form(now):>14}")
    print(f"  {_deed(command, result, f'{seconds:.2f}')}")
    if result.stopped and command not in _WITHOUT_UPDATES:
        print(f"  {said('stopped: {}', in_words(result.stopped))}")
    for kind, places in grouped(result.written).items():
        most = len(places) if verbose() else 4 if kind == "formula results" else 6
        more = len(places) - most
        tail = [said("{} more block{}", more, "s" * (more > 1))] if more > 0 else []
        print(f"  {said(kind)}: {', '.join(places[:most] + tail)}")
    if command == "train" and result.kept and Path(saved).is_file():
        size = f"{Path(saved).stat().st_size / 1e6:.1f}"
        sentence = (
            "sheet Trace keeps parameters and gradients of {} iteration{}: {} MB in all; --trace basic leaves that out"
        )
        print("  " + said(sentence, result.kept, "s" * (result.kept != 1), size))
    if verbose() or any(lamp.is_lit for lamp in result.lamps):  # no news is good news
        for line in _lamps(result.lamps):
            print(f"  {line}")


def _lamps(lamps: Sequence["Lamp"]) -> Iterator[str]:
    """A line for each health lamp that is lit, and one for the others."""
    lit = [lamp for lamp in lamps if lamp.is_lit]
    for lamp in lit:
        name, sentence, remedy = lamp.said(spoken())
        yield said("lamp {}: {} → {}", name, sentence, remedy)
    if lamps:
        yield said("health lamps: {} of {} quiet", len(lamps) - len(lit), len(lamps))


_WITHOUT_UPDATES = {
    "import": "the model's parameters are the current values, in {} s",
    "reset": "initial values put back in {} s",
}


def _deed(command: str, result: "TrainResult", seconds: str) -> str:
    """What was done, in a line."""
    if command in _WITHOUT_UPDATES:
        return said(_WITHOUT_UPDATES[command], seconds)
    if command == "set":
        return said("formulas made for {}; no update was made, in {} s", result.optimiser, seconds)
    how = "" if result.optimiser == "sgd" else said(" by {}", result.optimiser)
    rate = "" if result.optimiser == "lbfgs" else said(" at eta {}", f"{result.eta:g}")
    asked = said(", E worked out {} times,", result.evaluations) if result.optimiser == "lbfgs" else ""
    plural = "s" * (result.updates != 1)
    return said("{} update{}{}{}{} in {} s", result.updates, plural, how, rate, asked, seconds)


def print_where_to_look(saved: str, written: Mapping[str, str]) -> None:
    """What to open after a run, and where to look in it: one line."""
    looks = [said(what, place.partition("!")[0]) for name, what in _LOOKS.items() if (place := written.get(name))]
    if looks and "://" not in saved:
        print(said("look at it: {} open {} ({})", program(), shlex.quote(saved), ", ".join(looks)))


_LOOKS = {"trace": "sheet {} has the curve of E", "current": "sheet {} the weights"}
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


def print_added(saved: str, added: "Added") -> None:
    rows = ", ".join(map(str, added.rows[:6])) + (", ..." if len(added.rows) > 6 else "")
    share = said("training" if added.training else "test")
    print(bold(saved))
    several = "s" * (len(added.rows) > 1)
    sentence = "{} case{} added for {}: row {} of Data; {} cases now"
    print("  " + said(sentence, len(added.rows), several, share, rows, added.cases))
    sentence = "E {} -> {} with the same parameters; to learn from it: {} train {}"
    print("  " + said(sentence, _loss(added.before), _loss(added.after), program(), shlex.quote(saved)))


def print_seen(seen: Mapping[str, Any]) -> None:
    from tabulate import tabulate

    print(bold(seen["workbook"]))
    for line in _about(seen):
        print(f"  {line}")
    rows = [(block["name"], block["place"], block["cells"], block["found_by"]) for block in seen["blocks"]]
    print()
    print(tabulate(rows, [*map(said, ("block", "cells at", "cells", "found by"))], tablefmt="simple"))


def _about(seen: Mapping[str, Any]) -> Iterator[str]:
    """What is seen, in lines."""
    yield said("network     {}, {} parameters", seen["network"], seen["arithmetic"])
    training = seen["training_cases"]
    told = "" if training is None else said(", {} of them for training", training)
    yield said("data        {}{}", _counted_cases(seen["cases"]), told)
    yield said("iterations  {}, {} updates done", seen["iterations"], seen["counter"])
    yield said("eta         {}", seen["eta"])
    if seen["settings"] and any(block["name"] == "optimiser" for block in seen["blocks"]):
        yield said("settings    {}", _settings(seen["settings"]))
    if seen["E"] is None:
        yield said("E           unknown: {}", in_words(seen["problem"]))
    else:
        read = "" if seen["accuracy"] is None else said(", {} read correctly", f"{seen['accuracy']:.1%}")
        yield said("E           {} at the current values{}", _loss(seen["E"]), read)
    if seen["lamps"]:
        from sheetnet.session.looking.lamps import Lamp

        yield from _lamps([Lamp.of(lamp) for lamp in seen["lamps"]])
    if seen["not_applied"]:
        yield said("formulas    {}", in_words(seen["not_applied"]))
    if seen["without_formula"]:
        from sheetnet.session import overwritten_in_words

        yield said("formulas    {}", in_words(overwritten_in_words([seen["without_formula"]])))


def _settings(chosen: Mapping[str, Any]) -> str:
    """The choices of sheet Settings in a line."""
    size, split = chosen["batch_size"], chosen["split"]
    every = said("all cases an update")
    batches = every if size == "all" else said("{} case{} an update", f"{size:g}", "s" * (size != 1))
    tests = said("test cases as sheet Data says") if split == "column" else said("test cases by {}", split)
    return f"{chosen['optimiser']}, {batches}, {chosen['hidden']}, {chosen['head']}, {chosen['reduction']}; {tests}"
