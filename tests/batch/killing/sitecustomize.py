"""For tests: a process of a batch dies at the last step of a certain workbook.

SHEETNET_TEST_KILL is name:file. With a file it dies once, just after the step, and makes that file; without, every
time, just before the step.
"""

import os
import signal
from pathlib import Path

if os.environ.get("SHEETNET_TEST_KILL"):
    name, _, once = os.environ["SHEETNET_TEST_KILL"].partition(":")
    replace = Path.replace

    def deadly(self: Path, target: Path) -> Path:
        ours = Path(target).name == name
        if ours and not once:
            os.kill(os.getpid(), signal.SIGKILL)
        done = replace(self, target)
        if ours and not Path(once).exists():
            Path(once).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    Path.replace = deadly  # type: ignore[method-assign]
