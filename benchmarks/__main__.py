"""python -m benchmarks [engine] [cli] [files] [batch] [hostile] [methods] [graph]."""

import argparse
import os
import platform

from tabulate import tabulate

from benchmarks import batch, cli, engine, files, graph, hostile, methods
from benchmarks.measure import HEADERS

SECTIONS = {
    "engine": engine,
    "cli": cli,
    "files": files,
    "batch": batch,
    "hostile": hostile,
    "methods": methods,
    "graph": graph,
}


def main() -> None:
    """Run the sections that were asked for, or all, and print a table of each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios of sheetnet to its peers.")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"some of {', '.join(SECTIONS)} (all)")
    asked = parser.parse_args().sections
    unknown = [name for name in asked if name not in SECTIONS]
    if unknown:
        parser.error(f"expected {', '.join(SECTIONS)}, found '{unknown[0]}'")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors")
    for name in asked or SECTIONS:
        section = SECTIONS[name]
        print(f"\n{name}: {(section.__doc__ or '').splitlines()[0]}\n", flush=True)
        rows = section.run()
        align = ("left", "right", "right", "right", "right", "left")
        print(f"\n{tabulate(rows, HEADERS, tablefmt='simple', disable_numparse=True, colalign=align)}", flush=True)


if __name__ == "__main__":
    main()
