"""The half that runs in LibreOffice's own Python: answers requests about workbooks, one JSON line in, one line out.

Standard library and uno only, and the syntax of Python 3.7: whatever Python LibreOffice brings loads it, alone, as a
package of another name (`__main__`). A request: ``{"do": "read", "book": "3", "sheet": "BP", "area": [15, 3, 34, 7]}``;
the answer: ``{"value": ...}`` or ``{"error": "one sentence", "kind": "protected"}``. Rows and columns count from 1.
Values are null, true, 0.1, "text", ``{"date": "2024-05-01T00:00:00"}`` and ``{"fault": "#DIV/0!"}``.

Read in this order: errors, structs, addresses; formats, values, grammar, in which cells are read and written; office,
that finds what a request names; then the requests: documents, sheets, names, cells, formulas, undoing, windows, macros;
serving, process; and what starts it: buttons and __main__.
"""

from .buttons import press
from .process import main

__all__ = ["main", "press"]
