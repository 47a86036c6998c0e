"""What `sheetnet doctor` finds out: whether the live path can work on this machine, and what mends it if not.

Read in this order: finding, system, then the checks: here, addin_version, excel, interpreter, libreoffice, macros; then
examine, page.
"""

from sheetnet.doctor.examine import CHECKS, examine, works
from sheetnet.doctor.finding import Check, Finding, as_json
from sheetnet.doctor.page import page, print_page
from sheetnet.doctor.system import Answer, System

__all__ = ["CHECKS", "Answer", "Check", "Finding", "System", "as_json", "examine", "page", "print_page", "works"]
