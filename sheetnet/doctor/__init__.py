"""What `sheetnet doctor` finds out: whether the live path can work on this machine, and what mends it if not.

Read in this order: finding, then the checks: here, addin_version, excel, interpreter, libreoffice, xlwings_package,
macros; then examine, page. The machine that they look at is `sheetnet.office.system`.
"""

from sheetnet.doctor.examine import CHECKS, examine, works
from sheetnet.doctor.finding import Check, Finding, as_json
from sheetnet.doctor.page import page, print_page
from sheetnet.office.system import Answer, System

__all__ = ["CHECKS", "Answer", "Check", "Finding", "System", "as_json", "examine", "page", "print_page", "works"]
