"""Many commands in one process: `python -m tests.promises.several COMMANDS`, a list of lists as JSON.

Prints a list of [exit code, what was said, seconds], and the peak of memory in bytes.
"""

import contextlib
import io
import json
import resource
import subprocess
import sys
import time


def main() -> None:
    """Run the commands in a child of this small process: a process starts with the size of its parent."""
    if sys.argv[1] != "child":
        child = subprocess.run([sys.executable, "-m", "tests.promises.several", "child", sys.argv[1]], check=True,
                               capture_output=True, text=True)  # fmt: skip
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        sys.stdout.write(json.dumps([json.loads(child.stdout), peak]))
        return
    from sheetnet.cli import main as sheetnet

    answers = []
    for command in json.loads(sys.argv[2]):
        said, started = io.StringIO(), time.perf_counter()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            try:
                code: object = sheetnet(command)
            except SystemExit as ended:  # the parser's
                code = ended.code
        answers.append([code, said.getvalue(), time.perf_counter() - started])
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
