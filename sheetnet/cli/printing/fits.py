"""What `fit` says of a workbook."""

from typing import TYPE_CHECKING

from sheetnet.cli.printing.terminal import bold

if TYPE_CHECKING:
    from sheetnet.session.fitting.result import FitResult


def print_fit(saved: str, result: "FitResult", seconds: float, *, dry: bool) -> None:
    print(bold(saved))
    print(f"  {'':12}{'before':>20}{'after':>20}")
    print(f"  {'loss':12}{result.before:>20.10g}{result.after:>20.10g}")
    rate = "" if result.eta is None else f" at eta {result.eta:g}"
    how = f"{result.iterations} iteration{'s' * (result.iterations != 1)} by {result.optimiser}{rate}"
    print(f"  {how} in {seconds:.2f} s")
    if result.stopped:
        print(f"  stopped: {result.stopped}")
    if len(result.starts) > 1:
        print(f"  {len(result.starts)} starts:")
        for start in result.starts:
            name = "the sheet's own" if start.seed is None else f"seed {start.seed}"
            print(f"    {name:16}{start.before:>20.10g}{start.after:>20.10g}")
    for kind, place in result.written.items():
        what = f"{place} brought up to date" if kind == "formula results" else place
        print(f"  {'would be written: ' if dry else ''}{kind}: {what}")
