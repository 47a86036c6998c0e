"""Sheets that cannot be differentiated or fitted, each for one reason, as a cell F1 that is called the loss."""

from typing import Any

HARD: dict[str, tuple[dict[str, Any], str]] = {
    "a cycle": ({"F1": "=E1+A1", "E1": "=F1*2"}, "depends on itself"),
    "an external link": ({"F1": "=A1*[1]Prices!B2"}, "S!F1"),
    "an unknown function": ({"F1": "=E1^2", "E1": "=FUZZ(A1)"}, "S!E1: this formula stands between"),
    "brackets 10,000 deep": (
        {"F1": "=" + "(" * 10_000 + "A1" + ")" * 10_000},
        "S!F1: the formula has 20,002",
    ),
    "brackets 4,000 deep": ({"F1": "=" + "(" * 4_000 + "A1" + ")" * 4_000}, "nested deeper"),
    "an array of a thousand million": ({"F1": "=A1*SUM(SEQUENCE(1E9))"}, "1,000,000,000"),
    "a lambda without end": ({"F1": "=LET(f,LAMBDA(g,x,g(g,x+A1)),f(f,1))"}, "too deeply"),
    "a loss that is text": ({"F1": "loss"}, "S!F1: expected a number for the loss"),
    "a loss that is an error": ({"F1": "=A1/0"}, "S!F1: expected a number for the loss"),
    "an empty loss": ({}, "S!F1: expected a number for the loss"),
    "a loss of other cells": ({"F1": "=B1^2", "B1": 3.0}, "no formula leads from S!A1 to the loss"),
}
"""What is wrong -> the cells beside the parameter A1, and what the refusal has to say."""
