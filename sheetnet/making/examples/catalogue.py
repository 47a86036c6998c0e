"""The examples, one row each. What is expected of them was computed by other programs, see its test."""

from sheetnet.making.examples.digits import DIGITS
from sheetnet.making.examples.example import Example
from sheetnet.making.examples.letters import LETTERS
from sheetnet.making.examples.regression import REGRESSION
from sheetnet.making.examples.signs import SIGNS
from sheetnet.making.examples.walkthrough import WALKTHROUGH
from sheetnet.making.examples.xor import XOR
from sheetnet.making.examples.zeros import ZEROS

EXAMPLES: dict[str, Example] = {
    "letters": LETTERS,
    "xor": XOR,
    "walkthrough": WALKTHROUGH,
    "regression": REGRESSION,
    "signs": SIGNS,
    "zeros": ZEROS,
    "digits": DIGITS,
}
