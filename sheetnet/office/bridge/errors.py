"""What the asking half is told, and what LibreOffice calls its own exceptions."""


class BridgeError(Exception):
    """Something that the asking half is told in a sentence."""

    def __init__(self, sentence: str, kind: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def kind_of(problem: Exception) -> str:
    """``RuntimeException`` for an exception of LibreOffice, whose class is com.sun.star.uno.RuntimeException."""
    return type(problem).__name__.rpartition(".")[2]


def message_of(problem: Exception) -> str:
    """What an exception of LibreOffice says, in one line."""
    return " ".join(str(getattr(problem, "Message", "") or problem).split())
