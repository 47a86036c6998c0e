"""Texts with numbers in them, as formulas: right in every language of a program.

FIXED writes the decimal sign of the user's program; TEXT(x,"0.000") would not, where the dot groups thousands.
"""

import re

FACTOR, RESULT = 5, 4  # significant digits of what is worked with, and of what comes out


def number(cell: str, digits: int = RESULT) -> str:
    """A number with so many significant digits; a negative one as it is."""
    return f'IF({cell}<0,"-","")&{_size(cell, digits)}'


def factor(cell: str, digits: int = FACTOR) -> str:
    """A number that can stand anywhere in a line: a negative one in parentheses."""
    return f'IF({cell}<0,"(-","")&{_size(cell, digits)}&IF({cell}<0,")","")'


def output(cell: str) -> str:
    """An output between 0 and 1 with so many decimals that 1 - z has its digits too."""
    near = f"MAX(1E-12,MIN(ABS({cell}),ABS(1-{cell})))"
    return (
        f"IF({cell}=ROUND({cell},0),FIXED({cell},0,TRUE),"
        f'IF({cell}<0,"(","")&FIXED({cell},MAX({FACTOR - 1},{FACTOR - 2}-INT(LOG10({near}))),TRUE)&IF({cell}<0,")",""))'
    )


def _size(cell: str, digits: int) -> str:
    """|x|: whole numbers without decimals, tiny ones with an exponent."""
    power = f"INT(LOG10(ABS({cell})))"
    tiny = f'FIXED(ABS({cell})/10^{power},{digits - 1},TRUE)&"E"&{power}'
    usual = f"FIXED(ABS({cell}),MAX(0,{digits - 1}-{power}),TRUE)"
    whole = f"FIXED(ABS({cell}),0,TRUE)"
    return f"IF({cell}=ROUND({cell},0),{whole},IF(ABS({cell})<0.0001,{tiny},{usual}))"


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def joined(*parts: str) -> str:
    """Parts of a formula, one text after the other; empty ones are left out."""
    return "&".join(part for part in parts if part not in ("", '""'))


def phrase(template: str, cells: dict[str, str]) -> str:
    """A template such as ``-({t} - {z})`` as a formula, each place filled by the text that a cell or formula gives."""
    parts = re.split(r"\{(\w+)\}", template)
    return joined(*(cells[part] if place % 2 else quoted(part) for place, part in enumerate(parts))) or '""'
