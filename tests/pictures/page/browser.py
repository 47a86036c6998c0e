"""A real browser without a window: Chromium, steered by Selenium."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


def chromium() -> Iterator[Any]:
    """A driver of Chromium; skips where it is missing, unless CI demands it."""
    driver = shutil.which("chromedriver")
    program = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if not (driver and program):
        if os.environ.get("SHEETNET_REQUIRE_BROWSER"):
            pytest.fail("a browser is required here (SHEETNET_REQUIRE_BROWSER): chromium and chromedriver")
        pytest.skip("chromium and chromedriver are not on the PATH")
    pytest.importorskip("selenium", reason="Selenium is not installed")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1366,768",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield browser
    finally:
        browser.quit()
