"""A pytest plugin for xlwings' own tests: they run on LibreOffice, and what is not implemented counts as skipped."""

import sys
import unittest
from collections.abc import Generator
from traceback import extract_tb

import pytest

from sheetnet.office.engine import register

register(windows=False, macros=True)


def missing(error: BaseException | None) -> str:
    """What was not implemented: the message, else the member of xlwings' base class that was called."""
    if error is None:
        return ""
    return f"not implemented: {str(error) or extract_tb(error.__traceback__)[-1].name}"


def skip_test(case: unittest.TestCase, reason: str) -> None:
    """Skip as the suite's base class does on NotImplementedError, and say what was missing."""
    error = sys.exc_info()[1]
    raise unittest.SkipTest(missing(error) or reason)


unittest.TestCase.skipTest = skip_test  # type: ignore[method-assign,assignment]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.excinfo and isinstance(call.excinfo.value, NotImplementedError):
        report.outcome = "skipped"
        report.longrepr = (str(report.fspath), 0, missing(call.excinfo.value))
    return report
