"""A pytest plugin for xlwings' own tests: they run on LibreOffice, and what is not implemented counts as skipped."""

from collections.abc import Generator
from traceback import extract_tb

import pytest

from sheetnet.office.engine import register

register(windows=False, macros=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    error = call.excinfo.value if call.excinfo else None
    # the suite's own base class turns a NotImplementedError into a skip that does not say what was missing
    cause = error if isinstance(error, NotImplementedError) else getattr(error, "__context__", None)
    if isinstance(cause, NotImplementedError):
        missing = str(cause) or extract_tb(cause.__traceback__)[-1].name
        report.outcome = "skipped"
        report.longrepr = (str(report.fspath), 0, f"not implemented: {missing}")
    return report
