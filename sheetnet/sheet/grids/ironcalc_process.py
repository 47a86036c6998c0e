"""IronCalc in a process of its own: it can end by a formula that is nested too deeply, or take all the memory there is.

It is given a file, and then, line by line, [sheet, [[row, column], ...]]; it answers with a line of values each time.
The first line says {} where the workbook is computed, or {"error": "why not"}. It is run as a script, by its path.
"""

import json
import os
import sys
from contextlib import suppress
from typing import Any, TextIO

MOST_BYTES = 2**31  # of memory, where the system can limit it


def main(path: str) -> None:
    """Compute the workbook, then answer until no line comes."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # where IronCalc says what it has not understood
        try:
            model, sheets = _computed(path)
        except BaseException as error:  # Rust's panics are not Exceptions
            _say(answers, {"error": str(error).partition("\n")[0]})
            return
        _say(answers, {})
        for line in sys.stdin:
            sheet, cells = json.loads(line)
            _say(answers, [model.get_cell_value(sheets[sheet], row, column) for row, column in cells])


def _computed(path: str) -> tuple[Any, dict[str, int]]:
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit, and a lower one may stand already
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    import ironcalc

    model: Any = ironcalc.load_from_xlsx(path, "en", "UTC", "en")
    model.evaluate()
    return model, {one["name"]: number for number, one in enumerate(model.get_worksheets_properties())}


def _say(answers: TextIO, answer: object) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
