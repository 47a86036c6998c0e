"""The colours of pictures: a name for each part that they play, and what that is on white paper."""

PALETTE = {
    "paper": "#ffffff",
    "ink": "#1f2933",
    "muted": "#5a6673",
    "line": "#d5dbe1",
    "frame": "#9aa5b1",
    "first": "#2f6fb0",
    "second": "#c4550d",
    "third": "#007a5a",
    "fourth": "#a0509a",
    "positive": "#d73027",
    "negative": "#4575b4",
    "much": "#e8743b",
}
"""Name -> colour. Series, and more and less than 0, are told apart by colour-blind people too."""

SERIES = ("first", "second", "third", "fourth")
DASHES: tuple[tuple[float, ...], ...] = ((), (7, 4), (2, 3), (14, 4))  # beside the colour, for print in grey


def resolved(colour: str) -> str:
    """What a name means on white paper; any other colour is itself."""
    return PALETTE.get(colour, colour)


def mixed(low: str, high: str, share: float) -> str:
    """The colour so far on the way from one to another, share from 0 to 1."""
    ends = [[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (low, high)]
    parts = [round(a + (b - a) * min(max(share, 0.0), 1.0)) for a, b in zip(*ends, strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def signed(share: float) -> str:
    """The colour of a number from -1 (against) to 1 (for); 0 is white."""
    return mixed(PALETTE["paper"], PALETTE["positive" if share > 0 else "negative"], abs(share))


def graded(share: float) -> str:
    """The colour of a number from 0 (white) to 1."""
    return mixed(PALETTE["paper"], PALETTE["much"], share)
