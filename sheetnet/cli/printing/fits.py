"""What `fit` says of a workbook."""

from typing import TYPE_CHECKING

from sheetnet.cli.printing.terminal import bold
from sheetnet.saying import in_words, said
from sheetnet.width import padded

if TYPE_CHECKING:
    from sheetnet.session.fitting.result import FitResult


def print_fit(saved: str, result: "FitResult", seconds: float, *, dry: bool) -> None:
    print(bold(saved))
    print(f"  {'':12}{padded(said('before'), -20)}{padded(said('after'), -20)}")
    print(f"  {padded(said('loss'), 12)}{result.before:>20.10g}{result.after:>20.10g}")
    rate = "" if result.eta is None else said(" at eta {}", f"{result.eta:g}")
    plural = "s" * (result.iterations != 1)
    told = said("{} iteration{} by {}{} in {} s", result.iterations, plural, result.optimiser, rate, f"{seconds:.2f}")
    print(f"  {told}")
    if result.stopped:
        print("  " + said("stopped: {}", in_words(result.stopped)))
    if len(result.starts) > 1:
        print("  " + said("{} starts:", len(result.starts)))
        for start in result.starts:
            name = said("the sheet's own") if start.seed is None else said("seed {}", start.seed)
            print(f"    {padded(name, 16)}{start.before:>20.10g}{start.after:>20.10g}")
    for kind, place in result.written.items():
        what = said("{} brought up to date", place) if kind == "formula results" else place
        print(f"  {said('would be written') + ': ' if dry else ''}{said(kind)}: {what}")
