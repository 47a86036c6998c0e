"""f(x) = x^4 - 3x^2 + x and its slope: for numbers and as formulas, computed in the same order.

Powers are written as products: they are the same number in every program.
"""

from typing import Any


def f(x: Any) -> Any:
    """x^4 - 3x^2 + x, of a number or an array."""
    return x * x * x * x - 3 * x * x + x


def slope(x: Any) -> Any:
    """4x^3 - 6x + 1."""
    return 4 * x * x * x - 6 * x + 1


def f_of(x: str) -> str:
    """f(x) as a formula."""
    return f"{x}*{x}*{x}*{x}-3*{x}*{x}+{x}"


def slope_of(x: str) -> str:
    """df/dx as a formula."""
    return f"4*{x}*{x}*{x}-6*{x}+1"
