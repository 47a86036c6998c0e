"""The documentation as a site: python -m sphinx -W docs build/site, in Japanese with -D language=ja (extra `docs`)."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import options  # noqa: E402 - beside this file
import refusals  # noqa: E402
import rules  # noqa: E402

from sheetnet import __version__  # noqa: E402
from sheetnet.saying import speaking  # noqa: E402

project = "sheetnet"
author = copyright = "The sheetnet authors"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"sheetnet {__version__}"
html_static_path = ["_static"]
html_css_files = ["narrow.css"]
locale_dirs = ["locale"]
gettext_compact = False
gettext_uuid = False
exclude_patterns = ["locale", "__pycache__"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"

MADE = {"reference/options": options.page, "messages": refusals.page, "architecture": rules.page}
"""Page -> what the rest of it is made of."""


def made(app: Sphinx, page: str, source: list[str]) -> None:
    """The page of options is made of the parser, that of messages of what is refused, in the language of the site.

    Below the map of the program stands the table of rules, as its test has it. The others know their Japanese by
    themselves; the catalogues of gettext have only what stands in the files.
    """
    if page in MADE and app.builder.name != "gettext":
        with speaking(app.config.language):
            source[0] += MADE[page]()


def plain(_: Sphinx, _kind: str, _name: str, _what: object, _options: object, lines: list[str]) -> None:
    """A bar in a docstring is the bar of an absolute value; a field that has none needs no words that Python made."""
    lines[:] = [line.replace("|", "\\|") for line in lines if not line.startswith("Alias for field number")]


def setup(app: Sphinx) -> None:
    app.connect("source-read", made)
    app.connect("autodoc-process-docstring", plain)
