"""Finished workbooks with a network: data, settings, a start, what they show and what should come out.

Read in this order: example, tables, stories, catalogue, designing.
"""

from sheetnet.making.examples.catalogue import EXAMPLES
from sheetnet.making.examples.designing import blueprint_of
from sheetnet.making.examples.example import Example

__all__ = ["EXAMPLES", "Example", "blueprint_of"]
