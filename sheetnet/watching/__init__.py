"""Training again whenever a workbook has been saved with other inputs: for those who may not run macros.

Read in this order: events, watched, loop.
"""

from sheetnet.watching.events import Event, Refused, Report, Trained, Unchanged, Waiting
from sheetnet.watching.loop import watch

__all__ = ["Event", "Refused", "Report", "Trained", "Unchanged", "Waiting", "watch"]
