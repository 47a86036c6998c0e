"""What an example is: a network with its data and its start, what should come out of it, and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sheetnet.making.designing import design_of
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import Expected
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.lesson import Lesson, Result
from sheetnet.sheet.tables import Table
from sheetnet.sheet.words.languages import LANGUAGES, in_language


@dataclass(frozen=True)
class Example:
    """A finished workbook: what it shows in a line, what `new` would be asked for, its table, and the rest.

    `results` are what should come out, each with its words in English and Japanese. `words`, key -> (English,
    Japanese), are the texts of a `Lesson`. `initial` is a parameter vector, where it is not drawn.
    """

    summary: str
    asked: Specification
    table: Callable[[], Table]
    results: tuple[tuple[Expected, str, str], ...]
    words: Mapping[str, tuple[str, str]]
    initial: tuple[float, ...] | None = None

    def lesson(self, language: str) -> Lesson:
        column = LANGUAGES.index(language)
        results = tuple(Result(texts[column], expected) for expected, *texts in self.results)
        return Lesson(results, **in_language(self.words, language))


def example_design(example: Example, asked: Specification, file: str) -> tuple[Design, str]:
    """As `design_of`: what an example brings, in the language and with the formulas that are asked for."""
    own = replace(example.asked, lang=asked.lang, formulas=asked.formulas, plain=asked.plain)
    return design_of(own, example.table(), file, initial=example.initial, lesson=example.lesson(asked.lang))
