"""Only for tests: gives xlwings an engine in the very Python that RunPython and "Run main" start.

The workbook that a person would have open is opened when the program starts, and its cells are put into a file when it
ends, as JSON.
"""

import atexit
import json
import os
import sys

if os.environ.get("SHEETNET_TEST_BOOK"):
    sys.path.insert(0, os.environ["SHEETNET_TEST_ROOT"])
    import xlwings

    from sheetnet.live import pace
    from tests.readers import memory

    memory.register()
    pace.SECONDS, pace.FRAME = 0.0, 60.0  # nobody watches
    _book = xlwings.Book(os.environ["SHEETNET_TEST_BOOK"])

    def _tell() -> None:
        sheet = _book.sheets["BP"]
        cells = {at: sheet[at].value for at in ("C15", "D5", "C9")}
        with open(os.environ["SHEETNET_TEST_TOLD"], "w") as file:  # noqa: PTH123
            json.dump(cells, file)

    atexit.register(_tell)
