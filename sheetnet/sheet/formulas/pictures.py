"""The formulas of the pictures on BP: what they show, where their colours are deepest, and a sentence for each unit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sheetnet.sheet.blocks.pictures import BLOCKS, PicturesPlaces
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.looking_back import Written
from sheetnet.sheet.formulas.phrases import joined, quoted
from sheetnet.sheet.formulas.references import References, column_of

ON = 0.5  # a class switches a unit on that gives more than this on average


class PicturesFormulas:
    """The formulas; `words` are the sheets' words in one language, `classes` the names of the classes."""

    def __init__(self, places: PicturesPlaces, words: Mapping[str, str], classes: Sequence[Any]) -> None:
        self.places, self._say, self._classes = places, words, classes
        self._ref = References(places.sheet)

    def written(self) -> Iterator[Written]:
        """Every formula, by the area that it stands in."""
        places, units = self.places, range(len(self.places.units))
        for block in BLOCKS:
            shown = [(places.picture(block, number), places.source(block, number)) for number in units]
            shown.append((places.picture_of_outputs(block), places.source_of_outputs(block)))
            for number, (picture, source) in enumerate(shown):
                yield picture, self._copy(source)
                text = self._ref(source, fixed=True)
                yield places.largest(block, number), [[f"MAX(MAX({text}),-MIN({text}),1E-300)"]]
        for number in units:
            cells = self._copy(places.source(BLOCKS[0], number))
            yield places.weights(number), [[text] for line in cells for text in line]
        sentences = range(places.sentences.height)
        yield places.sentences, [[joined(*self._sentence(number))] for number in sentences]

    def _copy(self, source: Area) -> Formulas:
        return [[self._ref(source.part(row, column)) for column in range(source.width)] for row in range(source.height)]

    def _sentence(self, number: int) -> Iterator[str]:
        """Which inputs a unit likes and dislikes most, and which classes switch it on."""
        say = self._say
        names, weights = (self._ref(area, fixed=True) for area in (self.places.names, self.places.weights(number)))

        def place(function: str, rank: int) -> str:
            return f"INDEX({names},MATCH({function}({weights},{rank}),{weights},0))"

        yield quoted(f"{self.places.units[number].name}{say['pictures_for']}")
        yield joined(place("LARGE", 1), quoted(say["pictures_and"]), place("LARGE", 2))
        yield quoted(say["pictures_against"])
        yield joined(place("SMALL", 1), quoted(say["pictures_and"]), place("SMALL", 2))
        yield quoted(say["pictures_on"])
        yield from self._switched_on(number)

    def _switched_on(self, number: int) -> Iterator[str]:
        """The classes whose cases give the unit more than half on average."""
        layout = self.places.layout
        h = self._ref(column_of(layout["outputs_1"], number), fixed=True)
        for k, word in enumerate(self._classes):
            target = self._ref(column_of(layout["targets"], k), fixed=True)
            mean = f"SUMPRODUCT({target},{h})/SUM({target})"
            yield f'IF({mean}>{ON},{quoted(f" {word}")},"")'

    def said(self, number: int, most: Sequence[str], least: Sequence[str], on: Sequence[str]) -> str:
        """What the sentence of a unit comes to: the two inputs that it likes most, and least, and its classes."""
        say = self._say
        switched = "".join(f" {word}" for word in on)
        likes, dislikes = (say["pictures_and"].join(names) for names in (most, least))
        unit = self.places.units[number].name
        return f"{unit}{say['pictures_for']}{likes}{say['pictures_against']}{dislikes}{say['pictures_on']}{switched}"
