"""What is said of a mistake, in the user's language."""

from collections.abc import Sequence

from sheetnet.inspecting.diagnosis import Diagnosis
from sheetnet.inspecting.places import Found
from sheetnet.saying import told_in
from sheetnet.sheet.words.languages import in_language
from sheetnet.sheet.words.mistakes import EDITS, FOUND, MISTAKES, SAID

_QUOTED = ("error_value", "not_understood", "text_for_formula")  # what stands in the cell is told as it is
_SHOWN = 4  # cells with the same mistake that are named


def mistake(diagnosis: Diagnosis, language: str = "en") -> str:
    """The mistake's title, such as ``the weights are transposed``."""
    found = diagnosis.old if diagnosis.kind in _QUOTED else number(diagnosis.found)
    if diagnosis.kind == "not_understood":
        found = told_in(language, found)
    return in_language(MISTAKES, language)[diagnosis.kind].format(found=found)


def edit(diagnosis: Diagnosis, language: str = "en") -> str:
    """What to write instead, such as ``write L3 for J3``; nothing where no single edit mends the formula."""
    if not diagnosis.what:
        return ""
    return in_language(EDITS, language)[diagnosis.what].format(old=diagnosis.old, new=diagnosis.new)


def sentence(diagnosis: Diagnosis, language: str = "en") -> str:
    """Where, what, and what to write instead, in one line."""
    joint, stop = ("; ", "") if language == "en" else ("。", "。")
    parts = [mistake(diagnosis, language), edit(diagnosis, language)]
    said = in_language(SAID, language)
    if not diagnosis.what and diagnosis.expected == diagnosis.expected:
        gives = said["gives" if diagnosis.found == diagnosis.found else "no_number"]
        parts.append(gives.format(found=number(diagnosis.found + 0.0), expected=number(diagnosis.expected)))
    others = diagnosis.cells[1:]
    if others:
        parts.append(said["same_in"].format(count=len(others), cells=_listed(others)))
    return f"{diagnosis.cell}: " + joint.join(part for part in parts if part) + stop


def _listed(cells: Sequence[str]) -> str:
    return ", ".join(cells[:_SHOWN]) + (" ..." if len(cells) > _SHOWN else "")


def number(x: float) -> str:
    return f"{x:.6g}"


def role(found: Found, language: str = "en") -> str:
    """What was found, such as ``gradients``."""
    return in_language(FOUND, language)[found.role]


def sure(found: Found, language: str = "en") -> str:
    """How sure that is."""
    return in_language(FOUND, language)[found.sure]


def why(found: Found, language: str = "en") -> str:
    """The reason, such as ``12 of 12 gradients are 1 x its derivative at 5 inputs``."""
    return in_language(FOUND, language)[found.why].format(**dict(found.facts))
