"""What the interpreter does not understand, said so that a reader can go there."""


class NotUnderstood(Exception):  # noqa: N818 - a formula is not understood, nobody erred
    """A formula with something that has no value here: an unknown function, an external link, a cycle."""


class TooMuch(NotUnderstood):
    """A workbook too large to be computed here."""
