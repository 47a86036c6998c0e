"""python -m sheetnet, and the program `sheetnet`."""

import os
import sys
from typing import NoReturn

from sheetnet.cli import main


def run() -> NoReturn:
    """Run one command and leave at once: taking Python and numpy apart would cost a tenth of a short run."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
