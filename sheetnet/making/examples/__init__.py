"""Finished workbooks with a network: data, settings, a start, what they show and what should come out.

An example is one module: its table, what `new` would be asked for, what should come out, and its words. What is
expected was computed by other programs, see its test.

Read in this order: example; letters, neuron, xor, walkthrough, regression, signs, zeros, digits.
"""

from sheetnet.making.examples.digits import DIGITS
from sheetnet.making.examples.example import Example, example_design
from sheetnet.making.examples.letters import LETTERS
from sheetnet.making.examples.neuron import NEURON
from sheetnet.making.examples.regression import REGRESSION
from sheetnet.making.examples.signs import SIGNS
from sheetnet.making.examples.walkthrough import WALKTHROUGH
from sheetnet.making.examples.xor import XOR
from sheetnet.making.examples.zeros import ZEROS

__all__ = ["EXAMPLES", "Example", "example_design"]

EXAMPLES: dict[str, Example] = {
    "letters": LETTERS,
    "neuron": NEURON,
    "xor": XOR,
    "walkthrough": WALKTHROUGH,
    "regression": REGRESSION,
    "signs": SIGNS,
    "zeros": ZEROS,
    "digits": DIGITS,
}
