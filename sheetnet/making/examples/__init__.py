"""Finished workbooks with a network: data, settings, a start, what they show and what should come out.

An example is one module: its table, what `new` would be asked for, what should come out, and its words.

Read in this order: example; letters, xor, walkthrough, regression, signs, zeros, digits; catalogue.
"""

from sheetnet.making.examples.catalogue import EXAMPLES
from sheetnet.making.examples.example import Example, example_design

__all__ = ["EXAMPLES", "Example", "example_design"]
