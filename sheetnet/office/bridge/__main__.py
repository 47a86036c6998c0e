"""Starts the bridge in LibreOffice's own Python: ``python .../sheetnet/office/bridge``.

There is no `sheetnet` on that Python's path, and its folders must not be put there, for their names would stand before
others; so the folder is loaded as a package by its place. Buttons call `load` in the Python inside LibreOffice.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import Any

PACKAGE = "sheetnet_bridge"


def load() -> Any:
    """The package as it lies on the disk now: an earlier press may have loaded what has been updated since."""
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    spec: Any = importlib.util.spec_from_file_location(PACKAGE, os.path.join(here, "__init__.py"))  # noqa: PTH118
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    return package


if __name__ == "__main__":
    del sys.path[0]  # this folder
    load().main()
